/** Pieces of shaders that everybody writes again and again, in code of our own (CC0). `${name}` is a place to fill in. */

export interface Snippet {
  /** What is typed to have it. */
  name: string;
  title: string;
  code: string;
}

const FIELD = /\$\{([^}]*)\}/g;

/** The code with what its places hold at first. */
export const plainSnippet = (code: string): string => code.replace(FIELD, "$1");

/** The code as the editor's snippets are written: each place has a number, because a bare number would be taken for one. */
export function snippetTemplate(code: string): string {
  let place = 0;
  return code.replace(FIELD, (_, text: string) => `#{${++place}:${text}}`);
}

const S = (name: string, title: string, code: string): Snippet => ({ name, title, code: code.trim() });

export const snippets: readonly Snippet[] = [
  S("mainImage", "the picture's function", `
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 p = (2.0 * fragCoord - iResolution.xy) / iResolution.y;
    vec3 color = vec3(\${0.5 + 0.5 * p}, 0.5);
    fragColor = vec4(color, 1.0);
}`),
  S("param", "uniform with a slider", `
uniform float \${amount}; // @range \${0.0} \${1.0} = \${0.5}`),
  S("forloop", "for loop", `
for (int i = 0; i < \${8}; i++) {
    \${}
}`),
  S("palette", "cosine palette", `
vec3 palette(float t) {
    return \${0.5} + \${0.5} * cos(6.28318531 * (t + vec3(\${0.0, 0.33, 0.67})));
}`),
  S("rotate2d", "rotation in the plane", `
mat2 rotate2d(float angle) {
    float c = cos(angle), s = sin(angle);
    return mat2(c, s, -s, c);
}`),
  S("rotate3d", "rotation around an axis", `
mat3 rotate3d(vec3 axis, float angle) {
    vec3 a = normalize(axis);
    float c = cos(angle), s = sin(angle), k = 1.0 - c;
    return mat3(
        c + k * a.x * a.x, k * a.x * a.y + s * a.z, k * a.x * a.z - s * a.y,
        k * a.x * a.y - s * a.z, c + k * a.y * a.y, k * a.y * a.z + s * a.x,
        k * a.x * a.z + s * a.y, k * a.y * a.z - s * a.x, c + k * a.z * a.z);
}`),
  S("hash", "random number of a place", `
// Whole numbers mixed by multiplying and shifting: the same on every machine.
float hash(vec2 p) {
    uvec2 q = uvec2(ivec2(floor(p))) * uvec2(1597334673u, 3812015801u);
    uint n = (q.x ^ q.y) * 1597334673u;
    n ^= n >> 15;
    n *= 2246822519u;
    n ^= n >> 13;
    return float(n >> 8) / 16777216.0;
}`),
  S("hash3", "three random numbers of a place", `
vec3 hash3(vec3 p) {
    uvec3 q = uvec3(ivec3(floor(p))) * uvec3(1597334673u, 3812015801u, 2798796415u);
    uint n = q.x ^ q.y ^ q.z;
    uvec3 m = n * uvec3(1597334673u, 3812015801u, 2798796415u);
    m ^= m >> 15;
    m *= 2246822519u;
    m ^= m >> 13;
    return vec3(m >> 8) / 16777216.0;
}`),
  S("noise", "value noise (needs hash)", `
float noise(vec2 p) {
    vec2 cell = floor(p), f = fract(p);
    f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    float low = mix(hash(cell), hash(cell + vec2(1.0, 0.0)), f.x);
    float high = mix(hash(cell + vec2(0.0, 1.0)), hash(cell + vec2(1.0, 1.0)), f.x);
    return mix(low, high, f.y);
}`),
  S("fbm", "noise in octaves (needs noise)", `
float fbm(vec2 p) {
    float sum = 0.0, weight = 0.5;
    mat2 turn = mat2(0.8, 0.6, -0.6, 0.8);
    for (int octave = 0; octave < \${5}; octave++) {
        sum += weight * noise(p);
        p = 2.02 * turn * p;
        weight *= 0.5;
    }
    return sum;
}`),
  S("voronoi", "cells: distance and id (needs hash3)", `
// x: distance to the nearest point, y: a random number of its cell.
vec2 voronoi(vec2 p) {
    vec2 cell = floor(p), nearest = vec2(8.0, 0.0);
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            vec2 other = cell + vec2(x, y);
            vec3 random = hash3(vec3(other, 0.0));
            float d = distance(p, other + random.xy);
            if (d < nearest.x) nearest = vec2(d, random.z);
        }
    }
    return nearest;
}`),
  S("smin", "smooth minimum", `
float smin(float a, float b, float k) {
    float h = max(k - abs(a - b), 0.0) / k;
    return min(a, b) - 0.25 * h * h * k;
}`),
  S("sdSphere", "distance to a sphere", `
float sdSphere(vec3 p, float radius) {
    return length(p) - radius;
}`),
  S("sdBox", "distance to a box", `
float sdBox(vec3 p, vec3 size) {
    vec3 d = abs(p) - size;
    return length(max(d, 0.0)) + min(max(d.x, max(d.y, d.z)), 0.0);
}`),
  S("sdTorus", "distance to a torus", `
float sdTorus(vec3 p, float ring, float tube) {
    return length(vec2(length(p.xz) - ring, p.y)) - tube;
}`),
  S("sdCapsule", "distance to a capsule", `
float sdCapsule(vec3 p, vec3 a, vec3 b, float radius) {
    vec3 along = b - a;
    float t = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return distance(p, a + t * along) - radius;
}`),
  S("sdCylinder", "distance to a cylinder", `
float sdCylinder(vec3 p, float radius, float height) {
    vec2 d = vec2(length(p.xz) - radius, abs(p.y) - 0.5 * height);
    return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}`),
  S("sdSegment", "distance to a line in the plane", `
float sdSegment(vec2 p, vec2 a, vec2 b) {
    vec2 along = b - a;
    float t = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return distance(p, a + t * along);
}`),
  S("repeat", "space that repeats", `
vec3 repeat(vec3 p, vec3 period) {
    return p - period * round(p / period);
}`),
  S("raymarch", "march through a distance field (needs map)", `
// The distance along the ray to what map() says, or -1 where there is nothing.
float raymarch(vec3 origin, vec3 direction) {
    float t = 0.0;
    for (int step = 0; step < \${96}; step++) {
        float d = map(origin + t * direction);
        if (d < 0.001 * t) return t;
        t += d;
        if (t > \${40.0}) break;
    }
    return -1.0;
}`),
  S("map", "a scene of distances", `
float map(vec3 p) {
    float ground = p.y + 1.0;
    float ball = length(p) - \${1.0};
    return min(ground, ball);
}`),
  S("normal", "normal of a distance field (needs map)", `
vec3 normal(vec3 p) {
    const vec2 e = vec2(1.0, -1.0) * 0.0006;
    return normalize(e.xyy * map(p + e.xyy) + e.yyx * map(p + e.yyx) + e.yxy * map(p + e.yxy) + e.xxx * map(p + e.xxx));
}`),
  S("shadow", "soft shadow (needs map)", `
float shadow(vec3 origin, vec3 toLight, float softness) {
    float light = 1.0, t = 0.02;
    for (int step = 0; step < 32; step++) {
        float d = map(origin + t * toLight);
        light = min(light, 0.5 + 0.5 * d / (softness * t));
        if (light < 0.0 || t > 12.0) break;
        t += clamp(d, 0.01, 0.4);
    }
    light = max(light, 0.0);
    return light * light * (3.0 - 2.0 * light);
}`),
  S("camera", "direction of a ray from eye to target", `
vec3 camera(vec2 p, vec3 eye, vec3 target, float zoom) {
    vec3 forward = normalize(target - eye);
    vec3 right = normalize(cross(forward, vec3(0.0, 1.0, 0.0)));
    vec3 up = cross(right, forward);
    return normalize(p.x * right + p.y * up + zoom * forward);
}`),
  S("hsv2rgb", "colour from hue, saturation, value", `
vec3 hsv2rgb(vec3 c) {
    vec3 wheel = clamp(abs(fract(c.x + vec3(0.0, 2.0, 1.0) / 3.0) * 6.0 - 3.0) - 1.0, 0.0, 1.0);
    return c.z * mix(vec3(1.0), wheel, c.y);
}`),
  S("tonemap", "bright light into 0…1", `
vec3 tonemap(vec3 light) {
    vec3 soft = light / (1.0 + max(light.r, max(light.g, light.b)));
    return pow(soft, vec3(1.0 / 2.2));
}`),
  S("aastep", "an edge without stairs", `
float aastep(float edge, float x) {
    float width = 0.7 * length(vec2(dFdx(x), dFdy(x)));
    return smoothstep(edge - width, edge + width, x);
}`),
];
