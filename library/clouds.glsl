// title: Above the clouds at first light
// description: A volume of three-dimensional noise, marched at a lower resolution in a buffer (clouds have no edges to lose) and laid under a clean sky.
// tags: clouds, volumetric, sky, calm
// licence: CC0-1.0
// poster: 2.0
//
// == Common
vec2 volumeSize(vec2 resolution) { return floor(resolution * min(0.4, 150.0 / min(resolution.x, resolution.y))); }

float hash(vec3 p) {
    uvec3 q = uvec3(ivec3(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u + q.z * 0xC2B2AE3Du;
    h = (h ^ (h >> 15)) * 0x27D4EB2Fu;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

const vec3 SUN = vec3(0.305, 0.152, 0.940);

vec3 sky(vec3 rd) {
    float y = max(rd.y, 0.0), s = max(0.0, dot(rd, SUN));
    vec3 c = mix(vec3(0.72, 0.33, 0.20), vec3(0.22, 0.19, 0.33), smoothstep(0.0, 0.24, y));
    c = mix(c, vec3(0.025, 0.050, 0.14), smoothstep(0.08, 0.62, y));
    return c + vec3(1.0, 0.62, 0.32) * (0.25 * pow(s, 5.0) + 0.5 * pow(s, 60.0) + 2.5 * smoothstep(0.9991, 0.9995, s));
}

vec3 ray(vec2 fragCoord, vec2 resolution) {
    vec2 uv = (2.0 * fragCoord - resolution) / min(resolution.x, resolution.y);
    return normalize(vec3(uv.x, uv.y - 0.12, 1.5));
}
// == Buffer A
float noise(vec3 p) {
    vec3 i = floor(p), f = p - i;
    f = f * f * (3.0 - 2.0 * f);
    uvec3 q = uvec3(ivec3(i)) * uvec3(0x9E3779B1u, 0x85EBCA77u, 0xC2B2AE3Du);
    uvec4 h = q.x + q.y + q.z + uvec4(0u, 0x9E3779B1u, 0x85EBCA77u, 0x9E3779B1u + 0x85EBCA77u), g = h + 0xC2B2AE3Du;
    h = (h ^ (h >> 15)) * 0x27D4EB2Fu;
    g = (g ^ (g >> 15)) * 0x27D4EB2Fu;
    vec4 a = vec4(ivec4((h ^ (h >> 13)) >> 8)), b = vec4(ivec4((g ^ (g >> 13)) >> 8));
    a = mix(a, b, f.z) * 5.9604645e-8;
    vec2 m = mix(a.xz, a.yw, f.x);
    return mix(m.x, m.y, f.y);
}

float density(vec3 p, int octaves) {
    vec3 q = 0.55 * p + vec3(500.0, 500.0, 500.0 + 0.25 * iTime);
    float s = 0.0, a = 0.5;
    for (int i = 0; i < octaves; i++) {
        s += a * noise(q);
        q = q * 2.13 + vec3(0.0, 0.22 * iTime, 0.0);
        a *= 0.5;
    }
    s += 0.22 * sin(0.31 * p.x + 1.0) * sin(0.27 * p.z);
    return s * 2.6 - 1.10 - 0.62 * abs(p.y + 0.6);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = volumeSize(iResolution.xy);
    fragColor = vec4(0.0);
    if (fragCoord.x > size.x || fragCoord.y > size.y) return;
    vec3 rd = ray(fragCoord, size), ro = vec3(0.6 * iTime, 1.0, 1.7 * iTime);
    // Clouds live in the slab between y = -1.6 and y = 0.7.
    if (rd.y > -0.004) { fragColor = vec4(0, 0, 0, 1); return; }
    float t = (0.62 - ro.y) / rd.y, end = min((-1.5 - ro.y) / rd.y, 34.0);
    t += 0.15 * hash(vec3(fragCoord, iFrame & 7));
    vec3 light = vec3(0.0);
    float through = 1.0;
    vec3 glow = sky(normalize(vec3(rd.x, 0.05, rd.z)));
    for (int i = 0; i < 22; i++) {
        if (t > end || through < 0.02) break;
        vec3 p = ro + t * rd;
        float d = density(p, 3);
        float dt = max(0.11, 0.055 * t);
        if (d > 0.0) {
            float toward = density(p + 0.35 * SUN + vec3(0, 0.12, 0), 2);
            float lit = clamp(0.42 + 1.5 * (d - toward), 0.0, 1.0);
            vec3 c = mix(vec3(0.055, 0.065, 0.15), vec3(1.35, 0.70, 0.42), lit * lit);
            c = mix(c, glow, 1.0 - exp(-0.0016 * t * t));
            float a = 1.0 - exp(-2.6 * d * dt);
            light += through * a * c;
            through *= 1.0 - a;
        }
        t += dt * (d > -0.25 ? 1.0 : 1.8);
    }
    vec3 below = mix(vec3(0.04, 0.05, 0.12), glow, 1.0 - exp(-0.0016 * end * end));
    fragColor = vec4(light + through * below, 0.0);
}
// == Image
// iChannel0: buffer Buffer A, linear, clamp
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 size = volumeSize(iResolution.xy);
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    vec2 p = clamp(fragCoord / iResolution.xy * size, vec2(1.0), size - 1.0);
    // Four taps blur the step noise of the march.
    vec4 v = vec4(0.0);
    for (int i = 0; i < 4; i++)
        v += 0.25 * texture(iChannel0, (p + 0.6 * (vec2(i & 1, i >> 1) * 2.0 - 1.0)) / iResolution.xy);
    vec3 col = v.rgb + v.a * sky(ray(fragCoord, iResolution.xy));
    col *= 1.0 - 0.12 * dot(uv, uv);
    col = 1.0 - exp(-1.5 * max(col, 0.0));
    col += (hash(vec3(fragCoord, 3)) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
