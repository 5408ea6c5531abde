// title: Night drive to the edge of the grid
// description: A valley road through a wire-frame range, one low striped sun, and fog that takes its colour. Each corner of the grid takes its height from one texel of noise.
// tags: landscape, 3d, geometric, hypnotic
// licence: CC0-1.0
// poster: 2.0
//
// == Image
// iChannel0: texture noise-grey-64, linear, repeat
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

// One texel of noise to each corner of the grid; the sampler joins them by straight lines, which makes the facets.
float land(vec2 p) {
    float bank = smoothstep(1.0, 6.5, abs(p.x));
    float range = 0.5 + 0.5 * sin(0.37 * p.y + 0.6 * abs(p.x));
    float h = textureLod(iChannel0, (p + 0.5) / 64.0, 0.0).x;
    return bank * (0.15 + (0.9 + 2.6 * range) * h * bank);
}

vec3 sky(vec2 uv) {
    float y = uv.y;
    vec3 c = mix(vec3(0.34, 0.085, 0.17), vec3(0.028, 0.022, 0.085), smoothstep(-0.05, 0.75, y));
    c += vec3(0.70, 0.20, 0.16) * exp(-5.0 * abs(y)) * 0.6;
    vec2 s = uv - vec2(0.0, 0.27);
    float r = length(s), px = 3.0 / min(iResolution.x, iResolution.y);
    vec3 disc = mix(vec3(1.0, 0.26, 0.30), vec3(1.25, 0.86, 0.38), smoothstep(-0.38, 0.36, s.y));
    float k = (0.14 - s.y) * 13.0 + 0.35 * iTime, w = clamp((0.14 - s.y) * 0.9, 0.0, 0.55);
    float slit = smoothstep(w - 0.06, w + 0.06, abs(fract(k) - 0.5) * 2.0);
    float sun = smoothstep(0.40 + px, 0.40 - px, r) * (s.y < 0.14 ? slit : 1.0);
    c = mix(c, disc, sun);
    c += vec3(0.85, 0.22, 0.22) * 0.42 * exp(-4.2 * max(0.0, r - 0.38)) * (1.0 - sun);
    vec2 g = uv * 40.0 + 200.0, o = fract(g) - 0.5;
    float h = hash(floor(g));
    c += step(0.93, h) * exp(-40.0 * dot(o, o)) * 0.6 * smoothstep(0.15, 0.7, y) * (0.7 + 0.3 * sin(2.0 * iTime + 99.0 * h));
    return c;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    uv.y += 0.12;
    vec3 ro = vec3(0.35 * sin(0.4 * iTime), 1.15, 3.6 * iTime), rd = normalize(vec3(uv.x, uv.y, 1.15));
    vec3 col = sky(uv);

    // Nothing stands in the sky above the highest peak: such rays never march.
    float t = rd.y < 0.0 ? min(0.9 / -rd.y, 6.0) * 0.55 : 2.0, was = 0.6;
    if (rd.y > 0.24) t = 99.0;
    bool found = false;
    for (int i = 0; i < 46; i++) {
        vec3 p = ro + t * rd;
        float d = p.y - land(p.xz);
        if (d < 0.002 * t) { found = true; break; }
        if (t > 42.0 || p.y > 4.1) break;
        was = t;
        t += max(0.03 * t, 0.5 * d);
    }
    if (found) {
        // Halve the last step: the ground was crossed somewhere in it.
        for (int i = 0; i < 4; i++) {
            float m = 0.5 * (was + t);
            vec3 p = ro + m * rd;
            if (p.y < land(p.xz)) t = m; else was = m;
        }
        vec3 p = ro + t * rd;
        vec2 f = abs(fract(p.xz + 0.5) - 0.5);
        float px = 2.2 * t / min(iResolution.x, iResolution.y);
        vec2 w = vec2(0.018 + px, 0.018 + px / max(0.12, abs(rd.y) + 0.05 * p.y));
        vec2 line = smoothstep(w, w * 0.25, f) * clamp(0.05 / w, 0.0, 1.0);
        float wire = max(line.x, line.y), halo = exp(-11.0 * min(f.x, f.y));
        float h = smoothstep(0.0, 3.2, p.y);
        vec3 tint = mix(vec3(0.10, 0.62, 0.95), vec3(1.0, 0.25, 0.48), h);
        float e = 0.05;
        vec3 n = normalize(vec3(land(p.xz - vec2(e, 0)) - land(p.xz + vec2(e, 0)), 2.0 * e, land(p.xz - vec2(0, e)) - land(p.xz + vec2(0, e))));
        vec3 c = vec3(0.010, 0.010, 0.030) + vec3(0.16, 0.045, 0.085) * max(0.0, n.z * -1.0 + 0.15) ;
        c += tint * (1.25 * wire + 0.10 * halo);
        // A band of light runs ahead along the valley.
        c += tint * wire * 1.2 * exp(-0.6 * pow(mod(p.z - 11.0 * iTime, 30.0) - 15.0, 2.0));
        float fog = 1.0 - exp(-0.0016 * t * t);
        col = mix(c, mix(vec3(0.27, 0.075, 0.135), vec3(0.52, 0.15, 0.16), exp(-2.2 * abs(uv.x))), fog);
    }
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = 1.0 - exp(-1.6 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
