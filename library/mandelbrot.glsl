// title: Mandelbrot, breathing in the seahorse valley
// description: A slow dive and return at the edge of the Mandelbrot set. Smooth iteration count for the colour, a distance estimate for the fine dark outline.
// tags: fractal, 2d, hypnotic, colourful
// licence: CC0-1.0
// poster: 5.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

vec3 enamel(float x) {
    float w = 0.5 + 0.5 * cos(6.2832 * x), v = 0.5 + 0.5 * cos(6.2832 * (0.5 * x + 0.2));
    vec3 c = mix(vec3(0.015, 0.05, 0.09), vec3(0.04, 0.30, 0.34), w);
    c = mix(c, vec3(0.95, 0.52, 0.20), smoothstep(0.45, 0.95, v) * (0.25 + 0.75 * w));
    return mix(c, vec3(1.0, 0.90, 0.72), 0.8 * smoothstep(0.75, 1.0, w * v));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    // Eight e-folds deep at most: further down single floats fall apart into squares.
    float depth = 6.1 - 1.9 * cos(0.15 * iTime + 1.0);
    float zoom = exp(-depth) * 1.4;
    float a = 0.22 * iTime;
    mat2 turn = mat2(cos(a), sin(a), -sin(a), cos(a));
    vec2 c = vec2(-0.743643, 0.131826) + turn * uv * zoom;

    vec2 z = vec2(0.0), dz = vec2(0.0);
    float n = 0.0, m2 = 0.0;
    const int limit = 340;
    int i = 0;
    for (; i < limit; i++) {
        dz = 2.0 * vec2(z.x * dz.x - z.y * dz.y, z.x * dz.y + z.y * dz.x) + vec2(1.0, 0.0);
        z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c;
        m2 = dot(z, z);
        if (m2 > 900.0) break;
    }

    vec3 col = vec3(0.006, 0.016, 0.026);
    if (i < limit) {
        n = float(i) - log2(0.5 * log2(m2)) + 2.3;
        float d = sqrt(m2) * log(m2) / length(dz) / zoom;
        // The normal of the potential lights the bands like enamel on copper.
        vec2 g = vec2(z.x * dz.x + z.y * dz.y, z.y * dz.x - z.x * dz.y);
        vec2 nrm = normalize(turn * g);
        float lit = 0.62 + 0.38 * dot(nrm, vec2(-0.6, 0.8));
        col = enamel(1.9 * log(n + 1.0) - 0.10 * iTime) * (0.35 + 0.95 * lit);
        col *= smoothstep(0.0, 0.012, d) * 0.85 + 0.15;
        col += vec3(1.0, 0.78, 0.45) * 0.35 * exp(-60.0 * d * d) * smoothstep(0.0, 0.02, d);
    }

    col *= 1.0 - 0.16 * dot(uv, uv);
    col = 1.0 - exp(-1.6 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
