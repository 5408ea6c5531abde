/** From the compiler's lines to places in the author's text. */
import { Text } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { diagnosticsOf, plainMessage, positionOf, spanInLine } from "./diagnostics";
import { changeTo, EditorStates } from "./editor-states";

const source = Text.of(["void mainImage(out vec4 o, in vec2 p) {", "    float a = colour + colours;", "", "    o = vec4(a);", "}"]);
const textAt = (error: { line: number; column: number; message: string }) => {
  const { from, to } = positionOf(source, error);
  return source.sliceString(from, to);
};

describe("an error", () => {
  test("without a column marks the word that it names, and only the whole word", () => {
    expect(textAt({ line: 2, column: 0, message: "'colour' : undeclared identifier" })).toBe("colour");
    expect(textAt({ line: 2, column: 0, message: "'colours' : undeclared identifier" })).toBe("colours");
    expect(textAt({ line: 2, column: 0, message: "'colou' : undeclared identifier" })).toBe("float a = colour + colours;");
  });

  test("with a column marks the word that begins there", () => {
    expect(textAt({ line: 2, column: 15, message: "" })).toBe("colour");
    expect(textAt({ line: 4, column: 7, message: "" })).toBe("=");
  });

  test("marks a sign that it names", () => {
    expect(textAt({ line: 4, column: 0, message: "'=' : cannot convert" })).toBe("=");
  });

  test("of an empty line or a line beyond the text stays inside the text", () => {
    expect(positionOf(source, { line: 3, column: 0, message: "x" })).toEqual({ from: source.line(3).from, to: source.line(3).from });
    for (const line of [0, -4, 99, Number.NaN, 2.5]) {
      const { from, to } = positionOf(source, { line, column: 999, message: "'}' : syntax error" });
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(source.length);
      expect(from).toBeLessThanOrEqual(to);
    }
    expect(positionOf(source, { line: 99, column: 0, message: "" }).from).toBe(source.line(5).from);
  });

  test("of another pass is not marked here, and one said twice is marked once", () => {
    const error = (pass: string, line: number) => ({ pass, line, column: 0, message: "'a' : redefinition" });
    const found = diagnosticsOf(source, "Image", [error("Image", 4), error("Common", 1), error("Image", 2), error("Image", 4)]);
    expect(found.map(({ from }) => source.lineAt(from).number)).toEqual([2, 4]);
    expect(found[0]?.message).toBe("a: redefinition");
  });

  test("is told without the driver's habits", () => {
    expect(plainMessage("ERROR: 0:12: 'foo' : undeclared identifier")).toBe("foo: undeclared identifier");
    expect(plainMessage("'' : missing return")).toBe("missing return");
    expect(plainMessage("  plain ")).toBe("plain");
  });

  test("in a blank line marks nothing but has a place", () => {
    expect(spanInLine("   ", { column: 0, message: "" })).toEqual({ from: 0, to: 3 });
    expect(spanInLine("", { column: 4, message: "" })).toEqual({ from: 0, to: 0 });
  });
});

describe("the editor's states", () => {
  const code = "void mainImage() {\n    a;\n}\n";

  test("change a text by the smallest single step, whatever the two texts are", () => {
    for (const next of [code, "", code + code, code.replace("a;", "b;"), "x", code.slice(0, 10), "aaaa", "aaa"]) {
      for (const before of [code, "", "aaa", "aaaaaa"]) {
        const doc = Text.of(before.split("\n"));
        const change = changeTo(doc, next) as { from: number; to: number; insert: string } | null;
        const result = change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
        expect(result).toBe(next);
      }
    }
    expect(changeTo(Text.of(code.split("\n")), code.replace("a;", "b;"))).toEqual({ from: 23, to: 24, insert: "b" });
  });

  test("give a pass back as it was left, with what was changed elsewhere on top", () => {
    const states = new EditorStates([]);
    const first = states.take("Image", code).state;
    const typed = first.update({ changes: { from: 0, insert: "// mine\n" }, selection: { anchor: 3 } }).state;
    states.keep("Image", typed, 40);
    expect(states.take("Image", `// mine\n${code}`)).toEqual({ state: typed, top: 40 });
    const changed = states.take("Image", `// mine\n${code}// theirs`);
    expect(changed.state.doc.toString()).toBe(`// mine\n${code}// theirs`);
    expect(changed.state.selection.main.anchor).toBe(3);
  });
});
