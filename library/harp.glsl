// title: A harp for your keyboard
// description: Twenty-six strings, one for each letter, damped in a buffer. Type, or stroke them with the mouse; left alone, the harp plays to itself.
// tags: interactive, simulation, light, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Common
const int STRINGS = 26;

float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// Place of string i across the picture, -1..1, and back.
float placeOf(float i) { return 0.90 * (2.0 * (i + 0.5) / float(STRINGS) - 1.0); }
// == Buffer A
// iChannel0: buffer Buffer A, nearest, clamp
// iChannel1: keyboard
// One texel a string: x is its swing, y the glow that follows it. Texel STRINGS remembers the mouse.
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    int id = int(fragCoord.x);
    fragColor = vec4(0.0);
    if (id > STRINGS || fragCoord.y > 1.0) return;
    float m = (2.0 * iMouse.x / iResolution.x - 1.0);
    if (id == STRINGS) { fragColor = vec4(m, iMouse.z > 0.0, 0.0, 1.0); return; }

    vec4 s = texelFetch(iChannel0, ivec2(id, 0), 0);
    vec4 was = texelFetch(iChannel0, ivec2(STRINGS, 0), 0);
    float dt = min(iTimeDelta, 0.05), k = float(id), pluck = 0.0;
    s.x *= exp(-1.25 * dt);
    s.y += (s.x - s.y) * (1.0 - exp(-6.0 * dt));

    pluck = max(pluck, texelFetch(iChannel1, ivec2(65 + id, 1), 0).x);
    if (iMouse.z > 0.0 && was.y > 0.5) {
        float x = placeOf(k);
        if ((x - was.x) * (x - m) <= 0.0 && m != was.x) pluck = 1.0;
    }
    // By itself it plays a figure that climbs, falls and leaves gaps.
    float beat = iTime * 5.5, n = floor(beat);
    if (n > floor((iTime - iTimeDelta) * 5.5) || iFrame == 0) {
        float a = 13.0 + 9.5 * sin(0.37 * n) + 3.0 * sin(1.9 * n), b = 13.0 + 11.0 * sin(0.23 * n + 2.0);
        if (abs(k - floor(a)) < 0.5 && hash(vec2(n, 1)) > 0.2) pluck = max(pluck, 0.75);
        if (abs(k - floor(b)) < 0.5 && hash(vec2(n, 2)) > 0.55) pluck = max(pluck, 0.9);
    }
    if (iFrame == 0) s.xy = vec2(0.7 * hash(vec2(k, 7)) * step(0.4, hash(vec2(k, 8))));
    s.x = max(s.x, pluck);
    fragColor = s;
}
// == Image
// iChannel0: buffer Buffer A, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y), px = 2.0 / unit;
    vec2 half_ = iResolution.xy / unit, uv = (2.0 * fragCoord - iResolution.xy) / unit;
    float floor_ = -0.62 * half_.y;
    // Below the floor line the strings are mirrored in a dark polish.
    bool mirror = uv.y < floor_;
    float y = mirror ? 2.0 * floor_ - uv.y : uv.y;
    float top = 0.86 * half_.y, len = top - floor_, v = clamp((y - floor_) / len, 0.0, 1.0);

    vec3 light = vec3(0.0);
    // Only the strings within reach of this pixel.
    float here = 0.5 * float(STRINGS) * (uv.x / (0.90 * half_.x) + 1.0) - 0.5, reach = 0.30 * float(STRINGS) / (1.8 * half_.x);
    int first = max(0, int(ceil(here - reach))), last = min(STRINGS - 1, int(floor(here + reach)));
    for (int i = first; i <= last; i++) {
        float k = float(i), x = placeOf(k) * half_.x;
        vec2 s = texelFetch(iChannel0, ivec2(i, 0), 0).xy;
        // Strings shorten to the right, like a harp.
        float end = 1.0 - 0.42 * pow((k + 0.5) / float(STRINGS), 1.3);
        float q = v / end, on = smoothstep(1.0, 0.985, q);
        float shape = sin(3.14159 * min(q, 1.0)) + 0.25 * sin(6.28318 * min(q, 1.0)) * sin(3.0 * iTime + k);
        float swing = 0.026 * s.x * s.x * shape;
        float wob = swing * sin(iTime * (21.0 + 0.6 * k) + k);
        float d = abs(uv.x - x - wob), w = 0.0028 + px * 0.6;
        float line = w * w / (d * d + w * w);
        // The blur of the swing is a soft spindle about the string.
        float env = abs(uv.x - x) / (swing + 0.004);
        float spindle = exp(-env * env) * s.x * smoothstep(0.0, 0.2, s.x);
        float hue = k / float(STRINGS);
        vec3 tint = mix(vec3(1.0, 0.46, 0.16), vec3(0.95, 0.20, 0.42), smoothstep(0.0, 0.5, hue));
        tint = mix(tint, vec3(0.22, 0.55, 1.0), smoothstep(0.45, 1.0, hue));
        float glow = 0.020 / (abs(uv.x - x) + 0.02) * exp(-9.0 * abs(uv.x - x)) * smoothstep(0.30, 0.22, abs(uv.x - x)) * s.y * (0.35 + 0.65 * shape);
        light += on * ((vec3(0.10, 0.11, 0.14) + tint * (0.12 + 1.3 * s.y)) * line + tint * (0.55 * spindle + 0.95 * glow));
        vec2 foot = vec2(uv.x - x, (y - floor_) * 1.0);
        light += tint * s.y * 0.0035 / (dot(foot, foot) + 0.004) * smoothstep(0.30, 0.10, abs(foot.x));
        vec2 pin = vec2(uv.x - x, y - floor_ - end * len);
        light += (tint * s.y * 0.9 + 0.10) * exp(-dot(pin, pin) / (0.00012 + px * px));
    }
    vec3 col = mix(vec3(0.012, 0.014, 0.024), vec3(0.030, 0.026, 0.045), exp(-2.0 * abs(uv.y - floor_)));
    if (mirror) {
        float depth = (floor_ - uv.y);
        col = vec3(0.010, 0.011, 0.018) + light * 0.38 * exp(-2.6 * depth);
        col += vec3(0.05, 0.04, 0.06) * exp(-40.0 * depth);
    } else col += light;

    col *= 1.0 - 0.09 * dot(uv / half_, uv / half_) * 2.0;
    col = 1.0 - exp(-1.8 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
