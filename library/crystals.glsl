// title: Amethyst, opened
// description: Six-sided prisms with cut tips grow from one heart in two folded rings. Light goes in once, is counted by thickness and comes out violet.
// tags: raymarching, 3d, geometric, light
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

// A hexagonal prism along y from 0 to h, closed by a pyramid.
float shard(vec3 p, float r, float h) {
    vec3 q = abs(p);
    float side = max(q.x * 0.866 + q.z * 0.5, q.z) - r;
    float tip = (max(q.x * 0.866 + q.z * 0.5, q.z) + (p.y - h) * 0.62) * 0.85 - r * 0.2;
    return max(max(side, tip), -p.y);
}

vec3 lean(vec3 p, float a) {
    p.xy = mat2(cos(a), sin(a), -sin(a), cos(a)) * p.xy;
    return p;
}

vec3 foldY(vec3 p, float n, float shift, out float id) {
    float w = 6.28319 / n, a = atan(p.z, p.x) + shift;
    id = floor(a / w + 0.5);
    a -= id * w;
    float r = length(p.xz);
    return vec3(r * cos(a), p.y, r * sin(a));
}

float map(vec3 p) {
    float id, d = shard(p, 0.26, 1.55);
    vec3 q = foldY(p, 6.0, 0.0, id);
    float v = fract(sin(mod(id, 6.0) * 2.7 + 1.0) * 3.3);
    d = min(d, shard(lean(q - vec3(0.10, 0.0, 0.0), 0.55 + 0.10 * v), 0.17 + 0.05 * v, 1.00 + 0.30 * v));
    q = foldY(p, 9.0, 0.35, id);
    v = fract(sin(mod(id, 9.0) * 4.1 + 2.0) * 5.1);
    d = min(d, shard(lean(q - vec3(0.16, 0.0, 0.0), 1.00 + 0.18 * v), 0.11 + 0.05 * v, 0.74 + 0.35 * v));
    return d * 0.9;
}

vec3 normalAt(vec3 p) {
    vec2 e = vec2(0.002, -0.002);
    return normalize(e.xyy * map(p + e.xyy) + e.yyx * map(p + e.yyx) + e.yxy * map(p + e.yxy) + e.xxx * map(p + e.xxx));
}

vec3 room(vec3 d) {
    vec3 c = mix(vec3(0.03, 0.022, 0.05), vec3(0.22, 0.19, 0.34), smoothstep(-0.4, 0.9, d.y));
    c += vec3(1.6, 1.25, 1.05) * smoothstep(0.86, 0.96, dot(d, normalize(vec3(-0.6, 0.7, -0.4))));
    c += vec3(0.30, 0.55, 1.10) * smoothstep(0.80, 0.97, dot(d, normalize(vec3(0.9, 0.2, 0.3))));
    return c + vec3(0.9, 0.28, 0.35) * 0.5 * smoothstep(0.75, 0.98, dot(d, normalize(vec3(0.2, -0.1, 1.0))));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 0.55 * iTime + (iMouse.z > 0.0 ? 6.28 * iMouse.x / iResolution.x : 0.0);
    vec3 ro = vec3(4.0 * sin(a), 1.75 + 0.3 * sin(0.4 * iTime), 4.0 * cos(a));
    vec3 f = normalize(vec3(0.0, 0.70, 0.0) - ro), r = normalize(cross(vec3(0, 1, 0), f)), u = cross(f, r);
    vec3 rd = normalize(uv.x * r + uv.y * u + 3.3 * f);

    vec3 col = mix(vec3(0.085, 0.055, 0.125), vec3(0.006, 0.006, 0.012), smoothstep(0.0, 1.3, length(uv)));
    float b = dot(ro - vec3(0, 0.7, 0), rd), disc = b * b - dot(ro - vec3(0, 0.7, 0), ro - vec3(0, 0.7, 0)) + 1.9;
    float t = -b - sqrt(max(disc, 0.0)), end = -b + sqrt(max(disc, 0.0));
    bool found = false;
    if (disc > 0.0)
        for (int i = 0; i < 40; i++) {
            float d = map(ro + t * rd);
            if (d < 0.002) { found = true; break; }
            t += d;
            if (t > end) break;
        }
    if (found) {
        vec3 p = ro + t * rd, n = normalAt(p);
        float fres = 0.04 + 0.96 * pow(1.0 + min(dot(n, rd), 0.0), 4.0);
        vec3 in_ = refract(rd, n, 0.66), q = p - 0.02 * n;
        // Inside, distance is negative: walk to the far wall and count the way.
        float thick = 0.02;
        for (int i = 0; i < 9; i++) {
            float d = -map(q + thick * in_);
            if (d < 0.003) break;
            thick += d;
        }
        vec3 back = q + thick * in_, m = -normalAt(back);
        vec3 out_ = refract(in_, m, 1.45);
        if (dot(out_, out_) < 0.1) out_ = reflect(in_, m);
        vec3 absorb = exp(-thick * vec3(0.9, 2.3, 0.45));
        float heart = exp(-1.7 * length(back - vec3(0, 0.15, 0)));
        col = absorb * (room(out_) * 1.5 + vec3(0.32, 0.10, 0.55) * heart * 2.6 + vec3(0.9, 0.35, 0.5) * pow(heart, 2.0) * 2.4);
        col += fres * room(reflect(rd, n));
        col += vec3(0.10, 0.05, 0.16) * (0.4 + 0.6 * n.y) * smoothstep(0.0, 1.2, p.y);
    } else {
        float floorT = -ro.y / rd.y;
        if (rd.y < 0.0) {
            vec3 p = ro + floorT * rd;
            float d = length(p.xz);
            col += vec3(0.30, 0.10, 0.42) * 0.6 * exp(-1.3 * d) * smoothstep(0.2, 0.9, d);
        }
    }
    // Dust, slowly rising.
    vec2 g = uv * 7.0 + vec2(30.0 + 0.2 * sin(iTime), 60.0 - 0.35 * iTime), o = fract(g) - 0.5;
    float h = hash(floor(g));
    o -= 0.3 * vec2(sin(iTime + 50.0 * h), cos(0.7 * iTime + 20.0 * h));
    col += vec3(0.85, 0.65, 1.0) * step(0.72, h) * exp(-700.0 * dot(o, o)) * 0.55;

    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.7 * max(col, 0.0)), vec3(0.9));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
