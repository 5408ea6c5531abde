/** Gate: refuses by the text alone what would only waste a GPU. What compiles is for the driver to say. */
import { checkSource } from "./check-source";
import { normalisePasses, type Pass, type PassType, type ShaderError } from "./contract";
import { expandedLength, MacroTrouble, tokensOf, withoutComments, withoutDirectives } from "./macros";

const EXPANDED_LIMIT = 256 * 1024;
const CALLS_LIMIT = 20_000;
const NESTING_LIMIT = 256;
const LOOPS_LIMIT = 12;
const ENTRIES: Record<PassType, string> = { common: "", buffer: "mainImage", image: "mainImage", cubemap: "mainCubemap", sound: "mainSound" };

/** [] when the passes may go on to the driver. Never throws; its work is bounded by the limits of contract/shader.json. */
export function refuse(given: readonly Pass[]): ShaderError[] {
  const errors = checkSource(given);
  if (errors.length > 0) return errors;
  const passes = normalisePasses(given);
  const common = passes.filter(({ type }) => type === "common").map(({ code }) => withoutComments(code)).join("\n");
  return passes.filter(({ type }) => type !== "common").flatMap((pass) => refusePass(pass, common));
}

function refusePass(pass: Pass, common: string): ShaderError[] {
  const own = withoutComments(pass.code);
  const code = `${common}\n${own}`;
  const say = (message: string, line = 1): ShaderError[] => [{ pass: pass.name, line, column: 0, message }];
  try {
    const length = expandedLength(code);
    if (!(length <= EXPANDED_LIMIT)) return say(`its macros expand to more than ${EXPANDED_LIMIT} characters`);
  } catch (error) {
    if (!(error instanceof MacroTrouble)) throw error;
    return error.macro === null ? say(error.message) : say(`macro ${error.macro}: ${error.message}`, lineOfMacro(pass.code, error.macro));
  }
  const tokens = tokensOf(withoutDirectives(code));
  const { nesting, loops } = depths(tokens);
  if (nesting > NESTING_LIMIT) return say(`brackets are nested more than ${NESTING_LIMIT} deep`);
  if (loops > LOOPS_LIMIT) return say(`loops are nested more than ${LOOPS_LIMIT} deep`);
  // Drivers copy a function into each place that calls it.
  if (!(callsFrom(ENTRIES[pass.type], functionsIn(tokens)) <= CALLS_LIMIT)) return say(`its functions call each other more than ${CALLS_LIMIT} times when written out`);
  return [];
}

function lineOfMacro(code: string, name: string): number {
  const index = code.split("\n").findIndex((line) => new RegExp(`#\\s*define\\s+${name}\\b`).test(line));
  return Math.max(index, 0) + 1;
}

/** The deepest nesting of brackets, and of loops with bodies in braces. */
function depths(tokens: readonly string[]): { nesting: number; loops: number } {
  const stack: { bracket: string; loop: boolean }[] = [];
  let [nesting, loops, open, awaiting] = [0, 0, 0, false];
  for (const token of tokens) {
    if (token === "for" || token === "while" || token === "do") awaiting = true;
    else if (token === "(" || token === "[" || token === "{") {
      const loop = token === "{" && awaiting;
      if (loop) awaiting = false;
      stack.push({ bracket: token, loop });
      open += loop ? 1 : 0;
      nesting = Math.max(nesting, stack.length);
      loops = Math.max(loops, open);
    } else if (token === ")" || token === "]" || token === "}") open -= stack.pop()?.loop ? 1 : 0;
    else if (token === ";" && stack.at(-1)?.bracket !== "(") awaiting = false;
  }
  return { nesting, loops };
}

type Calls = Map<string, string[][]>;

/** Which functions each function of the text names before a parenthesis; one list for each definition of the name. */
function functionsIn(tokens: readonly string[]): Calls {
  const functions: Calls = new Map();
  let [braces, parentheses] = [0, 0];
  let candidate: string | null = null;
  let body: string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === "(") {
      if (parentheses++ === 0 && braces === 0) candidate = tokens[index - 1] ?? null;
      else if (braces > 0) body.push(tokens[index - 1] ?? "");
      if (parentheses === 1 && braces > 0) continue;
    } else if (token === ")") parentheses = Math.max(0, parentheses - 1);
    else if (token === "{") {
      if (braces++ === 0) body = [];
    } else if (token === "}") {
      braces = Math.max(0, braces - 1);
      if (braces === 0 && candidate !== null) {
        functions.set(candidate, [...(functions.get(candidate) ?? []), body]);
        candidate = null;
      }
    } else if (token === ";" && braces === 0) candidate = null;
  }
  return functions;
}

/** How many function bodies a call of `name` amounts to when every call is written out. */
function callsFrom(name: string, functions: Calls): number {
  const known = new Map<string, number>();
  const open = new Set<string>();
  const count = (one: string): number => {
    const before = known.get(one);
    if (before !== undefined) return before;
    const definitions = functions.get(one);
    // A cycle is an error that the driver names better.
    if (definitions === undefined || open.has(one) || open.size > NESTING_LIMIT) return 0;
    open.add(one);
    const total = Math.max(...definitions.map((calls) => calls.reduce((sum, callee) => sum + count(callee), 1)));
    open.delete(one);
    known.set(one, total);
    return total;
  };
  return count(name);
}
