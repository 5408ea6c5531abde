// What strangers send: broken shaders, endless ones, malformed bodies; each gets a clear answer and harms nobody after it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ValidateAnswer } from "../src/protocol.js";
import { image, main, type Problem, Running, small, teal } from "./running.js";

let renderer: Running;

beforeAll(async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
});

afterAll(async () => {
  await renderer?.stop();
});

async function expectNextIsGood(): Promise<void> {
  const { facts } = await renderer.drawn({ passes: teal, poster: small });
  expect(facts.mean_luma).toBeCloseTo(0.7152 * 0.5 + 0.0722 * 0.75, 1);
}

describe("a shader that does not compile", () => {
  const common = { type: "common", name: "Common", code: "float half_of(float x) {\n  return x * nothing;\n}", inputs: [] };

  test("is told by pass and line, from both doors", async () => {
    const passes = main("fragColor = vec4(1.0);\nfragColor.x = undefined_name;");
    const { body } = await renderer.post<ValidateAnswer>("/validate", { passes });
    expect(body).toMatchObject({ ok: false, errors: [{ pass: "Image", line: 3, message: expect.stringContaining("undefined_name") as string }] });
    expect(await renderer.failed({ passes, poster: small })).toMatchObject({ reason: "compile", errors: [{ pass: "Image", line: 3 }] });
  });

  test("has its errors of Common told against Common", async () => {
    const { errors } = await renderer.failed({ passes: [common, ...teal], poster: small });
    expect(errors).toMatchObject([{ pass: "Common", line: 2 }]);
  });

  test("does not keep the next from being drawn", expectNextIsGood);
});

test("a good shader validates", async () => {
  const { body } = await renderer.post<ValidateAnswer>("/validate", { passes: teal });
  expect(body).toMatchObject({ ok: true, errors: [] });
});

describe("a shader that never returns", () => {
  test.each([
    ["a loop to a thousand million", "for (int i = 0; i < 1000000000; i++) fragColor += sin(float(i) * fragCoord.x);", ["deadline"]],
    ["a loop whose end never comes", "int i = 0; for (;;) { i = (i + 1) & 1023; if (i > 2000) break; fragColor.x += sin(float(i)); }", ["deadline"]],
    ["an endless loop that the compiler sees", "for (;;);", ["deadline", "compile"]],
  ])("%s is ended within the deadline, and the next is drawn right", async (_name, body, reasons) => {
    const answer = await renderer.render({ passes: main(`fragColor = vec4(0.0); ${body}`), poster: small, film: { width: 480, height: 270, seconds: 3, fps: 30 } });
    expect(answer.ms).toBeLessThan(15_000);
    expect(answer.body.ok).toBe(false);
    if (!answer.body.ok) expect(reasons).toContain(answer.body.reason);
    await expectNextIsGood();
  });
});

describe("source that imitates something else", () => {
  test.each([
    ["HTML and script", "// </script><script>fetch('https://example.com')</script>"],
    ["the ends of strings and templates", "// `${process.exit(1)}` '); process.exit(1); (' \\u2028 \\ end"],
    ["the markers of a file of the library", "// == Image\n// iChannel0: buffer Buffer A"],
    ["line directives and versions", "// #version 100\n#line 4000"],
    ["astral characters and separators", "// \u{1F600} \u2028 \u2029 \u202e"],
  ])("%s stays a comment", async (_name, comment) => {
    const { facts } = await renderer.drawn({ passes: image(`${comment}\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(0.0, 0.5, 0.75, 1.0); }`), poster: small });
    expect(facts.mean_luma).toBeCloseTo(0.41, 1);
  });
});

describe("source beyond the limits is refused before any browser", () => {
  const code = "void mainImage(out vec4 c, in vec2 p) { c = vec4(1.0); }";
  test.each([
    ["a pass of more than 64 KiB", [...image(`${code}\n//${"x".repeat(65_536)}`)]],
    ["no Image pass", [{ type: "buffer", name: "Buffer A", code, inputs: [] }]],
    ["a buffer without a place", [{ type: "buffer", name: "Buffer Z", code, inputs: [] }, ...teal]],
    ["a macro bomb", image(`#define A0 1.0+1.0\n${Array.from({ length: 40 }, (_, at) => `#define A${at + 1} A${at}+A${at}`).join("\n")}\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(A40); }`)],
    ["macros that name each other in a ring", image(`${Array.from({ length: 30 }, (_, at) => `#define R${at} R${(at + 1) % 30} R${(at + 1) % 30} R${(at + 7) % 30}`).join("\n")}\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(R0); }`)],
    ["a tower of calls", image(`float f0(float x) { return sin(x); }\n${Array.from({ length: 40 }, (_, at) => `float f${at + 1}(float x) { return f${at}(x) + f${at}(x + 1.0); }`).join("\n")}\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(f40(p.x)); }`)],
    ["brackets a thousand deep", main(`fragColor = vec4(${"(".repeat(1000)}1.0${")".repeat(1000)});`)],
  ])("%s", async (_name, passes) => {
    const answer = await renderer.render({ passes, poster: small });
    expect(answer.body).toMatchObject({ ok: false, reason: "limits" });
    if (!answer.body.ok) expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(answer.ms).toBeLessThan(2_000);
    const validated = await renderer.post<ValidateAnswer>("/validate", { passes });
    expect(validated.body.ok).toBe(false);
  });
});

describe("a malformed request", () => {
  const expectProblem = (answer: { status: number; headers: Headers; body: Problem }, status: number): void => {
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body).toMatchObject({ status, title: expect.any(String) as string, detail: expect.any(String) as string });
  };

  test.each([
    ["no body", ""],
    ["not JSON", "{passes"],
    ["not an object", "[]"],
    ["no passes", "{}"],
    ["an unknown pass", JSON.stringify({ passes: [{ type: "vertex", code: "" }], poster: small })],
    ["neither poster nor film", JSON.stringify({ passes: teal })],
    ["a picture as large as a house", JSON.stringify({ passes: teal, poster: { width: 1e6, height: 1e6 } })],
    ["a film of an hour", JSON.stringify({ passes: teal, film: { seconds: 3600 } })],
    ["half of a surrogate pair", '{"passes":[{"type":"image","code":"\\ud800"}],"poster":{"width":64,"height":36}}'],
  ])("with %s is a 400", async (_name, body) => {
    expectProblem(await renderer.send<Problem>("/render", body), 400);
  });

  test("tells the field", async () => {
    const { body } = await renderer.post<Problem>("/render", { passes: [{ type: "vertex", code: "" }], poster: small });
    expect(body.errors?.map(({ field }) => field)).toContain("passes.0.type");
  });

  test("in invalid UTF-8 is a 400", async () => {
    const bytes = Buffer.concat([Buffer.from('{"passes":[{"type":"image","code":"'), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('"}]}')]);
    const answer = await renderer.send<Problem>("/validate", bytes);
    expectProblem(answer, 400);
    expect(answer.body.detail).toContain("UTF-8");
  });

  test("of 2 MB is a 413 where no pictures can come with it, of 26 MB everywhere", async () => {
    const body = (bytes: number): string => `{"passes":"${"x".repeat(bytes)}"}`;
    expectProblem(await renderer.send<Problem>("/validate", body(2_000_000)), 413);
    expectProblem(await renderer.send<Problem>("/render", body(26_000_000)), 413);
  });

  test("at an unknown place or by a wrong method is a 404 or a 405", async () => {
    expectProblem(await renderer.post<Problem>("/nothing", {}), 404);
    expectProblem(await renderer.post<Problem>("/health", {}), 405);
  });

  test("does not keep the next from being drawn", expectNextIsGood);
});
