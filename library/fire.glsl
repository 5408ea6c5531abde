// title: One log on the fire
// description: Two layers of rising noise, each bending the next, coloured by temperature; sparks ride in their own cells.
// tags: fire, noise, 2d, dark
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
        p = mat2(1.62, 1.18, -1.18, 1.62) * p + 17.0;
        a *= 0.5;
    }
    return s;
}

// Roughly the colours of a black body from a dull red to nearly white.
vec3 heat(float x) {
    return vec3(1.6 * x, 1.15 * x * x * sqrt(x), 0.75 * pow(x, 4.6));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    // The fire stands on the lower edge, whatever the shape of the picture.
    vec2 p = vec2(uv.x, uv.y + iResolution.y / unit);
    p.y *= 2.0 / (1.0 + iResolution.y / unit);
    float t = iTime;

    vec2 q = vec2(p.x * 1.7 + 100.0, p.y * 1.0 - 1.5 * t + 200.0);
    float bend = fbm(q) - 0.47;
    float x = p.x + bend * (0.25 + 0.65 * p.y) * 0.8;
    float body = fbm(vec2(x * 3.2 + 60.0, p.y * 1.5 - 2.6 * t + 300.0 + 0.8 * bend));
    float tongues = noise(vec2(x * 1.6 + 40.0, 30.0 - 0.55 * t));

    float width = 1.05 * exp(-0.55 * p.y);
    float shape = 1.0 - (x * x) / (width * width);
    float height = 0.80 + 1.35 * tongues;
    float f = shape * 0.75 + body * 1.25 - 0.62 - p.y / height * 0.95 + 0.30 * exp(-4.0 * p.y);
    f = clamp(f, 0.0, 1.3);
    float flame = smoothstep(0.0, 1.0, f);
    vec3 col = heat(flame) * 1.9;
    col += vec3(0.10, 0.16, 0.42) * 0.5 * exp(-9.0 * p.y) * smoothstep(0.9, 0.2, abs(x)) * (1.0 - flame);

    float glow = exp(-1.1 * length(vec2(p.x * 0.85, p.y - 0.35)));
    col += vec3(0.34, 0.085, 0.02) * glow * (0.85 + 0.15 * noise(vec2(2.0 * t, 9.0)));

    // Smoke takes a little of the light above.
    float smoke = fbm(vec2(p.x * 1.3 + 80.0 + bend, p.y * 0.9 - 0.7 * t + 90.0));
    col += vec3(0.055, 0.030, 0.022) * smoke * smoothstep(0.4, 1.6, p.y) * exp(-1.2 * p.x * p.x);

    for (int i = 0; i < 3; i++) {
        float k = float(i), size = 5.0 + 2.0 * k;
        vec2 s = vec2(p.x + 0.10 * sin(2.3 * p.y + 1.7 * t + k) + 0.08 * bend, p.y - (0.75 + 0.2 * k) * t) * size + vec2(50.0, 400.0 + 31.0 * k);
        vec2 c = floor(s), o = fract(s) - 0.5;
        float h = hash(c + 13.0 * k);
        vec2 at = 0.36 * vec2(sin(40.0 * h + 3.0 * t), cos(70.0 * h + 2.0 * t));
        float life = step(0.80, h) * exp(-0.9 * p.y) * smoothstep(0.9, 0.1, abs(p.x));
        col += vec3(1.0, 0.42, 0.10) * life * exp(-90.0 * dot(o - at, o - at)) * 2.2;
    }

    // The log: a dark bar with a seam of embers.
    float bark = noise(vec2(p.x * 9.0 + 20.0, p.y * 26.0 + 8.0));
    float log_ = smoothstep(0.02, -0.02, p.y - 0.11 - 0.025 * bark + 0.05 * p.x * p.x) * smoothstep(1.12, 1.05, abs(p.x));
    float seam = smoothstep(0.55, 0.85, noise(vec2(p.x * 14.0 + 60.0, p.y * 34.0 - 0.10 * t + 40.0)) * (0.75 + 0.25 * sin(1.4 * t + 6.0 * p.x)));
    col = mix(col, vec3(0.020, 0.011, 0.008) + vec3(1.0, 0.26, 0.05) * seam * 0.9 * smoothstep(1.0, 0.3, abs(p.x)), log_);

    col = pow(1.0 - exp(-1.25 * max(col, 0.0)), vec3(0.95));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
