// title: Mercury, falling upwards
// description: Six metaballs that pull on each other by the fourth power, polished until they mirror a dark room with two windows.
// tags: raymarching, 3d, organic, calm
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

vec4 A, B, C, D, E, F;

// Six named drops: an array here would be walked by index at every step.
float pull(vec3 p, vec4 drop) {
    vec3 d = p - drop.xyz;
    float q = drop.w * drop.w / dot(d, d);
    return q * q;
}

float map(vec3 p) {
    float s = pull(p, A) + pull(p, B) + pull(p, C) + pull(p, D) + pull(p, E) + pull(p, F);
    return 0.34 * (inversesqrt(sqrt(s)) - 1.0);
}

vec4 drop(float k, vec2 reach) {
    float t = 0.55 * iTime + 2.4 * k;
    return vec4(0.66 * reach.x * sin(0.7 * t + k) * (0.6 + 0.4 * hash(vec2(k, 8.0))), 0.68 * reach.y * sin(0.53 * t + 1.7 * k), 0.35 * cos(0.8 * t), 0.24 + 0.20 * hash(vec2(k, 3.0)));
}

float miss(vec3 rd, vec3 ro, vec4 drop) {
    vec3 c = drop.xyz - ro;
    return length(c - rd * dot(c, rd)) - 1.45 * drop.w;
}

vec3 room(vec3 d) {
    vec3 c = mix(vec3(0.030, 0.030, 0.045), vec3(0.16, 0.20, 0.29), smoothstep(-0.6, 1.0, d.y));
    // A tall warm window and a wide cold one.
    vec2 a = vec2(atan(d.x, -d.z), d.y);
    float warm = smoothstep(0.42, 0.30, abs(a.x + 1.1)) * smoothstep(0.62, 0.45, abs(a.y - 0.25));
    float bars = 0.35 + 0.65 * smoothstep(0.015, 0.05, abs(a.x + 1.1));
    float cold = smoothstep(0.9, 0.6, abs(a.x - 1.35)) * smoothstep(0.30, 0.16, abs(a.y - 0.45));
    float under = smoothstep(-0.25, -0.95, d.y);
    return c + warm * bars * vec3(2.6, 1.25, 0.50) + cold * vec3(0.35, 0.85, 1.45) + under * vec3(0.75, 0.20, 0.24);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 half_ = iResolution.xy / min(iResolution.x, iResolution.y);
    A = drop(0.0, half_); B = drop(1.0, half_); C = drop(2.0, half_); D = drop(3.0, half_); E = drop(4.0, half_); F = drop(5.0, half_);
    if (iMouse.z > 0.0) A.xy = (2.0 * iMouse.xy - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec3 ro = vec3(0.0, 0.0, -4.0), rd = normalize(vec3(uv, 3.6));

    vec3 col = mix(vec3(0.115, 0.110, 0.140), vec3(0.022, 0.022, 0.034), smoothstep(0.0, 1.6, length(uv - vec2(-0.5, 0.4))));
    col += vec3(0.16, 0.07, 0.03) * exp(-1.6 * length(uv - vec2(-1.2, 0.3)));
    // Rays that pass far from every drop need no march.
    float near = min(min(min(miss(rd, ro, A), miss(rd, ro, B)), min(miss(rd, ro, C), miss(rd, ro, D))), min(miss(rd, ro, E), miss(rd, ro, F)));
    float t = near > 0.0 ? 9.0 : 3.0, d = 0.0;
    for (int i = 0; i < 26; i++) {
        d = map(ro + t * rd);
        if (d < 0.002 || t > 5.2) break;
        t += d;
    }
    float edge = 2.4 / min(iResolution.x, iResolution.y);
    float cover = t < 5.2 ? smoothstep(edge * 2.0, 0.0, d) : 0.0;
    if (cover > 0.0) {
        vec3 p = ro + t * rd;
        vec2 e = vec2(0.003, -0.003);
        vec3 n = normalize(e.xyy * map(p + e.xyy) + e.yyx * map(p + e.yyx) + e.yxy * map(p + e.yxy) + e.xxx * map(p + e.xxx));
        float fres = pow(1.0 + min(dot(n, rd), 0.0), 3.0);
        vec3 m = reflect(rd, n);
        // A short second march catches drops mirrored in drops.
        float s = 0.06, g = 1.0;
        for (int i = 0; i < 4; i++) { float q = map(p + s * m); g = min(g, 5.0 * q / s); s += max(q, 0.05); }
        vec3 c = room(m) * (0.62 + 0.38 * fres) * (0.25 + 0.75 * clamp(g, 0.0, 1.0));
        c += vec3(0.10, 0.13, 0.18) * fres;
        col = mix(col, c, cover);
    }
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = 1.0 - exp(-1.5 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
