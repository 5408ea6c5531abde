// title: Life leaves embers
// description: Conway's game of life, ten generations a second. Cells that die cool from white to ember; a stray seed falls now and then so that it never ends. Draw with the mouse.
// tags: simulation, geometric, interactive, dark
// licence: CC0-1.0
// poster: 3.0
//
// == Common
const float RATE = 10.0;

ivec2 boardSize(vec2 resolution) {
    return ivec2(floor(resolution * min(1.0, 68.0 / min(resolution.x, resolution.y))));
}

float hash(vec3 p) {
    uvec3 q = uvec3(ivec3(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u + q.z * 0xC2B2AE3Du;
    h = (h ^ (h >> 15)) * 0x27D4EB2Fu;
    h = (h ^ (h >> 13)) * 0x165667B1u;
    return float(int((h ^ (h >> 16)) >> 8)) * 5.9604645e-8;
}
// == Buffer A
// iChannel0: buffer Buffer A, nearest, clamp
// x: alive, y: light now (eases up and down, so nothing blinks), z: heat left behind
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = boardSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = vec4(0.0);
    if (any(greaterThanEqual(p, size))) return;

    vec4 s = texelFetch(iChannel0, p, 0);
    float tick = floor(iTime * RATE);
    if (iFrame == 0) {
        float patchy = hash(vec3(p / 9, 5));
        s = vec4(step(0.40 + 0.55 * patchy, hash(vec3(p, 1))), 0.0, 0.0, 1.0);
        s.y = s.x;
        s.z = 0.5 * s.x;
    } else if (tick > floor((iTime - iTimeDelta) * RATE)) {
        int n = 0;
        for (int y = -1; y <= 1; y++)
            for (int x = -1; x <= 1; x++)
                n += int(texelFetch(iChannel0, (p + ivec2(x, y) + size) % size, 0).x > 0.5);
        bool alive = s.x > 0.5;
        s.x = float(n == 3 || (alive && n == 4));
        // A few cells of rain in one small spot, three times a second.
        vec2 spot = vec2(hash(vec3(tick, 7, 1)), hash(vec3(tick, 7, 2))) * vec2(size);
        if (mod(tick, 3.0) < 1.0 && distance(spot, vec2(p)) < 3.2 && hash(vec3(p, tick)) > 0.45) s.x = 1.0;
    }
    vec2 m = iMouse.xy / iResolution.xy * vec2(size);
    if (iMouse.z > 0.0 && distance(m, fragCoord) < 1.6) s.x = 1.0;

    float dt = min(iTimeDelta, 0.05);
    s.y += (s.x - s.y) * (1.0 - exp(-9.0 * dt));
    s.z = max(s.z * exp(-0.55 * dt), s.y);
    fragColor = s;
}
// == Image
// iChannel0: buffer Buffer A, linear, clamp
vec3 ember(float x) {
    vec3 c = mix(vec3(0.0), vec3(0.10, 0.02, 0.14), smoothstep(0.0, 0.25, x));
    c = mix(c, vec3(0.55, 0.06, 0.10), smoothstep(0.18, 0.5, x));
    c = mix(c, vec3(1.0, 0.38, 0.08), smoothstep(0.42, 0.78, x));
    return mix(c, vec3(1.0, 0.86, 0.58), smoothstep(0.75, 1.0, x));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = vec2(boardSize(iResolution.xy));
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 p = fragCoord / iResolution.xy * size;
    ivec2 id = ivec2(p);
    vec4 s = texelFetch(iChannel0, id, 0);

    float px = size.x / iResolution.x;
    vec2 q = abs(fract(p) - 0.5);
    float r = 0.16 + 0.24 * s.y;
    float box = length(max(q - r + 0.1, 0.0)) - 0.1;
    float tile = smoothstep(px, -px, box);

    float glow = 0.0;
    for (int i = 0; i < 12; i++) {
        float a = 2.4 * float(i), d = 0.9 * sqrt(float(i) + 0.5);
        vec2 o = clamp(p + d * vec2(cos(a), sin(a)), vec2(0.5), size - 0.5);
        glow += texture(iChannel0, o / iResolution.xy).y * exp(-0.10 * d * d);
    }

    vec3 col = vec3(0.010, 0.010, 0.018);
    col += ember(s.z * 0.92) * tile * (0.35 + 0.9 * s.y);
    col += vec3(1.0, 0.36, 0.12) * glow * 0.05;
    col *= 1.0 - 0.13 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * col);
    col += (hash(vec3(fragCoord, 3)) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
