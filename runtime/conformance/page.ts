/** Page: runs the conformance list in the browser that shows it, and writes its table. */
import { cases, verdict } from "./cases";

const body = document.querySelector("tbody");
const sum = document.querySelector("#sum");
let held = 0;
for (const [index, one] of cases.entries()) {
  const row = document.createElement("tr");
  const cells = [one.section, one.line, "…"].map((text) => {
    const cell = document.createElement("td");
    cell.textContent = text;
    return cell;
  });
  row.append(...cells);
  body?.append(row);
  const wrong = await verdict(one);
  row.className = wrong === null ? "holds" : "fails";
  const [, , last] = cells;
  if (last) last.textContent = wrong === null ? "holds" : wrong;
  if (wrong === null) held++;
  if (sum) sum.textContent = `${held} of ${index + 1} lines hold${index + 1 < cases.length ? ` · ${cases.length - index - 1} to go` : ""}`;
}
document.title = held === cases.length ? "All lines hold" : `${cases.length - held} lines do not hold`;
