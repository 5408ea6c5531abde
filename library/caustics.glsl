// title: Afternoon at the bottom of the pool
// description: Light bent by a sum of waves: where neighbouring rays crowd together the floor is bright. Computed from the second derivatives of the surface, once for red, green and blue.
// tags: water, light, 2d, calm
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

// Slope (xy) and second derivatives (xx, xy, yy) of a sum of seven waves.
void surface(vec2 p, out vec2 slope, out vec3 bend) {
    slope = vec2(0.0);
    bend = vec3(0.0);
    float k = 2.1, a = 0.105, w = 1.15, angle = 0.4;
    for (int i = 0; i < 7; i++) {
        vec2 d = vec2(cos(angle), sin(angle));
        float ph = k * dot(d, p) + w * iTime + 1.7 * float(i);
        slope += a * k * cos(ph) * d;
        bend -= a * k * k * sin(ph) * vec3(d.x * d.x, d.x * d.y, d.y * d.y);
        p += 0.10 * d.yx * sin(ph * 0.7);
        k *= 1.27;
        a *= 0.66;
        w *= 1.11;
        angle += 2.399;
    }
}

float focus(vec3 b, float depth) {
    float det = (1.0 + depth * b.x) * (1.0 + depth * b.z) - depth * depth * b.y * b.y;
    return 1.0 / (0.16 + abs(det));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 slope;
    vec3 bend;
    // Which point of the surface sends its light here? Walk back along the bent ray a few times.
    vec2 floor_ = uv * 1.7 + vec2(3.0, 0.15 * iTime), p = floor_;
    for (int i = 0; i < 3; i++) {
        surface(p, slope, bend);
        p = mix(p, floor_ - 0.60 * slope, 0.8);
    }
    surface(p, slope, bend);
    vec3 light = vec3(focus(bend, 0.57), focus(bend, 0.60), focus(bend, 0.63));
    light = pow(light, vec3(1.25)) * 0.30;

    // Small square tiles, seen through the moving surface.
    vec2 q = (uv + 0.055 * slope) * 5.5 + 40.0;
    vec2 id = floor(q), f = abs(fract(q) - 0.5);
    float grout = smoothstep(0.485, 0.455, max(f.x, f.y));
    float h = hash(id);
    vec3 tile = mix(vec3(0.020, 0.18, 0.24), vec3(0.035, 0.30, 0.36), h);
    tile = mix(tile, vec3(0.015, 0.085, 0.17), step(0.86, hash(id + 70.0)));
    tile *= 0.82 + 0.18 * grout * (1.0 + 0.4 * (f.x - f.y));
    tile = mix(vec3(0.16, 0.27, 0.28), tile, grout);

    vec3 col = tile * (0.34 + 2.1 * light * vec3(1.0, 0.97, 0.86));
    col += 0.13 * light * light * vec3(0.75, 0.95, 0.85);
    // A diagonal shadow of the rim leaves a corner in the cool.
    float shade = smoothstep(-0.35, 0.45, uv.y * 0.8 - uv.x * 0.35 + 0.85 + 0.10 * slope.x);
    col *= mix(vec3(0.16, 0.24, 0.34), vec3(1.0), shade);
    float glint = pow(max(0.0, 1.0 - length(slope - vec2(0.30, 0.22)) * 2.2), 8.0);
    col += vec3(1.0, 0.93, 0.8) * glint * 0.55;

    col *= 1.0 - 0.16 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
