// title: Kaleidoscope of wet stones
// description: Twelve mirrors fold the plane; behind them drift rounded glass shapes, each with its own light.
// tags: kaleidoscope, geometric, colourful, hypnotic
// licence: CC0-1.0
// poster: 3.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

vec2 rot(vec2 p, float a) { return mat2(cos(a), sin(a), -sin(a), cos(a)) * p; }

vec2 fold(vec2 p, float n) {
    float a = 3.14159 / n, w = atan(p.y, p.x);
    w = abs(mod(w + a, 2.0 * a) - a);
    return length(p) * vec2(cos(w), sin(w));
}

vec3 gem(float h) {
    vec3 a = vec3(0.03, 0.16, 0.30), b = vec3(0.70, 0.10, 0.20), c = vec3(0.98, 0.62, 0.22), d = vec3(0.06, 0.46, 0.42);
    return h < 0.3 ? a : h < 0.55 ? b : h < 0.78 ? d : c;
}

// Pieces of glass: rounded Voronoi cells with a dome for the light.
vec3 glass(vec2 p, float t, float seed) {
    vec2 i = floor(p), f = p - i, away = vec2(0.0);
    float d1 = 9.0, d2 = 9.0, id = 0.0;
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++) {
            vec2 g = vec2(x, y), c = i + g + 100.0 + seed;
            float h = hash(c);
            vec2 o = g + 0.5 + 0.38 * vec2(sin(t + 6.28 * h), cos(0.8 * t + 40.0 * h)) - f;
            float d = dot(o, o);
            if (d < d1) { d2 = d1; d1 = d; id = h; away = o; } else d2 = min(d2, d);
        }
    float edge = sqrt(d2) - sqrt(d1);
    vec3 n = normalize(vec3(-away * 1.6, 0.55));
    float key = max(0.0, dot(n, normalize(vec3(0.5, 0.5, 0.6))));
    float gloss = pow(key, 20.0);
    vec3 col = gem(fract(id * 7.3)) * (0.12 + 1.1 * key * key);
    col += vec3(1.0, 0.95, 0.9) * gloss * 0.7;
    col += gem(fract(id * 7.3 + 0.13)) * pow(1.0 - n.z, 3.0) * 0.8;
    return col * smoothstep(0.0, 0.10, edge);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float t = iTime;
    vec2 p = rot(uv, 0.06 * t);
    p = fold(p, 6.0);
    p = rot(p - vec2(0.75, 0.12), 0.18 * t);
    p = fold(p, 3.0) - vec2(0.25 + 0.06 * sin(0.5 * t), 0.0);

    vec3 big = glass(rot(p, -0.11 * t) * 2.6 + vec2(0.22 * t, 0.1 * t), 0.9 * t, 0.0);
    vec3 small = glass(rot(p, 0.17 * t) * 5.5 - vec2(0.0, 0.3 * t), 1.2 * t, 31.0);
    vec3 col = big + 0.45 * small * (0.4 + big);

    float r = length(uv);
    col *= 0.55 + 0.75 * exp(-1.3 * r * r) + 0.18 * cos(9.0 * r - 1.2 * t) * exp(-0.6 * r);
    col *= 1.0 - 0.08 * dot(uv, uv);
    col = 1.0 - exp(-1.9 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
