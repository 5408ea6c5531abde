// title: Silk unrolling
// description: One trembling thread is drawn each frame and the whole picture before it is pushed gently outwards, so that the thread unrolls into cloth.
// tags: feedback, 2d, organic, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Buffer A
// iChannel0: buffer Buffer A, linear, clamp
float thread(float x, float k, float t) {
    return 0.30 * sin(1.3 * x + 0.9 * t + k) + 0.18 * sin(2.9 * x - 1.3 * t + 2.3 * k) + 0.07 * sin(6.1 * x + 1.9 * t + 4.0 * k);
}

vec3 threads(vec2 uv, float t) {
    vec3 ink = vec3(0.0);
    for (int i = 0; i < 3; i++) {
        float k = 1.9 * float(i);
        float y = thread(uv.x, k, t), slope = (thread(uv.x + 0.01, k, t) - y) / 0.01;
        float d = abs(uv.y - 0.55 * y) / sqrt(1.0 + 0.3 * slope * slope);
        float w = 0.008 + 0.004 * sin(3.0 * uv.x + 2.0 * t + k);
        float tense = 0.5 + 0.5 * sin(2.2 * uv.x - 1.7 * t + 2.0 * k);
        vec3 dye = i == 0 ? vec3(0.95, 0.34, 0.22) : i == 1 ? vec3(0.60, 0.16, 0.48) : vec3(0.16, 0.30, 0.75);
        ink += dye * (0.2 + tense * tense) * exp(-d * d / (w * w));
    }
    return ink;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    float dt = clamp(iTimeDelta, 0.004, 0.05) * 30.0;

    // Cloth moves away from the middle and sways; light in it fades as it goes.
    vec2 drift = vec2(0.0022 * sin(2.3 * uv.y + 0.7 * iTime), 0.0125 * tanh(3.0 * uv.y) + 0.0025 * sin(2.0 * uv.x - 0.5 * iTime));
    vec2 from = uv - drift * dt;
    vec2 q = (from * unit + iResolution.xy) * 0.5 / iResolution.xy;
    vec3 old = texture(iChannel0, q).rgb * pow(0.976, dt);
    if (iFrame == 0) old = vec3(0.0);

    vec3 ink = threads(uv, iTime);
    // The first frame makes up a past, so that the cloth is there at once.
    if (iFrame == 0) {
        vec2 p = uv;
        for (int i = 1; i < 70; i++) {
            p.y -= 0.0125 * tanh(3.0 * p.y);
            ink += threads(p, iTime - float(i) / 30.0) * pow(0.976, float(i));
        }
    }
    fragColor = vec4(old + 0.42 * dt * ink, 1.0);
}
// == Image
// iChannel0: buffer Buffer A, linear, clamp
float hash(vec2 p) {
    uvec2 q = uvec2(p);
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

float lum(vec2 p) { return dot(texture(iChannel0, p / iResolution.xy).rgb, vec3(0.4, 0.4, 0.2)); }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    vec3 cloth = texture(iChannel0, fragCoord / iResolution.xy).rgb;
    float e = unit / 180.0;
    vec2 slope = vec2(lum(fragCoord + vec2(e, 0)) - lum(fragCoord - vec2(e, 0)), lum(fragCoord + vec2(0, e)) - lum(fragCoord - vec2(0, e)));
    vec3 n = normalize(vec3(-2.2 * slope, 0.5));
    float sheen = pow(max(0.0, dot(n, normalize(vec3(-0.3, 0.75, 0.6)))), 6.0);
    vec3 col = vec3(0.008, 0.008, 0.018) + cloth * (0.55 + 0.9 * sheen);
    col += vec3(1.0, 0.85, 0.75) * 0.25 * sheen * smoothstep(0.05, 0.6, lum(fragCoord));
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = 1.0 - exp(-1.5 * col);
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
