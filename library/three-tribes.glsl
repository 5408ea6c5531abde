// title: Three tribes chase each other
// description: A cyclic reaction in which red eats blue, blue eats gold and gold eats red. It can only turn: every wave ends in a spiral.
// tags: simulation, organic, hypnotic, interactive
// licence: CC0-1.0
// poster: 4.0
//
// == Common
ivec2 dishSize(vec2 resolution) { return ivec2(floor(resolution * min(1.0, 180.0 / min(resolution.x, resolution.y)))); }

// Everyone mixes with the neighbours, then each gains by the one it eats and loses to the one that eats it.
vec3 chase(sampler2D dish, ivec2 p, ivec2 size) {
    vec3 s = vec3(0.0);
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++)
            s += texelFetch(dish, (p + ivec2(x, y) + size) % size, 0).rgb;
    s /= 9.0;
    s += 0.62 * s * (s.yzx - s.zxy);
    // Crowding: the sum of all is drawn back to one.
    return clamp(s * (1.0 + 0.6 * (1.0 - (s.x + s.y + s.z))), 0.0, 1.0);
}
// == Buffer A
// iChannel0: buffer Buffer B, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = dishSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = vec4(0.0);
    if (any(greaterThanEqual(p, size))) return;
    vec3 s = chase(iChannel0, p, size);
    float unit = float(min(size.x, size.y));
    vec2 uv = (2.0 * fragCoord - vec2(size)) / unit;
    if (iFrame == 0 || s.x + s.y + s.z < 0.01) {
        // Begin with spirals already wound: angles about a handful of centres, added with signs.
        float w = 0.0;
        for (int i = 0; i < 9; i++) {
            float k = float(i), sgn = (i & 1) == 0 ? 1.0 : -1.0;
            vec2 c = vec2(1.9 * sin(2.4 * k + 1.0), 1.9 * cos(1.9 * k)) * vec2(size) / unit * 0.45, d = uv - c;
            w += sgn * (atan(d.y, d.x) + 9.0 * length(d) * exp(-2.0 * length(d)));
        }
        s = 0.333 + 0.30 * cos(w + vec3(0.0, 2.094, 4.189));
    }
    if (iMouse.z > 0.0) {
        vec2 d = uv - (2.0 * iMouse.xy - iResolution.xy) / min(iResolution.x, iResolution.y);
        s = mix(s, 0.34 + 0.33 * cos(atan(d.y, d.x) + vec3(0.0, 2.094, 4.189)), smoothstep(0.16, 0.05, length(d)) * 0.5);
    }
    fragColor = vec4(s, 1.0);
}
// == Buffer B
// iChannel0: buffer Buffer A, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = dishSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = any(greaterThanEqual(p, size)) ? vec4(0.0) : vec4(chase(iChannel0, p, size), 1.0);
}
// == Image
// iChannel0: buffer Buffer B, linear, clamp
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float((h ^ (h >> 13)) >> 8) / 16777216.0;
}

vec3 dish(vec2 p) { return texture(iChannel0, p / iResolution.xy).rgb; }
float relief(vec2 p) { vec3 s = dish(p); return s.x - 0.5 * s.y + 0.3 * s.z; }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = vec2(dishSize(iResolution.xy)), p = clamp(fragCoord / iResolution.xy * size, vec2(2.0), size - 2.0);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec3 s = dish(p);
    vec2 slope = vec2(relief(p + vec2(1.2, 0)) - relief(p - vec2(1.2, 0)), relief(p + vec2(0, 1.2)) - relief(p - vec2(0, 1.2)));
    vec3 n = normalize(vec3(-1.5 * slope, 1.0));
    float key = max(0.0, dot(n, normalize(vec3(-0.5, 0.7, 0.6))));
    float gloss = pow(max(0.0, dot(n, normalize(vec3(-0.27, 0.38, 0.88)))), 70.0);

    vec3 w = s * s * s;
    w /= w.x + w.y + w.z + 1e-4;
    vec3 col = w.x * vec3(0.62, 0.055, 0.11) + w.y * vec3(0.015, 0.07, 0.18) + w.z * vec3(0.92, 0.50, 0.16);
    col *= 0.30 + 1.05 * key;
    col += gloss * vec3(1.0, 0.9, 0.8) * 0.20;
    col *= 1.0 - 0.16 * dot(uv, uv);
    col = 1.0 - exp(-1.9 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
