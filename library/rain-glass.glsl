// title: Rain on the night bus
// description: Drops run down a window in fits and starts and leave beads behind; each is a small lens for the blurred lights of the street.
// tags: water, glass, light, calm
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

vec3 lampTint(float h) {
    return h < 0.42 ? vec3(1.0, 0.50, 0.16) : h < 0.68 ? vec3(1.0, 0.20, 0.14) : h < 0.86 ? vec3(0.25, 0.62, 1.0) : vec3(0.95, 0.86, 0.70);
}

// Street lights out of focus: discs in the cells of three drifting layers.
vec3 street(vec2 p, float blur) {
    vec3 c = mix(vec3(0.030, 0.026, 0.045), vec3(0.008, 0.012, 0.026), smoothstep(-0.6, 0.9, p.y));
    c += vec3(0.16, 0.070, 0.030) * exp(-3.5 * abs(p.y + 0.22));
    for (int i = 0; i < 3; i++) {
        float k = float(i), s = 1.5 + 0.9 * k;
        vec2 q = vec2(p.x + (0.10 + 0.05 * k) * iTime * (2.2 - 0.6 * k), p.y + 0.06 * k) * s + vec2(60.0 + 17.0 * k, 40.0);
        vec2 id = floor(q), o = q - id - 0.5;
        float h = hash(id + 31.0 * k), g = hash(id.yx + 57.0 + k);
        o -= 0.22 * (vec2(g, fract(7.0 * h)) - 0.5);
        float r = 0.13 + 0.14 * g, d = length(o);
        float disc = smoothstep(r + blur * s, r - blur * s, d) * (0.7 + 0.5 * smoothstep(0.4 * r, r, d));
        float band = exp(-5.5 * (p.y + 0.08) * (p.y + 0.08));
        c += lampTint(fract(13.0 * h)) * disc * step(0.42, h) * band * (0.55 + 0.6 * g) * 0.85;
    }
    return c;
}

// One layer of running drops: xy bends the view, z covers, w is how far the glass was wiped clear.
vec4 runners(vec2 p, float seed) {
    p = p * vec2(3.2, 1.15) + seed;
    float col = floor(p.x), h = hash(vec2(col + 90.0, seed + 2.0));
    float t = 0.16 * iTime * (0.7 + 0.6 * h) + 9.0 * h;
    p.y += t;
    float row = floor(p.y), g = hash(vec2(col + 50.0, row + 300.0));
    vec2 o = vec2(fract(p.x) - 0.5, fract(p.y) - 0.5);
    // Falls, then clings: a sawtooth made soft.
    float w = fract(0.35 * iTime * (0.6 + 0.7 * g) + g);
    float y = 0.36 - 0.72 * smoothstep(0.0, 0.35, w) * 0.5 - 0.72 * smoothstep(0.55, 1.0, w) * 0.5;
    float wander = 0.16 * (sin(7.0 * o.y + 20.0 * g) * 0.5 + sin(13.0 * o.y + 50.0 * h) * 0.25) + 0.26 * (g - 0.5);
    float alive = step(0.25, g) * smoothstep(0.0, 0.08, w) * smoothstep(1.0, 0.93, w);
    vec2 d = vec2(o.x - wander, (o.y - y) * 2.55);
    float r = 0.10 + 0.05 * h, l = length(d * vec2(1.0, d.y > 0.0 ? 0.62 : 1.0));
    float drop = smoothstep(r, r * 0.72, l) * alive;
    vec2 bend = d / r * drop;
    // The trail above the drop, with beads left in it.
    float above = smoothstep(y, y + 0.04, o.y) * smoothstep(0.5, 0.32, o.y) * alive;
    float trail = smoothstep(0.085, 0.03, abs(d.x)) * above;
    vec2 b = vec2(d.x, (fract(o.y * 11.0 + g) - 0.5) * 0.24);
    float br = 0.028 + 0.035 * hash(vec2(floor(o.y * 11.0 + g) + 70.0, col + 20.0)), bl = length(b);
    float bead = smoothstep(br, br * 0.6, bl) * above;
    bend += b / br * bead * (1.0 - drop);
    return vec4(bend, max(drop, bead), max(trail, drop));
}

// Fine drizzle that comes and goes in place.
vec3 drizzle(vec2 p, float size) {
    p = p * size + 200.0;
    vec2 id = floor(p), o = p - id - 0.5;
    float h = hash(id), g = hash(id.yx + 71.0);
    o -= 0.45 * (vec2(g, fract(h * 31.0)) - 0.5);
    float life = fract(0.11 * iTime + 5.0 * h), r = (0.08 + 0.20 * g) * smoothstep(0.0, 0.15, life) * smoothstep(1.0, 0.55, life);
    float m = smoothstep(r, r * 0.6, length(o)) * step(0.25, h);
    return vec3(o / max(r, 0.02) * m, m);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec4 a = runners(uv, 40.0), b = runners(uv * 1.55 + 3.0, 83.0);
    vec3 f = drizzle(uv, 9.0), g = drizzle(uv + 0.37, 15.0);
    float wiped = max(a.w, b.w), cover = max(a.z, b.z);
    vec2 bend = a.xy + 0.8 * b.xy * (1.0 - a.z) + (0.7 * f.xy * (1.0 - cover) + 0.5 * g.xy * (1.0 - f.z) * (1.0 - cover)) * (1.0 - wiped * (1.0 - cover));
    float lens = max(cover, max(f.z, 0.8 * g.z) * (1.0 - wiped));

    // A drop shows the street upside down and sharp; misted glass only its glow.
    vec3 mist = street(uv, 0.085) * 0.78 + vec3(0.010, 0.013, 0.020);
    vec3 clear = street(uv, 0.02) * 1.05;
    vec3 col = mix(mist, clear, 0.75 * smoothstep(0.0, 1.0, wiped) * (1.0 - lens));
    if (lens > 0.01) {
        vec3 in_ = street(uv * 0.6 - 0.85 * bend * vec2(1.0, 0.7) + vec2(0.0, -0.05), 0.03) * 1.35;
        float rim = dot(bend, bend);
        in_ *= 1.0 - 0.55 * smoothstep(0.45, 1.0, rim);
        in_ += vec3(0.75, 0.82, 0.95) * 0.32 * smoothstep(0.32, 0.0, length(bend - vec2(-0.32, 0.42)));
        col = mix(col, in_, lens);
    }
    col *= 1.0 - 0.15 * dot(uv, uv);
    col = pow(1.0 - exp(-1.8 * max(col, 0.0)), vec3(0.95));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
