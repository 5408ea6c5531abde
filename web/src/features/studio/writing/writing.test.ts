/** Help while writing: what is offered where, how a call is explained, what folds, and that snippets fit together. */
import { CompletionContext, snippet } from "@codemirror/autocomplete";
import { foldable, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import type { Pass } from "@fractafrag/runtime";
import { describe, expect, test } from "vitest";
import { soundUniforms, uniforms } from "../contract";
import { passOf } from "../editor-states";
import { builtinNames } from "../glsl-words";
import { builtins } from "../language/builtins";
import { outlineOf } from "../language/outline";
import { programOf } from "../language/program";
import { givenTo } from "../language/uniforms";
import { complete } from "./completion";
import { deskOf } from "./desk";
import { folding } from "./folding";
import { callAt, signaturesOf } from "./signature";
import { plainSnippet, snippets, snippetTemplate } from "./snippets";

const common: Pass = { name: "Common", type: "common", code: "struct Ray { vec3 from; };\nfloat shared_(float x) { return x; }\n", inputs: [] };
const pass = (code: string, type: Pass["type"] = "image"): Pass => ({ name: type === "common" ? "Common" : "Image", type, code, inputs: [] });

/** An editor's state that reads `code`, and where "|" stood in it. */
function desk(code: string, type: Pass["type"] = "image"): { state: EditorState; at: number } {
  const at = code.indexOf("|");
  const text = code.replace("|", "");
  const passes = type === "common" ? [pass(text, type)] : [common, pass(text, type)];
  const own = { passes: () => passes, open: () => undefined, valued: () => false, rename: () => undefined };
  return { at, state: EditorState.create({ doc: text, extensions: [passOf.of(type === "common" ? "Common" : "Image"), deskOf.of(own), folding] }) };
}

function offered(code: string, explicit = false, type: Pass["type"] = "image"): string[] {
  const { state, at } = desk(code, type);
  return complete(new CompletionContext(state, at, explicit))?.options.map(({ label }) => label) ?? [];
}

describe("offered are", () => {
  test("locals, one's own functions, those of Common, uniforms, the language and snippets", () => {
    const labels = offered("float own(float x) { return x; }\nvoid f(vec2 place) { float near = 1.0; vec2 q = p| }");
    expect(labels).toEqual(expect.arrayContaining(["own", "place", "near", "shared_", "Ray", "iTime", "iChannel0", "smoothstep", "texelFetch", "vec3", "palette", "return"]));
    expect(labels.filter((label) => label === "near")).toHaveLength(1);
  });

  test("the uniforms of this kind of pass", () => {
    expect(offered("void f() { i|", false, "sound")).toContain("iSampleOffset");
    expect(offered("void f() { i|", false, "sound")).not.toContain("iTime");
    expect(offered("void f() { i|", false, "buffer")).not.toContain("iCh0");
    expect(offered("void f() { i|")).toContain("iCh0");
  });

  test("parts of vectors and fields behind a dot, and nothing else there", () => {
    expect(offered("void f() { vec3 c = iResolution.|")).toEqual(expect.arrayContaining(["x", "xy", "xyz", "rgb"]));
    expect(offered("void f() { Ray r; r.|")).toEqual(["from"]);
    expect(offered("void f() { float a = 1.|")).toEqual([]);
    expect(offered("void f() { float a; a.|")).toEqual([]);
  });

  test("directives after #, and controls in the comment of a uniform", () => {
    expect(offered("#d|")).toEqual(expect.arrayContaining(["define", "ifdef"]));
    expect(offered("#d|")).not.toContain("distance");
    expect(offered("#define A |", true)).toContain("distance");
    expect(offered("uniform float a; // @|")).toContain("@range");
  });

  test("nothing in comments, in numbers, and where a new name is written", () => {
    for (const code of ["// a wor|", "/* wor|", "float a = 1e|", "float na|", "void mainI|"]) expect(offered(code), code).toEqual([]);
  });
});

test("what is highlighted as built in and as a uniform has a meaning", () => {
  expect(builtins.map(({ name }) => name)).toEqual(builtinNames);
  for (const { name, signatures, meaning } of builtins) {
    expect(meaning.length, name).toBeGreaterThan(10);
    for (const one of signatures) expect(one).toMatch(new RegExp(`^\\w+ ${name}\\(.+\\)$`));
  }
  for (const { name } of uniforms) expect(givenTo(pass("")).find((one) => one.name === name)?.meaning, name).toBeTruthy();
  for (const { name } of soundUniforms) expect(givenTo(pass("", "sound")).find((one) => one.name === name)?.meaning, name).toBeTruthy();
});

describe("a call", () => {
  const call = (code: string) => {
    const { state, at } = desk(code);
    const program = programOf([common, pass(state.doc.toString())], "Image");
    const found = program && callAt(program, at);
    return program && found ? { ...found, signatures: signaturesOf(program, found.name, found.open) } : null;
  };

  test("is the innermost one, with the argument that is being written", () => {
    expect(call("void f() { x = mix(vec3(1, 2, 3), max(a, |")).toMatchObject({ name: "max", argument: 1 });
    expect(call("void f() { x = mix(vec3(1, 2, 3), q[1], |")).toMatchObject({ name: "mix", argument: 2 });
    expect(call("void f() { x = mix(a, b); |")).toBeNull();
    expect(call("void f() { if (|")).toBeNull();
  });

  test("is explained by its overloads, one's own before those of the language", () => {
    expect(call("float f(float a) { return a; } float f(vec2 a, float b) { return b; } void g() { f(|")?.signatures.map((one) => one.arguments)).toEqual([["float a"], ["vec2 a", "float b"]]);
    expect(call("void f() { shared_(|")?.signatures[0]?.head).toBe("float shared_(");
    expect(call("void f() { Ray(|")?.signatures[0]?.arguments).toEqual(["vec3 from"]);
    expect(call("void f() { clamp(|")?.signatures).toHaveLength(3);
  });
});

test("bodies, comments and branches of #if fold", () => {
  const code = "void f() {\n  a;\n}\n/* one\n two */\n#if A\nb;\n#ifdef C\n#endif\n#else\nd;\n#endif\nvoid g() { }";
  const { state } = desk(code);
  const fold = (line: number) => {
    const { from, to } = state.doc.line(line);
    const span = foldable(state, from, to);
    return span && state.sliceDoc(span.from, span.to);
  };
  expect(fold(1)).toBe("\n  a;\n");
  expect(fold(4)).toBe("\n two */");
  expect(fold(6)).toBe("\nb;\n#ifdef C\n#endif");
  expect(fold(10)).toBe("\nd;");
  expect(fold(13)).toBeNull();
});

test("snippets are told apart, are balanced, and declare what they are called", () => {
  expect(new Set(snippets.map(({ name }) => name)).size).toBe(snippets.length);
  for (const { name, code } of snippets) {
    const plain = plainSnippet(code);
    const outline = outlineOf(plain);
    const brackets = outline.read.filter(({ text }) => "()[]{}".includes(text)).length;
    expect(outline.partners.size, name).toBe(brackets);
    if (/^\w+ \w+\(/m.test(plain)) expect(outline.declared.some((one) => one.kind === "function" && one.name === name), name).toBe(true);
  }
});

test("snippets are written as they read, numbers in their places too", () => {
  for (const { name, code } of snippets) {
    let state = EditorState.create({ extensions: indentUnit.of("    ") });
    snippet(snippetTemplate(code))({ state, dispatch: (transaction) => void (state = transaction.state) }, null, 0, 0);
    expect(state.doc.toString(), name).toBe(plainSnippet(code));
  }
});
