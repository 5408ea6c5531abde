// title: Hexagon tide
// description: A floor of six-sided columns that rises and falls in rings. Each column is met exactly, by walking the ray from cell to cell.
// tags: geometric, 3d, raymarching, hypnotic
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

const vec2 S = vec2(1.0, 1.7320508);

// Centre of the hexagon that holds p.
vec2 cellOf(vec2 p) {
    vec2 a = (floor(p / S) + 0.5) * S, b = (floor((p - 0.5 * S) / S) + 1.0) * S;
    vec2 da = p - a, db = p - b;
    return dot(da, da) < dot(db, db) ? a : b;
}

float heightOf(vec2 c) {
    float r = length(c), t = iTime;
    return 0.55 * sin(0.85 * r - 1.7 * t) * exp(-0.045 * r) + 0.30 * sin(0.55 * c.x + 0.9 * t) * sin(0.6 * c.y - 0.7 * t) + 0.16 * hash(c * 4.0 + 400.0);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 0.11 * iTime;
    vec3 ro = vec3(7.0 * sin(a), 5.6, 7.0 * cos(a)), f = normalize(vec3(0.0, -0.6, 0.0) - ro);
    vec3 r = normalize(cross(vec3(0, 1, 0), f)), u = cross(f, r);
    vec3 rd = normalize(uv.x * r + uv.y * u + 1.35 * f);

    vec3 fog = vec3(0.020, 0.032, 0.052), col = fog;
    if (rd.y < -0.02) {
        float t = (1.15 - ro.y) / rd.y;
        vec2 dir[3];
        dir[0] = vec2(1.0, 0.0);
        dir[1] = vec2(0.5, 0.8660254);
        dir[2] = vec2(-0.5, 0.8660254);
        vec3 n = vec3(0, 1, 0);
        for (int i = 0; i < 26; i++) {
            vec2 p = ro.xz + (t + 0.001) * rd.xz, c = cellOf(p);
            float h = heightOf(c), y = ro.y + t * rd.y;
            bool side = y < h && i > 0;
            float top = (h - ro.y) / rd.y;
            // Where does the ray leave this hexagon?
            float leave = 1e5;
            vec2 wall = vec2(0.0);
            for (int k = 0; k < 3; k++) {
                float d = dot(rd.xz, dir[k]), s = sign(d);
                float x = (0.5 - s * dot(ro.xz - c, dir[k])) / max(abs(d), 1e-5);
                if (x < leave) { leave = x; wall = s * dir[k]; }
            }
            if (side || top < leave) {
                if (!side) { t = max(t, top); n = vec3(0, 1, 0); }
                vec3 q = ro + t * rd;
                vec2 e = q.xz - c;
                float edge = 0.5 - max(abs(dot(e, dir[0])), max(abs(dot(e, dir[1])), abs(dot(e, dir[2]))));
                float lift = smoothstep(-0.75, 0.85, h);
                vec3 tint = mix(vec3(0.03, 0.14, 0.24), vec3(0.06, 0.42, 0.46), smoothstep(0.0, 0.55, lift));
                tint = mix(tint, vec3(1.0, 0.55, 0.20), smoothstep(0.58, 0.95, lift));
                vec3 sun = normalize(vec3(-0.5, 0.75, 0.35));
                float key = max(0.0, dot(n, sun));
                float depth = clamp((h - q.y) * 1.1, 0.0, 1.0);
                col = tint * (0.10 + 0.75 * key + 0.18 * max(0.0, dot(n, -rd)));
                if (n.y > 0.5) {
                    float px = 2.5 * t / min(iResolution.x, iResolution.y);
                    float bevel = smoothstep(0.05 + px, 0.02, edge);
                    col *= 1.0 - 0.35 * smoothstep(0.03, 0.0, edge);
                    col += tint * bevel * 0.9 + vec3(1.0, 0.8, 0.6) * 0.12 * pow(max(0.0, dot(reflect(rd, n), sun)), 8.0);
                } else {
                    col *= mix(1.0, 0.12, depth);
                    col += tint * 0.5 * exp(-16.0 * (h - q.y));
                }
                break;
            }
            t = leave;
            n = vec3(-wall.x, 0.0, -wall.y);
        }
        col = mix(col, fog, 1.0 - exp(-0.0012 * t * t * sqrt(t) * 0.5));
    }
    col *= 1.0 - 0.13 * dot(uv, uv);
    col = 1.0 - exp(-1.9 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
