// title: Two inks in dark water
// description: A small Navier-Stokes solver: advect, two pressure sweeps a frame, subtract the gradient, carry the dye. Drag to stir.
// tags: simulation, water, interactive, 2d
// licence: CC0-1.0
// poster: 3.0
//
// == Common
// Velocity and pressure live on a small tank, the dye on a finer one.
vec2 tankSize(vec2 resolution) { return floor(resolution * min(1.0, 140.0 / min(resolution.x, resolution.y))); }
vec2 dyeSize(vec2 resolution) { return floor(resolution * min(1.0, 360.0 / min(resolution.x, resolution.y))); }

float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// Centre of nozzle i and the direction it blows, in units of half the shorter side.
vec4 nozzle(int i, float t, vec2 reach) {
    float k = float(i);
    float a = 0.31 * t + 1.5708 * k;
    vec2 c = vec2(0.62 * reach.x * cos(a), 0.55 * reach.y * sin(a + 0.4 * sin(0.7 * t + k)));
    float b = a + 2.5 + 1.1 * sin(0.9 * t + 2.0 * k);
    return vec4(c, cos(b), sin(b));
}
// == Buffer A
// iChannel0: buffer Buffer A, linear, clamp
// iChannel1: buffer Buffer C, linear, clamp
// xy: velocity in cells a frame before projection; the projected one is this minus the slope of the pressure.
vec2 flow(vec2 p, vec2 size) {
    p = clamp(p, vec2(1.5), size - 1.5);
    vec2 r = iResolution.xy;
    vec2 slope = vec2(texture(iChannel1, (p + vec2(1, 0)) / r).x - texture(iChannel1, (p - vec2(1, 0)) / r).x,
                      texture(iChannel1, (p + vec2(0, 1)) / r).x - texture(iChannel1, (p - vec2(0, 1)) / r).x);
    return texture(iChannel0, p / r).xy - 0.5 * slope;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = tankSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    float unit = min(size.x, size.y);
    vec2 reach = size / unit;

    vec2 v = flow(fragCoord - flow(fragCoord, size), size) * 0.9985;
    vec2 uv = (2.0 * fragCoord - size) / unit;
    for (int i = 0; i < 4; i++) {
        vec4 n = nozzle(i, iTime, reach);
        vec2 d = uv - n.xy;
        v += 0.34 * n.zw * exp(-dot(d, d) * 200.0);
    }
    // A weak swirl of slow eddies from the start, so the water is never dead.
    v += 0.006 * vec2(sin(3.0 * uv.y + 0.3 * iTime), sin(2.7 * uv.x - 0.4 * iTime));
    if (iMouse.z > 0.0) {
        vec2 d = uv - (2.0 * iMouse.xy - iResolution.xy) / min(iResolution.x, iResolution.y);
        v += 0.35 * vec2(-d.y, d.x) / (0.12 + length(d)) * exp(-dot(d, d) * 25.0);
    }
    if (iFrame == 0) v = 0.8 * vec2(sin(4.0 * uv.y), sin(3.0 * uv.x + 1.0));
    float wall = smoothstep(0.0, 4.0, min(min(fragCoord.x, fragCoord.y), min(size.x - fragCoord.x, size.y - fragCoord.y)));
    fragColor = vec4(clamp(v, -3.0, 3.0) * wall, 0.0, 1.0);
}
// == Buffer B
// iChannel0: buffer Buffer A, nearest, clamp
// iChannel1: buffer Buffer C, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = tankSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    ivec2 p = ivec2(fragCoord), X = ivec2(1, 0), Y = ivec2(0, 1);
    float div = 0.5 * (texelFetch(iChannel0, p + X, 0).x - texelFetch(iChannel0, p - X, 0).x + texelFetch(iChannel0, p + Y, 0).y - texelFetch(iChannel0, p - Y, 0).y);
    float around = texelFetch(iChannel1, p + X, 0).x + texelFetch(iChannel1, p - X, 0).x + texelFetch(iChannel1, p + Y, 0).x + texelFetch(iChannel1, p - Y, 0).x;
    fragColor = vec4(0.25 * (around - div), div, 0.0, 1.0);
}
// == Buffer C
// iChannel0: buffer Buffer B, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = tankSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    ivec2 p = ivec2(fragCoord), X = ivec2(1, 0), Y = ivec2(0, 1);
    float around = texelFetch(iChannel0, p + X, 0).x + texelFetch(iChannel0, p - X, 0).x + texelFetch(iChannel0, p + Y, 0).x + texelFetch(iChannel0, p - Y, 0).x;
    fragColor = vec4(0.25 * (around - texelFetch(iChannel0, p, 0).y), 0.0, 0.0, 1.0);
}
// == Buffer D
// iChannel0: buffer Buffer A, linear, clamp
// iChannel1: buffer Buffer C, linear, clamp
// iChannel2: buffer Buffer D, linear, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = dyeSize(iResolution.xy), tank = tankSize(iResolution.xy), r = iResolution.xy;
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    vec2 q = clamp(fragCoord / size * tank, vec2(1.5), tank - 1.5);
    vec2 slope = vec2(texture(iChannel1, (q + vec2(1, 0)) / r).x - texture(iChannel1, (q - vec2(1, 0)) / r).x,
                      texture(iChannel1, (q + vec2(0, 1)) / r).x - texture(iChannel1, (q - vec2(0, 1)) / r).x);
    vec2 v = (texture(iChannel0, q / r).xy - 0.5 * slope) * size / tank;
    vec2 from = clamp(fragCoord - v, vec2(0.5), size - 0.5);
    vec2 dye = texture(iChannel2, from / r).xy * 0.9945;

    float unit = min(size.x, size.y);
    vec2 uv = (2.0 * fragCoord - size) / unit;
    for (int i = 0; i < 4; i++) {
        vec4 n = nozzle(i, iTime, size / unit);
        vec2 d = uv - n.xy;
        float drop = 0.11 * exp(-dot(d, d) * 260.0);
        dye += (i & 1) == 0 ? vec2(drop, 0.0) : vec2(0.0, drop);
    }
    if (iFrame == 0) {
        float s = sin(5.0 * uv.x + 2.0 * sin(3.0 * uv.y)) + sin(6.0 * uv.y + 2.0 * sin(4.0 * uv.x + 1.0));
        dye = 0.9 * vec2(smoothstep(0.5, 1.6, s), smoothstep(0.5, 1.6, -s));
    }
    fragColor = vec4(dye, 0.0, 1.0);
}
// == Image
// iChannel0: buffer Buffer D, linear, clamp
vec2 dyeAt(vec2 p, vec2 size) { return texture(iChannel0, clamp(p, vec2(0.5), size - 0.5) / iResolution.xy).xy; }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 size = dyeSize(iResolution.xy), p = fragCoord / iResolution.xy * size;
    vec2 d = dyeAt(p, size);
    float e = 1.5, h = d.x + d.y;
    vec2 sx = dyeAt(p + vec2(e, 0), size) - dyeAt(p - vec2(e, 0), size), sy = dyeAt(p + vec2(0, e), size) - dyeAt(p - vec2(0, e), size);
    vec2 slope = vec2(sx.x + sx.y, sy.x + sy.y);
    vec3 n = normalize(vec3(-slope, 0.35));
    float light = 0.35 + 0.9 * max(0.0, dot(n, normalize(vec3(-0.5, 0.7, 0.6))));

    vec2 k = 1.0 - exp(-1.6 * d);
    vec3 amber = mix(vec3(0.50, 0.07, 0.05), vec3(1.0, 0.48, 0.16), k.x);
    vec3 teal = mix(vec3(0.02, 0.10, 0.32), vec3(0.12, 0.66, 0.72), k.y);
    vec3 col = vec3(0.008, 0.013, 0.024);
    col += (amber * k.x + teal * k.y) * light;
    col += vec3(1.0, 0.9, 0.8) * 0.12 * pow(max(0.0, n.y), 3.0) * smoothstep(0.1, 0.6, h);
    col *= 1.0 - 0.13 * dot(uv, uv);
    col = 1.0 - exp(-1.6 * col);
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
