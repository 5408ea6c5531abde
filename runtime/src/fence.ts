/** Fence: learns when the GPU has finished, without waiting for it. */

const LONGEST_WAIT_MS = 16;

/** Lets the browser do other things, then goes on: 0 ms at first, up to 16 ms when it takes long. */
export function breath(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(attempt, LONGEST_WAIT_MS)));
}

const blocking = new WeakSet<WebGL2RenderingContext>();

/**
 * For a page that has nothing else to do, as the renderer's: whoever waits for this context from now on holds the page's thread
 * until the driver answers, which is sooner than any timer would ask again.
 */
export function waitBlocking(gl: WebGL2RenderingContext): void {
  blocking.add(gl);
}

export const waitsBlocking = (gl: WebGL2RenderingContext): boolean => blocking.has(gl);

/** Reading a pixel of the canvas returns when all that was sent before is drawn; `finish` does not wait in a browser. */
function blockUntilDone(gl: WebGL2RenderingContext): "done" | "lost" {
  const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
  return gl.isContextLost() ? "lost" : "done";
}

/** Ends when everything sent so far has been drawn. */
export async function gpuDone(gl: WebGL2RenderingContext, signal: AbortSignal): Promise<"done" | "lost" | "superseded"> {
  if (blocking.has(gl)) return blockUntilDone(gl);
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  for (let attempt = 1; ; attempt++) {
    await breath(attempt);
    // Asked first: after a loss and a return the sync is the old context's, and asking the new one about it is an error.
    if (signal.aborted) return "superseded";
    if (gl.isContextLost() || !sync) return "lost";
    if (gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED) continue;
    gl.deleteSync(sync);
    return "done";
  }
}

const held = new WeakMap<WebGL2RenderingContext, number>();

/**
 * Lets no live loop send frames to this context until what it returns is called: a question to the driver is answered only when
 * all that was sent before is drawn, and the page's thread would stand still for as long.
 */
export function holdFrames(gl: WebGL2RenderingContext): () => void {
  held.set(gl, (held.get(gl) ?? 0) + 1);
  return () => void held.set(gl, Math.max(0, (held.get(gl) ?? 0) - 1));
}

const FRAMES_IN_FLIGHT = 2;
const SECOND_FRAME_MS = 40;

/**
 * Keeps a live loop from sending frames faster than the GPU draws them: a queue that grows would block the page's thread,
 * and with it every button. Moments are milliseconds.
 */
export class FramePacer {
  private readonly pending: { sync: WebGLSync; sentMs: number }[] = [];

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** Whether a further frame may be sent now. A second one may wait in line only while the first is young. */
  free(nowMs: number): boolean {
    const [oldest] = this.pending;
    if (this.held) return false;
    return !oldest || (this.pending.length < FRAMES_IN_FLIGHT && nowMs - oldest.sentMs < SECOND_FRAME_MS);
  }

  /** To be called after a frame's last draw call. */
  sent(nowMs: number): void {
    const sync = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (sync) this.pending.push({ sync, sentMs: nowMs });
    this.gl.flush();
  }

  /** Milliseconds that each frame finished since the last call took, seen at the granularity of these calls. */
  finished(nowMs: number): number[] {
    const durations: number[] = [];
    for (;;) {
      const [oldest] = this.pending;
      if (!oldest || this.gl.getSyncParameter(oldest.sync, this.gl.SYNC_STATUS) !== this.gl.SIGNALED) return durations;
      this.pending.shift();
      this.gl.deleteSync(oldest.sync);
      durations.push(nowMs - oldest.sentMs);
    }
  }

  /** Whether nothing is on its way, and a frame may be sent. */
  get idle(): boolean {
    return this.pending.length === 0 && !this.held;
  }

  private get held(): boolean {
    return (held.get(this.gl) ?? 0) > 0;
  }

  /** Forgets what is on its way, as after a lost context. */
  clear(): void {
    for (const { sync } of this.pending) this.gl.deleteSync(sync);
    this.pending.length = 0;
  }
}
