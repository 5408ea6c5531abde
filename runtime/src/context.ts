/** Context: how a WebGL2 context is asked for, and what happens when it is lost and comes back. */

export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

const STRIKES = 3;
const STRIKES_WITHIN_MS = 60_000;

const GIVE_BACK_MS = 1000;
const leaving = new WeakMap<AnyCanvas, ReturnType<typeof setTimeout>>();

/** A WebGL2 context without alpha, depth, stencil or antialiasing; null where the browser has none to give. */
export function openContext(canvas: AnyCanvas, preserveDrawingBuffer: boolean): WebGL2RenderingContext | null {
  clearTimeout(leaving.get(canvas));
  return canvas.getContext("webgl2", {
    alpha: false,
    depth: false,
    stencil: false,
    antialias: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer,
    powerPreference: "high-performance",
  });
}

/**
 * Gives a context back to the browser, which has only some sixteen for a page, a second from now. A canvas that is still in the
 * page then, or that was opened again (as frameworks do that mount everything twice), keeps it: a lost one would stay lost.
 */
export function giveBackContext(canvas: AnyCanvas, gl: WebGL2RenderingContext): void {
  const inPage = (): boolean => "isConnected" in canvas && canvas.isConnected;
  const timer = setTimeout(() => {
    if (!inPage()) gl.getExtension("WEBGL_lose_context")?.loseContext();
  }, GIVE_BACK_MS);
  leaving.set(canvas, timer);
}

/**
 * Calls `lost` and `restored`; returns what stops it. After three losses within a minute it does not ask for the context
 * again: something that is drawn keeps killing it, and each loss freezes the whole machine's picture for a while.
 */
export function watchContext(canvas: AnyCanvas, on: { lost(): void; restored(): void }): () => void {
  const losses: number[] = [];
  const onLost = (event: Event): void => {
    const nowMs = performance.now();
    losses.push(nowMs);
    if (losses.filter((when) => nowMs - when < STRIKES_WITHIN_MS).length < STRIKES) event.preventDefault();
    on.lost();
  };
  const onRestored = (): void => on.restored();
  canvas.addEventListener("webglcontextlost", onLost);
  canvas.addEventListener("webglcontextrestored", onRestored);
  return () => {
    canvas.removeEventListener("webglcontextlost", onLost);
    canvas.removeEventListener("webglcontextrestored", onRestored);
  };
}
