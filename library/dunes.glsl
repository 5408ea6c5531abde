// title: Sand moves in the evening
// description: Dunes from folded sines, found by marching and lit from the side; wind combs their backs into ripples and lifts a veil of sand.
// tags: landscape, raymarching, 3d, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

float noise(vec2 p) {
    vec2 i = floor(p), f = p - i;
    f = f * f * (3.0 - 2.0 * f);
    uvec2 q = uvec2(ivec2(i)) * uvec2(0x9E3779B1u, 0x85EBCA77u);
    uvec4 h = q.x + q.y + uvec4(0u, 0x9E3779B1u, 0x85EBCA77u, 0x9E3779B1u + 0x85EBCA77u);
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    vec4 v = vec4(ivec4((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
    vec2 m = mix(v.xz, v.yw, f.x);
    return mix(m.x, m.y, f.y);
}

// A dune has a long back and a sharp crest: a wave whose phase leans.
float ridge(float x) {
    float f = fract(x / 6.2832);
    float up = f / 0.68, down = (1.0 - f) / 0.32;
    float h = min(up, down);
    return h * h * (3.0 - 2.0 * h) * 0.35 + 0.65 * h;
}

float dune(vec2 p) {
    float bend = 1.7 * sin(0.21 * p.y + 0.6) + 0.8 * sin(0.43 * p.y + 0.11 * p.x) + 0.5 * sin(0.13 * p.x);
    float h = 1.55 * ridge(0.55 * p.x + bend + 20.0 * 6.2832) * (0.65 + 0.35 * sin(0.17 * p.y - 0.2 * p.x + 1.0));
    h += 0.42 * ridge(1.15 * p.x - 0.35 * p.y + 1.3 * sin(0.5 * p.y + 0.3 * p.x) + 40.0 * 6.2832) ;
    return h + 0.9 * sin(0.075 * p.y + 0.4) * sin(0.06 * p.x + 0.3);
}

vec3 sky(vec3 rd, vec3 sun) {
    float y = max(rd.y, 0.0);
    vec3 c = mix(vec3(0.80, 0.40, 0.24), vec3(0.36, 0.26, 0.36), smoothstep(0.0, 0.20, y));
    c = mix(c, vec3(0.07, 0.10, 0.22), smoothstep(0.10, 0.75, y));
    float s = max(0.0, dot(rd, sun));
    return c + vec3(1.0, 0.55, 0.22) * (0.35 * pow(s, 6.0) + 0.8 * pow(s, 90.0));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec3 ro = vec3(0.45 * iTime, 3.9, 0.9 * iTime);
    ro.y = 2.9 + 0.35 * sin(0.2 * iTime) + 0.35 * dune(ro.xz);
    float yaw = 0.30 * sin(0.11 * iTime) + 0.15;
    vec3 rd = normalize(vec3(uv.x, uv.y - 0.26, 1.45));
    rd.xz = mat2(cos(yaw), -sin(yaw), sin(yaw), cos(yaw)) * rd.xz;
    vec3 sun = normalize(vec3(0.86, 0.26, 0.55));

    vec3 col = sky(rd, sun);
    float t = rd.y < 0.0 ? max(0.2, (2.9 - ro.y) / rd.y) : 0.3;
    bool found = false;
    for (int i = 0; i < 40; i++) {
        vec3 p = ro + t * rd;
        float d = p.y - dune(p.xz);
        if (d < 0.003 * t) { found = true; break; }
        if (t > 60.0 || p.y > 3.2 && rd.y > 0.0) break;
        t += max(0.62 * d, 0.012 * t);
    }
    if (found) {
        vec3 p = ro + t * rd;
        float e = 0.012 + 0.003 * t, h = dune(p.xz);
        vec2 slope = vec2(dune(p.xz + vec2(e, 0)) - h, dune(p.xz + vec2(0, e)) - h) / e;
        // Ripples stand across the wind and creep with it; they fade with distance.
        float crest = 0.5 * noise(p.xz * 0.9 + 50.0);
        float ph = 17.0 * p.x + 5.0 * sin(0.8 * p.z + 2.0 * crest) + 7.0 * crest - 1.3 * iTime;
        slope.x += 0.20 * cos(ph) * exp(-0.0115 * t * t) * smoothstep(0.9, -0.2, slope.x);
        slope += 0.10 * (vec2(noise(p.xz * 40.0 + 900.0), noise(p.zx * 40.0 + 700.0)) - 0.5) * exp(-0.02 * t * t);
        vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
        float key = max(0.0, dot(n, sun));
        float shade = 1.0;
        for (int i = 1; i < 6; i++) {
            float s = 0.28 * float(i * i) * 0.5;
            vec3 q = p + s * sun;
            shade = min(shade, 0.5 + 3.0 * (q.y - dune(q.xz)) / s + 0.3);
        }
        shade = smoothstep(0.0, 1.0, shade);
        vec3 sand = mix(vec3(0.62, 0.33, 0.17), vec3(0.78, 0.46, 0.24), noise(p.xz * 0.35 + 80.0));
        col = sand * (key * shade * vec3(1.75, 1.15, 0.70) + (0.55 + 0.45 * n.y) * vec3(0.085, 0.105, 0.20));
        col += vec3(1.0, 0.6, 0.3) * 0.22 * pow(max(0.0, dot(reflect(rd, n), sun)), 5.0) * shade;
        // Glints of single grains.
        vec2 g = floor(p.xz * 60.0);
        col += vec3(1.0, 0.8, 0.55) * step(0.994, hash(g + 5000.0)) * key * shade * 0.7 * smoothstep(9.0, 3.0, t);
        float fog = 1.0 - exp(-0.00075 * t * t);
        col = mix(col, sky(normalize(vec3(rd.x, 0.02, rd.z)), sun), fog);
    }
    // Blown sand: thin streaks across the picture, thickest over the ground.
    float veil = noise(vec2(uv.x * 1.6 - 1.9 * iTime + 90.0, uv.y * 9.0 + 0.7 * sin(uv.x * 2.0 + iTime) + 60.0)) * noise(vec2(uv.x * 4.1 - 3.1 * iTime + 40.0, uv.y * 17.0 + 30.0));
    col += vec3(0.95, 0.58, 0.34) * veil * 0.24 * exp(-5.0 * abs(uv.y + 0.12));

    col *= 1.0 - 0.11 * dot(uv, uv);
    col = pow(1.0 - exp(-1.45 * max(col, 0.0)), vec3(0.98));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
