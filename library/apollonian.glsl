// title: Apollonian pearls
// description: Circles kissing circles all the way down. Each pixel is inverted in four mirrors until it lands in one of three pearls; a slow hyperbolic drift carries the whole gasket.
// tags: fractal, 2d, geometric, hypnotic
// licence: CC0-1.0
// poster: 2.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

vec2 cmul(vec2 a, vec2 b) { return vec2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x); }
vec2 cdiv(vec2 a, vec2 b) { return cmul(a, vec2(b.x, -b.y)) / dot(b, b); }

const float R = 0.46410;      // radius of the three pearls that touch each other inside the unit circle
const float RC = 0.26795;     // mirror through their three points of contact

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 z = 0.92 * uv;
    float scale = 0.92;

    // The world outside the unit circle is the reflection of the world inside.
    float r2 = dot(z, z);
    bool outside = r2 > 1.0;
    if (outside) { z /= r2; scale /= r2; }

    float t = 0.35 * iTime;
    vec2 a = 0.62 * vec2(cos(0.9 * t), sin(1.2 * t));
    vec2 den = vec2(1.0, 0.0) - cmul(vec2(a.x, -a.y), z);
    z = cdiv(z - a, den);
    scale *= (1.0 - dot(a, a)) / dot(den, den);
    z = cmul(z, vec2(cos(0.4 * t), sin(0.4 * t)));

    float depth = 0.0, inside = -1.0;
    vec2 q = vec2(0.0);
    for (int i = 0; i < 22; i++) {
        bool moved = false;
        for (int k = 0; k < 3; k++) {
            float w = 1.5708 + 2.0944 * float(k);
            vec2 d = vec2(cos(w), sin(w));
            vec2 e = z - d * (1.0 - R);
            if (dot(e, e) < R * R) { inside = float(k); q = e / R; break; }
            vec2 m = z + 2.0 * d;
            float m2 = dot(m, m);
            if (m2 < 3.0) { z = -2.0 * d + m * 3.0 / m2; scale *= 3.0 / m2; moved = true; depth += 1.0; break; }
        }
        if (inside >= 0.0) break;
        float c2 = dot(z, z);
        if (!moved) {
            if (c2 > RC * RC) break;
            z *= RC * RC / c2;
            scale *= RC * RC / c2;
            depth += 1.0;
        }
    }

    vec3 col = vec3(0.01, 0.012, 0.02);
    if (inside >= 0.0) {
        float rim = (1.0 - length(q)) * R / scale;
        float px = 2.0 / min(iResolution.x, iResolution.y);
        float dome = 1.0 - dot(q, q);
        vec3 n = normalize(vec3(q, sqrt(max(dome, 0.0)) + 0.15));
        vec3 tint = 0.5 + 0.5 * cos(vec3(0.3, 1.1, 2.0) + 0.42 * depth + 1.4 * inside + 0.25 * t);
        tint = mix(tint * tint * 1.15, vec3(0.9, 0.82, 0.72), 0.10);
        vec3 sun = normalize(vec3(-0.5, 0.6, 0.7));
        float key = max(0.0, dot(n, sun));
        float gloss = pow(max(0.0, dot(reflect(-sun, n), vec3(0, 0, 1))), 30.0);
        float nacre = 0.5 + 0.5 * sin(9.0 * dome + depth + 2.0 * n.x);
        col = tint * (0.06 + 0.95 * key * key) * (0.8 + 0.2 * nacre);
        col += vec3(0.20, 0.28, 0.50) * 0.55 * pow(1.0 - n.z, 2.5);
        col += vec3(1.0, 0.92, 0.82) * 0.8 * gloss;
        col *= smoothstep(0.0, 2.0 * px, rim);
        col *= 1.0 / (1.0 + 0.05 * depth);
    }
    if (outside) col *= 0.72;

    col *= 1.0 - 0.10 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * col);
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
