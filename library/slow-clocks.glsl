// title: A dish of slow clocks
// description: The complex Ginzburg-Landau equation: every point is a clock that leans on its neighbours. Where they cannot agree, a spiral turns. Press to upset them.
// tags: simulation, organic, hypnotic, interactive
// licence: CC0-1.0
// poster: 2.0
//
// == Common
ivec2 dishSize(vec2 resolution) { return ivec2(floor(resolution * min(1.0, 180.0 / min(resolution.x, resolution.y)))); }

// One Euler step of A' = A + D lap(A) - (1 + ic) |A|^2 A, with A in xy.
vec2 tick(sampler2D dish, ivec2 p, ivec2 size, float dt) {
    vec2 s = texelFetch(dish, p, 0).xy, lap = vec2(0.0);
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++) {
            float w = (x & y) != 0 ? 0.05 : 0.20;
            lap += w * (texelFetch(dish, clamp(p + ivec2(x, y), ivec2(0), size - 1), 0).xy - s);
        }
    float r2 = dot(s, s);
    return s + dt * (s + 5.0 * lap - r2 * (s + 1.02 * vec2(-s.y, s.x)));
}

// The same pace at 30 and at 60 frames a second.
float pace(float delta) { return 0.09 * clamp(30.0 * delta, 0.4, 1.0); }
// == Buffer A
// iChannel0: buffer Buffer B, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = dishSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = vec4(0.0);
    if (any(greaterThanEqual(p, size))) return;
    vec2 s = tick(iChannel0, p, size, pace(iTimeDelta));
    float unit = float(min(size.x, size.y));
    vec2 uv = (2.0 * fragCoord - vec2(size)) / unit;
    if (iFrame == 0 || dot(s, s) < 1e-8) {
        // Begin with spirals already wound: angles about a handful of centres, added with signs.
        float w = 0.0, near = 9.0;
        for (int i = 0; i < 14; i++) {
            float k = float(i), sgn = (i & 1) == 0 ? 1.0 : -1.0;
            vec2 c = vec2(sin(12.9 * k + 1.0), cos(7.3 * k + 0.5)) * vec2(size) / unit * 0.95, d = uv - c;
            w += sgn * atan(d.y, d.x);
            near = min(near, length(d));
        }
        w += 19.0 * near;
        s = 0.8 * vec2(cos(w), sin(w));
    }
    if (iMouse.z > 0.0) {
        vec2 d = uv - (2.0 * iMouse.xy - iResolution.xy) / min(iResolution.x, iResolution.y);
        s = mix(s, length(d) * 8.0 * normalize(d + 1e-4), smoothstep(0.16, 0.05, length(d)) * 0.5);
    }
    fragColor = vec4(s, 0.0, 1.0);
}
// == Buffer B
// iChannel0: buffer Buffer A, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = dishSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = any(greaterThanEqual(p, size)) ? vec4(0.0) : vec4(tick(iChannel0, p, size, pace(iTimeDelta)), 0.0, 1.0);
}
// == Image
// iChannel0: buffer Buffer B, linear, clamp
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

vec2 dish(vec2 p) { return texture(iChannel0, p / iResolution.xy).xy; }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = vec2(dishSize(iResolution.xy)), p = clamp(fragCoord / iResolution.xy * size, vec2(2.0), size - 2.0);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 s = dish(p);
    vec2 dx = dish(p + vec2(1.2, 0)) - dish(p - vec2(1.2, 0)), dy = dish(p + vec2(0, 1.2)) - dish(p - vec2(0, 1.2));
    const vec2 lean = vec2(0.8, 0.6);
    vec3 n = normalize(vec3(-1.1 * dot(dx, lean), -1.1 * dot(dy, lean), 1.0));
    float key = max(0.0, dot(n, normalize(vec3(-0.5, 0.7, 0.6))));
    float gloss = pow(max(0.0, dot(n, normalize(vec3(-0.27, 0.38, 0.88)))), 60.0);

    // The clock's hand picks the colour; at a spiral's heart the hand has no length.
    float r = length(s), h = dot(s / max(r, 1e-3), lean) * 0.5 + 0.5, g = dot(s / max(r, 1e-3), vec2(-0.6, 0.8)) * 0.5 + 0.5;
    vec3 col = mix(vec3(0.010, 0.045, 0.115), vec3(0.02, 0.30, 0.34), smoothstep(0.15, 0.65, h));
    col = mix(col, vec3(0.88, 0.80, 0.62), smoothstep(0.70, 1.0, h));
    col = mix(col, vec3(0.72, 0.15, 0.11), smoothstep(0.55, 0.98, g) * 0.92);
    col *= 0.28 + 1.0 * key;
    col += gloss * vec3(1.0, 0.92, 0.82) * 0.22;
    col += vec3(1.0, 0.55, 0.22) * 1.3 * smoothstep(0.55, 0.05, r);

    col *= 1.0 - 0.16 * dot(uv, uv);
    col = 1.0 - exp(-1.8 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
