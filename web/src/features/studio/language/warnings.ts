/** Warnings: what a driver lets pass and an author would want to know. Told only where the text leaves little doubt. */
import { readParameters } from "@fractafrag/runtime";
import type { Pass, ShaderError } from "@fractafrag/runtime";
import { outlineOf } from "./outline";
import type { Declared, Outline } from "./outline";
import { asEdited } from "./tokens";
import type { Token } from "./tokens";
import { channelOf, COMMON_THERE, givenTo } from "./uniforms";

const MOST_OF_PASS = 40;
const COMPOUND = new Set(["+=", "-=", "*=", "/=", "%=", "++", "--"]);
const READING = new Set(["=", "+", "-", "*", "/", "<", ">", "==", "!=", "&&", "||", "?", "return"]);

/** What is worth a warning in each pass, in the order of the text. */
export function warningsOf(passes: readonly Pass[]): ShaderError[] {
  const commons = passes.filter(({ type }) => type === "common").map(({ code }) => outlineOf(asEdited(code)));
  const told = passes.flatMap((pass) => {
    const outline = outlineOf(asEdited(pass.code));
    const found = pass.type === "common" ? notInCommon(outline, pass) : channels(outline, pass, commons);
    return [...found, ...unwritten(outline, pass), ...endless(outline, pass)].sort((a, b) => a.line - b.line).slice(0, MOST_OF_PASS);
  });
  return [...told, ...readParameters(passes).errors];
}

function place({ code }: Outline, pass: Pass, from: number): Pick<ShaderError, "pass" | "line" | "column"> {
  const before = code.slice(0, from);
  return { pass: pass.name, line: before.split("\n").length, column: from - before.lastIndexOf("\n") };
}

/** Shadertoy compiles Common by itself once, where most uniforms are not declared. What stands in a #define is spared. */
function notInCommon(outline: Outline, pass: Pass): ShaderError[] {
  const given = new Set(givenTo(pass).map(({ name }) => name).filter((name) => !COMMON_THERE.has(name) && name !== "HW_PERFORMANCE"));
  const own = new Set(outline.declared.map(({ name }) => name));
  const first = new Map<string, Token>();
  for (const token of outline.read) if (given.has(token.text) && !own.has(token.text) && !first.has(token.text)) first.set(token.text, token);
  return [...first.values()].map(({ from, text }) => ({ ...place(outline, pass, from), message: `'${text}' : on Shadertoy, Common cannot use it; hand it over as an argument` }));
}

function channels(outline: Outline, pass: Pass, commons: readonly Outline[]): ShaderError[] {
  const told: ShaderError[] = [];
  const read = new Map<number, Token>();
  for (const token of outline.tokens) {
    const channel = token.kind === "word" ? channelOf(token.text) : Number.NaN;
    if (!Number.isNaN(channel) && !read.has(channel)) read.set(channel, token);
  }
  const shared = new Set(commons.flatMap(({ tokens }) => tokens.map(({ text }) => channelOf(text)).filter((channel) => !Number.isNaN(channel))));
  for (const { channel, source } of pass.inputs) {
    if (!read.has(channel) && !shared.has(channel)) told.push({ pass: pass.name, line: 1, column: 0, message: `iChannel${channel} is bound to ${source}, and nothing reads it` });
  }
  for (const [channel, { from, text }] of read) {
    if (!pass.inputs.some((input) => input.channel === channel)) told.push({ ...place(outline, pass, from), message: `'${text}' : nothing is bound to this channel, so it reads black` });
  }
  return told;
}

/** Arguments that are `out` and whose first mention reads them. */
function unwritten(outline: Outline, pass: Pass): ShaderError[] {
  const told: ShaderError[] = [];
  const outs = outline.declared.filter((one) => one.kind === "parameter" && /^out\b/.test(one.text));
  for (const one of outs) {
    const index = outline.read.findIndex((token) => token.from > one.to && token.from < one.scope.to && token.text === one.name);
    if (index < 0 || !isRead(outline, index, one)) continue;
    told.push({ ...place(outline, pass, outline.read[index]?.from ?? 0), message: `'${one.name}' : read before it is written; what it holds then is left open` });
  }
  return told;
}

function isRead({ read }: Outline, index: number, { name }: Declared): boolean {
  let next = index + 1;
  while (read[next]?.text === ".") next += 2;
  const after = read[next]?.text ?? "";
  if (COMPOUND.has(after)) return true;
  if (after === "=") {
    // "o = o * 2" reads what it is about to write.
    for (let at = next + 1; at < read.length && read[at]?.text !== ";"; at += 1) if (read[at]?.text === name && read[at - 1]?.text !== ".") return read[at + 1]?.text !== "=";
    return false;
  }
  return READING.has(read[index - 1]?.text ?? "");
}

/** Loops whose condition always holds and whose body has no way out. */
function endless(outline: Outline, pass: Pass): ShaderError[] {
  const { read, partners } = outline;
  return read.flatMap(({ text, from }, index): ShaderError[] => {
    if ((text !== "for" && text !== "while") || read[index + 1]?.text !== "(") return [];
    const close = partners.get(index + 1);
    // What ends in ";" is mostly the end of "do { … } while (…);".
    if (close === undefined || (text === "while" && read[close + 1]?.text === ";")) return [];
    const inside = read.slice(index + 2, close);
    const parts = inside.map((token) => token.text).join(" ").split(";");
    const condition = (text === "for" ? (parts[1] ?? "x") : parts.join(";")).trim();
    if (!["", "true", "1"].includes(condition) || (text === "while" && condition === "")) return [];
    const open = close + 1;
    const end = read[open]?.text === "{" ? (partners.get(open) ?? read.length) : read.findIndex((token, at) => at >= open && token.text === ";");
    const body = [...inside, ...read.slice(open, end + 1)].map((token) => token.text);
    if (body.some((word) => ["break", "return", "discard"].includes(word))) return [];
    // A macro may hide the way out.
    const macros = new Set(outline.declared.filter(({ kind }) => kind === "macro").map(({ name }) => name));
    if (body.some((word) => macros.has(word))) return [];
    return [{ ...place(outline, pass, from), message: `'${text}' : this loop never ends` }];
  });
}
