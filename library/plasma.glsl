// title: Plasma for a quiet evening
// description: The oldest trick of the demo scene, slowed down: sines bent by sines, shaded like satin.
// tags: plasma, 2d, calm, colourful
// licence: CC0-1.0
// poster: 2.0
//
// == Image
// Height of the cloth: each round bends the plane by sines of the round before.
float cloth(vec2 p, float t) {
    for (int i = 0; i < 4; i++) {
        float k = float(i);
        p += 0.55 * vec2(sin(1.7 * p.y + t + 1.3 * k), cos(1.5 * p.x - 0.8 * t + 2.1 * k));
    }
    return 0.5 + 0.25 * (sin(1.3 * p.x + 0.4 * t) + cos(1.1 * p.y - length(p)));
}

vec3 dye(float x) {
    vec3 c = mix(vec3(0.02, 0.03, 0.10), vec3(0.17, 0.07, 0.32), smoothstep(0.00, 0.35, x));
    c = mix(c, vec3(0.68, 0.13, 0.30), smoothstep(0.28, 0.62, x));
    c = mix(c, vec3(0.98, 0.46, 0.20), smoothstep(0.55, 0.82, x));
    return mix(c, vec3(1.00, 0.86, 0.62), smoothstep(0.80, 1.05, x));
}

float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float t = 0.7 * iTime;
    vec2 p = 1.75 * uv + vec2(0.3 * sin(0.2 * t), 0.1 * t);

    float h = cloth(p, t);
    vec2 slope = (vec2(cloth(p + vec2(0.01, 0.0), t), cloth(p + vec2(0.0, 0.01), t)) - h) / 0.01;
    vec3 n = normalize(vec3(-slope, 1.6));

    float light = 0.5 + 0.5 * dot(n, normalize(vec3(-0.5, 0.7, 0.5)));
    float sheen = pow(max(0.0, dot(n, normalize(vec3(-0.35, 0.5, 0.8)))), 24.0);
    vec3 col = dye(h) * (0.25 + 1.05 * light) + 0.22 * vec3(1.0, 0.75, 0.6) * sheen;

    col *= 1.0 - 0.18 * dot(uv, uv) / (1.0 + 0.3 * dot(uv, uv));
    col = 1.0 - exp(-1.5 * col);
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
