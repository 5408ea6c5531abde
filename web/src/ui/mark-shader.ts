// The mark as a living shader: its fragments drift, turn and catch the light, and come to rest as the drawing.
import type { Pass } from "@fractafrag/runtime";
import { MARK_LIFT, MARK_VIEW, markPieces } from "./mark-pieces";

/** The part of the canvas that the resting mark fills; the rest is for what comes loose and for the glow. */
export const MARK_SHARE = 0.68;

const float = (value: number) => value.toFixed(4);

const code = `const int COUNT = ${markPieces.length};
// Centre, inscribed radius, turn.
const vec4 PIECES[COUNT] = vec4[COUNT](
${markPieces.map(({ x, y, inradius, turn }) => `    vec4(${[x, y, inradius, turn].map(float).join(", ")})`).join(",\n")}
);
const float LIGHTS[COUNT] = float[COUNT](${markPieces.map(({ light }) => float(light)).join(", ")});

float triangle(vec2 p, float r)
{
    return max(max(dot(p, vec2(0.866025, 0.5)), dot(p, vec2(-0.866025, 0.5))), -p.y) - r;
}

void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    float size = min(iResolution.x, iResolution.y);
    vec2 p = (2.0 * fragCoord - iResolution.xy) / size * ${float(MARK_VIEW / MARK_SHARE)};
    p.y += ${float(MARK_LIFT)};
    float pixel = 2.0 * ${float(MARK_VIEW / MARK_SHARE)} / size;
    float wake = smoothstep(0.0, 1.5, iTime);
    vec3 light = vec3(0.0);

    for (int i = 0; i < COUNT; i++)
    {
        vec4 piece = PIECES[i];
        float phase = float(i) * 1.7;
        float loose = 0.35 + 0.65 * smoothstep(-0.4, 0.9, piece.x - piece.y * 0.4);
        float beat = sin(iTime * 0.9 - phase * 0.6);
        vec2 away = normalize(piece.xy + vec2(0.02, 0.05));
        vec2 centre = piece.xy + wake * loose * (0.10 * (0.5 + 0.5 * beat) * away + 0.03 * vec2(sin(iTime * 1.1 + phase), cos(iTime * 0.8 + phase * 2.0)));
        float turn = piece.w + wake * loose * 0.35 * sin(iTime * 0.7 + phase);
        vec2 q = p - centre;
        q = mat2(cos(turn), -sin(turn), sin(turn), cos(turn)) * q;
        float d = triangle(q, piece.z);

        vec3 hue = 0.5 + 0.5 * cos(6.28318 * (vec3(0.0, 0.33, 0.62) + iTime * 0.06 + float(i) * 0.09 + 0.25 * q.x - 0.2 * q.y));
        vec3 tint = mix(vec3(0.9), mix(vec3(1.0), hue, 0.75), wake);
        float face = LIGHTS[i] * (1.0 + wake * 0.35 * sin(iTime * 1.6 + phase));
        light += tint * face * smoothstep(pixel, -pixel, d);
        light += wake * tint * face * 0.10 * exp(-6.0 * max(d, 0.0)) * smoothstep(-pixel, pixel, d);
    }

    // The glow ends before the edge, so that no square shows.
    light *= smoothstep(1.0, 0.72, length(2.0 * fragCoord - iResolution.xy) / size);
    fragColor = vec4(light, 1.0);
}
`;

export const markPasses: readonly Pass[] = [{ type: "image", name: "Image", code, inputs: [] }];
