// title: Five jellyfish and no hurry
// description: Drawn flat, with light that only adds: a pulsing bell, ribs, a trailing veil and threads that remember where the bell has been.
// tags: organic, water, 2d, calm
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

vec3 jelly(vec2 p, float beat, vec3 tint, float blur) {
    // The bell squeezes quickly and opens slowly.
    float s = sin(beat + 0.45 * sin(beat)), w = 0.30 * (1.0 - 0.16 * s), h = 0.26 * (1.0 + 0.14 * s);
    vec3 c = vec3(0.0);
    float r2 = dot(p, p);
    if (p.y > -1.1 && p.y < 0.42 && abs(p.x) < 0.62) {
        float hem = 0.018 * cos(34.0 * p.x / w * 0.30);
        vec2 q = vec2(p.x / w, (p.y + hem) / h);
        float e = length(q), top = smoothstep(-blur, blur, p.y + hem);
        float fill = smoothstep(1.0 + blur / w, 1.0 - blur / w, e) * top;
        float rim = exp(-pow((e - 0.97) / (0.05 + blur * 2.0), 2.0)) * smoothstep(-0.05, 0.03, p.y + hem);
        float rib = pow(0.5 + 0.5 * cos(11.0 * asin(clamp(q.x / max(sqrt(max(0.0, 1.0 - 0.75 * q.y * q.y)), 0.05), -1.0, 1.0))), 6.0);
        float inner = exp(-3.2 * length(vec2(q.x, q.y - 0.42) * vec2(1.0, 1.5)));
        c += tint * fill * (0.11 + 0.24 * e * e + 0.16 * rib * e) + tint * rim * 0.75;
        c += (tint * 0.5 + vec3(0.55, 0.30, 0.25)) * inner * fill * 1.1;
        float hemline = exp(-pow((p.y + hem) / (0.010 + blur), 2.0)) * smoothstep(w * 1.05, w * 0.9, abs(p.x));
        c += tint * hemline * 0.55;

        float y = max(-p.y, 0.0), below = smoothstep(0.02, -0.03, p.y);
        if (y > 0.0) {
            // Four frilled arms in the middle, seven threads around them; a wave runs down each.
            for (int i = 0; i < (y > 0.0 && y < 0.95 ? 4 : 0); i++) {
                float k = float(i), x0 = (k - 1.5) * 0.055;
                float x = x0 * (1.0 + 0.9 * y) + 0.055 * y * sin(5.0 * y - beat * 0.9 + 1.4 * k) * 2.0;
                float ww = (0.030 + 0.016 * sin(26.0 * y - beat + 2.0 * k)) * exp(-1.2 * y) + blur * 0.5;
                float d = abs(p.x - x);
                c += tint * (0.22 * exp(-d * d / (ww * ww))) * exp(-2.6 * y) * below;
            }
            for (int i = 0; i < (y > 0.0 && y < 1.0 ? 7 : 0); i++) {
                float k = float(i), x0 = (k - 3.0) / 3.0 * w * 0.92;
                float x = x0 * (1.0 - 0.22 * y) + 0.09 * y * sin(3.6 * y - 0.8 * beat + 0.7 * k) + 0.02 * sin(9.0 * y - beat + k);
                float d = abs(p.x - x), ww = 0.0045 + blur * 0.45;
                float len = 0.55 + 0.45 * fract(k * 0.618);
                c += tint * 0.30 * 0.006 / ww * exp(-d * d / (ww * ww)) * smoothstep(len, 0.0, y) * below * 1.2;
            }
        }
    }
    c += tint * 0.075 * exp(-5.5 * sqrt(r2));
    return c;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit, half_ = iResolution.xy / unit;
    float v = uv.y / half_.y;
    vec3 col = mix(vec3(0.004, 0.012, 0.030), vec3(0.012, 0.075, 0.125), smoothstep(-0.8, 1.2, v));
    // Shafts of light from far above.
    float ray = noise(vec2(4.0 * (uv.x + 0.32 * uv.y) + 30.0 + 0.15 * iTime, 0.3 * iTime + 5.0)) * noise(vec2(9.0 * (uv.x + 0.26 * uv.y) + 60.0 - 0.2 * iTime, 9.0));
    col += vec3(0.03, 0.15, 0.19) * ray * smoothstep(-0.7, 1.1, v) * 1.4;

    for (int i = 0; i < 5; i++) {
        float k = float(i), far = i == 4 ? 0.62 : 1.0 + 0.42 * (3.0 - k), t = iTime * (0.9 - 0.1 * far) + 3.7 * k;
        float beat = 2.1 * t / sqrt(far);
        float span = half_.y * 2.0 + 2.4;
        float x = (fract(0.618 * k + 0.22) * 2.0 - 1.0) * half_.x * 0.78 + 0.12 * sin(0.4 * t);
        float y = mod(0.085 * t + 0.021 * sin(beat + 2.2) + 0.37 * span * k * 0.83, span) - half_.y - 0.5;
        if (i == 4) { x = 0.10 * sin(0.3 * iTime); y = 0.20 + 0.05 * sin(0.5 * beat) * 0.6; }
        float a = 0.16 * sin(0.5 * t + k);
        vec2 p = mat2(cos(a), sin(a), -sin(a), cos(a)) * (uv - vec2(x, y)) * far;
        vec3 tint = i == 4 ? vec3(1.0, 0.46, 0.42) : mix(vec3(0.30, 0.66, 0.95), vec3(0.72, 0.42, 0.90), fract(k * 0.37));
        col += jelly(p, beat, tint, 0.004 + (i == 4 ? 0.0 : 0.008 * (3.0 - k)) + 1.5 / unit) * (i == 4 ? 1.15 : 0.75 / far);
    }
    // Marine snow.
    for (int i = 0; i < 2; i++) {
        vec2 g = uv * (6.0 + 5.0 * float(i)) + vec2(50.0 + 0.3 * sin(0.4 * iTime + uv.y), 90.0 + (0.25 + 0.2 * float(i)) * iTime);
        vec2 c = floor(g), o = g - c - 0.5;
        float h = hash(c);
        o -= 0.35 * vec2(sin(0.6 * iTime + 50.0 * h), cos(0.5 * iTime + 90.0 * h));
        col += vec3(0.45, 0.75, 0.85) * step(0.6, h) * 0.28 * fract(h * 17.0) * exp(-260.0 * dot(o, o));
    }
    col *= 1.0 - 0.10 * dot(uv / half_, uv / half_);
    col = 1.0 - exp(-1.9 * max(col, 0.0));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
