/** Weight: how much work a source asks for each pixel, guessed from its text; and whether it may start by itself. */
import { normalisePasses, type Pass } from "./contract";
import { refuse } from "./gate";
import { tokensOf, withoutComments, withoutDirectives } from "./macros";

/** Turns of loops for one pixel beyond which a work is not started unasked: a driver may stop answering at its first picture. */
export const HEAVY_STEPS = 300_000;
// What a loop is taken for whose end cannot be read from the text.
const UNKNOWN_TURNS = 24;
const MOST = 1e15;
const DEEPEST = 64;

const DEFINED = /^[^\S\n]*#\s*define\s+([A-Za-z_]\w*)[^\S\n]+\(?\s*([\d.]+)[uf]?\s*\)?\s*$/gm;
const CONSTANT = /\bconst\s+(?:(?:lowp|mediump|highp)\s+)?(?:int|uint|float)\s+([A-Za-z_]\w*)\s*=\s*([\d.]+)[uf]?\s*[;,]/g;

interface Function {
  /** Turns of its own loops. */
  own: number;
  calls: { name: string; times: number }[];
}

function numbersNamed(code: string): Map<string, number> {
  const named = new Map<string, number>();
  for (const pattern of [DEFINED, CONSTANT]) {
    // Where a name has several numbers, which holds is the preprocessor's affair; the largest is reckoned with.
    for (const [, name = "", digits = ""] of code.matchAll(pattern)) named.set(name, Math.max(named.get(name) ?? 0, Number(digits) || 0));
  }
  return named;
}

/** How often a loop turns by what stands in its parentheses. */
function turnsOf(header: readonly string[], named: ReadonlyMap<string, number>): number {
  const [first = [], condition = [], step = []] = split(header);
  const value = (tokens: readonly string[]): number | null => {
    const words = tokens.filter((token) => !"()".includes(token) && token !== "float" && token !== "int");
    const sign = words[0] === "-" ? -1 : 1;
    const [word, ...more] = sign < 0 ? words.slice(1) : words;
    if (word === undefined || more.length > 0) return null;
    const number = /^\.?\d/.test(word) ? Number.parseFloat(word) : named.get(word);
    return number === undefined || Number.isNaN(number) ? null : sign * number;
  };
  const at = condition.findIndex((token) => token === "<" || token === ">");
  const start = value(first.slice(first.indexOf("=") + 1));
  const end = at < 0 ? null : value(condition.slice(at + 1).filter((token) => token !== "="));
  const jump = step.indexOf("=");
  const stride = jump < 0 ? 1 : Math.abs(value(step.slice(jump + 1)) ?? 1);
  if (start === null || end === null || stride === 0) return UNKNOWN_TURNS;
  return Math.max(1, Math.ceil(Math.abs(end - start) / stride));
}

function split(header: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const token of header) {
    if (token === ";") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The index of the parenthesis that closes the one at `open`. */
function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index] === "(") depth++;
    else if (tokens[index] === ")" && --depth === 0) return index;
  }
  return tokens.length - 1;
}

/** A loop that is open: how often all around it turns with it, and the braces at which it ends; null while its body may be one statement. */
interface Loop {
  times: number;
  braces: number;
  block: boolean;
}

function functionsOf(tokens: readonly string[], named: ReadonlyMap<string, number>): Map<string, Function[]> {
  const functions = new Map<string, Function[]>();
  let current: Function | null = null;
  let braces = 0;
  let loops: Loop[] = [];
  const times = (): number => loops.at(-1)?.times ?? 1;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? "";
    if (current === null) {
      if (token === "(") {
        const name = tokens[index - 1] ?? "";
        index = closing(tokens, index);
        if (tokens[index + 1] !== "{") continue;
        current = { own: 1, calls: [] };
        functions.set(name, [...(functions.get(name) ?? []), current]);
        [braces, loops] = [0, []];
      }
      continue;
    }
    if (token === "for" || token === "while" || token === "do") {
      const open = token !== "do" && tokens[index + 1] === "(";
      const end = open ? closing(tokens, index + 1) : index;
      // The `while` behind a `do` block turns nothing by itself.
      if (token === "while" && tokens[end + 1] === ";") {
        index = end;
        continue;
      }
      const turns = token === "for" ? turnsOf(tokens.slice(index + 2, end), named) : UNKNOWN_TURNS;
      const all = Math.min(MOST, times() * turns);
      current.own += all;
      loops.push({ times: all, braces, block: tokens[end + 1] === "{" });
      index = end;
    } else if (token === "{") braces++;
    else if (token === "}") {
      braces--;
      while (loops.length > 0 && (loops.at(-1)?.braces ?? 0) >= braces) loops.pop();
      if (braces === 0) current = null;
    } else if (token === ";") while (loops.length > 0 && !loops.at(-1)?.block && loops.at(-1)?.braces === braces) loops.pop();
    else if (token === "(" && /^[A-Za-z_]/.test(tokens[index - 1] ?? "")) current.calls.push({ name: tokens[index - 1] ?? "", times: times() });
  }
  return functions;
}

function stepsFrom(name: string, functions: ReadonlyMap<string, Function[]>, known: Map<string, number>, depth = 0): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  const bodies = functions.get(name);
  if (!bodies || depth > DEEPEST) return 0;
  known.set(name, 0);
  const total = Math.max(...bodies.map(({ own, calls }) => calls.reduce((sum, call) => sum + call.times * stepsFrom(call.name, functions, known, depth + 1), own)));
  known.set(name, Math.min(MOST, total));
  return known.get(name) ?? 0;
}

/**
 * Turns of loops that one pixel costs at most, over all passes that paint, read from the text: nested loops multiply, calls are followed.
 * Macros that hold loops are not looked into, and a loop whose end is computed counts as 24 turns. Never throws.
 */
export function stepsPerPixel(passes: readonly Pass[]): number {
  const full = normalisePasses(passes);
  const commons = full.filter(({ type }) => type === "common").map(({ code }) => withoutComments(code));
  let steps = 0;
  for (const { type, code } of full) {
    if (type === "common" || type === "sound") continue;
    const text = [...commons, withoutComments(code)].join("\n");
    const functions = functionsOf(tokensOf(withoutDirectives(text)), numbersNamed(text));
    steps += stepsFrom(type === "cubemap" ? "mainCubemap" : "mainImage", functions, new Map());
  }
  return steps;
}

/** Why a work should not start unasked on anybody's device, in words; null when nothing in its text speaks against it. */
export function heldBack(passes: readonly Pass[]): string | null {
  const [refused] = refuse(passes);
  if (refused) return refused.message;
  const steps = stepsPerPixel(passes);
  return steps > HEAVY_STEPS ? `its loops turn about ${steps.toPrecision(1)} times for each pixel` : null;
}
