// title: Moiré of three stones
// description: Three families of rings, each alone as plain as ripples; where they cross, the beat between them draws all the rest.
// tags: pattern, geometric, monochrome, hypnotic
// licence: CC0-1.0
// poster: 2.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// Rings around c, softened to a half tone where they get finer than the screen.
float rings(vec2 p, vec2 c, float lines, float phase, float px) {
    float x = length(p - c) * lines - phase;
    float w = clamp(px * lines * 3.0, 0.05, 1.0);
    return mix(smoothstep(-w, w, sin(6.2832 * x)), 0.5, smoothstep(0.25, 0.5, px * lines));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y), px = 2.0 / unit;
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    float t = 0.32 * iTime;
    vec2 a = 0.42 * vec2(cos(t), sin(1.3 * t)), b = -0.42 * vec2(cos(1.1 * t + 0.6), sin(0.9 * t)), c = 0.30 * vec2(sin(0.7 * t + 2.0), cos(0.8 * t));
    if (iMouse.z > 0.0) c = (2.0 * iMouse.xy - iResolution.xy) / unit;

    float A = rings(uv, a, 15.0, 0.5 * iTime, px), B = rings(uv, b, 15.6, -0.4 * iTime, px), C = rings(uv, c, 14.4, 0.3 * iTime, px);
    float beat = 0.5 + 0.5 * cos(6.2832 * (15.0 * length(uv - a) - 15.6 * length(uv - b) - 0.9 * iTime));
    float beat2 = 0.5 + 0.5 * cos(6.2832 * (15.6 * length(uv - b) - 14.4 * length(uv - c) - 0.7 * iTime));

    float x = abs(abs(A - B) - C);
    vec3 ink = mix(vec3(0.020, 0.026, 0.045), vec3(0.06, 0.09, 0.16), beat2);
    vec3 light = mix(vec3(0.36, 0.46, 0.60), vec3(0.98, 0.90, 0.80), beat);
    light = mix(light, vec3(0.98, 0.46, 0.22), 0.85 * smoothstep(0.6, 1.0, beat * beat2));
    vec3 col = mix(ink, light, x * (0.35 + 0.65 * max(beat, 0.55 * beat2)));
    col += 0.06 * vec3(1.0, 0.6, 0.4) * beat * beat2;

    col *= 1.0 - 0.19 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
