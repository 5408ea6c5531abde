// title: Small planet, thick air
// description: A ball of noise made world: seas, deserts, a cloud deck that turns faster, lamps on the night side, and an atmosphere that reddens at the edge of day.
// tags: space, 3d, noise, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Image
float hash(vec3 p) {
    uvec3 q = uvec3(ivec3(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u + q.z * 0xC2B2AE3Du;
    h = (h ^ (h >> 15)) * 0x27D4EB2Fu;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

float noise(vec3 p) {
    vec3 i = floor(p), f = p - i;
    f = f * f * (3.0 - 2.0 * f);
    uvec3 q = uvec3(ivec3(i)) * uvec3(0x9E3779B1u, 0x85EBCA77u, 0xC2B2AE3Du);
    uvec4 h = q.x + q.y + q.z + uvec4(0u, 0x9E3779B1u, 0x85EBCA77u, 0x9E3779B1u + 0x85EBCA77u), g = h + 0xC2B2AE3Du;
    h = (h ^ (h >> 15)) * 0x27D4EB2Fu;
    g = (g ^ (g >> 15)) * 0x27D4EB2Fu;
    vec4 a = vec4(ivec4((h ^ (h >> 13)) >> 8)), b = vec4(ivec4((g ^ (g >> 13)) >> 8));
    a = mix(a, b, f.z) * 5.9604645e-8;
    vec2 m = mix(a.xz, a.yw, f.x);
    return mix(m.x, m.y, f.y);
}

float fbm(vec3 p, int octaves) {
    float s = 0.0, a = 0.5;
    p += 300.0;
    for (int i = 0; i < octaves; i++) {
        s += a * noise(p);
        p = p * 2.07 + 5.3;
        a *= 0.5;
    }
    return s;
}

vec3 turn(vec3 p, float a) { return vec3(cos(a) * p.x - sin(a) * p.z, p.y, sin(a) * p.x + cos(a) * p.z); }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    vec2 c = uv - vec2(0.0, -0.04);
    float r = length(c) / 0.80, px = 2.0 / unit / 0.80;
    float day = iMouse.z > 0.0 ? 6.28 * iMouse.x / iResolution.x : 0.9 + 0.5 * sin(0.11 * iTime);
    vec3 sun = normalize(vec3(-cos(day), 0.38, 0.15 + sin(day) * 0.6));

    vec2 g = uv * 30.0 + 300.0 + 0.12 * iTime, o = fract(g) - 0.5;
    float h = hash(vec3(floor(g), 2.0));
    vec3 col = vec3(0.006, 0.007, 0.014) + vec3(0.018, 0.014, 0.035) * noise(vec3(uv * 1.3 + 50.0, 9.0));
    col += mix(vec3(1.0, 0.8, 0.6), vec3(0.7, 0.85, 1.0), fract(h * 57.0)) * step(0.90, h) * exp(-60.0 * dot(o, o)) * fract(h * 91.0) * 0.8;

    if (r < 1.0 + px) {
        vec3 n = vec3(c / 0.80, sqrt(max(0.0, 1.0 - r * r)));
        vec3 q = n;
        q.yz = mat2(0.93, 0.36, -0.36, 0.93) * q.yz;
        vec3 s = turn(q, 0.22 * iTime), k = turn(q, 0.31 * iTime);
        float warp = fbm(1.3 * s + 7.0, 3);
        float land = fbm(2.0 * s + 0.9 * warp, 5);
        float shore = smoothstep(0.505, 0.525, land);
        float lat = abs(q.y);
        vec3 sea = mix(vec3(0.008, 0.045, 0.10), vec3(0.02, 0.17, 0.22), smoothstep(0.40, 0.51, land));
        vec3 soil = mix(vec3(0.05, 0.13, 0.055), vec3(0.42, 0.27, 0.13), smoothstep(0.35, 0.62, warp + 0.3 * (land - 0.5)));
        soil = mix(soil, vec3(0.62, 0.50, 0.40), smoothstep(0.62, 0.72, land));
        vec3 ground = mix(sea, soil, shore);
        ground = mix(ground, vec3(0.80, 0.86, 0.92), smoothstep(0.80, 0.84, lat + 0.25 * (land - 0.5)));

        float cover = fbm(vec3(2.3, 3.6, 2.3) * k + 1.6 * fbm(2.1 * k + 20.0, 2), 4);
        float cloud = smoothstep(0.50, 0.80, cover);
        float lit = dot(n, sun), dawn = smoothstep(-0.12, 0.32, lit);
        vec3 ray = mix(vec3(1.0, 0.38, 0.16), vec3(1.0, 0.95, 0.88), smoothstep(0.0, 0.45, lit)) * dawn;
        vec3 view = vec3(0, 0, 1);
        float glint = pow(max(0.0, dot(reflect(-sun, n), view)), 40.0) * (1.0 - shore) * (1.0 - cloud);
        vec3 world = ground * ray * 1.35 + vec3(1.0, 0.82, 0.6) * glint * 1.1 * dawn;
        float lamps = smoothstep(0.66, 0.80, noise(s * 24.0 + 400.0)) * smoothstep(0.45, 0.62, noise(s * 6.0 + 350.0)) * shore;
        world += vec3(1.0, 0.58, 0.20) * lamps * smoothstep(0.08, -0.15, lit) * 1.5;
        world = mix(world, vec3(0.98, 0.97, 0.96) * ray * 1.15 + vec3(0.004, 0.006, 0.012), cloud * 0.92);
        // Air over the disc: thicker towards the limb, lit where the sun is up.
        float air = pow(1.0 - n.z, 2.6);
        vec3 haze = mix(vec3(0.95, 0.35, 0.14), vec3(0.20, 0.48, 0.95), smoothstep(-0.05, 0.35, lit)) * smoothstep(-0.22, 0.25, lit);
        world = mix(world, haze, clamp(air * 0.85 + 0.06, 0.0, 1.0) * smoothstep(-0.3, 0.1, lit));
        col = mix(col, world, smoothstep(1.0 + px, 1.0 - px, r));
    }
    if (r > 1.0 - px) {
        float lit = dot(normalize(vec3(c, 0.0001)), sun);
        vec3 haze = mix(vec3(0.95, 0.35, 0.14), vec3(0.22, 0.50, 1.0), smoothstep(-0.05, 0.40, lit)) * smoothstep(-0.35, 0.45, lit);
        float up = max(0.0, r - 1.0);
        col += haze * (0.95 * exp(-32.0 * up) + 0.30 * exp(-7.0 * up)) * smoothstep(1.0 - px, 1.0 + px, r);
    }
    col *= 1.0 - 0.08 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * max(col, 0.0));
    col += (hash(vec3(fragCoord, 3)) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
