// The look's promises that can be measured.
import { readFileSync, readdirSync } from "node:fs";
import { checkSource } from "@fractafrag/runtime";
import { describe, expect, it } from "vitest";
import { luminance } from "../src/lib/instance";
import { markPasses } from "../src/ui/mark-shader";

const tokens = readFileSync(new URL("../src/ui/tokens.css", import.meta.url), "utf8");

function colour(name: string): [number, number, number, number] {
  const value = new RegExp(`--color-${name}:\\s*([^;]+);`).exec(tokens)?.[1] ?? "";
  const hex = /#([0-9a-f]{6})/i.exec(value)?.[1];
  if (hex) return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)).concat(1) as [number, number, number, number];
  const parts = /rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)/.exec(value);
  if (!parts) throw new Error(`no colour ${name}`);
  return parts.slice(1).map(Number) as [number, number, number, number];
}

function contrast(ink: string, ground: string): number {
  const [r, g, b, a] = colour(ink);
  const under = colour(ground);
  const mixed = [r, g, b].map((part, at) => Math.round(part * a + (under[at] ?? 0) * (1 - a)));
  const light = (parts: number[]) => luminance(`#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`) + 0.05;
  const pair = [light(mixed), light(under.slice(0, 3))];
  return Math.max(...pair) / Math.min(...pair);
}

const GROUNDS = ["room", "surface", "raised"];
const INKS = ["ink", "ink-2", "ink-3", "accent", "danger", "warning", "success", "code-keyword", "code-type", "code-number", "code-builtin", "code-uniform", "code-directive"];

describe("the tokens", () => {
  it.each(INKS.flatMap((ink) => GROUNDS.map((ground) => [ink, ground] as const)))("let %s be read on %s at 4.5 to 1", (ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it("let the ink on the accent be read", () => {
    expect(contrast("on-accent", "accent")).toBeGreaterThanOrEqual(4.5);
  });

  it("are the only place with raw colours", () => {
    const source = new URL("../src/", import.meta.url);
    const rooms = ["app", "ui", "lib", "features/feed", "features/shaders", "features/agents", "features/webhooks"];
    const files = rooms.flatMap((room) => readdirSync(new URL(`${room}/`, source)).map((name) => `${room}/${name}`)).filter((name) => name.endsWith(".tsx"));
    const raw = files.filter((name) => /["'[(]#[0-9a-f]{3,8}\b|rgba?\(|hsl\(/i.test(readFileSync(new URL(name, source), "utf8")));
    expect(files.length).toBeGreaterThan(30);
    expect(raw).toEqual([]);
  });
});

describe("the mark", () => {
  it("is a shader that the runtime accepts", () => {
    expect(checkSource([...markPasses])).toEqual([]);
  });
});
