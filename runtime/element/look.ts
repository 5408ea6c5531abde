/** Look: what stands inside the element: canvas, poster, one button in the middle, a line of controls, a line of words. */

const STYLE = `
:host { display: block; position: relative; aspect-ratio: 16 / 9; overflow: hidden; background: #0a0b0f; color: rgb(255 255 255 / 0.92);
  font: 13px/20px system-ui, sans-serif; }
:host([hidden]) { display: none; }
canvas, img { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
img { object-fit: cover; }
canvas { opacity: 0; outline: none; transition: opacity 200ms ease-out; }
:host([state="live"]) canvas { opacity: 1; }
button { all: unset; box-sizing: border-box; cursor: pointer; display: inline-grid; place-items: center; color: inherit; transition: background 140ms ease-out; }
button:focus-visible { outline: 2px solid #b8ff3c; outline-offset: 2px; }
svg { width: 1em; height: 1em; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.begin { position: absolute; top: 50%; left: 50%; width: 64px; height: 64px; margin: -32px; border-radius: 50%; background: rgb(14 16 21 / 0.72);
  font-size: 26px; backdrop-filter: blur(12px); }
.begin svg { transform: translateX(2px); }
.begin:hover { background: rgb(14 16 21 / 0.9); }
[hidden] { display: none !important; }
:host([state="loading"]) .begin svg { animation: turn 900ms linear infinite; }
.line { position: absolute; right: 0; bottom: 0; left: 0; display: flex; align-items: center; gap: 2px; padding: 24px 8px 8px;
  background: linear-gradient(to top, rgb(10 11 15 / 0.7), transparent); opacity: 0; transition: opacity 160ms ease-out; font-size: 18px; }
:host(:hover) .line, :host(:focus-within) .line, .line.stays { opacity: 1; }
@media (hover: none) { .line { opacity: 1; } }
.line button { width: 36px; height: 36px; border-radius: 8px; }
.line button:hover { background: rgb(255 255 255 / 0.1); }
.spring { flex: 1; }
.time { font: 12px/16px ui-monospace, monospace; font-variant-numeric: tabular-nums; padding: 0 6px; color: rgb(255 255 255 / 0.64); }
.words { position: absolute; right: 12px; bottom: 12px; left: 12px; margin: 0 auto; width: fit-content; max-width: calc(100% - 24px); box-sizing: border-box;
  padding: 8px 14px; border-radius: 10px; background: rgb(14 16 21 / 0.9); overflow-wrap: anywhere; max-height: 60%; overflow: auto; }
.words code { font: 12px/18px ui-monospace, monospace; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
`;

const SHAPES = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M8 5v14M16 5v14",
  wait: "M12 3a9 9 0 1 0 9 9",
  again: "M4 5v5h5M4.5 10A8 8 0 1 1 4 13",
  sound: "M5 9.5v5h3.5L13 18.5v-13L8.5 9.5zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  silence: "M5 9.5v5h3.5L13 18.5v-13L8.5 9.5zM16.5 9.5l5 5M21.5 9.5l-5 5",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
} as const;
export type Shape = keyof typeof SHAPES;

/** The parts of one element, in a shadow tree that the page's styles do not reach. */
export interface Look {
  canvas: HTMLCanvasElement;
  poster: HTMLImageElement;
  begin: HTMLButtonElement;
  line: HTMLElement;
  toggle: HTMLButtonElement;
  again: HTMLButtonElement;
  voice: HTMLButtonElement;
  full: HTMLButtonElement;
  time: HTMLElement;
  words: HTMLElement;
}

/** Shows another icon on a button, and says what it does. */
export function relabel(button: HTMLButtonElement, shape: Shape, label: string): void {
  if (button.dataset.shape === shape && button.title === label) return;
  button.dataset.shape = shape;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[shape]);
  svg.append(path);
  button.replaceChildren(svg);
  button.title = label;
  button.setAttribute("aria-label", label);
}

/** Builds the parts into `root`. A sheet, not a style element: a page's policy may forbid inline styles. */
export function build(root: ShadowRoot): Look {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const make = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };
  const button = (className: string, shape: Shape, label: string): HTMLButtonElement => {
    const made = make("button", className);
    made.type = "button";
    relabel(made, shape, label);
    return made;
  };
  const look: Look = {
    canvas: make("canvas", "picture"),
    poster: make("img", "poster"),
    begin: button("begin", "play", "Play"),
    line: make("div", "line"),
    toggle: button("toggle", "play", "Play"),
    again: button("again", "again", "Start again"),
    voice: button("voice", "silence", "Sound on"),
    full: button("full", "full", "Full screen"),
    time: make("span", "time"),
    words: make("p", "words"),
  };
  look.poster.alt = "";
  look.poster.hidden = true;
  look.words.setAttribute("role", "status");
  look.words.hidden = true;
  look.line.setAttribute("role", "toolbar");
  look.line.setAttribute("aria-label", "Picture");
  const slot = document.createElement("slot");
  slot.name = "controls";
  look.line.append(look.toggle, look.again, look.time, make("span", "spring"), slot, look.voice, look.full);
  root.append(look.poster, look.canvas, look.begin, look.line, look.words);
  return look;
}
