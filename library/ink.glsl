// title: Ink and gold leaf
// description: Noise that looks up its place in noise that looks up its place in noise. The innermost folds are gilded.
// tags: noise, organic, 2d, dark
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
    for (int i = 0; i < 4; i++) {
        s += a * noise(p);
        p = mat2(1.63, 1.15, -1.15, 1.63) * p + 23.0;
        a *= 0.5;
    }
    return s / 0.9375;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float t = 0.22 * iTime;
    vec2 p = 1.05 * uv + 60.0;
    vec2 a = vec2(fbm(p + vec2(0.0, 0.9 * t)), fbm(p + vec2(7.3, 2.1 - 0.7 * t)));
    vec2 b = vec2(fbm(p + 2.6 * a + vec2(1.7 - 0.5 * t, 9.2)), fbm(p + 2.6 * a + vec2(8.3, 2.8 + 0.6 * t)));
    float f = fbm(p + 2.9 * b);
    vec2 e = vec2(2.4 / min(iResolution.x, iResolution.y) + 0.004, 0.0);
    vec2 slope = (vec2(fbm(p + 2.9 * b + 2.0 * e.xy), fbm(p + 2.9 * b + 2.0 * e.yx)) - f) / e.x;

    float wet = dot(b - 0.5, b - 0.5) * 4.0;
    vec3 col = mix(vec3(0.012, 0.020, 0.040), vec3(0.030, 0.10, 0.17), smoothstep(0.25, 0.62, f));
    col = mix(col, vec3(0.16, 0.30, 0.34), smoothstep(0.42, 0.75, a.x) * smoothstep(0.35, 0.7, f));
    col = mix(col, vec3(0.30, 0.045, 0.075), smoothstep(0.52, 0.70, b.y) * 0.85);
    vec3 n = normalize(vec3(-0.35 * slope, 1.0));
    float key = max(0.0, dot(n, normalize(vec3(-0.5, 0.7, 0.55))));
    col *= 0.35 + 1.25 * key;

    float leaf = smoothstep(0.56, 0.64, f) * smoothstep(0.40, 0.60, b.x + 0.25 * wet);
    float crack = smoothstep(0.02, 0.10, abs(fract(7.0 * f + 2.0 * b.y) - 0.5));
    vec3 gold = mix(vec3(0.42, 0.19, 0.04), vec3(1.0, 0.72, 0.30), key) * (0.35 + 0.9 * key);
    gold += vec3(1.0, 0.86, 0.55) * pow(max(0.0, dot(n, normalize(vec3(-0.35, 0.5, 0.75)))), 18.0) * 0.8;
    col = mix(col, gold * (0.75 + 0.25 * crack), leaf);
    col += vec3(0.9, 0.55, 0.2) * 0.07 * exp(-60.0 * (f - 0.55) * (f - 0.55) * 20.0);

    col *= 1.0 - 0.15 * dot(uv, uv);
    col = 1.0 - exp(-1.8 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
