// title: Coral that never settles
// description: Gray-Scott reaction and diffusion, four steps a frame, slowly stirred so that it keeps dividing. Press and drag to feed it.
// tags: simulation, organic, interactive, 2d
// licence: CC0-1.0
// poster: 3.0
//
// == Common
// The tank has the same number of cells at every resolution, so it looks the same everywhere.
ivec2 tankSize(vec2 resolution) {
    return ivec2(floor(resolution * min(1.0, 160.0 / min(resolution.x, resolution.y))));
}

vec2 cell(sampler2D tank, ivec2 p, ivec2 size) {
    return texelFetch(tank, (p + size) % size, 0).xy;
}

// One explicit Euler step of u' = Du lap(u) - uvv + f(1-u), v' = Dv lap(v) + uvv - (f+k)v.
vec2 react(sampler2D tank, ivec2 p, ivec2 size) {
    vec2 s = cell(tank, p, size);
    vec2 lap = -s;
    lap += 0.20 * (cell(tank, p + ivec2(1, 0), size) + cell(tank, p - ivec2(1, 0), size)
                 + cell(tank, p + ivec2(0, 1), size) + cell(tank, p - ivec2(0, 1), size));
    lap += 0.05 * (cell(tank, p + ivec2(1, 1), size) + cell(tank, p + ivec2(-1, 1), size)
                 + cell(tank, p + ivec2(1, -1), size) + cell(tank, p + ivec2(-1, -1), size));
    float uvv = s.x * s.y * s.y;
    vec2 q = vec2(p) / float(min(size.x, size.y));
    float feed = 0.0400 + 0.0040 * sin(4.0 * q.x + 2.0 * q.y);
    float kill = 0.0602 + 0.0008 * sin(3.0 * q.y - 2.0 * q.x);
    s += vec2(1.0, 0.5) * lap + vec2(-uvv + feed * (1.0 - s.x), uvv - (feed + kill) * s.y);
    return clamp(s, 0.0, 1.0);
}
// == Buffer A
// iChannel0: buffer Buffer D, linear, clamp
// The first step of four also stirs: it looks a little upstream in a slow swirl.
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = tankSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = vec4(0.0);
    if (any(greaterThanEqual(p, size))) return;
    vec2 q = (2.0 * fragCoord - vec2(size)) / float(min(size.x, size.y));

    vec2 s = react(iChannel0, p, size);
    vec2 w = vec2(sin(2.3 * q.y + 0.23 * iTime) + 0.5 * sin(4.1 * q.y - 0.3 * iTime), sin(2.1 * q.x - 0.19 * iTime));
    vec2 from = clamp(fragCoord - 0.22 * w, vec2(1.0), vec2(size) - 1.0);
    vec2 moved = texture(iChannel0, from / iResolution.xy).xy;
    s += moved - texelFetch(iChannel0, p, 0).xy;

    if (iFrame == 0 || s.x + s.y < 0.001) {
        float ripple = sin(9.0 * q.x + 5.0 * sin(2.0 * q.y)) * sin(8.0 * q.y + 4.0 * sin(2.3 * q.x + 1.0));
        float fine = sin(21.0 * q.x + 3.0 * sin(5.0 * q.y)) * sin(20.0 * q.y - 3.0 * sin(6.0 * q.x));
        float v = smoothstep(0.3, 0.7, ripple * 0.5 + fine);
        s = vec2(0.85 - 0.45 * v, 0.34 * v);
    }
    if (iMouse.z > 0.0) {
        vec2 m = iMouse.xy / iResolution.xy * vec2(size);
        s.y = mix(s.y, 0.5, smoothstep(7.0, 2.0, distance(m, fragCoord)));
    }
    fragColor = vec4(s, 0.0, 1.0);
}
// == Buffer B
// iChannel0: buffer Buffer A, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = tankSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = any(greaterThanEqual(p, size)) ? vec4(0.0) : vec4(react(iChannel0, p, size), 0.0, 1.0);
}
// == Buffer C
// iChannel0: buffer Buffer B, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = tankSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = any(greaterThanEqual(p, size)) ? vec4(0.0) : vec4(react(iChannel0, p, size), 0.0, 1.0);
}
// == Buffer D
// iChannel0: buffer Buffer C, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    ivec2 size = tankSize(iResolution.xy), p = ivec2(fragCoord);
    fragColor = any(greaterThanEqual(p, size)) ? vec4(0.0) : vec4(react(iChannel0, p, size), 0.0, 1.0);
}
// == Image
// iChannel0: buffer Buffer D, linear, clamp
float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

float height(vec2 p) { return texture(iChannel0, p / iResolution.xy).y; }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = vec2(tankSize(iResolution.xy));
    vec2 p = clamp(fragCoord / iResolution.xy * size, vec2(2.0), size - 2.0);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);

    float h = height(p);
    vec2 slope = vec2(height(p + vec2(1.3, 0.0)) - height(p - vec2(1.3, 0.0)),
                      height(p + vec2(0.0, 1.3)) - height(p - vec2(0.0, 1.3)));
    vec3 n = normalize(vec3(-5.6 * slope, 1.0));
    vec3 sun = normalize(vec3(-0.55, 0.65, 0.55));
    float key = max(0.0, dot(n, sun));
    float gloss = pow(max(0.0, dot(reflect(-sun, n), vec3(0, 0, 1))), 20.0);

    float x = smoothstep(0.04, 0.36, h);
    vec3 water = mix(vec3(0.006, 0.03, 0.055), vec3(0.01, 0.11, 0.15), 0.5 + 0.5 * uv.y);
    vec3 flesh = mix(vec3(0.55, 0.06, 0.13), vec3(1.0, 0.52, 0.36), smoothstep(0.3, 1.0, x));
    vec3 col = mix(water, flesh, smoothstep(0.1, 0.55, x));
    col *= 0.25 + 1.15 * key;
    col += vec3(1.0, 0.85, 0.75) * gloss * 0.45 * (0.15 + x);
    float under = height(p - vec2(3.0, -4.0));
    col *= 1.0 - 0.6 * smoothstep(0.05, 0.3, under) * (1.0 - x);

    col *= 1.0 - 0.16 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * col);
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
