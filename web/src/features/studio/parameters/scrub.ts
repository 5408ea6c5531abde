/** Numbers that are dragged with Alt, and a swatch before each colour: changes are seen while the pointer moves, and are one step to undo. */
import { isolateHistory } from "@codemirror/commands";
import { RangeSetBuilder, Transaction } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import type { DecorationSet, ViewUpdate } from "@codemirror/view";
import { coloursIn, dragged, glslOf, hexOf, numberAt } from "./literals";

/** How often a picture is asked for while something is dragged. */
const LIVE_MS = 120;

/** A stretch of the text while it is being changed: previews leave no trace in the history, the end is one step. */
class Preview {
  private text: string;
  private toldAt = 0;

  constructor(
    private readonly view: EditorView,
    private readonly from: number,
    private readonly first: string,
    private readonly onLive: () => void,
  ) {
    this.text = first;
  }

  show(text: string): void {
    if (text === this.text) return;
    this.write(text, false);
    const now = performance.now();
    if (now - this.toldAt < LIVE_MS) return;
    this.toldAt = now;
    this.onLive();
  }

  end(): void {
    const last = this.text;
    if (last === this.first) return;
    this.write(this.first, false);
    this.write(last, true);
    this.onLive();
  }

  private write(text: string, kept: boolean): void {
    const changes = { from: this.from, to: this.from + this.text.length, insert: text };
    this.text = text;
    this.view.dispatch({ changes, annotations: kept ? isolateHistory.of("full") : Transaction.addToHistory.of(false), userEvent: "input.scrub" });
  }
}

function dragNumbers(onLive: () => void): Extension {
  return EditorView.domEventHandlers({
    pointerdown(event, view) {
      if (!event.altKey || event.button !== 0) return false;
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (at === null) return false;
      const line = view.state.doc.lineAt(at);
      const found = numberAt(line.text, at - line.from);
      if (!found) return false;
      event.preventDefault();
      const preview = new Preview(view, line.from + found.from, found.text, onLive);
      const away = new AbortController();
      const { signal } = away;
      view.contentDOM.classList.add("cm-scrubs");
      const move = (to: PointerEvent) => preview.show(dragged(found, to.clientX - event.clientX, to.shiftKey));
      const end = () => {
        away.abort();
        view.contentDOM.classList.remove("cm-scrubs");
        preview.end();
      };
      window.addEventListener("pointermove", move, { signal });
      window.addEventListener("pointerup", end, { signal });
      window.addEventListener("pointercancel", end, { signal });
      return true;
    },
    // The editor would begin a selection with the press that a drag began with.
    mousedown: (event, view) => {
      const at = event.altKey ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
      if (at === null) return false;
      const line = view.state.doc.lineAt(at);
      if (!numberAt(line.text, at - line.from)) return false;
      event.preventDefault();
      return true;
    },
  });
}

class Swatch extends WidgetType {
  constructor(
    private readonly hex: string,
    private readonly onLive: () => void,
  ) {
    super();
  }

  override eq(other: Swatch): boolean {
    return other.hex === this.hex;
  }

  toDOM(view: EditorView): HTMLElement {
    const label = document.createElement("label");
    label.className = "cm-swatch";
    label.style.background = this.hex;
    label.title = "Choose this colour";
    const input = document.createElement("input");
    input.type = "color";
    input.value = this.hex;
    input.setAttribute("aria-label", `Colour ${this.hex}`);
    label.append(input);
    let preview: Preview | null = null;
    input.addEventListener("input", () => {
      if (!preview) {
        const from = view.posAtDOM(label);
        const line = view.state.doc.lineAt(from);
        const found = coloursIn(line.text).find((one) => line.from + one.from === from);
        if (!found) return;
        preview = new Preview(view, from, line.text.slice(found.from, found.to), this.onLive);
      }
      preview.show(glslOf(input.value));
      label.style.background = input.value;
    });
    input.addEventListener("change", () => {
      preview?.end();
      preview = null;
    });
    return label;
  }

  /** The picker stays open while the text under it changes. */
  override updateDOM(dom: HTMLElement): boolean {
    dom.style.background = this.hex;
    const input = dom.querySelector("input");
    if (input && document.activeElement !== input) input.value = this.hex;
    return true;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function swatchesOf(view: EditorView, onLive: () => void): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const code = line.text.replace(/\/\/.*$/, "");
      for (const one of coloursIn(code)) builder.add(line.from + one.from, line.from + one.from, Decoration.widget({ widget: new Swatch(hexOf(one.colour), onLive), side: 1 }));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

function swatches(onLive: () => void): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = swatchesOf(view, onLive);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged || update.viewportChanged) this.decorations = swatchesOf(update.view, onLive);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const look = EditorView.baseTheme({
  ".cm-scrubs": { cursor: "ew-resize" },
  ".cm-swatch": {
    display: "inline-block",
    position: "relative",
    width: "0.8em",
    height: "0.8em",
    marginRight: "0.3em",
    borderRadius: "3px",
    verticalAlign: "-0.05em",
    boxShadow: "0 0 0 1px rgb(255 255 255 / 0.25)",
    cursor: "pointer",
    overflow: "hidden",
  },
  ".cm-swatch input": { position: "absolute", inset: "0", width: "100%", height: "100%", opacity: "0", cursor: "pointer", padding: "0", border: "0" },
});

/** `onLive` is called, a few times a second, while something is dragged: the picture should follow at once. */
export function scrub(onLive: () => void): Extension {
  return [dragNumbers(onLive), swatches(onLive), look];
}
