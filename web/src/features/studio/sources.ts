/** The sources that new passes start with: small, alive, and worth changing. */

export const newImageSource = `// A first light. Change a number and watch.

vec3 palette(float t) {
    return 0.5 + 0.5 * cos(6.2832 * (vec3(0.10, 0.32, 0.52) + t));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 p = (2.0 * fragCoord - iResolution.xy) / iResolution.y;
    vec2 q = p;
    vec3 color = vec3(0.0);

    // Fold the plane over itself, and let every fold shine a little.
    for (int i = 0; i < 6; i++) {
        float n = float(i);
        q += 0.42 * sin(1.7 * q.yx + 0.35 * iTime + vec2(0.0, 1.6) + n);
        float silk = abs(sin(2.2 * q.x - q.y + 0.2 * iTime));
        color += palette(0.06 * n + 0.16 * length(q)) * 0.018 / (silk + 0.035);
    }

    color *= exp(-0.55 * dot(p, p));
    fragColor = vec4(1.0 - exp(-1.6 * color), 1.0);
}
`;

export const newBufferSource = `// What this pass draws can be read by the others, and by itself one frame later.

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = fragCoord / iResolution.xy;
    fragColor = vec4(uv, 0.5 + 0.5 * sin(iTime), 1.0);
}
`;

export const newCommonSource = `// What stands here is put before every other pass.

#define PI 3.14159265359

mat2 rotate(float a) {
    return mat2(cos(a), -sin(a), sin(a), cos(a));
}
`;

export const newCubeSource = `// The six faces of a room, one pixel at a time: a channel of another pass reads them as a cubemap.

void mainCubemap(out vec4 fragColor, in vec2 fragCoord, in vec3 rayOri, in vec3 rayDir) {
    fragColor = vec4(0.5 + 0.5 * rayDir, 1.0);
}
`;

export const newSoundSource = `// Two channels of sound, -1 to 1; time is in seconds from the start.

vec2 mainSound(int samp, float time) {
    float note = 220.0 * exp2(floor(mod(time * 2.0, 4.0)) / 4.0);
    float fade = exp(-4.0 * fract(time * 2.0));
    return vec2(0.25 * fade * sin(6.2831853 * note * time));
}
`;
