// title: Aurora over a frozen plain
// description: Twenty-four thin sheets of bent noise, stacked in height, make the curtain: green at its hem, violet above. The snow takes a little of its light.
// tags: sky, volumetric, landscape, calm
// licence: CC0-1.0
// poster: 3.0
//
// == Common
vec2 curtainSize(vec2 resolution) { return floor(resolution * min(0.4, 150.0 / min(resolution.x, resolution.y))); }

vec3 ray(vec2 fragCoord, vec2 resolution) {
    vec2 uv = (2.0 * fragCoord - resolution) / min(resolution.x, resolution.y);
    return normalize(vec3(uv.x, uv.y + 0.62, 1.25));
}

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
// == Buffer A
// Brightness of the curtain seen from above: folded ridges that wander.
float curtain(vec2 p, float t) {
    float bend = noise(p * 0.45 + vec2(0.10 * t, 20.0));
    p += 1.9 * vec2(bend, noise(p.yx * 0.38 + vec2(50.0, -0.07 * t))) ;
    float line = 1.0 - abs(2.0 * noise(vec2(p.x * 0.55 + 10.0, p.y * 0.55 - 0.09 * t + 30.0)) - 1.0);
    float rays = 0.25 + 1.2 * noise(vec2(p.x * 6.0 + 0.6 * t, p.y * 6.0 + 70.0)) * noise(vec2(p.x * 2.1 - 0.4 * t, 90.0));
    return pow(line, 14.0) * rays;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = curtainSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    vec3 rd = ray(fragCoord, size);
    float t = 2.2 * iTime;
    vec3 glow = vec3(0.0);
    if (rd.y > 0.02) {
        float jitter = hash(fragCoord);
        for (int i = 0; i < 24; i++) {
            float h = (float(i) + jitter) / 24.0;
            float dist = (1.0 + 0.9 * h * h) / (rd.y + 0.22);
            vec2 p = vec2(rd.x * dist + 60.0, rd.z * dist + 60.0 + 0.04 * t);
            float d = curtain(p, t);
            vec3 tint = mix(vec3(0.10, 0.95, 0.52), vec3(0.10, 0.55, 0.75), smoothstep(0.10, 0.42, h));
            tint = mix(tint, vec3(0.55, 0.16, 0.68), smoothstep(0.35, 0.9, h));
            glow += d * tint * smoothstep(0.0, 0.07, h) * exp(-2.1 * h);
        }
        glow *= 0.42 * smoothstep(0.02, 0.28, rd.y);
    }
    fragColor = vec4(glow, 1.0);
}
// == Image
// iChannel0: buffer Buffer A, linear, clamp
float hills(float x) { return 0.055 * noise(vec2(x * 1.9 + 40.0, 3.0)) + 0.03 * noise(vec2(x * 5.3 + 20.0, 8.0)) + 0.008 * noise(vec2(x * 19.0 + 90.0, 5.0)); }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec3 rd = ray(fragCoord, iResolution.xy);

    vec3 col = mix(vec3(0.018, 0.045, 0.075), vec3(0.004, 0.007, 0.022), smoothstep(0.0, 0.8, rd.y));
    if (rd.y > 0.02) {
        vec2 s = uv * 34.0 + 400.0, c = floor(s);
        float k = hash(c);
        vec2 o = fract(s) - 0.5 - 0.35 * vec2(sin(90.0 * k), cos(50.0 * k));
        col += vec3(0.8, 0.88, 1.0) * step(0.86, k) * exp(-130.0 * dot(o, o)) * pow(fract(k * 91.0), 2.0) * (0.75 + 0.25 * sin(iTime * 2.0 + 60.0 * k)) * smoothstep(0.1, 0.4, rd.y);
    }
    vec2 size = curtainSize(iResolution.xy);
    vec2 p = clamp(fragCoord / iResolution.xy * size, vec2(1.0), size - 1.0);
    for (int i = 0; i < 4; i++)
        col += 0.25 * texture(iChannel0, (p + 0.5 * (vec2(i & 1, i >> 1) * 2.0 - 1.0)) / iResolution.xy).rgb;

    float ground = -0.55 + hills(uv.x);
    float below = ground - uv.y;
    if (below > 0.0) {
        float depth = clamp(below / 0.9, 0.0, 1.0);
        float drift = noise(vec2(uv.x * 2.0 / (0.2 + depth) + 50.0, 9.0 / (0.10 + depth)));
        vec3 light = vec3(0.035, 0.20, 0.14) * (0.7 + 0.3 * sin(0.5 * iTime + 1.3 * uv.x)) + vec3(0.045, 0.03, 0.085);
        col = light * (0.30 + 0.55 * drift) * (0.45 + 0.75 * exp(-3.0 * depth)) + vec3(0.005, 0.010, 0.020);
    }
    float x = uv.x * 34.0 + 200.0, id = floor(x), tall = (0.03 + 0.11 * hash(vec2(id, 4.0))) * smoothstep(0.25, 0.6, noise(vec2(id * 0.13, 6.0)));
    float fir = abs(fract(x) - 0.3 - 0.4 * hash(vec2(id, 9.0))) / 17.0 - 0.030 * (1.0 - (uv.y - ground + 0.02) / (tall + 0.001)) * (0.7 + 0.3 * fract((uv.y - ground) * 42.0));
    if (uv.y > ground - 0.02 && uv.y < ground - 0.02 + tall) col = mix(col, vec3(0.003, 0.007, 0.010), smoothstep(0.004, -0.002, fir));

    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.9 * max(col, 0.0)), vec3(0.92));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
