// title: Ten thousand sparks in a current
// description: A grid in which every cell holds one particle or none; each frame a cell adopts whichever neighbour flew into it. The current is curl noise, the trails are a feedback buffer.
// tags: particles, feedback, noise, interactive
// licence: CC0-1.0
// poster: 2.0
//
// == Common
vec2 gridSize(vec2 resolution) {
    return floor(resolution * min(0.5, 135.0 / min(resolution.x, resolution.y)));
}

float hash(vec3 p) {
    uvec3 q = uvec3(ivec3(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u + q.z * 0xC2B2AE3Du;
    h = (h ^ (h >> 15)) * 0x27D4EB2Fu;
    h = (h ^ (h >> 13)) * 0x165667B1u;
    return float(int((h ^ (h >> 16)) >> 8)) * 5.9604645e-8;
}

// Stream function of the current: its rotated slope has no divergence.
float stream(vec2 p, float t) {
    return 0.55 * sin(1.9 * p.x + 0.31 * t) * sin(2.1 * p.y - 0.23 * t)
         + 0.30 * sin(3.1 * p.x - 2.4 * p.y + 0.47 * t)
         + 0.16 * sin(5.3 * p.y + 3.7 * p.x - 0.61 * t)
         + 0.35 * cos(2.6 * length(p) - 0.5 * t);
}
// == Buffer A
// iChannel0: buffer Buffer A, nearest, clamp
// xy: position in cells, z: age in seconds, w: 1 where a particle lives
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = gridSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    ivec2 cell = ivec2(fragCoord);
    float unit = min(size.x, size.y), dt = min(iTimeDelta, 0.034);

    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            vec4 s = texelFetch(iChannel0, cell + ivec2(x, y), 0);
            if (s.w < 0.5 || fragColor.w > 0.5) continue;
            vec2 p = (2.0 * s.xy - size) / unit;
            float e = 0.02, h = stream(p, iTime);
            vec2 v = vec2(stream(p + vec2(0, e), iTime) - h, h - stream(p + vec2(e, 0), iTime)) / e;
            if (iMouse.z > 0.0) {
                vec2 m = p - (2.0 * iMouse.xy - iResolution.xy) / min(iResolution.x, iResolution.y);
                v += 0.9 * vec2(-m.y, m.x) / (dot(m, m) + 0.05);
            }
            s.xy += clamp(13.0 * v * dt * unit / 135.0, -0.99, 0.99);
            s.z += dt;
            if (ivec2(floor(s.xy)) == cell && s.z < 7.0) fragColor = s;
        }
    }
    float rain = iFrame == 0 ? 0.30 : 0.05 * dt;
    if (fragColor.w < 0.5 && hash(vec3(fragCoord, iFrame)) < rain) {
        float age = iFrame == 0 ? 6.0 * hash(vec3(fragCoord, 77)) : 0.0;
        fragColor = vec4(fragCoord, age, 1.0);
    }
}
// == Buffer B
// iChannel0: buffer Buffer A, nearest, clamp
// iChannel1: buffer Buffer B, nearest, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = gridSize(iResolution.xy);
    vec2 p = fragCoord / iResolution.xy * size;
    float light = 0.0;
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            vec4 s = texelFetch(iChannel0, ivec2(p) + ivec2(x, y), 0);
            vec2 d = p - s.xy;
            light += s.w * smoothstep(0.0, 1.2, s.z) * smoothstep(7.0, 5.0, s.z) * exp(-7.0 * dot(d, d));
        }
    }
    float old = texelFetch(iChannel1, ivec2(fragCoord), 0).x;
    fragColor = vec4(max(light, old * exp(-2.6 * min(iTimeDelta, 0.05))), light, 0.0, 1.0);
}
// == Image
// iChannel0: buffer Buffer B, linear, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 s = texelFetch(iChannel0, ivec2(fragCoord), 0).xy;
    float h = stream(uv, iTime);
    vec3 cool = mix(vec3(0.05, 0.22, 0.50), vec3(0.10, 0.62, 0.66), smoothstep(-0.8, 0.8, h));
    vec3 warm = mix(vec3(0.95, 0.30, 0.32), vec3(1.0, 0.72, 0.35), smoothstep(0.2, 1.1, h));
    vec3 tint = mix(cool, warm, smoothstep(-0.05, 0.65, h));

    vec3 col = vec3(0.008, 0.011, 0.022) + 0.03 * tint * smoothstep(-1.0, 1.0, h);
    col += tint * (1.7 * s.x * s.x + 0.35 * s.x);
    col += vec3(1.0, 0.95, 0.85) * 0.75 * s.y * s.y;
    col *= 1.0 - 0.12 * dot(uv, uv);
    col = 1.0 - exp(-1.6 * col);
    col += (hash(vec3(fragCoord, 3)) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
