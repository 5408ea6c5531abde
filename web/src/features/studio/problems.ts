/** Problems: errors of the compiler and warnings of the editor as one list, in the order of the tabs and lines. */
import type { Pass, ShaderError } from "@fractafrag/runtime";
import { tabOrder } from "./document";

export interface Problem extends ShaderError {
  severity: "error" | "warning";
}

/** Where a pass stands among the tabs; one that is gone is last. */
function ranks(passes: readonly Pass[]): (pass: string) => number {
  const order = tabOrder(passes);
  return (pass) => (order.includes(pass) ? order.indexOf(pass) : order.length);
}

/** All problems of a work; a warning about a place that has an error is left out. */
export function problemsOf(passes: readonly Pass[], errors: readonly ShaderError[], warnings: readonly ShaderError[]): Problem[] {
  const rank = ranks(passes);
  const wrong = new Set(errors.map(({ pass, line }) => `${pass}:${line}`));
  const all: Problem[] = [
    ...errors.map((error): Problem => ({ ...error, severity: "error" })),
    ...warnings.filter(({ pass, line }) => !wrong.has(`${pass}:${line}`)).map((warning): Problem => ({ ...warning, severity: "warning" })),
  ];
  return all.sort((a, b) => rank(a.pass) - rank(b.pass) || a.line - b.line || a.column - b.column);
}

/** The problem after (`by` 1) or before (−1) a line of a pass, round the end; undefined where there is none. */
export function neighbour(problems: readonly Problem[], passes: readonly Pass[], at: { pass: string; line: number }, by: 1 | -1): Problem | undefined {
  const rank = ranks(passes);
  const ahead = (problem: Problem) => rank(problem.pass) - rank(at.pass) || problem.line - at.line;
  if (by > 0) return problems.find((problem) => ahead(problem) > 0) ?? problems[0];
  return problems.filter((problem) => ahead(problem) < 0).at(-1) ?? problems.at(-1);
}
