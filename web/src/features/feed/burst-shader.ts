// The burst of a like: the mark's fragments fly apart in the colours of glass around a triangle that rises. Black is nothing: it is added to the picture as light.
import type { Pass } from "@fractafrag/runtime";

/** How long it takes, in seconds. */
export const BURST_S = 0.9;

const code = `const int COUNT = 26;
const float LIFE = ${BURST_S.toFixed(2)};

float hash(float n)
{
    return fract(sin(n * 127.1) * 43758.5453);
}

// Distance to a triangle that points up, of inscribed radius r.
float triangle(vec2 p, float r)
{
    return max(max(dot(p, vec2(0.866025, 0.5)), dot(p, vec2(-0.866025, 0.5))), -p.y) - r;
}

vec3 glass(float phase)
{
    return 0.62 + 0.38 * cos(6.28318 * (vec3(0.0, 0.33, 0.62) + phase));
}

void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    float size = min(iResolution.x, iResolution.y);
    vec2 p = (2.0 * fragCoord - iResolution.xy) / size;
    float pixel = 3.0 / size;
    float t = clamp(iTime / LIFE, 0.0, 1.0);
    float left = 1.0 - t;
    float way = 1.0 - left * left * left;
    // The second in which it began: no two are alike.
    float seed = mod(floor(iDate.w - iTime), 977.0);
    vec3 light = vec3(0.0);

    // A flash, and a ring that runs ahead of the fragments.
    float d = length(p);
    light += vec3(1.0, 0.97, 0.92) * exp(-26.0 * d * d) * pow(left, 5.0);
    float ring = abs(d - 0.9 * way) / (0.012 + 0.07 * t);
    light += glass(atan(p.y, p.x) / 6.28318 + 0.3 * t) * 0.55 * exp(-ring * ring) * left * left;

    for (int i = 0; i < COUNT; i++)
    {
        float n = float(i) + seed;
        float angle = 6.28318 * (float(i) + 0.9 * hash(n)) / float(COUNT);
        float speed = 0.30 + 0.60 * hash(n + 31.0);
        vec2 centre = speed * way * vec2(cos(angle), sin(angle)) - vec2(0.0, 0.16 * t * t);
        float turn = (hash(n + 57.0) - 0.5) * 9.0 * way + angle;
        vec2 q = p - centre;
        q = mat2(cos(turn), -sin(turn), sin(turn), cos(turn)) * q;
        float r = (0.016 + 0.034 * hash(n + 83.0)) * smoothstep(0.0, 0.08, t) * left;
        float edge = triangle(q, r);
        vec3 tint = glass(hash(n + 7.0) + 0.4 * t);
        light += tint * smoothstep(pixel, -pixel, edge);
        light += tint * 0.22 * left * exp(-34.0 * max(edge, 0.0));
    }

    // The vote itself rises and goes out.
    vec2 up = p - vec2(0.0, 0.02 + 0.24 * t * t);
    float grown = smoothstep(0.0, 0.16, t) * (1.0 + 0.25 * exp(-60.0 * (t - 0.16) * (t - 0.16)));
    float body = triangle(up + vec2(0.0, 0.03), 0.085 * grown);
    float shine = smoothstep(1.0, 0.55, t);
    light += vec3(0.96) * smoothstep(pixel, -pixel, body) * shine;
    light += vec3(0.9, 0.95, 1.0) * 0.28 * exp(-11.0 * max(body, 0.0)) * shine * left;

    light *= smoothstep(1.0, 0.8, d);
    fragColor = vec4(min(light, vec3(1.0)), 1.0);
}
`;

export const burstPasses: readonly Pass[] = [{ type: "image", name: "Image", code, inputs: [] }];
