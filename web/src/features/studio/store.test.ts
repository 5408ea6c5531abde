/** The work under the author's hands: passes, inputs, what can be taken back, what counts as unsaved. */
import { describe, expect, test } from "vitest";
import { bufferNames, limits } from "./contract";
import { addablePasses, inputAt, newInput, newWork, normalTag, passesFingerprint, renamedValues, tabOrder, withPass } from "./document";
import type { WorkParameters } from "./document";
import { createStudioStore, errorCounts, isDirty } from "./store";
import type { Origin, StudioStore } from "./store";
import { inputStep, removePassStep } from "./steps";

const names = (store: StudioStore) => store.getState().work.passes.map((pass) => pass.name);
const passOf = (store: StudioStore, name: string) => store.getState().work.passes.find((pass) => pass.name === name);

function originOf(store: StudioStore, version = 1): Origin {
  return { id: "abc", version, status: "draft", work: store.getState().work, parent: null };
}

describe("passes", () => {
  test("stand in the order of painting whatever order they are added in, and the tabs show the image first", () => {
    const store = createStudioStore();
    for (const name of ["Buffer C", "Common", "Buffer A"]) expect(store.getState().addPass(name)).toBe(true);
    expect(names(store)).toEqual(["Common", "Buffer A", "Buffer C", "Image"]);
    expect(tabOrder(store.getState().work.passes)).toEqual(["Image", "Common", "Buffer A", "Buffer C"]);
  });

  test("that came in another order of painting keep it when one is added", () => {
    const { passes } = newWork();
    const swapped = [...withPass(passes, "Buffer B").slice(0, 1), ...withPass(passes, "Buffer A")];
    expect(swapped.map((pass) => pass.name)).toEqual(["Buffer B", "Buffer A", "Image"]);
    expect(withPass(swapped, "Buffer D").map((pass) => pass.name)).toEqual(["Buffer B", "Buffer A", "Buffer D", "Image"]);
  });

  test("cannot be added twice, nor beyond the limit of the contract", () => {
    const store = createStudioStore();
    for (const name of [...bufferNames, "Common", "Cube A", "Sound"]) expect(store.getState().addPass(name)).toBe(true);
    expect(names(store)).toHaveLength(limits.passes);
    expect(addablePasses(store.getState().work.passes)).toEqual([]);
    expect(store.getState().addPass("Buffer A")).toBe(false);
    expect(store.getState().addPass("Buffer E")).toBe(false);
    expect(names(store)).toHaveLength(limits.passes);
  });

  test("open when they are added, and the image opens when the open one is removed", () => {
    const store = createStudioStore();
    store.getState().addPass("Buffer A");
    expect(store.getState().active).toBe("Buffer A");
    store.getState().removePass("Buffer A");
    expect(store.getState().active).toBe("Image");
  });

  test("never lose the image", () => {
    const store = createStudioStore();
    expect(store.getState().removePass("Image")).toBe(false);
    expect(names(store)).toEqual(["Image"]);
  });
});

describe("taking back", () => {
  function withReader(): StudioStore {
    const store = createStudioStore();
    store.getState().addPass("Buffer A");
    store.getState().setCode("Buffer A", "// precious");
    store.getState().setActive("Image");
    store.getState().bind(2, newInput(2, "buffer", "Buffer A"));
    return store;
  }

  test("a removed pass brings back its text and the inputs that read it", () => {
    const store = withReader();
    const before = passesFingerprint(store.getState().work.passes);
    store.getState().removePass("Buffer A");
    expect(inputAt(passOf(store, "Image"), 2)).toBeUndefined();
    expect(store.getState().undo()).toBe("Buffer A removed");
    expect(passesFingerprint(store.getState().work.passes)).toBe(before);
    expect(passOf(store, "Buffer A")?.code).toBe("// precious");
  });

  test("a removal does not take back what was typed in other passes since", () => {
    const store = withReader();
    store.getState().removePass("Buffer A");
    store.getState().setCode("Image", "// typed afterwards");
    store.getState().undo();
    expect(passOf(store, "Image")?.code).toBe("// typed afterwards");
    expect(passOf(store, "Buffer A")?.code).toBe("// precious");
  });

  test("a removal leaves a channel alone that reads something else by now", () => {
    const { work, inverse } = removePassStep("Buffer A").apply(withReader().getState().work);
    const rebound = inputStep("Image", 2, newInput(2, "keyboard", "keyboard")).apply(work).work;
    const back = inverse.apply(rebound).work;
    expect(back.passes.map((pass) => pass.name)).toEqual(["Buffer A", "Image"]);
    expect(inputAt(back.passes[1], 2)?.type).toBe("keyboard");
  });

  test("an addition and doing it again keeps what was written in between", () => {
    const store = createStudioStore();
    store.getState().addPass("Common");
    store.getState().setCode("Common", "#define TAU 6.28");
    store.getState().undo();
    expect(names(store)).toEqual(["Image"]);
    store.getState().redo();
    expect(passOf(store, "Common")?.code).toBe("#define TAU 6.28");
  });

  test("inputs and samplers go back one by one, and a new step ends what could be done again", () => {
    const store = createStudioStore();
    store.getState().bind(0, newInput(0, "texture", "noise-rgba-256"));
    store.getState().sample(0, { filter: "nearest" });
    store.getState().undo();
    expect(inputAt(passOf(store, "Image"), 0)?.sampler.filter).toBe("mipmap");
    store.getState().bind(1, newInput(1, "keyboard", "keyboard"));
    expect(store.getState().redo()).toBeNull();
    store.getState().undo();
    store.getState().undo();
    expect(passOf(store, "Image")?.inputs).toEqual([]);
    expect(store.getState().undo()).toBeNull();
  });

  test("a work that was replaced comes back whole", () => {
    const store = withReader();
    const mine = store.getState().work;
    store.getState().replaceWork(newWork(), "Their version loaded");
    expect(names(store)).toEqual(["Image"]);
    store.getState().undo();
    expect(store.getState().work).toBe(mine);
  });

  test("goes back fifty steps and no further", () => {
    const store = createStudioStore();
    for (let step = 0; step < 70; step += 1) store.getState().bind(0, step % 2 ? null : newInput(0, "keyboard", "keyboard"));
    let undone = 0;
    while (store.getState().undo()) undone += 1;
    expect(undone).toBe(50);
  });
});

describe("unsaved", () => {
  test("is nothing that nobody touched, and nothing that was typed and taken away again", () => {
    const store = createStudioStore();
    const code = passOf(store, "Image")?.code ?? "";
    expect(isDirty(store.getState())).toBe(false);
    store.getState().setCode("Image", `${code} `);
    expect(isDirty(store.getState())).toBe(true);
    store.getState().setCode("Image", code);
    expect(isDirty(store.getState())).toBe(false);
  });

  test("is a title, a tag or a sampler as much as a source", () => {
    for (const change of [
      (store: StudioStore) => store.getState().setDetails({ title: "Silk" }),
      (store: StudioStore) => store.getState().setDetails({ tags: ["silk"] }),
      (store: StudioStore) => store.getState().setDetails({ posterAt: 2 }),
      (store: StudioStore) => store.getState().bind(0, newInput(0, "keyboard", "keyboard")),
    ]) {
      const store = createStudioStore();
      change(store);
      expect(isDirty(store.getState())).toBe(true);
    }
  });

  test("is over once the server has confirmed what was sent, in the server's own spelling", () => {
    const store = createStudioStore();
    store.getState().setDetails({ title: "  Silk " });
    const sent = store.getState().work;
    const confirmed = { ...originOf(store), work: { ...sent, details: { ...sent.details, title: "Silk" } } };
    store.getState().confirm(confirmed, sent);
    expect(store.getState().work.details.title).toBe("Silk");
    expect(isDirty(store.getState())).toBe(false);
  });

  test("stays what was typed while the save was under way", () => {
    const store = createStudioStore();
    store.getState().setCode("Image", "// first");
    const sent = store.getState().work;
    const answer = originOf(store);
    store.getState().setCode("Image", "// second");
    store.getState().confirm(answer, sent);
    expect(passOf(store, "Image")?.code).toBe("// second");
    expect(isDirty(store.getState())).toBe(true);
  });
});

test("errors are counted for each pass", () => {
  const error = (pass: string) => ({ pass, line: 1, column: 0, message: "" });
  expect([...errorCounts([error("Image"), error("Common"), error("Image")])]).toEqual([["Image", 2], ["Common", 1]]);
});

test("tags become what the server keeps", () => {
  expect(normalTag(" #Ray Marching ")).toBe("ray-marching");
  expect(normalTag("C++")).toBe("c++");
  expect(normalTag("“feu d’artifice”")).toBe("feu-dartifice");
  expect(normalTag("!?")).toBe("");
  expect(normalTag("x".repeat(99))).toHaveLength(limits.tag_characters);
});

test("values and presets go with the name of their parameter, and nothing changes where there are none", () => {
  const parameters: WorkParameters = { values: { speed: 1, size: 2 }, presets: [{ name: "Storm", values: { speed: 3 } }, { name: "Calm", values: { size: 4 } }] };
  expect(renamedValues(parameters, "speed", "pace")).toEqual({ values: { pace: 1, size: 2 }, presets: [{ name: "Storm", values: { pace: 3 } }, { name: "Calm", values: { size: 4 } }] });
  expect(renamedValues(parameters, "other", "pace")).toBe(parameters);
});
