// The viewer: a living shader inside a chat. Waits for a tool's result from the host and gives it a stage, controls and a caption.
import type { McpUiHostContext } from "@modelcontextprotocol/ext-apps";
import type { ShaderError } from "@fractafrag/runtime";
import { Controls } from "./controls";
import { Keeping } from "./draft";
import { icon, make } from "./elements";
import { Host, type ToolResult } from "./host";
import { Parameters } from "./parameters";
import { PictureStage } from "./stage";
import { trouble } from "./trouble";
import "./viewer.css";
import { type Work, wordsOf, workOf } from "./work";

const TIERS: Record<string, string> = { light: "Light", medium: "Medium", heavy: "Heavy", extreme: "Extreme" };

const root = document.documentElement;
const viewer = document.querySelector("main") ?? document.body.appendChild(make("main"));
const title = make("h1", "title");
const author = make("p", "author");
const cost = make("span", "cost");
const caption = make("div", "caption", make("div", "names", title, author), cost);
const notice = make("p", "notice", "Waiting for the picture …");
let given: Record<string, unknown> = {};
let work: Work | null = null;

const host = new Host(parent, {
  input: (input) => (given = input),
  result: receive,
  cancelled: () => tell("It was cancelled before there was a picture."),
  context: adapt,
  teardown: () => stage.dispose(),
});
const stage = new PictureStage({ changed: () => controls.refresh(), failed: (errors) => complain("This device could not draw it.", errors) });
const parameters = new Parameters((values) => stage.setParameters(values));
const controls = new Controls(stage, () => void toggleFull());
const keeping = new Keeping(host, () => (author.textContent = ""), () => parameters.changed);
caption.append(keeping.place);

/** Instead of a picture: words. */
function tell(words: string): void {
  notice.textContent = words;
  viewer.replaceChildren(notice);
}

function receive(result: ToolResult): void {
  work = workOf(result, given);
  if (work === null) {
    tell(wordsOf(result) ?? "There is nothing to draw.");
    return;
  }
  title.textContent = work.title;
  author.textContent = work.author === null ? (work.id === null ? "Not saved yet" : "") : `by ${work.author}`;
  showCost(work);
  viewer.replaceChildren(stage.element, controls.element, controls.moments, parameters.element, caption, keeping.outcome);
  stage.element.querySelector(".trouble")?.remove();
  keeping.show(work);
  parameters.show(work);
  stage.show(work);
  controls.show(work);
  if (work.errors.length > 0) complain("It does not compile.", work.errors);
}

function showCost({ tier, frameMs }: Work): void {
  const words = tier === null ? undefined : TIERS[tier];
  cost.hidden = words === undefined;
  cost.replaceChildren(icon("gauge", 14), words ?? "");
  cost.title = frameMs === null ? "Cost to draw" : `Cost to draw: ${frameMs < 10 ? frameMs.toFixed(1) : Math.round(frameMs)} ms for a small frame on the server’s processor`;
}

function complain(heading: string, errors: readonly ShaderError[]): void {
  const say = host.capabilities.message ? (text: string) => host.say(text) : null;
  stage.element.querySelector(".trouble")?.remove();
  stage.element.append(trouble(heading, errors, work?.passes ?? [], say));
}

function adapt(context: McpUiHostContext): void {
  const { theme, styles, displayMode, containerDimensions, safeAreaInsets } = context;
  if (theme) root.dataset.theme = theme;
  for (const name of ["--font-sans", "--font-mono"] as const) {
    const font = styles?.variables?.[name];
    if (font) root.style.setProperty(name, font);
  }
  const limits = (containerDimensions ?? {}) as { height?: number; maxHeight?: number };
  root.dataset.mode = displayMode === "fullscreen" || limits.height !== undefined ? "fill" : "flow";
  root.style.setProperty("--most-height", limits.maxHeight ? `${limits.maxHeight}px` : "9999px");
  for (const side of ["top", "right", "bottom", "left"] as const) root.style.setProperty(`--inset-${side}`, `${safeAreaInsets?.[side] ?? 0}px`);
  const byHost = context.availableDisplayModes?.includes("fullscreen") ?? false;
  const full = byHost ? displayMode === "fullscreen" : document.fullscreenEnabled ? document.fullscreenElement !== null : null;
  controls.setFull(full);
}

async function toggleFull(): Promise<void> {
  try {
    if (host.context.availableDisplayModes?.includes("fullscreen")) await host.display(host.context.displayMode === "fullscreen" ? "inline" : "fullscreen");
    else if (document.fullscreenElement) await document.exitFullscreen();
    else await root.requestFullscreen();
  } catch {
    // A host may refuse; the picture simply stays as large as it is.
  }
  adapt(host.context);
}

function follow(): void {
  let [lastWidth, lastHeight] = [0, 0];
  new ResizeObserver(() => {
    const { width, height } = viewer.getBoundingClientRect();
    const [wide, high] = [Math.ceil(width), Math.ceil(height)];
    if (root.dataset.mode === "fill" || (wide === lastWidth && high === lastHeight)) return;
    [lastWidth, lastHeight] = [wide, high];
    host.resized(wide, high);
  }).observe(viewer);
}

document.addEventListener("fullscreenchange", () => adapt(host.context));
viewer.append(notice);
if (parent === window) tell("This is the viewer that Fractafrag shows inside a chat. On its own there is nothing to see.");
else
  host.greet().then(follow, () => tell("The program that shows this page does not answer."));
