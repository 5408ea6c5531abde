// title: Mandelbulb in bronze
// description: The eighth-power bulb at low cost: few iterations, a bounding sphere, light from orbit traps. Its power breathes between seven and eight and a half.
// tags: fractal, raymarching, 3d, dark
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

float power;

// x: distance estimate, y: how near the orbit came to the origin, z: to the plane y = 0
vec3 bulb(vec3 p) {
    vec3 z = p;
    float dr = 1.0, r = length(z), trap = 1.0, plane = 1.0;
    for (int i = 0; i < 4; i++) {
        if (r > 1.8) break;
        float theta = power * acos(z.y / r), phi = power * atan(z.x, z.z);
        float zr = pow(r, power - 1.0);
        dr = power * zr * dr + 1.0;
        zr *= r;
        float s = sin(theta);
        z = zr * vec3(s * sin(phi), cos(theta), s * cos(phi)) + p;
        r = length(z);
        trap = min(trap, r);
        plane = min(plane, abs(z.y));
    }
    return vec3(0.5 * log(r) * r / dr, trap, plane);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    power = 7.8 + 0.7 * sin(0.35 * iTime);
    float a = 0.3 * iTime, lift = 0.85 + 0.45 * sin(0.3 * iTime + 1.0);
    if (iMouse.z > 0.0) { a = 6.28 * iMouse.x / iResolution.x; lift = 2.0 * iMouse.y / iResolution.y - 1.0; }
    vec3 ro = 2.7 * normalize(vec3(sin(a), lift, cos(a)));
    vec3 f = -normalize(ro), r = normalize(cross(vec3(0, 1, 0), f)), u = cross(f, r);
    vec3 rd = normalize(uv.x * r + uv.y * u + 1.95 * f);

    vec3 col = mix(vec3(0.020, 0.030, 0.048), vec3(0.004, 0.005, 0.010), length(uv) * 0.6);
    float b = dot(ro, rd), disc = b * b - dot(ro, ro) + 1.3;
    if (disc > 0.0) {
        float t = -b - sqrt(disc), end = -b + sqrt(disc), glow = 0.0;
        float px = 0.6 / min(iResolution.x, iResolution.y);
        vec3 m = vec3(0.0);
        bool found = false;
        for (int i = 0; i < 44; i++) {
            m = bulb(ro + t * rd);
            if (m.x < px * t) { found = true; break; }
            glow += 0.012 * exp(-22.0 * m.x);
            t += 0.95 * m.x;
            if (t > end) break;
        }
        if (found) {
            vec3 p = ro + t * rd;
            float e = max(2.0 * px * t, 0.002);
            vec3 n = normalize(vec3(bulb(p + vec3(e, 0, 0)).x, bulb(p + vec3(0, e, 0)).x, bulb(p + vec3(0, 0, e)).x) - bulb(p).x);
            vec3 sun = normalize(u * 0.9 - r * 0.7 - f * 0.35);
            float key = max(0.0, dot(n, sun));
            float occ = smoothstep(0.45, 1.0, m.y);
            float fres = pow(1.0 + min(dot(n, rd), 0.0), 4.0);
            float gloss = pow(max(0.0, dot(reflect(rd, n), sun)), 16.0);
            vec3 bronze = mix(vec3(0.42, 0.12, 0.05), vec3(0.86, 0.50, 0.24), smoothstep(0.45, 1.0, m.y));
            bronze = mix(bronze, vec3(0.10, 0.42, 0.40), 0.75 * smoothstep(0.16, 0.0, m.z));
            col = bronze * (key * vec3(1.7, 1.35, 1.05) + 0.22 * vec3(0.5, 0.8, 1.2) * (0.6 + 0.4 * n.y)) * (0.12 + 0.88 * occ);
            col += gloss * vec3(1.0, 0.8, 0.55) * 0.9 * occ;
            col += fres * vec3(0.25, 0.55, 0.75) * 0.5;
            col += vec3(1.2, 0.35, 0.08) * 0.5 * pow(1.0 - occ, 2.0);
        }
        col += vec3(0.25, 0.45, 0.60) * glow * (found ? 0.3 : 1.0);
    }
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.35 * max(col, 0.0)), vec3(0.85));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
