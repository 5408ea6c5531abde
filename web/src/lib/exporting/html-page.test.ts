// One HTML file: nobody's words leave their place, everything is inside, and archives are counted as they come.
import { parseParameters, type Pass } from "@fractafrag/runtime";
import { expect, test } from "vitest";
import { entryCounter } from "../archive";
import { htmlPage, type About, type PageParts } from "./html-page";

const CODE = [
  'uniform float speed; // @range 0 4 = 1 "How </label> fast"',
  "uniform vec4 tint; // @colour = #ff800080",
  "uniform vec2 spot; // @point 0 1 = 0.25 0.5",
  'uniform int mode; // @choice 0 "Plain" 1 "<Wild>" = 1',
  "uniform bool on; // @bool = true",
  "void mainImage(out vec4 o, in vec2 p) { o = vec4(speed); } // </script><!--",
].join("\n");
const passes: Pass[] = [{ type: "image", name: "Image", code: CODE, inputs: [] }];
const about: About = { title: "Rain", description: "It rains.", author: "Ada", licence: "CC-BY-4.0", url: "https://frag.example/s/x", origin: null, warning: null };

function made(change: Partial<About> = {}, parts: Partial<PageParts> = {}): string {
  const parameters = parseParameters(passes);
  const values = { speed: 2, tint: [1, 0.5, 0, 0.5], spot: [0.25, 0.5], mode: 1, on: true };
  return htmlPage({ about: { ...about, ...change }, passes, parameters, values, files: {}, player: "let x = '</script><!--'", nonce: "abc", ...parts });
}

/** What begins as an element, in order; script's own text left out, as a browser reads it. */
function elements(page: string): string[] {
  const bare = page.replace(/<!--[\s\S]*?-->/g, "").replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/g, "$1");
  return [...bare.matchAll(/<([a-z][\w-]*)/g)].map((found) => found[1] ?? "");
}

test("the page has what it needs, and nobody's words add to it", () => {
  const usual = elements(made());
  expect(usual.filter((name) => name === "script")).toHaveLength(3);
  const hostile = `"><script>alert(1)</script></title>--><!--</style><img onerror=x src=x>`;
  expect(elements(made({ title: hostile, description: hostile, author: hostile }))).toEqual(usual);
  expect(elements(made({ licence: hostile })).filter((name) => name === "script" || name === "img")).toHaveLength(3);
  for (const url of ["javascript:alert(1)", `https://x/"onmouseover="alert(1)`]) expect(made({ url }).replace(/<!--[\s\S]*?-->/, "")).not.toMatch(/href="javascript|"onmouseover=/);
});

test("the work inside is the work, whatever stands in it", () => {
  const json = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(made())?.[1] ?? "";
  const work = JSON.parse(json) as { passes: Pass[]; parameters: { values: unknown }; files: unknown };
  expect(work.passes).toEqual(passes);
  expect(work.parameters.values).toMatchObject({ speed: 2, mode: 1 });
  expect(json).not.toContain("<");
});

test("only what carries the file's own word runs, and nothing comes from anywhere", () => {
  const page = made();
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
  expect(policy).toContain("default-src &#39;none&#39;");
  expect(policy).toContain("script-src &#39;nonce-abc&#39;");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect([...page.matchAll(/<(script|style)(?![^>]*application)([^>]*)>/g)].every((found) => found[2]?.includes('nonce="abc"'))).toBe(true);
  expect(page).not.toMatch(/ (src|on\w+)=/);
});

test("terms and makers stand in the page and at its head; what flashes waits", () => {
  const page = made({ origin: { author: "Grace", url: "https://old.example/1" } });
  expect(page).toContain("https://creativecommons.org/licenses/by/4.0/");
  expect(page.slice(0, page.indexOf("<html"))).toMatch(/Rain by Ada\n.*CC-BY-4\.0.*\nhttps:\/\/frag\.example\/s\/x\nAfter Grace, https:\/\/old\.example\/1/);
  expect(page).toContain("<fractafrag-player controls autoplay");
  const held = made({ warning: "May contain flashing light." });
  expect(held).toContain("<fractafrag-player controls aria-label");
  expect(held).toContain('<p class="warning">May contain flashing light.</p>');
});

test("each parameter has its control, set as it was", () => {
  const page = made();
  expect(page).toContain('<input type="range" min="0" max="4" step="any" value="2">');
  expect(page).toContain('data-name="tint" data-alpha="80"');
  expect(page).toContain('<input type="color" value="#ff8000">');
  expect(page).toContain('<option value="1" selected>&#60;Wild&#62;</option>');
  expect(page).toContain('<input type="checkbox" checked>');
  expect(page.match(/class="pair"/g)).toHaveLength(1);
  expect(made({}, { parameters: [] })).not.toContain("<details");
});

test("an archive's entries are counted though a piece ends within a mark", () => {
  const count = entryCounter();
  const bytes = [0x50, 0x50, 0x4b, 0x03, 0x04, 9, 0x50, 0x4b, 0x01, 0x02, 0x50, 0x4b, 0x03, 0x04];
  let found = 0;
  for (const byte of bytes) found = count(Uint8Array.of(byte));
  expect(found).toBe(2);
  expect(entryCounter()(Uint8Array.from(bytes))).toBe(2);
});
