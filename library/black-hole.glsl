// title: Black hole, seen politely from afar
// description: Each ray of light is bent step by step by the mass it passes; the thin disc behind the hole appears above and below it. One side is brighter because it comes towards you.
// tags: space, raymarching, 3d, dark
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

float noise(vec2 p) {
    vec2 i = floor(p), f = p - i;
    f = f * f * (3.0 - 2.0 * f);
    uvec2 q = uvec2(ivec2(i)) * uvec2(0x9E3779B1u, 0x85EBCA77u);
    uvec4 h = q.x + q.y + uvec4(0u, 0x9E3779B1u, 0x85EBCA77u, 0x9E3779B1u + 0x85EBCA77u);
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    vec4 v = vec4(ivec4((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
    vec2 m = mix(v.xz, v.yw, f.x);
    return mix(m.x, m.y, f.y);
}

// Gas at polar place (r, angle): streaks drawn out by the faster inner orbits.
vec4 disc(vec3 p, vec3 rd) {
    float r = length(p.xz);
    float a = atan(p.z, p.x);
    float w = 5.2 * pow(r, -1.5);
    // Two ages of the same pattern fade into each other, so the winding never grows too tight.
    float n = 0.0;
    for (int i = 0; i < 2; i++) {
        float ph = fract(0.09 * iTime + 0.5 * float(i)), age = (ph - 0.5) / 0.09;
        float b = a + w * age;
        vec2 q = vec2(cos(b), sin(b));
        float s = 0.55 * noise(q * 2.2 + vec2(50.0 + 2.9 * r, 40.0 + 9.0 * float(i))) + 0.45 * noise(q * r * 1.5 + vec2(80.0, 7.0 * r + 30.0));
        n += s * (1.0 - abs(2.0 * ph - 1.0));
    }
    float inner = smoothstep(2.45, 3.1, r), outer = smoothstep(9.2, 4.0, r);
    float density = inner * outer * smoothstep(0.18, 0.82, n);
    vec3 v = normalize(vec3(-p.z, 0.0, p.x));
    float beam = 1.0 / pow(1.0 + 0.62 * dot(v, rd) * sqrt(2.6 / r), 3.0);
    float heat = clamp(3.3 / r, 0.0, 1.2);
    vec3 c = mix(vec3(0.95, 0.17, 0.035), vec3(1.0, 0.52, 0.18), smoothstep(0.35, 0.75, heat));
    c = mix(c, vec3(1.0, 0.88, 0.72), smoothstep(0.75, 1.15, heat * (0.8 + 0.3 * beam)));
    return vec4(c * beam * (0.55 + 1.5 * heat * heat) * (0.35 + n), density);
}

vec3 sky(vec3 d) {
    vec2 q = vec2(atan(d.z, d.x) * 9.0, d.y * 11.0) + 60.0, c = floor(q), o = q - c - 0.5;
    float h = hash(c);
    o -= 0.35 * vec2(sin(80.0 * h), cos(50.0 * h));
    float s = step(0.55, h) * exp(-130.0 * dot(o, o)) * pow(fract(h * 39.0), 3.0) * 2.2;
    float band = exp(-14.0 * pow(d.y - 0.35 * d.x, 2.0)) * noise(q * 0.7 + 20.0);
    return mix(vec3(1.0, 0.8, 0.62), vec3(0.7, 0.84, 1.0), fract(h * 7.0)) * s + vec3(0.028, 0.022, 0.046) * band + vec3(0.004, 0.005, 0.010);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float a = 0.05 * iTime, lift = 0.115 + 0.05 * sin(0.17 * iTime);
    if (iMouse.z > 0.0) lift = 1.2 * (iMouse.y / iResolution.y - 0.5);
    vec3 ro = 15.0 * normalize(vec3(sin(a), lift, cos(a)));
    vec3 f = normalize(-ro), r = normalize(cross(vec3(0.10, 1, 0), f)), u = cross(f, r);
    vec3 rd = normalize(uv.x * r + uv.y * u + 1.75 * f);

    // The first stretch is straight: out there the pull is not worth a step.
    vec3 p = ro + 5.0 * rd, v = rd, light = vec3(0.0);
    vec3 m0 = vec3(0.0), m1 = m0, v0 = m0, v1 = m0;
    int hits = 0;
    vec3 L = cross(p, v);
    float h2 = dot(L, L), through = 1.0;
    bool fell = false;
    // Rays that pass wide of the disc hardly bend: they see the sky as it is.
    for (int i = 0; i < (h2 < 95.0 ? 42 : 0); i++) {
        float r2 = dot(p, p);
        if (r2 < 1.0) { fell = true; break; }
        if (r2 > 110.0 && dot(p, v) > 0.0) break;
        float dist = sqrt(r2), dt = clamp(0.21 * dist, 0.12, 2.6) * smoothstep(-1.5, 4.5, dist);
        v -= 1.5 * h2 * p / (r2 * r2 * dist) * dt;
        vec3 q = p + v * dt;
        if (p.y * q.y < 0.0) {
            vec3 m = mix(p, q, p.y / (p.y - q.y));
            float k = length(m.xz);
            if (k > 2.4 && k < 9.2) {
                // Remember where and on which way; the gas is worked out after the walk.
                if (hits == 0) { m0 = m; v0 = v; } else { m1 = m; v1 = v; }
                if (++hits == 2) break;
            }
        }
        p = q;
    }
    if (hits > 0) {
        vec4 g = disc(m0, normalize(v0));
        light += g.rgb * g.a;
        through *= 1.0 - 0.82 * g.a;
    }
    if (hits > 1) {
        vec4 g = disc(m1, normalize(v1));
        light += through * g.rgb * g.a;
        through *= 1.0 - 0.82 * g.a;
    }
    vec3 col = light;
    if (!fell) col += through * sky(normalize(v));
    float b = sqrt(h2);
    col += vec3(1.0, 0.42, 0.16) * 0.10 * exp(-0.42 * abs(b - 2.8));

    col *= 1.0 - 0.09 * dot(uv, uv);
    col = pow(1.0 - exp(-1.05 * max(col, 0.0)), vec3(0.92));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
