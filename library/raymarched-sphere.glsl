// title: Raymarched sphere with a warm inside
// description: One sphere found by sphere tracing, carved by slow waves; the grooves let its inner light out onto a polished floor.
// tags: raymarching, 3d, geometric, dark
// licence: CC0-1.0
// poster: 3.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// 0 on the shell, 1 at the bottom of a groove.
float groove(vec3 q) {
    float t = 0.6 * iTime;
    float w = q.y + 0.30 * sin(2.6 * q.x + t) + 0.24 * sin(3.1 * q.z - 1.3 * t) + 0.10 * sin(5.0 * q.x + 4.0 * q.y + t);
    return pow(0.5 + 0.5 * cos(13.0 * w - 1.2 * t), 5.0);
}

float ball(vec3 p) {
    float d = length(p) - 1.0;
    return d > 0.25 ? d : (d + 0.09 * groove(normalize(p))) * 0.65;
}

vec3 ballNormal(vec3 p) {
    vec2 e = vec2(0.004, -0.004);
    return normalize(e.xyy * ball(p + e.xyy) + e.yyx * ball(p + e.yyx) + e.yxy * ball(p + e.yxy) + e.xxx * ball(p + e.xxx));
}

// Distance along the ray, or -1: only rays that pass near the sphere march at all.
float hit(vec3 ro, vec3 rd) {
    float b = dot(ro, rd), c = dot(ro, ro) - 1.02;
    float disc = b * b - c;
    if (disc < 0.0 || -b + sqrt(disc) < 0.0) return -1.0;
    float t = max(0.0, -b - sqrt(disc)), end = -b + sqrt(disc);
    for (int i = 0; i < 40; i++) {
        float d = ball(ro + t * rd);
        if (d < 0.002) return t;
        t += d;
        if (t > end) break;
    }
    return -1.0;
}

vec3 sky(vec3 rd) {
    vec3 c = mix(vec3(0.012, 0.014, 0.022), vec3(0.05, 0.07, 0.11), smoothstep(-0.1, 0.9, rd.y));
    float soft = smoothstep(0.75, 0.98, dot(rd, normalize(vec3(-0.6, 0.65, -0.45))));
    return c + soft * vec3(0.95, 0.85, 0.75) * 0.9;
}

vec3 shell(vec3 p, vec3 rd) {
    vec3 n = ballNormal(p), sun = normalize(vec3(-0.6, 0.75, -0.5));
    float g = groove(normalize(p));
    float key = max(0.0, dot(n, sun));
    float fres = pow(1.0 + dot(n, rd), 4.0);
    vec3 col = vec3(0.13, 0.14, 0.17) * (0.15 + 1.3 * key) * (1.0 - 0.8 * g);
    col += sky(reflect(rd, n)) * (0.12 + 0.8 * fres) * (1.0 - g);
    col += vec3(0.20, 0.35, 0.60) * 0.5 * fres;
    col += g * g * vec3(3.2, 1.05, 0.22) + pow(g, 6.0) * vec3(1.2, 0.9, 0.5);
    return col;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 0.25 * iTime + (iMouse.z > 0.0 ? 6.28 * iMouse.x / iResolution.x : 0.0);
    vec3 ro = 3.9 * vec3(sin(a), 0.17, -cos(a));
    vec3 f = normalize(vec3(0.0, -0.1, 0.0) - ro), r = normalize(cross(vec3(0, 1, 0), f)), u = cross(f, r);
    vec3 rd = normalize(uv.x * r + uv.y * u + 2.75 * f);

    vec3 col = sky(rd) * 0.5;
    float t = hit(ro, rd);
    float floorT = rd.y < 0.0 ? (-1.06 - ro.y) / rd.y : 1e5;
    if (t > 0.0) {
        col = shell(ro + t * rd, rd);
    } else if (floorT < 60.0) {
        vec3 p = ro + floorT * rd;
        float d = length(p.xz);
        vec3 warm = vec3(1.0, 0.34, 0.08) * 0.55 / (0.45 + d * d);
        float contact = smoothstep(0.1, 1.1, d);
        col = vec3(0.025, 0.028, 0.036) * contact + warm * (0.35 + 0.65 * contact) * 0.5;
        vec3 m = reflect(rd, vec3(0, 1, 0));
        float s = hit(p, m);
        vec3 mirror = s > 0.0 ? shell(p + s * m, m) : sky(m) * 0.5;
        col += mirror * mix(0.16, 0.7, pow(1.0 - max(0.0, -rd.y), 5.0));
        col = mix(col, sky(rd) * 0.5, smoothstep(6.0, 30.0, floorT));
    }
    float halo = exp(-3.0 * max(0.0, length(cross(ro, rd)) - 1.0));
    col += vec3(0.55, 0.16, 0.04) * 0.16 * halo;

    col *= 1.0 - 0.12 * dot(uv, uv);
    col = pow(1.0 - exp(-1.3 * max(col, 0.0)), vec3(0.8));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
