// title: The long tunnel home
// description: An eight-sided tunnel that bends as you fly, traced as a distance field: steel plates, ribs, and a ring of warm light every few metres.
// tags: tunnel, raymarching, 3d, hypnotic
// licence: CC0-1.0
// poster: 2.5
//
// == Image
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(p));
    uint h = q.x * 0x9E3779B1u + q.y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0xC2B2AE3Du;
    return float(int((h ^ (h >> 13)) >> 8)) * 5.9604645e-8;
}

vec2 path(float z) { return vec2(1.1 * sin(0.13 * z) + 0.5 * sin(0.29 * z), 0.8 * cos(0.17 * z)); }

const float GAP = 3.0;

float octagon(vec2 p) {
    p = abs(p);
    return max(max(p.x, p.y), 0.7071 * (p.x + p.y));
}

vec2 spin(vec2 p, float z) {
    float a = 0.06 * z;
    return vec2(cos(a) * p.x - sin(a) * p.y, sin(a) * p.x + cos(a) * p.y);
}

float map(vec3 p) {
    vec2 q = spin(p.xy - path(p.z), p.z);
    float o = octagon(q);
    float z = mod(p.z, GAP) - 0.5 * GAP;
    float wall = 1.35 - o;
    float rib = max(abs(z) - 0.14, 1.20 - o);
    float seam = 0.02 * smoothstep(0.04, 0.0, abs(abs(z) - 0.8));
    return min(wall + seam, rib) * 0.85;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
    float z0 = 3.2 * iTime;
    vec3 ro = vec3(path(z0), z0), to = vec3(path(z0 + 2.2), z0 + 2.2);
    vec3 f = normalize(to - ro), r = normalize(cross(vec3(0, 1, 0), f)), u = cross(f, r);
    float roll = 0.25 * sin(0.3 * iTime);
    vec2 w = mat2(cos(roll), sin(roll), -sin(roll), cos(roll)) * uv;
    vec3 rd = normalize(w.x * r + w.y * u + 0.95 * f);

    float t = 0.2, glow = 0.0;
    for (int i = 0; i < 52; i++) {
        vec3 p = ro + t * rd;
        float d = map(p);
        // Light hangs in the air just inside each lit rib.
        float z = mod(p.z, GAP) - 0.5 * GAP;
        float ring = length(vec2(z, octagon(p.xy - path(p.z)) - 1.2));
        glow += 0.010 * d / (0.02 + ring * ring) * exp(-0.10 * t);
        if (d < 0.002 * t || t > 34.0) break;
        t += d;
    }

    vec3 p = ro + t * rd;
    vec2 e = vec2(0.003, -0.003);
    vec3 n = normalize(e.xyy * map(p + e.xyy) + e.yyx * map(p + e.yyx) + e.yxy * map(p + e.yxy) + e.xxx * map(p + e.xxx));
    vec2 q = spin(p.xy - path(p.z), p.z);
    float cell = floor(p.z / GAP), z = p.z - (cell + 0.5) * GAP;
    float side = floor(atan(q.y, q.x) * 8.0 / 6.2832 + 0.5);
    float rib = step(octagon(q), 1.32);

    float plate = hash(vec2(side + 20.0, 2.0 * cell + step(0.0, z) + 50.0));
    vec3 steel = mix(vec3(0.07, 0.09, 0.10), vec3(0.19, 0.18, 0.17), plate);
    float toLamp = abs(abs(z) - 0.14);
    vec3 warm = vec3(1.0, 0.52, 0.20), cold = vec3(0.15, 0.55, 0.75);
    float beat = 0.65 + 0.35 * sin(1.9 * cell - 2.2 * iTime);
    vec3 lamp = mix(warm, cold, smoothstep(0.60, 0.62, hash(vec2(cell + 9.0, 4.0)))) * beat;

    vec3 col = steel * (0.3 + 1.5 * lamp * 1.8 / (0.25 + 4.0 * toLamp * toLamp) * (0.35 + 0.65 * max(0.0, -n.z * sign(z) + 0.6)));
    col += lamp * rib * smoothstep(0.06, 0.0, abs(abs(z) - 0.14)) * 1.2;
    float gloss = pow(max(0.0, dot(reflect(rd, n), normalize(vec3(0.0, 0.2, 1.0)))), 6.0);
    col += steel * gloss * lamp * 2.0;

    float fog = 1.0 - exp(-0.010 * t * t * 0.35);
    col = mix(col, vec3(0.10, 0.055, 0.035), fog);
    col += warm * min(glow, 1.8) * 0.5;
    col *= 1.0 - 0.10 * dot(uv, uv);
    col = pow(1.0 - exp(-1.5 * max(col, 0.0)), vec3(0.9));
    col += (hash(fragCoord) - 0.5) / 255.0;
    fragColor = vec4(col, 1.0);
}
