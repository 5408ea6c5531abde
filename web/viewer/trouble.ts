// What does not compile: pass, line, the author's own words there and the compiler's, and a way to tell the chat.
import type { Pass, ShaderError } from "@fractafrag/runtime";
import { button, make } from "./elements";

const SHOWN = 4;
const EXCERPT = 160;

/** The author's line that an error speaks of, without its indent; empty when there is none. */
export function lineOf(passes: readonly Pass[], { pass, line }: ShaderError): string {
  const code = (passes.find(({ name }) => name === pass) ?? passes.find(({ type }) => type === "image"))?.code ?? "";
  return (code.split("\n")[line - 1] ?? "").trim().slice(0, EXCERPT);
}

/** The errors as a message to whoever wrote the shader. */
export function report(errors: readonly ShaderError[]): string {
  return ["The shader does not compile:", ...errors.slice(0, SHOWN).map(({ pass, line, message }) => `- ${pass}, line ${line}: ${message}`)].join("\n");
}

/** `tell` says it in the chat; null where the host takes no messages. */
export function trouble(heading: string, errors: readonly ShaderError[], passes: readonly Pass[], tell: ((text: string) => Promise<boolean>) | null): HTMLElement {
  const panel = make("div", "trouble");
  panel.setAttribute("role", "alert");
  panel.append(make("p", "heading", heading));
  for (const error of errors.slice(0, SHOWN)) {
    const excerpt = lineOf(passes, error);
    panel.append(make("p", "where", `${error.pass}, line ${error.line}`), make("p", "what", error.message), ...(excerpt ? [make("pre", "excerpt", excerpt)] : []));
  }
  if (errors.length > SHOWN) panel.append(make("p", "where", `and ${errors.length - SHOWN} more`));
  if (tell) {
    const teller = button("Tell the chat", "secondary", () => {
      teller.disabled = true;
      tell(report(errors)).then(
        (said) => (teller.textContent = said ? "Told" : "The host did not take it"),
        () => (teller.textContent = "The host did not take it"),
      );
    }, "Tell the chat");
    panel.append(teller);
  }
  return panel;
}
