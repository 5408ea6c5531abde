// The big stage and the one line of controls under it.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { cx } from "../../lib/cx";
import { useReducedMotion } from "../../lib/media";
import { useShortcut } from "../../lib/shortcuts";
import { useTurnTaken } from "../../lib/turn";
import type { ShaderPage } from "../../lib/types";
import { Film } from "../../ui/Film";
import { Poster } from "../../ui/Poster";
import { ControlLine } from "./ControlLine";
import { usePlayer, type StageState } from "./use-player";

const Stage3d = lazy(() => import("../../ui/stage3d/Stage3d"));

export function Stage({ page, passes, label }: { page: ShaderPage; passes: ShaderPage["passes"] | undefined; label?: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const reduced = useReducedMotion();
  const player = usePlayer(host, passes, { scale: startScale(page), paused: reduced });
  const [full, setFull] = useState(false);
  const [solid, setSolid] = useState(false);
  useResting(useTurnTaken(), player);

  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === frame.current);
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  const toggleFull = () => void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen?.());

  const group = "Stage";
  useShortcut({ keys: " ", label: "Pause or play", group }, () => player.setPaused(!player.paused));
  useShortcut({ keys: "r", label: "Start again", group }, player.reset);
  useShortcut({ keys: ".", label: "One frame on", group, repeats: true }, () => (player.setPaused(true), player.step()));
  useShortcut({ keys: "3", label: "Stage in 3D", group }, () => setSolid(!solid));
  useShortcut({ keys: "f", label: "Full screen", group }, toggleFull);

  const { status } = player.state;
  return (
    <div ref={frame} className={cx("flex flex-col bg-room", full && "h-dvh")}>
      <div className={cx("relative overflow-hidden bg-room", full ? "flex-1" : "aspect-video max-h-[calc(100dvh-var(--header)-var(--safe-top)-52px)] w-full max-md:max-h-[62dvh]")}>
        <Poster render={page.render} eager alt={`Still of ${page.title}`} className="absolute inset-0 bg-room!" />
        {(status === "unavailable" || status === "failed") && <Film films={page.render.films} className="absolute inset-0 size-full" />}
        <div ref={host} className={cx("absolute inset-0 transition-opacity duration-200", status === "live" ? "opacity-100" : "opacity-0")} />
        {solid && status === "live" && (
          <Suspense>
            <Stage3d source={() => host.current?.querySelector("canvas") ?? null} className="absolute! inset-0 animate-fade-in" />
          </Suspense>
        )}
        {label && <p className="pointer-events-none absolute top-4 left-4 rounded-full bg-glass px-3 py-1 text-sm text-ink backdrop-blur-md">{label}</p>}
        <Trouble state={player.state} />
      </div>
      <ControlLine player={player} full={full} onFull={toggleFull} solid={solid} onSolid={() => setSolid(!solid)} />
    </div>
  );
}

/** Pauses while somebody else draws, and then goes on as before. */
function useResting(taken: boolean, { paused, setPaused }: { paused: boolean; setPaused: (paused: boolean) => void }): void {
  const before = useRef<boolean | null>(null);
  useEffect(() => {
    if (taken && before.current === null) {
      before.current = paused;
      setPaused(true);
    } else if (!taken && before.current !== null) {
      setPaused(before.current);
      before.current = null;
    }
  }, [taken, paused, setPaused]);
}

function Trouble({ state }: { state: StageState }) {
  if (state.status === "waiting" || state.status === "live") return null;
  const first = state.status === "failed" ? state.errors[0] : undefined;
  return (
    <p role="alert" className="absolute inset-x-4 bottom-4 mx-auto w-fit max-w-[40rem] rounded-card bg-glass-strong px-4 py-2.5 text-sm text-ink-2 backdrop-blur-md">
      {first ? (
        <>
          This device could not draw it.{" "}
          <span className="font-mono text-xs text-ink">
            {first.pass}:{first.line} {first.message}
          </span>
        </>
      ) : (
        "This browser has no WebGL2; you see the recorded film."
      )}
    </p>
  );
}

/** Heavy works begin at half the resolution, so that the first seconds do not stutter. */
function startScale(page: ShaderPage): number {
  const tier = (page.render.facts as { tier?: unknown } | null)?.tier;
  return tier === "heavy" || tier === "extreme" ? 0.5 : 1;
}
