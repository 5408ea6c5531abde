/** Media store: what a page's loader gave for the inputs of works, and whether it plays; on no GPU, so it outlives a lost context. */
import { TEXTURE_SOURCES, type InputType, type Pass } from "./contract";
import type { AudioContent, MediaContent, MediaOptions, VideoContent } from "./media";

interface Entry {
  content: MediaContent | null;
  settled: boolean;
  done: Promise<void>;
}

/** The most contents that are kept; those that were not asked for the longest are forgotten first. */
const KEPT = 48;
// A film or music that no live frame read for so long stands still.
const STILL_AFTER_MS = 300;
const SEEK_MS = 3000;
// A seek to the frame that is already drawn presents none.
const PRESENT_MS = 120;
const LISTENING: readonly InputType[] = ["music", "mic"];

export class MediaStore {
  private readonly entries = new Map<string, Entry>();
  private readonly stops = new Map<HTMLMediaElement, ReturnType<typeof setTimeout>>();
  private readonly analysers = new Map<AudioContent, AnalyserNode>();
  private readonly listeners = new Set<() => void>();
  private context: AudioContext | null = null;
  private gain: GainNode | null = null;
  private silent: boolean;
  private loudness = 1;
  private over = false;

  constructor(private readonly options: MediaOptions = {}) {
    this.silent = options.muted ?? true;
  }

  get muted(): boolean {
    return this.silent;
  }

  set muted(value: boolean) {
    this.silent = value;
    for (const { content } of this.entries.values()) if (content?.kind === "video") content.element.muted = value;
    if (value) for (const { element } of this.analysers.keys()) element?.pause();
    // A browser lets sound begin only within somebody's gesture, which is when a page calls this.
    else void this.audio()?.resume().catch(() => undefined);
    this.setGain();
    this.announce();
  }

  /** 0…1. */
  get volume(): number {
    return this.loudness;
  }

  set volume(value: number) {
    this.loudness = Number.isFinite(value) ? Math.min(Math.max(value, 0), 1) : 1;
    for (const { content } of this.entries.values()) if (content?.kind === "video") content.element.volume = this.loudness;
    this.setGain();
  }

  /** Calls `listener` whenever something arrived that a channel may read, or is silent now; returns what stops it. */
  onArrival(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** What an input reads, null while there is nothing; the first call for it asks the loader. */
  find(type: InputType, source: string): MediaContent | null {
    return this.entry(type, source)?.content ?? null;
  }

  /** Ends when everything that `passes` read from outside has arrived, or is known not to. Never rejects. */
  async settled(passes: readonly Pass[]): Promise<void> {
    const entries = passes.flatMap(({ inputs }) => inputs.map(({ type, source }) => this.entry(type, source)));
    await Promise.all(entries.flatMap((entry) => (entry ? [entry.done] : [])));
  }

  /** What `passes` read and was not to be had is asked for once more, when it is next needed. */
  retry(passes: readonly Pass[]): void {
    for (const { inputs } of passes)
      for (const { type, source } of inputs) {
        const entry = this.entries.get(`${type} ${source}`);
        if (entry?.settled && !entry.content) this.entries.delete(`${type} ${source}`);
      }
  }

  /** To be called for each live frame that reads `content`: it plays until such calls stop. */
  touch(content: VideoContent | AudioContent): void {
    const { element } = content;
    if (!element || this.over) return;
    clearTimeout(this.stops.get(element));
    this.stops.set(element, setTimeout(() => element.pause(), STILL_AFTER_MS));
    if (element.paused && !element.ended) void element.play().catch(() => undefined);
  }

  /** Everything that `passes` read begins anew. */
  rewind(passes: readonly Pass[]): void {
    for (const element of this.elements(passes)) if (element.currentTime > 0) element.currentTime = 0;
  }

  /** Leads films to `time` seconds and ends when they are there, or will not come. */
  async seek(passes: readonly Pass[], time: number): Promise<void> {
    await Promise.all(this.elements(passes).map((element) => sought(element, time)));
  }

  /** What listens to `content`; null where there is nothing to hear it with. */
  analyser(content: AudioContent): AnalyserNode | null {
    const known = this.analysers.get(content);
    if (known) return known;
    const context = this.audio();
    if (!context || !this.gain) return null;
    const analyser = context.createAnalyser();
    this.analysers.set(content, analyser);
    if (content.stream) context.createMediaStreamSource(content.stream).connect(analyser);
    else if (content.element) {
      context.createMediaElementSource(content.element).connect(analyser);
      analyser.connect(this.gain);
    }
    return analyser;
  }

  /** Where sound goes; null where a browser has none, or while nothing may sound. */
  output(): { context: AudioContext; node: AudioNode } | null {
    const context = this.silent ? null : this.audio();
    return context && this.gain ? { context, node: this.gain } : null;
  }

  dispose(): void {
    this.over = true;
    for (const [element, timer] of this.stops) {
      clearTimeout(timer);
      element.pause();
    }
    this.listeners.clear();
    this.entries.clear();
    void this.context?.close().catch(() => undefined);
    this.context = null;
  }

  private elements(passes: readonly Pass[]): HTMLMediaElement[] {
    return passes.flatMap(({ inputs }) =>
      inputs.flatMap(({ type, source }) => {
        const content = this.entries.get(`${type} ${source}`)?.content;
        const element = content?.kind === "video" || content?.kind === "audio" ? content.element : null;
        return element && !element.srcObject ? [element] : [];
      }),
    );
  }

  private entry(type: InputType, source: string): Entry | null {
    const { media } = this.options;
    if (type === "buffer" || type === "keyboard" || !media || this.over) return null;
    if (type === "texture" && TEXTURE_SOURCES.includes(source)) return null;
    if (this.silent && LISTENING.includes(type)) return null;
    const key = `${type} ${source}`;
    const known = this.entries.get(key);
    if (known) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known;
    }
    const entry: Entry = { content: null, settled: false, done: Promise.resolve() };
    entry.done = this.fill(entry, media, type, source);
    this.entries.set(key, entry);
    this.forget();
    return entry;
  }

  private async fill(entry: Entry, media: NonNullable<MediaOptions["media"]>, type: InputType, source: string): Promise<void> {
    const content = await Promise.resolve().then(() => media(type, source)).catch(() => null);
    entry.settled = true;
    if (!content || this.over) return;
    if (content.kind === "video") {
      content.element.muted = this.silent;
      content.element.volume = this.loudness;
      content.element.loop = true;
    }
    if (content.kind === "audio" && content.element) content.element.loop = true;
    entry.content = content;
    this.announce();
  }

  private forget(): void {
    for (const [key, { settled, content }] of this.entries) {
      if (this.entries.size <= KEPT) return;
      const playing = (content?.kind === "video" || content?.kind === "audio") && content.element?.paused === false;
      if (settled && !playing) this.entries.delete(key);
    }
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }

  private audio(): AudioContext | null {
    if (this.context || this.over || typeof AudioContext === "undefined") return this.context;
    this.context = new AudioContext({ sampleRate: 44100 });
    this.gain = this.context.createGain();
    this.gain.connect(this.context.destination);
    this.setGain();
    return this.context;
  }

  private setGain(): void {
    if (this.gain) this.gain.gain.value = this.silent ? 0 : this.loudness;
  }
}

function sought(element: HTMLMediaElement, time: number): Promise<void> {
  const { duration } = element;
  const goal = Number.isFinite(duration) && duration > 0 ? time % duration : time;
  element.pause();
  if (Math.abs(element.currentTime - goal) < 1e-3 && !element.seeking) return Promise.resolve();
  const seeked = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, SEEK_MS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    element.addEventListener("seeked", done, { once: true });
    element.addEventListener("error", done, { once: true });
  });
  const presented = element instanceof HTMLVideoElement ? presentedAnew(element) : Promise.resolve();
  element.currentTime = goal;
  return seeked.then(() => Promise.race([presented, new Promise<void>((resolve) => setTimeout(resolve, PRESENT_MS))]));
}

/** When the frame of a seek that begins now is what is drawn: `seeked` may come while the one before it still is. */
function presentedAnew(element: HTMLVideoElement): Promise<void> {
  const began = performance.now();
  return new Promise((resolve) => {
    const look = (_now: number, { presentationTime }: VideoFrameCallbackMetadata): void => {
      if (presentationTime >= began) resolve();
      else element.requestVideoFrameCallback(look);
    };
    element.requestVideoFrameCallback(look);
  });
}
