// title: Spiral galaxy, turning
// description: Four thin sheets make a tilted disc. Two logarithmic arms, dust that lags behind them, young blue clusters and an old yellow heart.
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
    for (int i = 0; i < 3; i++) {
        s += a * noise(p);
        p = mat2(1.6, 1.2, -1.2, 1.6) * p + 13.0;
        a *= 0.5;
    }
    return s;
}

vec2 rot(vec2 p, float a) { return mat2(cos(a), sin(a), -sin(a), cos(a)) * p; }

vec3 stars(vec2 p, float cut, float px) {
    vec2 i = floor(p), o = p - i - 0.5;
    float h = hash(i + 500.0), g = fract(h * 57.31);
    o -= 0.34 * vec2(sin(71.0 * h), cos(37.0 * h));
    float w = 0.05 + 0.06 * g * g + px;
    return mix(vec3(1.0, 0.72, 0.48), vec3(0.62, 0.80, 1.0), g) * step(cut, h) * exp(-dot(o, o) / (w * w)) * (0.3 + g);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    float px = 2.0 / unit;
    vec3 col = vec3(0.004, 0.005, 0.012) + stars(uv * 16.0 + 100.0, 0.94, 16.0 * px) * 0.35 + stars(uv.yx * 34.0 + 300.0, 0.90, 34.0 * px) * 0.18;

    vec2 q = rot(uv, 0.42);
    float tilt = 0.46 + 0.03 * sin(0.2 * iTime);
    vec3 disc = vec3(0.0);
    float veil = 0.0;
    for (int k = 0; k < 4; k++) {
        float z = (float(k) - 1.5) * 0.020;
        vec2 p = vec2(q.x, (q.y - z) / tilt) * 0.86;
        float r = length(p), a = atan(p.y, p.x);
        // The arms turn as one; what floats in them drifts a little against them.
        float spin = 0.42 * iTime, wind = 3.1 * log(r + 0.06);
        vec2 m = rot(p, -wind * 0.62 + spin);
        float n = fbm(m * 3.4 + 60.0 + 7.0 * float(k));
        float arm = 0.5 + 0.5 * cos(2.0 * (a - wind + spin) + 1.9 * (n - 0.47));
        float lane = 0.5 + 0.5 * cos(2.0 * (a - wind + spin) + 0.9 + 3.0 * (n - 0.47));
        float fall = exp(-2.3 * r) * smoothstep(1.5, 0.7, r);
        float d = pow(arm, 2.2) * fall * (0.35 + 1.5 * n * n);
        vec3 tint = mix(vec3(1.0, 0.66, 0.38), vec3(0.34, 0.52, 1.0), smoothstep(0.06, 0.62, r));
        disc += tint * (1.3 * d + 0.16 * fall);
        disc += vec3(1.0, 0.26, 0.36) * 1.1 * fall * smoothstep(0.55, 0.78, n) * arm * arm * smoothstep(0.12, 0.4, r);
        veil += smoothstep(0.45, 0.72, n) * pow(lane, 4.0) * exp(-1.6 * r) * smoothstep(0.05, 0.25, r);
        vec2 s = rot(p, spin);
        disc += stars(s * (15.0 + 5.0 * float(k)) + 200.0, 0.62, 20.0 * px) * (arm * arm + 0.12) * exp(-1.5 * r) * 0.55 * tint * smoothstep(1.5, 0.9, r);
    }
    disc *= exp(-0.42 * veil);
    float core = length(vec2(q.x, q.y / 0.72));
    disc += vec3(1.0, 0.74, 0.45) * (1.5 * exp(-9.0 * core) + 2.0 * exp(-26.0 * core)) + vec3(0.9, 0.5, 0.3) * 0.14 * exp(-3.2 * core);
    col += disc * 0.85;

    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.6 * max(col, 0.0)), vec3(0.94));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
