/** What the machine says of the work, in one line: compiling, speed, size, and whether it is kept. */
import { useStore } from "zustand";
import { cx } from "../../lib/cx";
import { usePhone } from "../../lib/media";
import { byteLength, limits } from "./contract";
import { fraction } from "./playback";
import { isDirty } from "./store";
import { useStudio, useStudioValue } from "./studio-context";

const number = new Intl.NumberFormat("en");

export function StatusLine({ kept, className }: { kept: boolean; className?: string }) {
  const { engine, saving } = useStudioValue();
  const report = useStudio((state) => state.report);
  const compiling = useStudio((state) => state.compiling);
  const playing = useStudio((state) => state.playing);
  const code = useStudio((state) => state.work.passes.find((pass) => pass.name === state.active)?.code ?? "");
  const dirty = useStudio(isDirty);
  const phone = usePhone();
  const origin = useStudio((state) => state.origin);
  const { fps, width, height } = useStore(engine.readout);
  const scale = useStudio((state) => state.scale);
  const fixed = useStudio((state) => state.fixed);

  const nearLimit = byteLength(code) > limits.pass_bytes * 0.8;
  const compiled = engine.status !== "running"
    ? "Not running"
    : compiling
    ? "Compiling…"
    : !report
      ? "Starting…"
      : report.ok
        ? `Compiled in ${Math.max(1, Math.round(report.compileMs))} ms`
        : `${report.errors.length} ${report.errors.length === 1 ? "error" : "errors"}`;
  const savedAs = saving.busy
    ? "Saving…"
    : dirty
      ? kept
        ? phone
          ? "Unsaved · kept here"
          : "Unsaved · kept in this browser"
        : "Unsaved · this browser keeps no copy"
      : origin
        ? `Saved · version ${origin.version}`
        : "New";

  return (
    <div
      aria-label="Status"
      role="group"
      className={cx("tabular flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-line px-3 font-mono text-xs whitespace-nowrap text-ink-3", className)}
    >
      <span className={report && !report.ok && !compiling && engine.status === "running" ? "text-danger" : "text-ink-2"}>{compiled}</span>
      {engine.status === "running" && (
        <>
          <span className={playing ? "text-ink-2" : undefined}>{playing ? `${fps.toFixed(0)} fps` : "paused"}</span>
          <span className="max-md:hidden">
            {width} × {height} {fixed ? "fixed" : scale !== 1 && `at ${fraction(scale)}×`}
          </span>
        </>
      )}
      <span className={nearLimit ? "text-warning" : undefined}>
        {number.format(code.length)} <span className="max-md:hidden">{code.length === 1 ? "character" : "characters"}</span>
        <span className="md:hidden">ch</span>
        {nearLimit && ` of ${number.format(limits.pass_bytes)} bytes`}
      </span>
      <span className={cx("ml-auto truncate", dirty && !kept && "text-warning")}>{savedAs}</span>
    </div>
  );
}
