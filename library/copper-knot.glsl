// title: Copper knot
// description: A torus knot as a distance field: the strands are copies of one, turned with the angle round the ring. Brushed metal, two lamps, a slow screw.
// tags: raymarching, 3d, geometric, hypnotic
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

// xyz: place along, around and above the strand; w: distance.
vec4 knot(vec3 p) {
    float a = atan(p.z, p.x);
    vec2 q = vec2(length(p.xz) - 1.0, p.y);
    // Three strands, which change places twice in a turn.
    float w = a * 2.0 / 3.0 - 0.35 * iTime;
    q = mat2(cos(w), sin(w), -sin(w), cos(w)) * q;
    float s = 2.0943951, b = atan(q.y, q.x), id = floor(b / s + 0.5);
    b -= id * s;
    vec2 c = length(q) * vec2(cos(b), sin(b)) - vec2(0.40, 0.0);
    return vec4(a + 6.2832 * id, atan(c.y, c.x), length(c), (length(c) - 0.185) * 0.66);
}

float map(vec3 p) { return knot(p).w; }

vec3 room(vec3 d) {
    vec3 c = mix(vec3(0.012, 0.014, 0.020), vec3(0.07, 0.09, 0.13), 0.5 + 0.5 * d.y);
    c += vec3(2.4, 1.75, 1.25) * smoothstep(0.72, 0.95, dot(d, normalize(vec3(-0.6, 0.7, -0.5))));
    c += vec3(0.15, 0.40, 0.75) * smoothstep(0.55, 0.95, dot(d, normalize(vec3(0.85, -0.1, 0.2))));
    return c;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 0.22 * iTime, lift = 2.2 + 0.9 * sin(0.31 * iTime);
    if (iMouse.z > 0.0) { a = 6.28 * iMouse.x / iResolution.x; lift = 5.0 * iMouse.y / iResolution.y - 1.0; }
    vec3 ro = 4.6 * normalize(vec3(3.0 * sin(a), lift, 3.0 * cos(a)));
    vec3 f = normalize(-ro), r = normalize(cross(vec3(0, 1, 0), f)), u = cross(f, r);
    vec3 rd = normalize(uv.x * r + uv.y * u + 2.8 * f);

    vec3 col = mix(vec3(0.040, 0.048, 0.062), vec3(0.008, 0.009, 0.014), smoothstep(0.1, 1.5, length(uv - vec2(-0.3, 0.3))));
    float b = dot(ro, rd), disc = b * b - dot(ro, ro) + 2.6;
    if (disc > 0.0) {
        float t = -b - sqrt(disc), end = -b + sqrt(disc);
        bool found = false;
        for (int i = 0; i < 44; i++) {
            float d = map(ro + t * rd);
            if (d < 0.0015) { found = true; break; }
            t += d;
            if (t > end) break;
        }
        if (found) {
            vec3 p = ro + t * rd;
            vec2 e = vec2(0.002, -0.002);
            vec3 n = normalize(e.xyy * map(p + e.xyy) + e.yyx * map(p + e.yyx) + e.yxy * map(p + e.yxy) + e.xxx * map(p + e.xxx));
            vec4 k = knot(p);
            // Fine grooves along the strand, and a thin enamel line that winds round it.
            float brush = hash(vec2(floor(k.y * 60.0) + 300.0, 7.0));
            vec3 nb = normalize(n + 0.10 * (brush - 0.5) * normalize(cross(n, vec3(0.2, 1.0, 0.1))));
            float wind = abs(fract((k.y + 4.0 * k.x) / 6.2832 - 0.25 * iTime) - 0.5);
            float inlay = smoothstep(0.055, 0.045, wind);
            float fres = pow(1.0 + min(dot(n, rd), 0.0), 4.0);
            vec3 sun = normalize(vec3(-0.6, 0.7, -0.5));
            float key = max(0.0, dot(nb, sun));
            float occ = 1.0;
            for (int i = 1; i < 4; i++) { float s = 0.07 * float(i); occ -= 0.42 * (s - min(s, map(p + s * n) / 0.66)) / s * 0.6; }
            float shade = 1.0, s = 0.06;
            for (int i = 0; i < 7; i++) { float d = map(p + s * sun); shade = min(shade, 7.0 * d / s); s += max(d, 0.07); }
            shade = clamp(shade, 0.0, 1.0);
            occ = clamp(occ, 0.0, 1.0);
            vec3 copper = mix(vec3(0.95, 0.42, 0.22), vec3(1.0, 0.66, 0.42), fres);
            copper = mix(copper, vec3(0.10, 0.42, 0.38), 0.55 * smoothstep(0.75, 0.25, occ));
            vec3 m = room(reflect(rd, nb));
            col = copper * (0.10 * (0.6 + 0.4 * n.y) + 0.60 * key * shade + m * (0.45 + 0.55 * fres) * mix(0.45, 1.0, shade)) * (0.2 + 0.8 * occ);
            col = mix(col, vec3(0.02, 0.10, 0.11) * (0.4 + key) + vec3(0.10, 0.85, 0.75) * 0.85 * (0.55 + 0.45 * sin(3.0 * k.x - 2.0 * iTime)), inlay * 0.9);
        }
    }
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = 1.0 - exp(-1.6 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
