// title: Drifting through an open cluster
// description: Seven shells of stars pass the camera at walking pace; behind them two sheets of dust, one lit, one dark.
// tags: space, noise, calm, dark
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

float fbm(vec2 p) {
    float s = 0.0, a = 0.5;
    for (int i = 0; i < 5; i++) {
        s += a * noise(p);
        p = mat2(1.6, 1.2, -1.2, 1.6) * p + 11.0;
        a *= 0.5;
    }
    return s;
}

// One shell: a star in each cell, some too faint to see.
vec3 stars(vec2 p, float seed, float near, float px) {
    vec2 i = floor(p), f = p - i - 0.5;
    vec3 sum = vec3(0.0);
    float h = hash(i + seed), g = hash(i.yx + seed + 71.0);
    vec2 o = f - 0.33 * vec2(sin(50.0 * h), cos(90.0 * g));
    float mag = pow(fract(h * 13.7), 5.0) * 1.6 + 0.04;
    float r2 = dot(o, o), w = 0.012 + 0.018 * mag;
    float core = exp(-r2 / (w * w + px * px)) * w * w / (w * w + px * px) * 3.0;
    float halo = 0.0011 * mag / (r2 + 0.003) * smoothstep(0.5, 0.1, sqrt(r2));
    float cross_ = mag * mag * 0.02 * (exp(-abs(o.x) * 90.0) + exp(-abs(o.y) * 90.0)) * exp(-14.0 * sqrt(r2));
    vec3 tint = mix(vec3(1.0, 0.62, 0.38), vec3(0.55, 0.72, 1.0), smoothstep(0.2, 0.8, g));
    float shimmer = 0.85 + 0.15 * sin(3.0 * iTime + 60.0 * h);
    return (mix(tint, vec3(1.0), 0.5) * core * (0.15 + mag) + tint * (halo + cross_ * 6.0)) * shimmer;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    float a = 0.035 * iTime;
    uv = mat2(cos(a), sin(a), -sin(a), cos(a)) * uv;

    vec2 q = uv * 0.9 + vec2(30.0 + 0.03 * iTime, 40.0);
    float warp = fbm(q * 1.3);
    float cloud = fbm(q + 1.6 * warp + vec2(0.0, 0.05 * iTime));
    float dust = fbm(q * 2.1 - 1.1 * warp + 60.0);
    vec3 lit = mix(vec3(0.05, 0.07, 0.20), vec3(0.50, 0.16, 0.24), smoothstep(0.35, 0.75, warp));
    lit = mix(lit, vec3(0.85, 0.48, 0.28), smoothstep(0.62, 0.88, cloud));
    vec3 col = vec3(0.005, 0.006, 0.014) + lit * pow(smoothstep(0.26, 0.72, cloud), 1.6) * 1.5;
    col *= 1.0 - 0.8 * smoothstep(0.50, 0.78, dust);

    for (int i = 0; i < 7; i++) {
        float z = fract(float(i) / 7.0 - 0.075 * iTime);
        float scale = mix(1.2, 11.0, z);
        float fade = smoothstep(1.0, 0.7, z) * smoothstep(0.0, 0.12, z);
        vec2 c = vec2(17.3, 11.7) * float(i + 3);
        col += stars(uv * scale + c + 40.0, 7.0 * float(i), 1.0 - z, scale * 1.3 / unit) * fade * mix(1.25, 0.55, z);
    }
    col *= 1.0 - 0.12 * dot(uv, uv);
    col = 1.0 - exp(-1.8 * col);
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
