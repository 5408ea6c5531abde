// title: Julia, walking round the cardioid
// description: A Julia set whose constant walks just outside the Mandelbrot cardioid, so that it is always about to break. Orbit traps draw the filigree.
// tags: fractal, 2d, organic, hypnotic
// licence: CC0-1.0
// poster: 5.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

vec3 julia(vec2 z, vec2 c) {
    float ring = 1e3, axis = 1e3, m2 = dot(z, z);
    int i = 0;
    for (; i < 110; i++) {
        z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c;
        m2 = dot(z, z);
        ring = min(ring, abs(sqrt(m2) - 0.52));
        axis = min(axis, abs(z.x + 0.35 * z.y));
        if (m2 > 200.0) break;
    }
    float n = i < 110 ? float(i) - log2(0.5 * log2(m2)) : 110.0;
    float far = 1.0 - exp(-0.028 * max(n, 0.0));
    vec3 col = mix(vec3(0.012, 0.018, 0.045), vec3(0.02, 0.17, 0.24), smoothstep(0.05, 0.45, far));
    col = mix(col, vec3(0.10, 0.52, 0.50), smoothstep(0.35, 0.65, far));
    col = mix(col, vec3(0.98, 0.62, 0.30), smoothstep(0.62, 0.84, far));
    col = mix(col, vec3(0.34, 0.05, 0.12), smoothstep(0.84, 1.0, far));
    col *= 0.62 + 0.38 * sin(30.0 * far);
    col += vec3(1.00, 0.52, 0.25) * 0.30 * exp(-40.0 * ring) * far;
    col += vec3(1.00, 0.80, 0.55) * 0.35 * exp(-120.0 * axis) * far * (1.0 - far) * 4.0;
    return col;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 2.05 + 0.22 * iTime;
    if (iMouse.z > 0.0) a = 6.2832 * iMouse.x / iResolution.x;
    // The cardioid's edge, and a few per cent outside of it.
    vec2 c = 0.5 * vec2(cos(a), sin(a)) - 0.25 * vec2(cos(2.0 * a), sin(2.0 * a));
    c *= 1.035 + 0.015 * sin(0.9 * iTime);

    float b = 0.25 * a;
    vec2 p = mat2(cos(b), sin(b), -sin(b), cos(b)) * uv * 0.70;
    vec3 col = julia(p, c);

    col *= 1.0 - 0.15 * dot(uv, uv);
    col = 1.0 - exp(-2.2 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
