// Works of a few kinds that nobody would confuse: cheap to draw, unlike each other in words, code and look, alike among themselves.

export interface Sketch {
  title: string;
  tags: string[];
  code: string;
}

export const KINDS = ["tunnel", "plasma", "grid"] as const;
export type Kind = (typeof KINDS)[number];

const number = (value: number): string => value.toFixed(3);

const MADE: Record<Kind, (n: number) => Sketch> = {
  tunnel: (n) => ({
    title: `Blue tunnel ${n + 1}`,
    tags: ["tunnel", "3d", "blue"],
    code: `// A tunnel: depth from the distance to the middle, walls in blue.
void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    vec2 p = (2.0 * fragCoord - iResolution.xy) / iResolution.y;
    float depth = ${number(0.6 + 0.05 * n)} / max(length(p), 0.02);
    float angle = atan(p.y, p.x);
    float wall = 0.5 + 0.5 * sin(depth * ${number(4 + n * 0.3)} + iTime * 3.0) * cos(angle * ${(3 + (n % 4)).toFixed(1)});
    fragColor = vec4(vec3(0.05, 0.2, 0.9) * wall * exp(-0.12 * depth), 1.0);
}
`,
  }),
  plasma: (n) => ({
    title: `Warm plasma ${n + 1}`,
    tags: ["plasma", "warm", "2d"],
    code: `// Plasma: sums of slow sines in red, orange and yellow.
void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    vec2 q = fragCoord / iResolution.xy * ${number(5 + n * 0.4)};
    float heat = sin(q.x + iTime) + sin(q.y * 1.3 - iTime * 0.7) + sin((q.x + q.y) * 0.8 + iTime * 0.5) + sin(length(q - ${number(2 + n * 0.1)}));
    fragColor = vec4(1.0, 0.55 + 0.12 * heat, 0.15 + 0.05 * heat, 1.0);
}
`,
  }),
  grid: (n) => ({
    title: `Paper grid ${n + 1}`,
    tags: ["grid", "minimal", "monochrome"],
    code: `// White paper with thin black lines that slide.
void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    vec2 cell = abs(fract(fragCoord / ${number(26 + n * 3)} + vec2(iTime * 0.2, 0.0)) - 0.5);
    float line = step(${number(0.44 - n * 0.004)}, max(cell.x, cell.y));
    fragColor = vec4(vec3(0.94 - 0.9 * line), 1.0);
}
`,
  }),
};

export const sketch = (kind: Kind, n: number): Sketch => MADE[kind](n);

/** The kind that a title tells of; null for works of others. */
export const kindOf = (title: string): Kind | null => KINDS.find((kind) => title.toLowerCase().includes(kind)) ?? null;
