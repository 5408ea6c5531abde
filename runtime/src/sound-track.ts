/** Sound track: plays what the Sound pass draws, each block as soon as it is there, in step with a clock. */
import { BLOCK_SAMPLES, SAMPLE_RATE, SOUND_BLOCKS, SOUND_SECONDS } from "./sound";

/** Draws one block; null where there is none to be had. */
export type DrawBlock = (index: number, signal: AbortSignal) => Promise<Int16Array | null>;

const BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE;
// What an audio device needs to begin on time.
const LEAD_SECONDS = 0.03;

export class SoundTrack {
  private readonly blocks = new Map<number, AudioBuffer>();
  private readonly sounding = new Set<AudioBufferSourceNode>();
  private running: AbortController | null = null;

  constructor(private readonly draw: DrawBlock) {}

  get playing(): boolean {
    return this.running !== null;
  }

  /** How many blocks are ready. */
  get ready(): number {
    return this.blocks.size;
  }

  /** Sounds from the moment that `now` tells, seconds; what sounded before ends. Returns at once. */
  play(output: { context: AudioContext; node: AudioNode }, now: () => number): void {
    this.stop();
    const running = new AbortController();
    this.running = running;
    void this.run(output, now, running.signal).catch(() => undefined);
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
    for (const node of this.sounding) {
      node.stop();
      node.disconnect();
    }
    this.sounding.clear();
  }

  private async run({ context, node }: { context: AudioContext; node: AudioNode }, now: () => number, signal: AbortSignal): Promise<void> {
    for (let index = Math.max(0, Math.floor(now() / BLOCK_SECONDS)); index < SOUND_BLOCKS; index++) {
      const buffer = await this.block(context, index, signal);
      if (!buffer || signal.aborted) return;
      // The clock went on while the block was drawn: what is late is left out, and what is early waits.
      const ahead = index * BLOCK_SECONDS - now();
      const skipped = Math.max(0, LEAD_SECONDS - ahead);
      if (skipped >= buffer.duration) continue;
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(node);
      source.onended = () => this.sounding.delete(source);
      this.sounding.add(source);
      source.start(context.currentTime + Math.max(LEAD_SECONDS, ahead), skipped);
    }
  }

  private async block(context: AudioContext, index: number, signal: AbortSignal): Promise<AudioBuffer | null> {
    const known = this.blocks.get(index);
    if (known) return known;
    const samples = await this.draw(index, signal);
    if (!samples) return null;
    const length = Math.min(BLOCK_SAMPLES, SOUND_SECONDS * SAMPLE_RATE - index * BLOCK_SAMPLES);
    const buffer = context.createBuffer(2, length, SAMPLE_RATE);
    for (const ear of [0, 1]) {
      const heard = buffer.getChannelData(ear);
      for (let at = 0; at < length; at++) heard[at] = (samples[2 * at + ear] ?? 0) / 32767;
    }
    this.blocks.set(index, buffer);
    return buffer;
  }
}
