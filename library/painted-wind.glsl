// title: Painted by the wind
// description: Grains of paint are set in a wind and dragged along it in a feedback buffer, until the streaks look like brush strokes with a thickness of their own.
// tags: feedback, noise, organic, colourful
// licence: CC0-1.0
// poster: 2.0
//
// == Common
vec2 canvasSize(vec2 resolution) { return floor(resolution * min(1.0, 400.0 / min(resolution.x, resolution.y))); }

float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// The wind is the turned slope of this hill country, so that it never piles up.
float hill(vec2 p, float t) {
    return sin(1.3 * p.x + 0.23 * t) * cos(1.7 * p.y - 0.17 * t) + 0.55 * sin(2.3 * p.y + 1.9 * p.x - 0.31 * t)
         + 0.32 * cos(3.6 * p.x - 2.9 * p.y + 0.27 * t) + 0.8 * exp(-3.0 * dot(p - vec2(0.5, 0.3), p - vec2(0.5, 0.3)));
}

vec2 wind(vec2 p, float t) {
    float e = 0.02, h = hill(p, t);
    return vec2(hill(p + vec2(0, e), t) - h, h - hill(p + vec2(e, 0), t)) / e;
}
// == Buffer A
// iChannel0: buffer Buffer A, linear, clamp
// x: paint under the brush, y: its slow hue
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = canvasSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    float unit = min(size.x, size.y), dt = clamp(iTimeDelta, 0.01, 0.04) * 30.0;
    vec2 uv = (2.0 * fragCoord - size) / unit;
    vec2 v = wind(uv, iTime);
    v = 2.4 * v / (0.55 + length(v)) * unit / 270.0;

    vec2 grain = floor(fragCoord / max(1.0, unit / 200.0));
    vec2 drop = vec2(0.5 + 0.5 * sin(6.2832 * hash(grain) + 2.0 * iTime), hash(floor(fragCoord / (unit / 42.0)) + 19.0));
    vec2 old = texture(iChannel0, clamp(fragCoord - v * dt, vec2(0.5), size - 0.5) / iResolution.xy).xy;
    vec2 keep = exp(-vec2(0.065, 0.020) * dt);
    vec2 s = mix(drop, old, keep);
    if (iFrame == 0) {
        // Streaks along the wind at once: walk upstream and gather.
        vec2 q = fragCoord;
        s = vec2(0.0);
        for (int i = 0; i < 26; i++) {
            s += vec2(hash(floor(q / max(1.0, unit / 200.0))), hash(floor(q / (unit / 42.0)) + 19.0)) / 26.0;
            vec2 w = wind((2.0 * q - size) / unit, iTime);
            q -= 1.2 * w / (0.55 + length(w)) * unit / 270.0;
        }
    }
    fragColor = vec4(s, 0.0, 1.0);
}
// == Image
// iChannel0: buffer Buffer A, linear, clamp
float paint(vec2 p, vec2 size) { return texture(iChannel0, clamp(p, vec2(1.0), size - 1.0) / iResolution.xy).x; }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = canvasSize(iResolution.xy), p = fragCoord / iResolution.xy * size;
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 s = texture(iChannel0, clamp(p, vec2(1.0), size - 1.0) / iResolution.xy).xy;
    vec2 slope = 2.2 * vec2(paint(p + vec2(1, 0), size) - paint(p - vec2(1, 0), size), paint(p + vec2(0, 1), size) - paint(p - vec2(0, 1), size));
    vec3 n = normalize(vec3(-3.2 * slope, 1.0));
    float key = max(0.0, dot(n, normalize(vec3(-0.5, 0.65, 0.6))));
    float gloss = pow(max(0.0, dot(n, normalize(vec3(-0.28, 0.38, 0.9)))), 60.0);

    s.x = clamp(0.5 + 2.4 * (s.x - 0.5), 0.0, 1.0);
    float h = hill(uv, iTime) * 0.55 + 0.5 + 1.5 * (s.y - 0.5) + 0.7 * (s.x - 0.5);
    vec3 col = mix(vec3(0.012, 0.030, 0.105), vec3(0.03, 0.17, 0.38), smoothstep(-0.3, 0.35, h));
    col = mix(col, vec3(0.12, 0.45, 0.55), smoothstep(0.25, 0.65, h));
    col = mix(col, vec3(0.92, 0.66, 0.26), smoothstep(0.70, 1.05, h));
    col = mix(col, vec3(1.0, 0.90, 0.66), smoothstep(1.05, 1.5, h));
    col *= 0.30 + 1.0 * key;
    col *= 0.6 + 0.8 * smoothstep(0.25, 0.75, s.x);
    col += 0.16 * gloss * vec3(1.0, 0.95, 0.9);

    col *= 1.0 - 0.15 * dot(uv, uv);
    col = 1.0 - exp(-1.8 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
