/** The reader of JSON that the element takes: both dialects of Shadertoy and our own. */
import { expect, test } from "vitest";
import { sourceOfFile } from "../element/media";
import { passesOf, valuesOf } from "../element/work";

const api = {
  Shader: {
    ver: "0.1",
    renderpass: [
      { type: "image", name: "Image", code: "i", inputs: [{ channel: 1, ctype: "buffer", id: 258, src: "/media/previz/buffer01.png" }, { channel: 0, ctype: "keyboard", id: 33, src: "/presets/tex00.jpg" }], outputs: [{ id: 37, channel: 0 }] },
      { type: "buffer", name: "Buf A", code: "a", inputs: [], outputs: [{ id: 258, channel: 0 }] },
      { type: "common", name: "", code: "c", inputs: [], outputs: [] },
    ],
  },
};

test("the API's dialect: a buffer is what its output says, whatever its name", () => {
  const passes = passesOf(api);
  expect(passes.map(({ type, name }) => `${type} ${name}`.trim())).toEqual(["image", "buffer Buffer B", "common"]);
  expect(passes[0]?.inputs.map(({ channel, type, source }) => ({ channel, type, source }))).toEqual([
    { channel: 1, type: "buffer", source: "Buffer B" },
    { channel: 0, type: "keyboard", source: "keyboard" },
  ]);
});

test("an input whose file nobody knows is left out; a known one gets our name for it", () => {
  const work = { renderpass: [{ type: "image", code: "i", inputs: [{ channel: 0, type: "texture", id: "x", filepath: "/media/a/one.png" }, { channel: 1, type: "texture", id: "y", filepath: "/media/a/two.png" }] }] };
  const passes = passesOf([work], (file) => (file.endsWith("two.png") ? "noise-rgba-64" : null));
  expect(passes[0]?.inputs).toMatchObject([{ channel: 1, source: "noise-rgba-64" }]);
});

test("buffers without a known output take their letter from the name, else the next free one", () => {
  const passes = passesOf({ renderpass: [{ type: "buffer", name: "Buffer C", code: "" }, { type: "buffer", name: "waves", code: "" }, { type: "image", code: "" }] });
  expect(passes.map(({ name }) => name)).toEqual(["Buffer C", "Buffer A", ""]);
});

test.each([null, 1, "x", [], {}, { Shader: null }, { passes: [] }, { renderpass: "x" }, { renderpass: [null] }])("%j holds no shader", (json) => {
  expect(() => passesOf(json)).toThrow("no shader");
});

test("Shadertoy's files have names in our set", () => {
  expect(sourceOfFile("/presets/tex10.png")).toBe("noise-grey-64");
  expect(sourceOfFile("/media/a/nobody-knows.png")).toBeNull();
});

test("values of parameters come with a work of ours, and with no other", () => {
  expect(valuesOf({ parameters: { values: { speed: 2 } } })).toEqual({ speed: 2 });
  for (const odd of [null, [], {}, { parameters: 1 }, { parameters: { values: [] } }]) expect(valuesOf(odd)).toEqual({});
});
