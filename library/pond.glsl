// title: Rain begins on a stony pond
// description: The wave equation on a grid. Drops fall, rings cross, and the stones below bend with the slope of the water. Touch the water to make waves.
// tags: simulation, water, interactive, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Common
vec2 pondSize(vec2 resolution) { return floor(resolution * min(1.0, 220.0 / min(resolution.x, resolution.y))); }

float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}
// == Buffer A
// iChannel0: buffer Buffer A, nearest, clamp
// x: height now, y: height one step ago
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = pondSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    ivec2 p = ivec2(fragCoord), lo = ivec2(0), hi = ivec2(size) - 1;
    vec2 s = texelFetch(iChannel0, p, 0).xy;
    float around = texelFetch(iChannel0, clamp(p + ivec2(1, 0), lo, hi), 0).x + texelFetch(iChannel0, clamp(p - ivec2(1, 0), lo, hi), 0).x
                 + texelFetch(iChannel0, clamp(p + ivec2(0, 1), lo, hi), 0).x + texelFetch(iChannel0, clamp(p - ivec2(0, 1), lo, hi), 0).x;
    float next = s.x + 0.992 * (s.x - s.y) + 0.32 * (around - 4.0 * s.x);
    next *= 0.9985;

    // Three drops are always on their way, each on its own clock.
    for (int i = 0; i < 3; i++) {
        float period = 0.9 + 0.37 * float(i), beat = iTime / period + 0.31 * float(i);
        float id = floor(beat), age = fract(beat) * period;
        vec2 c = vec2(hash(vec2(id, 11 + i)), hash(vec2(id, 31 + i))) * size;
        float r = distance(c, fragCoord);
        next -= 0.34 * exp(-r * r / 9.0) * exp(-900.0 * (age - 0.08) * (age - 0.08));
    }
    if (iMouse.z > 0.0) {
        float r = distance(iMouse.xy / iResolution.xy * size, fragCoord);
        next += 0.10 * exp(-r * r / 14.0) * sin(9.0 * iTime);
    }
    if (iFrame == 0) {
        next = 0.0;
        for (int i = 0; i < 4; i++) {
            float r = distance(vec2(hash(vec2(i, 51)), hash(vec2(i, 52))) * size, fragCoord);
            float at = 14.0 + 13.0 * float(i);
            next += 0.5 * sin((r - at) * 0.8) * exp(-(r - at) * (r - at) / 60.0) / (1.0 + 0.03 * at);
        }
        s.x = next;
    }
    fragColor = vec4(clamp(next, -2.0, 2.0), s.x, 0.0, 1.0);
}
// == Image
// iChannel0: buffer Buffer A, linear, clamp
float height(vec2 p) {
    return texture(iChannel0, p / iResolution.xy).x;
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

// Round stones from Voronoi cells: colour by cell, a dome for the light, dark gaps.
vec3 stones(vec2 p) {
    vec2 i = floor(p), f = p - i, best = vec2(0.0), away = vec2(0.0);
    float d1 = 9.0, d2 = 9.0;
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++) {
            vec2 g = vec2(x, y), c = i + g + 64.0;
            vec2 o = g + 0.5 + 0.44 * (vec2(hash(c), hash(c.yx + 91.0)) * 2.0 - 1.0) - f;
            float d = dot(o, o) * (0.5 + 1.1 * hash(c + 17.0));
            if (d < d1) { d2 = d1; d1 = d; best = c; away = o; } else d2 = min(d2, d);
        }
    float gap = sqrt(d2) - sqrt(d1);
    float h = hash(best + 5.0), w = hash(best + 9.0);
    vec3 tint = mix(vec3(0.13, 0.16, 0.17), vec3(0.40, 0.36, 0.31), h);
    tint = mix(tint, vec3(0.38, 0.20, 0.13), step(0.82, w));
    tint = mix(tint, vec3(0.55, 0.56, 0.54), step(w, 0.10));
    vec3 n = normalize(vec3(-away * 1.9, 0.8));
    float lit = 0.25 + 0.75 * max(0.0, dot(n, normalize(vec3(-0.5, 0.6, 0.6))));
    tint *= 0.8 + 0.4 * noise(p * 9.0 + 30.0 * h);
    return tint * lit * smoothstep(0.0, 0.34, gap);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    vec2 size = pondSize(iResolution.xy), p = clamp(fragCoord / iResolution.xy * size, vec2(2.0), size - 2.0);
    float h = height(p);
    float l = height(p - vec2(1.6, 0)), r = height(p + vec2(1.6, 0)), b = height(p - vec2(0, 1.6)), a = height(p + vec2(0, 1.6));
    vec2 slope = vec2(r - l, a - b) / 1.6;
    float lap = (l + r + a + b - 4.0 * h) * 1.5;
    vec3 n = normalize(vec3(-slope * 2.2, 1.0));

    vec3 bed = stones(uv * 2.1 + 20.0 - 0.9 * slope);
    bed *= 1.0 + clamp(-2.2 * lap, -0.5, 1.6);
    vec3 col = bed * vec3(0.62, 0.88, 0.90) * 1.05 + vec3(0.004, 0.018, 0.022);

    // A low sky with one warm opening mirrors in the slopes.
    vec3 m = reflect(normalize(vec3(0.12 * uv, -1.0)), n);
    float open = smoothstep(0.16, 0.0, distance(m.xy, vec2(-0.24, 0.28)));
    float fres = 0.04 + 0.5 * pow(1.0 - n.z, 1.5);
    col += fres * vec3(0.45, 0.62, 0.78) + open * vec3(1.0, 0.82, 0.58) * 0.75;

    col *= 1.0 - 0.17 * dot(uv, uv);
    col = pow(1.0 - exp(-1.9 * max(col, 0.0)), vec3(0.92));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
