// Contact sheets and the cost of a validation, through the HTTP door and looked at in a browser; and the sheet's geometry.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cellFor, figures, GAP, gridFor, labelOf } from "../src/page/grid.js";
import type { SheetAnswer, SheetSuccess, ValidateAnswer } from "../src/protocol.js";
import { Decoder } from "./decoded.js";
import { image, main, type Problem, Running, small, teal } from "./running.js";

let renderer: Running;
let decoder: Decoder;

beforeAll(async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  decoder = await Decoder.open(renderer.chromiumPath);
});

afterAll(async () => {
  await decoder?.close();
  await renderer?.stop();
});

async function sheet(passes: unknown[], wish: object = {}): Promise<SheetSuccess> {
  const { body } = await renderer.post<SheetAnswer>("/sheet", { passes, times: [0, 1, 2, 3], width: 160, height: 90, ...wish });
  if (!body.ok) throw new Error(`${body.reason}: ${body.message}`);
  return body;
}

const cost = async (passes: unknown[]): Promise<ValidateAnswer & { ms: number }> => {
  const { body, ms } = await renderer.post<ValidateAnswer>("/validate", { passes, cost: true });
  return { ...body, ms };
};

const endless = main("fragColor = vec4(0.0); for (int i = 0; i < 1000000000; i++) fragColor += sin(float(i) * fragCoord.x);");
const sampler = { filter: "nearest", wrap: "clamp", vflip: false, srgb: false };
const fromA = [{ channel: 0, type: "buffer", source: "Buffer A", sampler }];
/** A buffer that counts its frames in red, a 128th each. */
const counting = (extra = ""): unknown[] => [
  { type: "buffer", name: "Buffer A", code: `void mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(p), 0) + vec4(1.0 / 128.0, 0.0, 0.0, 0.0); if (iFrame == 0) c = vec4(0.0); ${extra} }`, inputs: fromA },
  ...image("void mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(p), 0); }", fromA),
];

describe("a contact sheet", () => {
  test("shows each moment in its cell, row by row, with gaps between and the time in the corner", async () => {
    const { sheet: made, cells, renderer: by } = await sheet(main("fragColor = vec4(iTime / 4.0, 0.25, 1.0 - iTime / 4.0, 1.0);"), { type: "image/png" });
    expect(made).toMatchObject({ type: "image/png", columns: 2, rows: 2, width: 320 + GAP, height: 180 + GAP });
    expect(cells.map(({ time }) => time)).toEqual([0, 1, 2, 3]);
    const picture = await decoder.picture(made.type, made.data);
    expect([picture.width, picture.height]).toEqual([made.width, made.height]);
    const reds = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]].map(([x, y]) => picture.at(x!, y!)[0]!);
    for (const [index, red] of reds.entries()) expect(Math.abs(red - (index * 255) / 4)).toBeLessThan(2);
    expect(picture.at(0.5, 0.5)).toEqual([10, 11, 15, 255]);
    // "0s": the first dot of the figure is white, the plate around it dark.
    expect(picture.at(5 / made.width, 5 / made.height)).toEqual([255, 255, 255, 255]);
    expect(picture.at(2 / made.width, 2 / made.height)[2]).toBeLessThan(110);
    expect(by).toMatch(/SwiftShader|ANGLE/);
  });

  test("is a small WebP unless something else is asked for", async () => {
    const passes = main("vec2 uv = fragCoord / iResolution.xy; fragColor = vec4(0.5 + 0.5 * cos(iTime + uv.xyx * 6.0), 1.0);");
    const webp = (await sheet(passes, { width: 320, height: 180 })).sheet;
    expect(webp.type).toBe("image/webp");
    expect(webp.data.length).toBeLessThan(40_000);
    const jpeg = (await sheet(passes, { type: "image/jpeg", quality: 0.5 })).sheet;
    expect(Buffer.from(jpeg.data, "base64").subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect((await decoder.picture(jpeg.type, jpeg.data)).width).toBe(jpeg.width);
  });

  test("tells light, contrast, motion and NaN of every cell and of all", async () => {
    const dark = await sheet(main("fragColor = vec4(vec3(iTime < 0.5 ? 0.0 : 0.6), 1.0);"), { times: [0, 1] });
    expect(dark.cells.map(({ mean_luma }) => mean_luma)).toEqual([0, expect.closeTo(0.6, 2)]);
    expect(dark.facts).toMatchObject({ blank: true, static: false, nan_fraction: 0, note: null, tier: "light" });
    expect(dark.facts.motion).toBeCloseTo(0.6, 2);
    expect(dark.facts.mean_luma).toBeCloseTo(0.3, 2);
    const still = await sheet(main("fragColor = vec4(vec3(fragCoord.x / iResolution.x), 1.0);"));
    expect(still.facts).toMatchObject({ blank: false, static: true, motion: 0 });
    const nan = await sheet(main("fragColor = vec4(vec3(fragCoord.x < iResolution.x / 4.0 && iTime > 0.5 ? sqrt(-1.0 - iTime) : 0.5), 1.0);"), { times: [0, 1] });
    expect(nan.cells.map((cell) => cell.nan)).toEqual([false, true]);
    expect(nan.facts.nan_fraction).toBeCloseTo(0.125, 2);
  });

  test("of one moment alone tells motion too, and of moments of a whole period that it is not static", async () => {
    const passes = main("fragColor = vec4(vec3(fract(fragCoord.x / iResolution.x + iTime)), 1.0);");
    expect((await sheet(passes, { times: [2] })).facts.motion).toBeGreaterThan(0.05);
    expect((await sheet(passes, { times: [1, 2, 3] })).facts).toMatchObject({ static: false, motion: 0 });
  });

  test("of a work with buffers comes from frame 0 on, in whatever order the moments are asked for", async () => {
    const { cells } = await sheet(counting(), { times: [2, 0, 1] });
    expect(cells.map(({ time }) => time)).toEqual([2, 0, 1]);
    const red = (frame: number): unknown => expect.closeTo((0.2126 * frame) / 128, 2) as unknown;
    expect(cells.map(({ mean_luma }) => mean_luma)).toEqual([red(60), 0, red(30)]);
  });

  test("of a work with buffers whose last moment is too far ends where time does, and says so", async () => {
    const slow = counting("for (int i = 0; i < 400; i++) c.g += sin(float(i) * p.x) * 1e-9;");
    const began = performance.now();
    const { cells, facts } = await sheet(slow, { times: [0, 600], deadline_ms: 3000 });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(cells).toHaveLength(2);
    expect(cells[1]!.time).toBeLessThan(600);
    expect(facts.note).toContain("time was short");
  });

  test("never becomes longer than 1600 pixels", async () => {
    const { sheet: made, facts } = await sheet(teal, { times: [0, 1, 2, 3, 4, 5, 6, 7, 8], width: 640, height: 640 });
    expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(1600);
    expect(facts.note).toContain("instead of 640×640");
  });

  test("is the same again, whatever was drawn between", async () => {
    const passes = main("fragColor = vec4(0.5 + 0.5 * cos(iTime + fragCoord.xyx * 0.1), 1.0);");
    const first = await sheet(passes);
    await renderer.drawn({ passes: counting(), poster: small });
    const second = await sheet(passes);
    expect(second.sheet).toEqual(first.sheet);
    expect(second.cells).toEqual(first.cells);
  });
});

describe("a contact sheet is refused", () => {
  const ask = (passes: unknown[]): Promise<{ body: SheetAnswer; ms: number }> => renderer.post<SheetAnswer>("/sheet", { passes, times: [0, 1], width: 160, height: 90 });

  test("for a shader that does not compile, with its lines", async () => {
    const { body } = await ask(main("fragColor = vec4(1.0);\nfragColor.x = undefined_name;"));
    expect(body).toMatchObject({ ok: false, reason: "compile", errors: [{ pass: "Image", line: 3 }] });
  });

  test("for a shader that never ends, in time, and the next is drawn", async () => {
    const { body, ms } = await ask(endless);
    expect(body).toMatchObject({ ok: false, reason: "deadline" });
    expect(ms).toBeLessThan(15_000);
    expect((await sheet(teal)).facts.mean_luma).toBeCloseTo(0.41, 1);
  });

  test("for source beyond the limits", async () => {
    expect((await ask([])).body).toMatchObject({ status: 400 });
    expect((await ask([{ type: "common", code: "" }])).body).toMatchObject({ ok: false, reason: "limits" });
  });

  test.each([
    ["no time", { times: [] }],
    ["ten times", { times: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    ["a time before the beginning", { times: [-1] }],
    ["a time that is none", { times: ["now"] }],
    ["a cell as wide as a house", { width: 641 }],
    ["a cell that is a line", { height: 2 }],
    ["a type that nobody reads", { type: "image/svg+xml" }],
    ["an hour to draw it", { deadline_ms: 3_600_000 }],
  ])("as malformed with %s", async (_name, wish) => {
    const { status, headers } = await renderer.post<Problem>("/sheet", { passes: teal, times: [0], width: 160, height: 90, ...wish });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toContain("problem+json");
  });
});

describe("a validation with cost", () => {
  test("tells what a frame costs", async () => {
    expect((await cost(teal)).cost).toMatchObject({ tier: "light", finished: true });
    const heavy = await cost(main("float a = 0.0; for (int i = 0; i < 15000; i++) a += sin(float(i) * 0.01 + fragCoord.x * 0.1 + iTime); fragColor = vec4(a * 0.01 + 0.5);"));
    expect(heavy).toMatchObject({ ok: true, cost: { tier: "extreme", finished: true } });
    expect(heavy.ms).toBeLessThan(5_000);
  });

  test("is null where it was not asked for and where nothing compiles", async () => {
    expect((await renderer.post<ValidateAnswer>("/validate", { passes: teal })).body.cost).toBeNull();
    expect(await cost(main("x"))).toMatchObject({ ok: false, cost: null });
  });

  test("of a shader that never ends says that it compiles, and that not even a small picture was finished", async () => {
    const { ok, errors, cost: found, ms } = await cost(endless);
    expect({ ok, errors }).toEqual({ ok: true, errors: [] });
    expect(found).toMatchObject({ tier: "extreme", finished: false });
    expect(found!.frame_ms).toBeGreaterThan(1_000);
    expect(ms).toBeLessThan(12_000);
    expect((await cost(teal)).cost).toMatchObject({ finished: true });
  });
});

describe("the grid", () => {
  test.each([[1, 1, 1], [2, 2, 1], [3, 2, 2], [4, 2, 2], [5, 3, 2], [6, 3, 2], [7, 3, 3], [8, 3, 3], [9, 3, 3]])("for %i cells of 16:9 has %i columns and %i rows", (count, columns, rows) => {
    expect(gridFor(count, 320, 180)).toEqual({ columns, rows });
  });

  test("has room for every cell, whatever their shape, within 1600 pixels", () => {
    for (const [width, height] of [[640, 36], [64, 640], [640, 640], [320, 180]] as const)
      for (let count = 1; count <= 9; count++) {
        const grid = gridFor(count, width, height);
        const [wide, high] = cellFor(grid, width, height);
        expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
        expect(grid.columns * (grid.rows - 1)).toBeLessThan(count);
        expect(grid.columns * wide + (grid.columns - 1) * GAP).toBeLessThanOrEqual(1600);
        expect(grid.rows * high + (grid.rows - 1) * GAP).toBeLessThanOrEqual(1600);
      }
  });

  test("labels are short, and every figure of theirs is drawn", () => {
    expect([0, 1.25, 12.5, 4 / 3].map(labelOf)).toEqual(["0s", "1.25s", "12.5s", "1.33s"]);
    for (const figure of "0123456789.s") expect(figures(figure).dots.length).toBeGreaterThan(0);
    expect(figures("10s")).toMatchObject({ width: 11, height: 5 });
  });
});
