// One export at a time: begins it, tells how far it is, stops it, keeps the file until the next.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Drawn, ExportHooks, Progress } from "../../lib/exporting/export-work";
import { fileName, type ExportWish } from "../../lib/exporting/wishes";
import { save } from "../../lib/save";

export type ExportState =
  | { status: "idle" }
  | { status: "working"; what: "file" | "loop"; progress: Progress; began: number }
  | { status: "done"; file: Blob; name: string; seconds: number }
  | { status: "failed"; message: string };

/** Draws what was just captured into the preview, at its place. */
function show(canvas: HTMLCanvasElement | null, picture: CanvasImageSource, place: { x: number; y: number; width: number; height: number }, whole: { width: number; height: number }): void {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return;
  const scale = Math.min(canvas.width / whole.width, canvas.height / whole.height);
  const [left, top] = [(canvas.width - whole.width * scale) / 2, (canvas.height - whole.height * scale) / 2];
  context.drawImage(picture, left + place.x * scale, top + place.y * scale, place.width * scale, place.height * scale);
}

export function useExport(drawn: Drawn, title: string) {
  const [state, setState] = useState<ExportState>({ status: "idle" });
  const preview = useRef<HTMLCanvasElement>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = useCallback(async <T,>(what: "file" | "loop", work: (hooks: ExportHooks) => Promise<T>): Promise<T | null> => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const began = performance.now();
    let toldMs = 0;
    let shownMs = 0;
    const tell = (progress: Progress) => setState({ status: "working", what, progress, began });
    tell({ phase: "compiling", done: 0, total: 0, bytes: null });
    try {
      const made = await work({
        signal: control.signal,
        onProgress: (progress) => {
          const now = performance.now();
          if (now - toldMs < 100 && progress.phase === "drawing") return;
          toldMs = now;
          if (running.current === control) tell(progress);
        },
        onPicture: (picture, place, whole) => {
          const now = performance.now();
          const partial = place.width < whole.width || place.height < whole.height;
          if (now - shownMs < 120 && !partial) return;
          shownMs = now;
          show(preview.current, picture, place, whole);
        },
      });
      return control.signal.aborted ? null : made;
    } catch (error) {
      if (running.current === control) setState(control.signal.aborted ? { status: "idle" } : { status: "failed", message: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }, []);

  const start = useCallback(
    async (wish: ExportWish) => {
      const began = performance.now();
      const { exportWork } = await import("../../lib/exporting/export-work");
      const file = await run("file", (hooks) => exportWork(drawn, wish, hooks));
      if (!file) return;
      const name = fileName(title, wish.kind);
      setState({ status: "done", file, name, seconds: (performance.now() - began) / 1000 });
      save(file, name);
    },
    [drawn, run, title],
  );

  const loop = useCallback(
    async (fps: number) => {
      const { findLoop } = await import("../../lib/exporting/export-work");
      const found = await run("loop", (hooks) => findLoop(drawn, { fps, least: 1.5, most: 12, within: 18 }, hooks));
      setState((now) => (now.status === "working" ? { status: "idle" } : now));
      return found;
    },
    [drawn, run],
  );

  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ status: "idle" });
  }, []);
  const again = useCallback(() => {
    if (state.status !== "done") return;
    save(state.file, state.name);
  }, [state]);
  return { state, preview, start, loop, cancel, again };
}
