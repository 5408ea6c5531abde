// The line below the picture: play, again, time, the moments of the contact sheet, pixels, full screen.
import { timecode } from "../src/lib/format";
import { button, icon, make, relabel } from "./elements";
import { cellAt, frame, type PictureStage, withoutLabel } from "./stage";
import type { Work } from "./work";

const READOUT_MS = 100;
const SECOND = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export class Controls {
  readonly element = make("div", "controls");
  readonly moments = make("div", "moments");
  private readonly play: HTMLButtonElement;
  private readonly full: HTMLButtonElement;
  private readonly time = make("span", "time", timecode(0));
  private readonly size = make("span", "size");
  private marks: { seconds: number; element: HTMLElement }[] = [];

  constructor(
    private readonly stage: PictureStage,
    toggleFull: () => void,
  ) {
    this.play = button("Play", "icon", () => stage.toggle(), icon("play"));
    this.full = button("Full screen", "icon", toggleFull, icon("maximise"));
    const again = button("Start again", "icon", () => stage.restart(), icon("restart"));
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", "Picture");
    this.element.append(this.play, again, this.time, make("span", "spring"), this.size, this.full);
    this.moments.setAttribute("role", "group");
    this.moments.setAttribute("aria-label", "Moments of the contact sheet");
    // Read from outside: the stage tells no frames, and ten times a second is all that an eye reads.
    setInterval(() => this.read(), READOUT_MS);
  }

  show({ times, poster }: Work): void {
    this.marks = times.map((seconds, index) => {
      const label = `${SECOND.format(seconds)} s`;
      const thumb = make("span", "thumb");
      const element = button(`Go to ${label}`, "moment", () => this.stage.seek(seconds), thumb, make("span", "", label));
      element.setAttribute("aria-label", `Go to ${label}`);
      if (poster) frame(thumb, poster, withoutLabel(cellAt(index, poster)));
      else thumb.remove();
      return { seconds, element };
    });
    this.moments.replaceChildren(...this.marks.map(({ element }) => element));
    this.refresh();
  }

  refresh(): void {
    const { paused, condition } = this.stage;
    this.element.hidden = condition === "failed";
    this.moments.hidden = condition === "failed" || this.marks.length === 0;
    relabel(this.play, paused ? "play" : "pause", paused ? "Play" : "Pause");
    this.read();
  }

  /** Null: the host has no full screen to give. */
  setFull(full: boolean | null): void {
    this.full.hidden = full === null;
    relabel(this.full, full ? "minimise" : "maximise", full ? "Leave full screen" : "Full screen");
  }

  private read(): void {
    const { time, size } = this.stage;
    this.time.textContent = timecode(time);
    this.size.textContent = size ? `${size[0]} × ${size[1]}` : "";
    const passed = this.marks.filter(({ seconds }) => seconds <= time + 0.05);
    const latest = Math.max(...passed.map(({ seconds }) => seconds));
    for (const { seconds, element } of this.marks) element.classList.toggle("now", this.stage.condition === "live" && seconds === latest);
  }
}
