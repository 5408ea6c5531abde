/** The editor's colours: which word is what. */
import { syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { glslReading } from "./glsl";

function words(code: string): [string, string][] {
  const state = EditorState.create({ doc: code, extensions: glslReading });
  const found: [string, string][] = [];
  syntaxTree(state).iterate({ enter: (node) => void (node.name !== "Document" && found.push([state.sliceDoc(node.from, node.to), node.name])) });
  return found;
}

const kind = (code: string, word: string) => words(code).find(([text]) => text === word)?.[1];

test("types, keywords, built-in functions, uniforms and one's own functions are told apart", () => {
  const code = "const vec3 light = mix(palette(iTime), texture(iChannel0, uv).rgb, 0.5);";
  const kinds = ["const", "vec3", "mix", "palette", "iTime", "iChannel0", "light", "0.5"].map((word) => kind(code, word));
  expect(new Set(kinds).size).toBe(7);
  expect(kind(code, "iTime")).toBe(kind(code, "iChannel0"));
});

test("comments reach over lines and end where they end", () => {
  const code = "/* one\n float two */ float three; // float four";
  expect(words(code).filter(([, name]) => name.includes("comment")).map(([text]) => text)).toEqual(["/* one", " float two */", "// float four"]);
  expect(kind(code, "three")).not.toContain("comment");
});

test("numbers are whole, with exponents, suffixes and bases", () => {
  for (const number of ["1", "1.", ".5", "1.5e-3", "0xFFu", "3u", "2.0f"]) expect(kind(`x = ${number};`, number)).toBe("number");
});

test("directives are directives also behind blanks, and a # in the middle of a line is none", () => {
  expect(kind("  #define A 1", "#define")).toBe("meta");
  expect(kind("a # b", "#")).not.toBe("meta");
  expect(kind("#define A(x) x ## 1", "1")).toBe("number");
});
