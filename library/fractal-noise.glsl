// title: Fractal noise under a low sun
// description: Six octaves of value noise, each one rotated and smaller, with the slopes kept so that light can rake across them.
// tags: noise, fractal, 2d, calm
// licence: CC0-1.0
// poster: 3.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float((h ^ (h >> 13)) >> 8) / 16777216.0;
}

// x: value noise in 0..1, yz: its slope.
vec3 noise(vec2 p) {
    vec2 i = floor(p), f = p - i;
    vec2 u = f * f * f * (f * (6.0 * f - 15.0) + 10.0);
    vec2 du = 30.0 * f * f * (f - 1.0) * (f - 1.0);
    float a = hash(i), b = hash(i + vec2(1, 0)), c = hash(i + vec2(0, 1)), d = hash(i + vec2(1, 1));
    float twist = a - b - c + d;
    return vec3(a + (b - a) * u.x + (c - a) * u.y + twist * u.x * u.y,
                du * vec2(b - a + twist * u.y, c - a + twist * u.x));
}

// Slopes flatten later octaves, so valleys stay smooth and ridges get rough.
vec3 terrain(vec2 p, float t) {
    const mat2 turn = mat2(0.8, 0.6, -0.6, 0.8);
    mat2 back = mat2(1.0);
    float height = 0.0, amp = 0.5, scale = 1.0;
    vec2 slope = vec2(0.0);
    for (int i = 0; i < 6; i++) {
        vec3 n = noise(p + 0.16 * t * vec2(float(i & 1) * 2.0 - 1.0, 0.6));
        vec2 g = back * n.yz * amp * scale;
        float calm = 1.0 / (1.0 + 0.8 * dot(slope, slope));
        height += amp * n.x * calm;
        slope += g * calm;
        p = turn * p * 2.03;
        back = back * transpose(turn);
        scale *= 2.03;
        amp *= 0.48;
    }
    return vec3(height, slope);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec3 h = terrain(uv * 1.5 + vec2(40.0 + 0.16 * iTime, 40.0), iTime);
    vec3 n = normalize(vec3(-h.yz, 1.3));

    float turn = 0.6 + 0.15 * iTime;
    vec3 sun = normalize(vec3(cos(turn), sin(turn), 0.45));
    float key = max(0.0, dot(n, sun));
    float fill = max(0.0, dot(n, normalize(vec3(-sun.xy, 0.9))));

    float level = smoothstep(0.25, 0.75, h.x);
    vec3 rock = mix(vec3(0.05, 0.16, 0.20), vec3(0.55, 0.36, 0.25), level);
    rock = mix(rock, vec3(0.95, 0.84, 0.70), smoothstep(0.62, 0.95, h.x));
    vec3 col = rock * (key * vec3(2.4, 1.65, 1.05) + fill * vec3(0.10, 0.22, 0.38));
    col += 0.35 * vec3(1.0, 0.6, 0.3) * pow(key, 12.0);
    col = mix(col, vec3(0.02, 0.06, 0.10), 0.55 * (1.0 - smoothstep(0.15, 0.5, h.x)));

    col *= 1.0 - 0.14 * dot(uv, uv);
    col = pow(1.0 - exp(-1.25 * max(col, 0.0)), vec3(0.85));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
