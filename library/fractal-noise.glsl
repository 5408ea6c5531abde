// title: Fractal noise, cut from paper
// description: Four octaves of value noise, each turned and half as tall as the one before, sliced into twelve sheets; each sheet drops a soft shadow on the next.
// tags: noise, fractal, 2d, calm
// licence: CC0-1.0
// poster: 3.0
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
    f = f * f * f * (f * (6.0 * f - 15.0) + 10.0);
    uvec2 q = uvec2(ivec2(i)) * uvec2(0x9E3779B1u, 0x85EBCA77u);
    uvec4 h = q.x + q.y + uvec4(0u, 0x9E3779B1u, 0x85EBCA77u, 0x9E3779B1u + 0x85EBCA77u);
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    vec4 v = vec4(ivec4((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
    vec2 m = mix(v.xz, v.yw, f.x);
    return mix(m.x, m.y, f.y);
}

// The octaves slide against each other, so the land never repeats and never stops.
float fractalNoise(vec2 p) {
    float sum = 0.0, amp = 0.5;
    for (int i = 0; i < 4; i++) {
        float k = float(i);
        sum += amp * noise(p + 0.17 * iTime * vec2(cos(2.1 * k), sin(2.1 * k)));
        p = mat2(1.62, 1.20, -1.20, 1.62) * p + 31.0;
        amp *= 0.42;
    }
    return sum / 0.835;
}

const float SHEETS = 12.0;

vec3 paper(float k) {
    float x = k / SHEETS;
    vec3 c = mix(vec3(0.010, 0.022, 0.060), vec3(0.020, 0.115, 0.190), smoothstep(0.15, 0.40, x));
    c = mix(c, vec3(0.050, 0.330, 0.350), smoothstep(0.36, 0.52, x));
    c = mix(c, vec3(0.900, 0.560, 0.300), smoothstep(0.50, 0.64, x));
    c = mix(c, vec3(0.800, 0.200, 0.170), smoothstep(0.62, 0.76, x));
    return mix(c, vec3(0.985, 0.900, 0.760), smoothstep(0.74, 0.86, x));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 p = 0.95 * uv + vec2(60.0 + 0.05 * iTime, 60.0);
    float x = (fractalNoise(p) - 0.5) * SHEETS * 1.42 + 0.5 * SHEETS;
    x = clamp(x, 0.0, SHEETS - 0.02);
    float k = floor(x), edge = x - k, w = clamp(fwidth(x), 0.02, 0.9);

    // How much paper stands between this point and the lamp, up and to the left?
    vec2 lamp = vec2(-0.55, 0.83);
    float shade = 0.0;
    for (int i = 1; i <= 3; i++) {
        float far = 0.022 * float(i * i);
        float above = (fractalNoise(p + far * lamp) - 0.5) * SHEETS * 1.42 + 0.5 * SHEETS - (k + 1.0);
        shade += smoothstep(0.0, 0.7, above) * (0.52 - 0.10 * float(i));
    }
    if (k >= SHEETS - 1.0) shade = 0.0;
    vec3 col = paper(clamp(k, 0.0, SHEETS)) * (1.0 - 0.80 * min(shade, 1.0));
    col *= 0.86 + 0.14 * smoothstep(0.0, 0.5, edge);
    // The cut rim catches light; blended over a pixel with the sheet below.
    float rim = step(k, SHEETS - 1.5) * smoothstep(0.10 + w, 0.03, edge) * (1.0 - shade);
    col += paper(clamp(k + 1.0, 0.0, SHEETS)) * 0.30 * rim;
    col = mix(paper(clamp(k - 1.0, 0.0, SHEETS)) * 0.8, col, smoothstep(0.0, w, edge));
    col *= 0.96 + 0.08 * hash(floor(fragCoord * 540.0 / min(iResolution.x, iResolution.y)));

    col *= 1.12 - 0.20 * dot(uv - vec2(-0.3, 0.3), uv - vec2(-0.3, 0.3));
    col = 1.0 - exp(-1.7 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
