/** Player element: `<fractafrag-player>`, a shader in any page, without a framework and without the platform. */
import { attachInput, heldBack, parseParameters, parseValues, type Pass, type ShaderError, type StageCard } from "../src/index";
import { build, relabel, type Look } from "./look";
import { sourceOfFile } from "./media";
import { stageFor } from "./stages";
import { filesOf, imageOf, passesOf, valuesOf } from "./work";

/** resting: nothing is drawn yet; loading; live: a picture stands, moving or not; failed: words say why. */
export type PlayerState = "resting" | "loading" | "live" | "failed";

const MOST_CHARACTERS = 2_000_000;
const FETCH_MS = 20_000;
// A device on which no picture came by then is left in peace.
const PATIENCE_MS = 20_000;
const READOUT_MS = 200;

// Where there is no page, as on a server that only renders text, importing this must do no harm.
const Ground = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

interface Work {
  passes: Pass[];
  /** What the work itself gives its parameters. */
  values: unknown;
  /** Media that came with it, by the names of their files. */
  files: Record<string, string> | null;
}

/**
 * Attributes: `src` (JSON in this platform's or Shadertoy's dialect), `autoplay`, `controls`, `poster`, `time` (seconds of the first
 * picture), `speed`, `parameters` ("speed:1.5,tint:ff8800"), `media` (address of the folder of an instance's media set), `muted` (no
 * button for sound). Without `src` a child `<script>` holds GLSL
 * (`type="x-shader/x-fragment"`) or JSON (`type="application/json"`), which may carry its media under `files`. Events: `statechange`, and `error` with `errors` as detail.
 */
export class FractafragPlayer extends Ground {
  static readonly observedAttributes = ["src", "poster", "controls", "speed", "media", "muted", "parameters"];

  private look: Look | null = null;
  private card: StageCard | null = null;
  private given: Pass[] | null = null;
  private work: Work | null = null;
  private heard = false;
  private present: PlayerState = "resting";
  private loading: AbortController | null = null;
  private undo = new AbortController();
  private detach: () => void = () => undefined;
  private seen: IntersectionObserver | null = null;
  private inView = false;
  /** What the person or the page wants: it moves whenever it is in view. */
  private wanted = false;
  /** Whether somebody, or the page's own script, asked for it: what speaks against the work holds it back only until then. */
  private pressed = false;
  /** Why it waits for a press. */
  private notice: string | null = null;
  private timers: ReturnType<typeof setTimeout>[] = [];

  get state(): PlayerState {
    return this.present;
  }

  /** Whether it moves, or will as soon as it can be seen. */
  get playing(): boolean {
    return this.wanted;
  }

  /** Seconds, as iTime. Setting it goes there. */
  get currentTime(): number {
    return this.card?.player.time ?? this.startTime;
  }

  set currentTime(seconds: number) {
    if (this.card) this.card.player.seek(Math.max(0, Number(seconds) || 0));
    else this.setAttribute("time", String(seconds));
  }

  /** The passes to draw in place of what `src` or a child names. */
  get passes(): readonly Pass[] | null {
    return this.given;
  }

  set passes(passes: readonly Pass[] | null) {
    this.given = passes ? [...passes] : null;
    this.restart();
  }

  /** Moves, from where it stands; loads first where nothing was loaded. */
  play(): void {
    this.wanted = true;
    this.pressed = true;
    this.notice = null;
    void this.show();
    this.refresh();
  }

  pause(): void {
    this.wanted = false;
    if (this.card) this.card.player.paused = true;
    this.refresh();
  }

  /** Time, frame and buffers begin anew. */
  reset(): void {
    this.card?.player.reset();
  }

  connectedCallback(): void {
    this.undo = new AbortController();
    this.look ??= build(this.attachShadow({ mode: "open" }));
    const { canvas, begin, toggle, again, full, voice } = this.look;
    const { signal } = this.undo;
    const press = (button: HTMLButtonElement, act: () => void): void => button.addEventListener("click", act, { signal });
    press(begin, () => this.play());
    press(toggle, () => (this.wanted ? this.pause() : this.play()));
    press(voice, () => this.setHeard(!this.heard));
    press(again, () => (this.card ? this.reset() : this.play()));
    press(full, () => void (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen()).catch(() => undefined));
    full.hidden = !document.fullscreenEnabled;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.getAttribute("aria-label") ?? this.title ?? "Living shader");
    this.wanted = this.hasAttribute("autoplay") && !calm();
    this.seen = new IntersectionObserver(([entry]) => this.look && this.onView(entry?.isIntersecting ?? false));
    this.seen.observe(this);
    const readout = setInterval(() => this.read(), READOUT_MS);
    signal.addEventListener("abort", () => clearInterval(readout));
    this.refresh();
  }

  disconnectedCallback(): void {
    this.undo.abort();
    this.seen?.disconnect();
    this.leave();
    this.become("resting");
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.look || !this.isConnected || before === now) return;
    if (name === "src" || name === "media") this.restart();
    else if (name === "speed" && this.card) this.card.player.speed = this.speed;
    else if (name === "parameters") this.setValues();
    this.refresh();
  }

  private get startTime(): number {
    const seconds = Number(this.getAttribute("time") ?? 0);
    return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
  }

  private get speed(): number {
    const speed = Number(this.getAttribute("speed") ?? 1);
    return Number.isFinite(speed) && speed >= 0 ? speed : 1;
  }

  private onView(inView: boolean): void {
    this.inView = inView;
    // Without a poster one still picture is drawn, so that there is something to see.
    if (inView && this.present === "resting" && (this.wanted || !this.hasAttribute("poster"))) void this.show();
    if (this.card) this.card.setState(inView ? "live" : "ready");
  }

  private restart(): void {
    this.leave();
    this.become("resting");
    if (this.isConnected && this.inView && (this.wanted || !this.hasAttribute("poster"))) void this.show();
  }

  private async show(): Promise<void> {
    if (this.card && this.present !== "failed") {
      this.card.player.paused = !this.wanted;
      return;
    }
    if (this.present === "loading" || !this.look) return;
    this.leave();
    this.become("loading");
    const loading = (this.loading = new AbortController());
    try {
      const work = await this.fetchWork(loading.signal);
      if (loading.signal.aborted) return;
      if (!this.pressed && heldBack(work.passes) !== null) this.hold();
      else this.mount(work);
    } catch (error) {
      if (!loading.signal.aborted) this.fail(error instanceof Error ? error.message : String(error), []);
    }
  }

  private async fetchWork(signal: AbortSignal): Promise<Work> {
    if (this.given) return { passes: this.given, values: {}, files: null };
    const src = this.getAttribute("src");
    if (src !== null) {
      const answer = await fetch(src, { signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]), credentials: "omit" });
      if (!answer.ok) throw new Error(`The shader did not load: ${answer.status}.`);
      const text = await answer.text();
      if (text.length > MOST_CHARACTERS) throw new Error("The file is too large for a shader.");
      return workFromText(text, /json/.test(answer.headers.get("content-type") ?? ""));
    }
    const script = this.querySelector("script");
    if (!script?.textContent?.trim()) throw new Error("There is no shader: give a src, or a script child with GLSL.");
    return workFromText(script.textContent, /json/.test(script.type));
  }

  private mount(work: Work, at = this.startTime): void {
    if (!this.look) return;
    const { canvas } = this.look;
    this.work = work;
    const card = stageFor(work.files ?? this.getAttribute("media"), !this.heard).mount(canvas, work.passes, {
      live: () => {
        this.forgetTimers();
        this.become("live");
      },
      failed: (errors) => this.fail(null, errors),
      tooHeavy: (frameMs) => {
        this.wanted = false;
        this.notice = `One small picture of it takes ${(frameMs / 1000).toFixed(1)} s here.`;
        this.refresh();
      },
    });
    this.card = card;
    card.player.speed = this.speed;
    this.setValues();
    if (at > 0) card.player.seek(at);
    card.player.paused = !this.wanted;
    this.detach = attachInput(canvas, card.player);
    // A page must still be scrolled by a finger that lands on the picture.
    canvas.style.touchAction = "pan-y";
    card.setState("live");
    this.timers.push(
      setTimeout(() => {
        if (this.present === "loading") this.fail("No picture came within twenty seconds: it is too heavy for this device.", []);
      }, PATIENCE_MS),
    );
  }

  /** Works that sound are drawn by another stage: the card goes there, and on from where it was. */
  private setHeard(heard: boolean): void {
    const { work, currentTime } = this;
    this.heard = heard;
    if (!work || !this.card) return;
    this.leave();
    this.mount(work, currentTime);
    this.refresh();
  }

  private setValues(): void {
    if (!this.card || !this.work) return;
    const parameters = parseParameters(this.work.passes);
    if (parameters.length > 0) this.card.player.setParameters(parseValues(parameters, this.getAttribute("parameters") ?? "", this.work.values));
  }

  private leave(): void {
    this.loading?.abort();
    this.forgetTimers();
    this.detach();
    this.detach = () => undefined;
    this.card?.unmount();
    this.card = null;
  }

  private forgetTimers(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }

  /** By its text alone it may stop the device from answering: nothing is drawn before somebody asks for it. */
  private hold(): void {
    this.wanted = false;
    this.notice = "Very heavy to draw. It may slow this device down.";
    this.become("resting");
  }

  private fail(message: string | null, errors: readonly ShaderError[]): void {
    this.leave();
    this.wanted = false;
    this.become("failed");
    const [first] = errors;
    if (this.look) {
      const { words } = this.look;
      words.replaceChildren(message ?? "This device could not draw it.");
      if (first) {
        const code = document.createElement("code");
        code.textContent = ` ${first.pass}:${first.line} ${first.message}`;
        words.append(code);
      }
    }
    this.dispatchEvent(new CustomEvent("error", { detail: { message, errors } }));
  }

  private become(state: PlayerState): void {
    this.present = state;
    this.setAttribute("state", state);
    this.refresh();
    this.dispatchEvent(new CustomEvent("statechange"));
  }

  private refresh(): void {
    if (!this.look) return;
    const { begin, line, toggle, voice, poster, words } = this.look;
    const src = this.getAttribute("poster");
    if (src !== null && poster.getAttribute("src") !== src) poster.src = src;
    poster.hidden = src === null;
    const moves = this.wanted && this.present !== "failed";
    relabel(begin, this.present === "loading" ? "wait" : "play", "Play");
    begin.hidden = this.present === "failed" || (this.present === "live" ? this.wanted || (this.notice === null && !this.hasAttribute("controls")) : this.present === "loading" && !this.wanted);
    relabel(toggle, moves ? "pause" : "play", moves ? "Pause" : "Play");
    voice.hidden = this.hasAttribute("muted") || !this.work || !sounds(this.work.passes);
    relabel(voice, this.heard ? "sound" : "silence", this.heard ? "Sound off" : "Sound on");
    line.hidden = !this.hasAttribute("controls") || this.present !== "live";
    words.hidden = this.present !== "failed" && this.notice === null;
    if (this.notice !== null && this.present !== "failed") words.textContent = this.notice;
    this.read();
  }

  private read(): void {
    if (!this.look || this.look.line.hidden) return;
    const seconds = this.currentTime;
    this.look.time.textContent = `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
  }
}

function workFromText(text: string, json: boolean): Work {
  if (!json && !/^\s*[[{]/.test(text)) return { passes: imageOf(text), values: {}, files: null };
  const read: unknown = JSON.parse(text);
  return { passes: passesOf(read, sourceOfFile), values: valuesOf(read), files: filesOf(read) };
}

/** Whether there is anything to hear. */
function sounds(passes: readonly Pass[]): boolean {
  return passes.some((pass) => pass.type === "sound" || pass.inputs?.some(({ type }) => type === "music"));
}

/** Registers the element under its name, once. */
export function definePlayer(name = "fractafrag-player"): void {
  if (!customElements.get(name)) customElements.define(name, FractafragPlayer);
}
