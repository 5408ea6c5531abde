// title: Truchet cables, carrying light
// description: One tile with two quarter circles, turned at random: endless cables that pass over and under, with a pulse running along each.
// tags: pattern, geometric, 2d, light
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

vec3 cable(float d, float along, float under, vec3 tint, out float cover) {
    float w = 0.14;
    cover = smoothstep(w, w - 0.025, abs(d));
    float n = d / w;
    float round_ = sqrt(max(0.0, 1.0 - n * n));
    float pulse = pow(0.5 + 0.5 * sin(along), 5.0);
    float core = exp(-26.0 * d * d / (w * w) * 0.35);
    vec3 c = vec3(0.050, 0.060, 0.080) * (0.25 + 0.9 * round_) + vec3(0.20, 0.22, 0.26) * pow(round_ * 0.5 + 0.5 * smoothstep(0.3, -0.6, n), 9.0) * 0.7;
    c += tint * (pulse * (0.9 * core + 0.35) + 0.16 * core);
    return c * (1.0 - 0.75 * under);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 0.35 + 0.05 * sin(0.2 * iTime);
    vec2 p = mat2(cos(a), sin(a), -sin(a), cos(a)) * uv * (2.3 + 0.25 * sin(0.23 * iTime)) + vec2(0.22 * iTime, 60.0 + 0.10 * iTime);
    vec2 id = floor(p), f = p - id - 0.5;
    float h = hash(id + 80.0), g = hash(id.yx + 133.0);
    if (h < 0.5) f = vec2(-f.y, f.x);

    // Angles run so that pulses meet at the borders of tiles: a quarter turn is half a wave.
    float way = mod(id.x + id.y, 2.0) * 2.0 - 1.0;
    vec2 u = f + 0.5, v = f - 0.5;
    float t = 3.0 * iTime;
    float a1 = atan(u.y, u.x) * 4.0 * way, a2 = atan(-v.y, -v.x) * 4.0 * way;
    if (h < 0.5) { a1 = -a1; a2 = -a2; }
    float d1 = length(u) - 0.5, d2 = length(v) - 0.5;
    vec3 warm = vec3(1.5, 0.62, 0.18), cool = vec3(0.16, 0.75, 1.15);
    float hue = smoothstep(0.35, 0.65, 0.5 + 0.5 * sin(0.55 * p.x + 0.35 * p.y));
    vec3 tint = mix(warm, cool, hue);

    vec3 col = vec3(0.014, 0.017, 0.026) * (0.7 + 0.5 * g);
    float near = min(abs(d1), abs(d2));
    col *= smoothstep(0.10, 0.42, near) * 0.8 + 0.2;
    col += tint * 0.030 * exp(-6.0 * near);
    float k1, k2;
    vec3 c1 = cable(d1, a1 - t, 0.0, tint, k1), c2 = cable(d2, a2 - t, 0.0, tint, k2);
    float straight = step(0.72, g);
    if (straight > 0.5) {
        // Some tiles cross instead of bend: one cable bridges the other.
        float s1 = f.x, s2 = f.y;
        near = min(abs(s1), abs(s2));
        col = vec3(0.014, 0.017, 0.026) * (smoothstep(0.10, 0.42, near) * 0.8 + 0.2) + tint * 0.03 * exp(-6.0 * near);
        c1 = cable(s1, 6.2832 * f.y * way - t + 1.5708, smoothstep(0.42, 0.17, abs(s2)), tint, k1);
        c2 = cable(s2, 6.2832 * f.x * way - t + 1.5708, 0.0, tint, k2);
    }
    col = mix(col, c1, k1);
    col = mix(col, c2, k2);

    col *= 1.0 - 0.17 * dot(uv, uv);
    col = 1.0 - exp(-1.8 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
