// title: Open water, ten minutes after sunset
// description: A sea of pointed sines traced as a height field: five waves to find the surface, eight to light it. The last light is in the sky and in every slope.
// tags: water, raymarching, 3d, landscape
// licence: CC0-1.0
// poster: 3.0
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// Sum of sharpened waves, each turned by a fixed angle and dragged by the one before.
float sea(vec2 p, int waves) {
    float h = 0.0, a = 1.0, k = 0.32, sum = 0.0, w = 0.95;
    vec2 d = vec2(0.8, 0.6);
    const mat2 turn = mat2(0.36, 0.93, -0.93, 0.36);
    for (int i = 0; i < waves; i++) {
        float ph = dot(d, p) * k + w * iTime;
        float s = sin(ph);
        float crest = exp(s - 1.0);
        h += a * crest;
        p -= d * a * crest * cos(ph) * 0.55;
        sum += a;
        a *= 0.72;
        k *= 1.52;
        w *= 1.23;
        d = turn * d;
    }
    return 1.5 * h / sum;
}

vec3 sky(vec3 rd, vec3 sun) {
    float y = max(rd.y, 0.0), s = max(0.0, dot(rd, sun));
    vec3 c = mix(vec3(0.62, 0.28, 0.16), vec3(0.22, 0.17, 0.28), smoothstep(0.0, 0.16, y));
    c = mix(c, vec3(0.035, 0.06, 0.14), smoothstep(0.08, 0.65, y));
    c += vec3(1.0, 0.42, 0.14) * (0.75 * pow(s, 14.0) + 0.35 * pow(s, 4.0)) * exp(-4.5 * y);
    return c;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec3 ro = vec3(0.5 * iTime, 2.7 + 0.18 * sin(0.6 * iTime), 1.1 * iTime);
    float yaw = iMouse.z > 0.0 ? 2.0 * (iMouse.x / iResolution.x - 0.5) : 0.12 * sin(0.13 * iTime);
    vec3 rd = normalize(vec3(uv.x, uv.y - 0.18, 1.55));
    rd.xz = mat2(cos(yaw), sin(yaw), -sin(yaw), cos(yaw)) * rd.xz;
    vec3 sun = normalize(vec3(0.12, 0.02, 1.0));

    vec3 air = sky(rd, sun), col = air;
    if (rd.y < -0.002) {
        // Between the planes of crest and trough, step by the height above the water.
        float t = (1.5 - ro.y) / rd.y, end = min(-ro.y / rd.y, 160.0);
        for (int i = 0; i < 14; i++) {
            vec3 p = ro + t * rd;
            float d = p.y - sea(p.xz, 5);
            if (d < 0.004 * t || t > end) break;
            t += d * (0.75 + 0.02 * t);
        }
        t = min(t, end);
        vec3 p = ro + t * rd;
        float e = 0.02 + 0.004 * t, h = sea(p.xz, 8);
        vec3 n = normalize(vec3(h - sea(p.xz + vec2(e, 0), 8), e, h - sea(p.xz + vec2(0, e), 8)));
        n = normalize(mix(n, vec3(0, 1, 0), smoothstep(10.0, 140.0, t) * 0.85));
        float fres = 0.02 + 0.98 * pow(1.0 - max(0.0, dot(n, -rd)), 5.0);
        vec3 m = reflect(rd, n);
        m.y = abs(m.y);
        vec3 deep = vec3(0.006, 0.035, 0.055) + vec3(0.02, 0.17, 0.17) * pow(clamp(h / 1.1, 0.0, 1.0), 2.5);
        deep += vec3(0.10, 0.07, 0.04) * max(0.0, dot(n, sun)) * h;
        col = mix(deep, sky(m, sun), fres);
        col += vec3(1.0, 0.55, 0.25) * 1.2 * pow(max(0.0, dot(m, normalize(vec3(0.12, 0.09, 1.0)))), 120.0);
        col = mix(col, sky(normalize(vec3(rd.x, 0.01, rd.z)), sun) * 0.75, 1.0 - exp(-0.00012 * t * t));
    }
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.55 * max(col, 0.0)), vec3(0.92));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
