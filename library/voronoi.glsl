// title: Cells under glass
// description: Moving Voronoi cells with true border distances, read as living tissue: a thin wall, a soft body and a drifting nucleus in each.
// tags: organic, 2d, pattern, calm
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

vec2 seedOf(vec2 c) {
    float h = 6.283 * hash(c + 200.0);
    return 0.5 + 0.40 * sin(vec2(0.9, 0.75) * iTime + vec2(h, 7.0 * h));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 p = 2.4 * uv + vec2(0.12 * iTime, 0.05 * iTime);
    p += 0.10 * vec2(sin(2.1 * p.y + 0.7 * iTime), cos(1.9 * p.x - 0.6 * iTime));
    vec2 i = floor(p), f = p - i, near = vec2(0.0), cell = vec2(0.0);
    float best = 9.0;
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++) {
            vec2 g = vec2(x, y), o = g + seedOf(i + g) - f;
            float d = dot(o, o);
            if (d < best) { best = d; near = o; cell = g; }
        }
    // Second round: distance to the bisector with each neighbour, blended so that corners are round.
    float wall = 0.0;
    for (int y = -2; y <= 2; y++)
        for (int x = -2; x <= 2; x++) {
            if (abs(x) + abs(y) > 2) continue;
            vec2 g = cell + vec2(x, y), o = g + seedOf(i + g) - f, d = o - near;
            float l = dot(d, d);
            if (l > 1e-4) wall += exp(-24.0 * dot(0.5 * (o + near), d * inversesqrt(l)));
        }
    wall = -log(wall) / 24.0;

    float h = hash(i + cell + 11.0);
    vec3 n = normalize(vec3(near * 0.9 * smoothstep(0.35, 0.0, wall), 0.4));
    float key = max(0.0, dot(n, normalize(vec3(0.5, -0.6, 0.7))));
    vec3 body = mix(vec3(0.02, 0.15, 0.22), vec3(0.05, 0.34, 0.34), h);
    body = mix(body, vec3(0.34, 0.09, 0.19), smoothstep(0.62, 0.80, h));
    body = mix(body, vec3(0.75, 0.34, 0.16), smoothstep(0.86, 0.90, h));
    float x = max(wall, 0.0);
    vec3 col = body * (0.25 + 0.75 * key + 0.9 * exp(-9.0 * x));
    col *= smoothstep(0.015, 0.06, wall);
    col += body * 1.4 * exp(-700.0 * (x - 0.07) * (x - 0.07));

    float r = length(near), pulse = 0.13 + 0.02 * sin(1.6 * iTime + 20.0 * h);
    float nuc = smoothstep(pulse, pulse - 0.05, r);
    col = mix(col, vec3(0.98, 0.70, 0.42) * (0.35 + 0.9 * smoothstep(pulse, 0.0, length(near + vec2(0.03, -0.04)))), nuc * 0.9);
    col += vec3(1.0, 0.6, 0.3) * 0.10 * exp(-9.0 * r);
    // Small grains drift inside the cell.
    vec2 q = (near + 0.03 * vec2(sin(iTime + 9.0 * h), cos(1.3 * iTime))) * 13.0 + 50.0 + 9.0 * h;
    vec2 o = fract(q) - 0.5;
    col += body * 0.9 * step(0.55, hash(floor(q))) * smoothstep(0.26, 0.12, length(o)) * smoothstep(0.06, 0.16, wall) * (1.0 - nuc);
    col += vec3(0.9, 1.0, 1.0) * 0.35 * pow(key, 14.0) * smoothstep(0.03, 0.10, wall);

    col *= 1.0 - 0.17 * dot(uv, uv);
    col = 1.0 - exp(-1.9 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
