// title: Fireflies over still water
// description: Forty particles live in one row of a buffer, wander, and leave short trails of light; the pond gives everything back.
// tags: particles, feedback, water, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Common
const int COUNT = 40;

float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

float noise(vec2 p) {
    vec2 i = floor(p), f = p - i;
    f = f * f * (3.0 - 2.0 * f);
    i += 512.0;
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}

// Half the resolution is enough for light without edges.
vec2 glowSize(vec2 resolution) {
    return floor(resolution * min(0.3, 120.0 / min(resolution.x, resolution.y)));
}
// == Buffer A
// iChannel0: buffer Buffer A, nearest, clamp
// xy: position, zw: velocity, in units of the shorter side; y = 0 is the shore.
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    int id = int(fragCoord.x);
    fragColor = vec4(0.0);
    if (id >= COUNT || fragCoord.y > 1.0) return;
    vec4 s = texelFetch(iChannel0, ivec2(id, 0), 0);
    float k = float(id);
    vec2 half_ = iResolution.xy / min(iResolution.x, iResolution.y);
    vec2 home = vec2((2.0 * hash(vec2(k, 8)) - 1.0) * half_.x * 0.9, 0.10 + 0.75 * half_.y * hash(vec2(k, 9)));
    if (iFrame == 0) s = vec4(home, 0.0, 0.0);
    float dt = min(iTimeDelta, 0.05);
    // Each has its own sense of direction and a place that it comes back to.
    float a = 6.2832 * (2.0 * noise(s.xy * 1.7 + vec2(0.25 * iTime, 7.3 * k)) + 0.618 * k);
    vec2 wish = vec2(cos(a), sin(a)) + 0.9 * (home - s.xy);
    wish.y += 1.6 * smoothstep(0.16, 0.02, s.y) - smoothstep(0.7 * half_.y, 0.9 * half_.y, s.y);
    wish.x -= 1.5 * sign(s.x) * smoothstep(0.9 * half_.x, half_.x, abs(s.x));
    if (iMouse.z > 0.0) {
        vec2 m = (2.0 * iMouse.xy - iResolution.xy) / min(iResolution.x, iResolution.y);
        wish += 2.0 * normalize(vec2(m.x, abs(m.y + 0.18)) - s.xy + 0.001);
    }
    s.zw += (0.36 * wish - s.zw) * (1.0 - exp(-2.2 * dt));
    s.xy += s.zw * dt;
    fragColor = s;
}
// == Buffer B
// iChannel0: buffer Buffer A, nearest, clamp
// iChannel1: buffer Buffer B, linear, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = glowSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    vec2 p = (2.0 * fragCoord - size) / min(size.x, size.y) + vec2(0.0, 0.18);
    vec3 sum = vec3(0.0);
    if (p.y > -0.1) {
        for (int i = 0; i < COUNT; i++) {
            vec4 s = texelFetch(iChannel0, ivec2(i, 0), 0);
            float k = float(i);
            float lamp = smoothstep(-0.4, 0.9, sin(1.3 * iTime * (0.6 + 0.5 * hash(vec2(k, 4))) + 40.0 * hash(vec2(k, 3))));
            float near = 0.5 + hash(vec2(k, 5));
            vec2 d = p - s.xy;
            float r2 = dot(d, d);
            float dot_ = exp(-r2 * 12000.0 / (near * near)) * 1.8 + 0.00030 / (r2 + 0.0012) * exp(-6.0 * r2);
            sum += dot_ * lamp * near * mix(vec3(1.0, 0.70, 0.20), vec3(0.75, 1.0, 0.32), hash(vec2(k, 6)));
        }
    }
    vec3 old = texelFetch(iChannel1, ivec2(fragCoord), 0).rgb;
    fragColor = vec4(mix(sum, max(old, sum), exp(-7.0 * min(iTimeDelta, 0.05))), 1.0);
}
// == Image
// iChannel0: buffer Buffer B, linear, clamp
float trees(float x, float seed, float scale) {
    float h = 0.0, a = 0.5;
    for (int i = 0; i < 4; i++) {
        h += a * noise(vec2(x * scale, seed));
        x *= 2.13;
        a *= 0.52;
    }
    return h;
}

vec3 scene(vec2 p, float blur) {
    vec3 col = mix(vec3(0.07, 0.115, 0.16), vec3(0.008, 0.015, 0.045), smoothstep(0.0, 1.1, p.y));
    col += vec3(0.20, 0.10, 0.07) * exp(-7.0 * p.y) * 0.7;
    vec2 cell = floor(p * 46.0);
    vec2 star = fract(p * 46.0) - 0.5;
    float lit = hash(cell + 300.0);
    col += step(0.965, lit) * smoothstep(0.16, 0.0, length(star)) * 0.35 * smoothstep(0.25, 0.8, p.y) * (0.7 + 0.3 * sin(2.0 * iTime + 90.0 * lit));
    float back = 0.02 + 0.34 * trees(p.x, 3.0, 1.7), front = -0.03 + 0.30 * trees(p.x + 4.0, 9.0, 2.7);
    col = mix(col, vec3(0.022, 0.040, 0.052), smoothstep(blur, -blur, p.y - back));
    col = mix(col, vec3(0.006, 0.011, 0.016), smoothstep(blur, -blur, p.y - front));
    return col;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    float unit = min(iResolution.x, iResolution.y);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / unit;
    vec2 p = uv + vec2(0.0, 0.18);
    float fade = 1.0;
    bool water = p.y < 0.0;
    if (water) {
        float depth = -p.y;
        float wave = noise(vec2(p.x * 3.0, 14.0 / (depth + 0.12) + 1.4 * iTime)) - 0.5;
        wave += 0.5 * (noise(vec2(p.x * 9.0 + 0.6 * iTime, 34.0 / (depth + 0.12) + 2.0 * iTime)) - 0.5);
        p = vec2(p.x + 0.035 * wave * (0.3 + depth), depth + 0.10 * wave * (0.2 + depth));
        p.y = max(p.y, 0.002);
        fade = 0.62 * exp(-0.6 * depth);
    }
    vec2 size = glowSize(iResolution.xy);
    vec2 g = (p - vec2(0.0, 0.18)) * min(size.x, size.y) * 0.5 + 0.5 * size;
    vec3 light = texture(iChannel0, clamp(g, vec2(0.5), size - 0.5) / iResolution.xy).rgb;

    vec3 col = scene(p, water ? 0.02 : 0.006) + light * 1.15;
    col *= fade;
    if (water) col += vec3(0.004, 0.010, 0.014);
    // Mist lies along the shore and takes the colour of the lamps.
    float mist = exp(-60.0 * (uv.y + 0.17) * (uv.y + 0.17)) * (0.5 + 0.5 * noise(vec2(uv.x * 2.0 - 0.15 * iTime, 4.0)));
    col += mist * (vec3(0.030, 0.045, 0.055) + 0.10 * light);

    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.8 * max(col, 0.0)), vec3(0.9));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
