// What people read: numbers, times, addresses, licences, keys, source.
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import contract from "../../contract/shader.json";
import { atomOf } from "../src/lib/atom";
import { ago, byline, bytes, count, plural, timecode } from "../src/lib/format";
import { glslLines } from "../src/lib/glsl-tokens";
import { licenceUrl } from "../src/lib/licences";
import { nextPath, paths } from "../src/lib/paths";
import { cardsOf } from "../src/lib/shaders";
import { combination } from "../src/lib/shortcuts";
import type { CardList } from "../src/lib/types";

describe("numbers and times", () => {
  it("are short and exact enough", () => {
    expect([count(999), count(1234), plural(1, "fork"), plural(2, "fork")]).toEqual(["999", "1.2K", "1 fork", "2 forks"]);
    expect([bytes(12), bytes(4096), bytes(2_500_000)]).toEqual(["12 B", "4.1 kB", "2.5 MB"]);
    expect([timecode(7.34), timecode(61), timecode(-1)]).toEqual(["0:07.3", "1:01.0", "0:00.0"]);
  });

  it("speak of the past in the largest whole unit", () => {
    const now = Date.parse("2026-11-23T12:00:00Z");
    expect(ago("2026-11-23T11:59:40Z", now)).toBe("just now");
    expect(ago("2026-11-23T09:10:00Z", now)).toBe("2 hours ago");
    expect(ago("2026-11-22T11:00:00Z", now)).toBe("yesterday");
    expect(ago("nonsense", now)).toBe("");
  });
});

describe("addresses", () => {
  it("escape what people type", () => {
    expect(paths.explore({ q: "a&b", tag: "2d" })).toBe("/explore?q=a%26b&tag=2d");
    expect(paths.person("../x")).toBe("/u/..%2Fx");
    expect(paths.explore()).toBe("/explore");
  });

  it("after signing in lead only to this site", () => {
    expect(nextPath("?next=%2Fs%2F1%3Fa")).toBe("/s/1?a");
    for (const evil of ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", ""]) expect(nextPath(`?next=${encodeURIComponent(evil)}`)).toBe("/");
    expect(nextPath("")).toBe("/");
  });
});

describe("licences", () => {
  it("of the contract all lead to their text", () => {
    expect(licenceUrl("CC-BY-NC-SA-3.0")).toBe("https://creativecommons.org/licenses/by-nc-sa/3.0/");
    expect(licenceUrl("CC0-1.0")).toBe("https://creativecommons.org/publicdomain/zero/1.0/");
    for (const { id } of contract.licences) expect(licenceUrl(id)).toMatch(/^https:\/\/(creativecommons|spdx)\.org\//);
  });

  it("that nobody knows lead nowhere", () => {
    expect(licenceUrl("javascript:alert(1)")).toBeNull();
  });
});

describe("keys", () => {
  const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
    combination({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

  it("are spelled the same on every machine", () => {
    expect(press("j")).toBe("j");
    expect(press("S", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+s");
    expect(press("s", { metaKey: true })).toBe("mod+s");
    expect(press("ArrowDown")).toBe("arrowdown");
  });

  it("are the printed letter also where Alt would write another sign", () => {
    const alt = { ctrlKey: false, metaKey: false, altKey: true, shiftKey: true };
    expect(combination({ ...alt, key: "Ï", code: "KeyF" })).toBe("alt+shift+f");
    expect(combination({ ...alt, key: "F", code: "KeyU" })).toBe("alt+shift+f");
    expect(combination({ ...alt, shiftKey: false, key: "ArrowUp", code: "ArrowUp" })).toBe("alt+arrowup");
  });

  it("do not name the shift that a sign already holds", () => {
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("Enter", { shiftKey: true })).toBe("shift+enter");
  });
});

describe("source", () => {
  const library = new URL("../../library/", import.meta.url);
  const sources = readdirSync(library).filter((name) => name.endsWith(".glsl")).map((name) => readFileSync(new URL(name, library), "utf8"));
  const odd = ["", "\n\n", "/* never ends\nvoid", "#define A \\\n 1.e-3\n# if 0xFFu", "a//b\n/**/c", "1..2 .5f 3u é ∂ \t"];

  it("loses no character when it is coloured", () => {
    expect(sources.length).toBeGreaterThan(0);
    for (const source of [...sources, ...odd]) {
      expect(glslLines(source).map((line) => line.map(({ text }) => text).join("")).join("\n")).toBe(source);
    }
  });

  it("is coloured by what each word is", () => {
    const kinds = Object.fromEntries(glslLines("#define X\nfloat f = sin(iTime) * 0x9Eu; // word 12").flat().map(({ kind, text }) => [text, kind]));
    expect(kinds).toMatchObject({ "#define": "directive", float: "type", sin: "builtin", iTime: "uniform", "0x9Eu": "number", "// word 12": "comment" });
  });
});

describe("a keyset list", () => {
  it("shows a work once that stands on two pages", () => {
    const page = (...ids: string[]) => ({ items: ids.map((id) => ({ id })), next_cursor: null }) as unknown as CardList;
    expect(cardsOf([page("a", "b"), page("b", "c")]).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(cardsOf(undefined)).toEqual([]);
  });
});

describe("whose work it is", () => {
  it("names the agent through which somebody made it", () => {
    expect(byline({ username: "ada", display_name: "Ada L.", agent: null })).toBe("Ada L.");
    expect(byline({ username: "ada", display_name: "", agent: "Nightly" })).toBe("ada’s agent Nightly");
  });
});

describe("feeds", () => {
  it("of a list are those of its tag, else of its order", () => {
    expect(atomOf({ tag: "2d waves", sort: "trending" }).href).toBe("/feeds/tags/2d%20waves.atom");
    expect(atomOf({ sort: "trending" }).href).toBe("/feeds/trending.atom");
    expect(atomOf({ sort: "top" }).href).toBe("/feeds/new.atom");
    expect(paths.atom.person("../x")).toBe("/feeds/people/..%2Fx.atom");
  });
});
