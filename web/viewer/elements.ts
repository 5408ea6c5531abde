// Elements by hand: others' text only ever becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** Lucide's drawings of what the viewer needs, on its grid of 24. */
const ICONS = {
  play: ["M6 4l14 8-14 8z"],
  pause: ["M8 5v14", "M16 5v14"],
  restart: ["M19 20L9 12l10-8z", "M5 19V5"],
  maximise: ["M8 3H5a2 2 0 0 0-2 2v3", "M21 8V5a2 2 0 0 0-2-2h-3", "M3 16v3a2 2 0 0 0 2 2h3", "M16 21h3a2 2 0 0 0 2-2v-3"],
  minimise: ["M8 3v3a2 2 0 0 1-2 2H3", "M21 8h-3a2 2 0 0 1-2-2V3", "M3 16h3a2 2 0 0 1 2 2v3", "M16 21v-3a2 2 0 0 1 2-2h3"],
  gauge: ["m12 14 4-4", "M3.34 19a10 10 0 1 1 17.32 0"],
  open: ["M15 3h6v6", "M10 14 21 3", "M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6"],
} as const;

export type Icon = keyof typeof ICONS;

export function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className = "", ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

export function icon(name: Icon, size = 18): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  for (const shape of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

export function button(label: string, className: string, act: () => void, ...children: (Node | string)[]): HTMLButtonElement {
  const element = make("button", className, ...children);
  element.type = "button";
  if (children.every((child) => typeof child !== "string")) {
    element.setAttribute("aria-label", label);
    element.title = label;
  }
  element.addEventListener("click", act);
  return element;
}

/** Gives an icon button another picture and name. */
export function relabel(element: HTMLButtonElement, name: Icon, label: string): void {
  if (element.title === label) return;
  element.replaceChildren(icon(name));
  element.setAttribute("aria-label", label);
  element.title = label;
}
