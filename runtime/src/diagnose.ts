/** Diagnose: a driver's compile log becomes errors on the author's own pass, line and column. */
import type { AssembledPass } from "./assemble";
import { linesOf } from "./assemble";
import { COMMON_NAME, type ShaderError } from "./contract";

const ERRORS_PER_LOG = 50;
const MESSAGE_CHARACTERS = 400;

// ANGLE (every WebGL of today), then the shapes of Mesa and NVIDIA, which appear when a driver refuses ANGLE's translation.
const ANGLE = /^(ERROR|WARNING):\s*\d+:(\d+):\s*(.*)$/;
const MESA = /^\d+:(\d+)\((\d+)\):\s*(error|warning):\s*(.*)$/;
const NVIDIA = /^\d+\((\d+)\)\s*:\s*(error|warning)\s+\w+:\s*(.*)$/;

/** What to write today instead of a name of old code that today's header does not have. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ["iGlobalTime", "iGlobalTime is iTime today"],
  ["iGlobalDelta", "iGlobalDelta is iTimeDelta today"],
  ["iGlobalFrame", "iGlobalFrame is iFrame today"],
  ...["texture2D", "textureCube", "texture3D"].map((name) => [name, `${name} is texture today`] as const),
  ...["texture2DLod", "texture2DLodEXT", "textureCubeLod", "textureCubeLodEXT"].map((name) => [name, `${name} is textureLod today`] as const),
  ...["texture2DGrad", "texture2DGradEXT"].map((name) => [name, `${name} is textureGrad today`] as const),
  ["texture2DProj", "texture2DProj is textureProj today"],
  ["gl_FragColor", "write to the out parameter of mainImage instead"],
]);

interface LogLine {
  line: number;
  column: number;
  message: string;
}

function readLine(text: string): LogLine | "warning" | null {
  const angle = ANGLE.exec(text);
  if (angle) return angle[1] === "WARNING" ? "warning" : { line: Number(angle[2]), column: 0, message: angle[3] ?? "" };
  const mesa = MESA.exec(text);
  if (mesa) return mesa[3] === "warning" ? "warning" : { line: Number(mesa[1]), column: Number(mesa[2]), message: mesa[4] ?? "" };
  const nvidia = NVIDIA.exec(text);
  if (nvidia) return nvidia[2] === "warning" ? "warning" : { line: Number(nvidia[1]), column: 0, message: nvidia[3] ?? "" };
  return null;
}

/** The column of the token that the message quotes; 0 unless the line leaves no doubt where it stands. */
function columnOf(message: string, sourceLine: string): number {
  const token = /^'([^']+)'/.exec(message)?.[1];
  if (!token) return 0;
  const word = /^\w+$/.test(token);
  const places: number[] = [];
  for (let at = sourceLine.indexOf(token); at >= 0; at = sourceLine.indexOf(token, at + 1)) {
    const before = at > 0 ? sourceLine[at - 1] : " ";
    const after = sourceLine[at + token.length] ?? " ";
    if (!word || !(/\w/.test(before ?? " ") || /\w/.test(after))) places.push(at);
  }
  const first = places[0];
  const certain = places.length === 1 || (places.length > 1 && message.includes("undeclared identifier"));
  return first !== undefined && certain ? first + 1 : 0;
}

/** A driver shows what is not ASCII as a question mark: this says which character it is, and where. */
function foreignIn(line: string): { column: number; message: string } | null {
  const found = /[^\0-\x7f]/u.exec(line.replace(/\/\*.*?\*\//g, (comment) => " ".repeat(comment.length)).replace(/\/\/.*/, ""));
  if (!found) return null;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const visible = /[\p{L}\p{N}\p{P}\p{S}]/u.test(found[0]) ? ` ${found[0]}` : "";
  return { column: found.index + 1, message: `the character U+${code}${visible} stands outside of comments, where GLSL takes ASCII alone` };
}

function place(entry: LogLine, source: AssembledPass): ShaderError {
  const line = entry.line - source.headerLines;
  const inCommon = line >= 1 && line <= source.commonLines;
  const lines = linesOf(inCommon ? source.commonCode : source.passCode);
  const wanted = inCommon ? line : line - source.commonLines;
  const shown = Math.min(Math.max(wanted, 1), Math.max(lines.length, 1));
  const foreign = shown === wanted && entry.message.startsWith("'?'") ? foreignIn(lines[shown - 1] ?? "") : null;
  if (foreign) return { pass: inCommon ? COMMON_NAME : source.name, line: shown, ...foreign };
  const column = shown === wanted ? entry.column || columnOf(entry.message, lines[shown - 1] ?? "") : 0;
  return { pass: inCommon ? COMMON_NAME : source.name, line: shown, column, message: plainMessage(entry.message) };
}

function plainMessage(message: string): string {
  const plain = message.replace(/^''\s*:\s*/, "").trim().slice(0, MESSAGE_CHARACTERS) || "does not compile";
  if (plain.startsWith("extension directive must occur before")) return `${plain} (leave it out: what such extensions brought is part of GLSL ES 3.00)`;
  const today = OLD_NAMES.get(/^'(\w+)'/.exec(plain)?.[1] ?? "");
  return today === undefined ? plain : `${plain} (${today})`;
}

/**
 * Reads the log of one program (compile or link).
 * Returns at least one error: a log without any line number is told on line 1 of the pass. Warnings are left out.
 */
export function diagnose(log: string, source: AssembledPass): ShaderError[] {
  const errors: ShaderError[] = [];
  const rest: string[] = [];
  // A directive's end of line is quoted as such, in the middle of a message.
  for (const raw of log.replaceAll("\0", "").replaceAll("'\n' :", "'' :").split("\n")) {
    const text = raw.trim();
    if (text === "") continue;
    const entry = readLine(text);
    if (entry === null) rest.push(text);
    else if (entry !== "warning" && errors.length < ERRORS_PER_LOG) errors.push(place(entry, source));
  }
  if (errors.length > 0) return unique(errors);
  const message = plainMessage(rest.join(" ").replace(/^ERROR:\s*/, ""));
  return [{ pass: source.name, line: 1, column: 0, message }];
}

/** Leaves out errors that say the same of the same place: Common is compiled with every pass, its errors are told once. */
export function unique(errors: readonly ShaderError[]): ShaderError[] {
  const seen = new Set<string>();
  return errors.filter(({ pass, line, message }) => {
    const key = `${pass}\n${line}\n${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
