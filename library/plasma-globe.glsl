// title: Plasma globe
// description: Nine filaments wander from a metal heart to the glass and bend on their way. Press the glass and they come to your finger.
// tags: light, interactive, dark, noise
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

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y), px = 2.0 / unit;
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    const float R = 0.84;
    vec2 p = uv - vec2(0.0, 0.04);
    float r = length(p);
    bool held = iMouse.z > 0.0;
    vec2 finger = (2.0 * iMouse.xy - iResolution.xy) / unit - vec2(0.0, 0.04);

    vec3 col = mix(vec3(0.026, 0.020, 0.036), vec3(0.006, 0.006, 0.011), smoothstep(0.6, 1.7, r));
    vec3 arcs = vec3(0.0);
    float reach = min(length(finger), R * 0.99);
    for (int i = 0; i < (r < R + px ? 9 : 0); i++) {
        float k = float(i), t = 0.5 * iTime;
        // Ends glide over the sphere; z says how much they point at us.
        float a = 2.399 * k + 0.9 * sin(t + 1.7 * k) + 0.5 * t, z = 0.92 * sin(1.3 * k + 0.8 * t);
        vec2 end = R * 0.985 * sqrt(1.0 - z * z) * vec2(cos(a), sin(a));
        if (held && i < 5) end = mix(end, finger / max(length(finger), 1e-3) * reach, 0.85);
        float l = length(end);
        vec2 d = end / max(l, 1e-3);
        float along = dot(p, d), side = dot(p, vec2(-d.y, d.x));
        float s = clamp(along / max(l, 1e-3), 0.0, 1.0);
        float wave = (noise(vec2(4.5 * along + 20.0 - 2.4 * iTime, 9.0 * k + 5.0)) - 0.5) * 0.30 + (noise(vec2(13.0 * along + 20.0 - 4.0 * iTime, 9.0 * k + 60.0)) - 0.5) * 0.10;
        wave += 0.10 * sin(3.0 * s + k) * sin(0.7 * iTime + 2.0 * k);
        side -= wave * s * (1.25 - s) * min(l * 1.8, 1.0);
        float over = max(max(-along, along - l), 0.0);
        float dist = sqrt(side * side + over * over);
        float w = 0.0050 + 0.006 * (1.0 - s);
        float power = 0.65 + 0.35 * sin(1.1 * iTime + 2.3 * k);
        float near = 0.55 + 0.45 * z;
        float hot = w * w / (dist * dist + w * w);
        float soft = 0.020 / (dist + 0.03) * exp(-5.0 * dist);
        vec3 tint = mix(vec3(0.52, 0.24, 1.0), vec3(1.0, 0.36, 0.52), smoothstep(0.55, 1.0, s));
        arcs += power * near * (vec3(0.95, 0.85, 1.0) * hot * 0.85 + tint * (soft * 0.42 + 0.5 * hot));
        // Where a filament meets the glass it spreads into a small warm foot.
        vec2 f = p - end * (1.0 + 0.0 * l);
        arcs += vec3(1.0, 0.40, 0.45) * 0.0045 / (dot(f, f) + 0.006) * near * power * (held && i < 5 ? 1.6 : 0.7);
    }
    float inside = smoothstep(R + px, R - px, r);
    float haze = noise(p * 4.0 + vec2(40.0, 40.0 - 0.5 * iTime)) * 0.5 + 0.5;
    vec3 gas = vec3(0.085, 0.025, 0.16) * (0.35 + 0.9 * exp(-2.8 * r)) * haze;
    col = mix(col, vec3(0.012, 0.008, 0.022) + gas + arcs, inside);

    float ball = smoothstep(0.125 + px, 0.125 - px, r);
    vec3 n = vec3(p / 0.125, sqrt(max(0.0, 1.0 - r * r / 0.0156)));
    vec3 metal = vec3(0.34, 0.22, 0.42) * (0.35 + 0.65 * n.z) + vec3(1.0, 0.85, 1.0) * 0.8 * pow(max(0.0, dot(n, normalize(vec3(-0.4, 0.6, 0.7)))), 24.0) + vec3(0.9, 0.5, 1.0) * 0.5 * pow(1.0 - n.z, 2.0);
    col = mix(col, metal, ball);
    col += vec3(0.55, 0.30, 0.95) * 0.30 * exp(-9.0 * max(0.0, r - 0.125)) * inside * (1.0 - ball);
    float stem = smoothstep(0.035 + px, 0.035 - px, abs(p.x)) * step(p.y, 0.0) * inside * (1.0 - ball);
    col = mix(col, col * 0.35 + vec3(0.05, 0.03, 0.07) * (1.0 - abs(p.x) * 20.0), stem * 0.85);

    // The glass: a bright rim and two soft windows.
    float rim = r / R;
    col += inside * vec3(0.22, 0.20, 0.42) * 0.55 * pow(rim, 12.0);
    col += vec3(0.45, 0.35, 0.75) * 0.35 * exp(-pow((r - R) / 0.012, 2.0));
    vec2 g = p / R - vec2(-0.48, 0.52);
    g = mat2(0.77, 0.64, -0.64, 0.77) * g;
    col += inside * vec3(0.75, 0.8, 1.0) * 0.10 * smoothstep(0.06, 0.0, abs(length(p) / R - 0.80)) * smoothstep(0.38, 0.1, abs(g.x)) * step(0.0, p.y);
    float base = smoothstep(px, -px, max(abs(p.x) - 0.30 + 0.25 * (p.y + R), p.y + R * 0.955));
    col = mix(col, vec3(0.020, 0.016, 0.028) + vec3(0.22, 0.12, 0.34) * exp(-22.0 * max(0.0, -p.y - R * 0.955)) * 0.8, base);
    col += vec3(0.20, 0.09, 0.34) * 0.20 * exp(-3.0 * max(0.0, r - R)) * (1.0 - inside);

    col *= 1.0 - 0.08 * dot(uv, uv);
    col = 1.0 - exp(-1.7 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
