// title: Soap bubble before it goes
// description: Thin-film interference for three wavelengths. The film drains downwards and swirls; the colours tell its thickness, not a palette.
// tags: glass, light, 3d, calm
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
        p = mat2(1.6, 1.2, -1.2, 1.6) * p + 9.0;
        a *= 0.5;
    }
    return s;
}

// What a film of the given thickness (nanometres) throws back at this angle.
vec3 film(float nm, float cosine) {
    float inside = sqrt(1.0 - (1.0 - cosine * cosine) / 1.77);
    vec3 ph = 6.28318 * 2.0 * 1.33 * nm * inside / vec3(650.0, 540.0, 455.0);
    return 0.5 - 0.5 * cos(ph);
}

vec3 room(vec3 d) {
    vec3 c = mix(vec3(0.16, 0.13, 0.17), vec3(0.55, 0.60, 0.75), smoothstep(-0.5, 1.0, d.y));
    vec2 w = vec2(d.x / max(abs(d.z), 0.25), d.y / max(abs(d.z), 0.25)) - vec2(-0.9, 0.75);
    float pane = smoothstep(0.52, 0.44, abs(w.x)) * smoothstep(0.60, 0.52, abs(w.y));
    float bars = smoothstep(0.02, 0.05, abs(w.x)) * smoothstep(0.02, 0.05, abs(w.y + 0.1));
    return c + vec3(2.4, 2.3, 2.2) * pane * bars;
}

vec3 bubble(vec2 q, float t, float seed, float rim, out float cover) {
    float r2 = dot(q, q);
    cover = smoothstep(1.0, 1.0 - rim, sqrt(r2));
    if (r2 >= 1.0) return vec3(0.0);
    vec3 n = vec3(q, sqrt(1.0 - r2)), light = vec3(0.0);
    // Front skin and back skin, each with its own drift.
    for (int i = 0; i < 2; i++) {
        vec3 m = i == 0 ? n : vec3(n.xy, -n.z);
        float a = 0.25 * t * (i == 0 ? 1.0 : -0.7);
        vec3 s = vec3(cos(a) * m.x - sin(a) * m.z, m.y, sin(a) * m.x + cos(a) * m.z);
        vec2 p = vec2(atan(s.x, s.z + 1.25) * 1.6, s.y * 1.5) + 30.0 + seed;
        float swirl = fbm(p + vec2(0.20 * t, 0.45 * t));
        float flow = fbm(p * 1.5 + 2.4 * swirl + vec2(-0.25 * t, 0.5 * t));
        float nm = 400.0 - 250.0 * s.y + 430.0 * (flow - 0.47) + 60.0 * sin(0.3 * t);
        float fres = 0.05 + 0.95 * pow(1.0 - n.z, 2.2);
        vec3 d = i == 0 ? reflect(vec3(0, 0, -1), m) : reflect(vec3(0, 0, -1), -m);
        light += film(max(nm, 20.0), n.z) * room(d) * (fres + 0.10) * (i == 0 ? 2.6 : 1.6);
    }
    return light;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit, half_ = iResolution.xy / unit;
    vec3 col = mix(vec3(0.135, 0.095, 0.115), vec3(0.020, 0.024, 0.042), smoothstep(0.0, 1.7, length(uv - vec2(-0.5, 0.5))));
    for (int i = 0; i < 7; i++) {
        float k = float(i), h = hash(vec2(k, 3.0)), r = 0.10 + 0.14 * h;
        vec2 c = vec2((hash(vec2(k, 5.0)) * 2.0 - 1.0) * half_.x + 0.12 * sin(0.5 * iTime + k), mod(hash(vec2(k, 9.0)) * 3.0 + (0.10 + 0.10 * h) * iTime, 2.0 * half_.y + 0.6) - half_.y - 0.3);
        vec2 q = (uv - c) / r;
        float d = length(q);
        // Far ones are out of focus: a soft ring of their colours.
        float ring = exp(-pow((d - 0.86) / 0.13, 2.0)) + 0.12 * smoothstep(1.0, 0.8, d);
        col += film(420.0 + 190.0 * q.y + 120.0 * sin(k + 0.4 * iTime), 0.6) * ring * 0.15;
    }
    float wob = 0.012 * sin(2.0 * atan(uv.y, uv.x) + 1.7 * iTime) + 0.008 * sin(3.0 * atan(uv.y, uv.x) - 2.3 * iTime);
    vec2 q = (uv - vec2(0.03 * sin(0.6 * iTime), 0.03 * sin(0.8 * iTime))) / (0.74 + wob);
    float cover;
    vec3 b = bubble(q, iTime, 0.0, 3.0 / unit / 0.74, cover);
    col = mix(col, col * 0.82 + b, cover);

    col *= 1.0 - 0.10 * dot(uv, uv);
    col = 1.0 - exp(-1.5 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
