/** A card of help in the editor: lines of code, what they mean, where they come from. */
import type { Card } from "../language/describe";

function line(parent: HTMLElement, className: string, text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

export function cardDom({ code, meaning, origin }: Card): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-card";
  for (const one of code) line(dom, "cm-card-code", one);
  if (meaning) line(dom, "cm-card-meaning", meaning);
  if (origin) line(dom, "cm-card-origin", origin);
  return dom;
}
