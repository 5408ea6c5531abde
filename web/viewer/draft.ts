// Keeping what is seen: saved as a draft through the host, once, and told honestly.
import type { ParameterValues } from "@fractafrag/runtime";
import { button, icon, make } from "./elements";
import type { Host, ToolResult } from "./host";
import { type Work, webAddress, wordsOf } from "./work";

interface Saved {
  id: string;
  url: string | null;
}

/** What `save_draft` answered; throws with its own words where it refused. */
export function savedOf(result: ToolResult): Saved {
  const told = (result.structuredContent ?? {}) as Record<string, unknown>;
  if (result.isError === true || typeof told.id !== "string") throw new Error(wordsOf(result) ?? "It was not saved.");
  return { id: told.id, url: webAddress(told.url) };
}

/** The same key for the same work, so that a second try after a lost answer makes no second draft. */
export function newKey(): string {
  return `viewer-${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class Keeping {
  /** Stands beside the title. */
  readonly place = make("div", "keep");
  /** What came of it, below. */
  readonly outcome = make("p", "outcome");
  private key = newKey();
  private sent = "{}";

  constructor(
    private readonly host: Host,
    private readonly saved: () => void,
    private readonly turned: () => ParameterValues = () => ({}),
  ) {
    this.outcome.setAttribute("role", "status");
  }

  /** A stored work can be opened, another one saved, each where the host can. */
  show(work: Work): void {
    this.key = newKey();
    this.say("");
    const { capabilities } = this.host;
    if (work.id !== null) this.place.replaceChildren(...(work.url && capabilities.openLinks ? [this.opener(work.url, "Open in Fractafrag")] : []));
    else this.place.replaceChildren(...(capabilities.serverTools ? [this.saver(work)] : []));
  }

  private saver(work: Work): HTMLButtonElement {
    const saver: HTMLButtonElement = button("Save draft", "primary", () => void this.save(work, saver), "Save draft");
    return saver;
  }

  private opener(url: string, label: string): HTMLButtonElement {
    return button(label, "secondary", () => void this.open(url), icon("open", 15), label);
  }

  private async save(work: Work, saver: HTMLButtonElement): Promise<void> {
    saver.disabled = true;
    saver.textContent = "Saving…";
    try {
      const saved = savedOf(await this.host.callTool("save_draft", { title: work.title, passes: work.passes, ...this.values(), idempotency_key: this.key }));
      this.saved();
      this.say("Saved as a draft that only you see.");
      this.place.replaceChildren(...(saved.url && this.host.capabilities.openLinks ? [this.opener(saved.url, "Open draft")] : [make("span", "done", "Saved")]));
    } catch (error) {
      saver.disabled = false;
      saver.textContent = "Save draft";
      this.say(`Not saved. ${error instanceof Error ? error.message : String(error)}`, true);
    }
  }

  /** A draft without turned parameters is sent as ever. A second press after a turn is another call. */
  private values(): { parameters?: ParameterValues } {
    const parameters = this.turned();
    const told = JSON.stringify(parameters);
    if (told !== this.sent) this.key = newKey();
    this.sent = told;
    return told === "{}" ? {} : { parameters };
  }

  private async open(url: string): Promise<void> {
    const opened = await this.host.openLink(url).catch(() => false);
    if (!opened) this.say(`The host did not open ${url}`);
  }

  private say(text: string, bad = false): void {
    this.outcome.textContent = text;
    this.outcome.classList.toggle("bad", bad);
  }
}
