// The big stage and the one line of controls under it.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { ParameterValue, Pass } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { useReducedMotion } from "../../lib/media";
import { startScale } from "../../lib/passport";
import { useHold, useSentinel } from "../../lib/safety";
import { useShortcut } from "../../lib/shortcuts";
import { useTurnTaken } from "../../lib/turn";
import { paths } from "../../lib/paths";
import type { ShaderPage } from "../../lib/types";
import { Button } from "../../ui/Button";
import { DeviceWishes } from "../../ui/DeviceConsent";
import { Film } from "../../ui/Film";
import { HeldPicture } from "../../ui/HeldPicture";
import { Poster } from "../../ui/Poster";
import { ParameterPanel } from "../../ui/parameters/ParameterPanel";
import { PointHandles } from "../../ui/parameters/PointHandles";
import { useParameterPlay } from "../../ui/parameters/use-parameter-play";
import { isHeard } from "../../lib/heard";
import { ControlLine } from "./ControlLine";
import { usePlayer, type StageState } from "./use-player";

const Stage3d = lazy(() => import("../../ui/stage3d/Stage3d"));

interface StageProps {
  page: ShaderPage;
  passes: ShaderPage["passes"] | undefined;
  /** The values and presets of the shown version. */
  kept: ShaderPage["parameters"] | undefined;
  label?: string;
}

const NONE = { values: {}, presets: [] };

export function Stage({ page, passes, kept = NONE, label }: StageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const reduced = useReducedMotion();
  const play = useParameterPlay(passes, kept.values);
  const hold = useHold(page, passes);
  const heard = isHeard((passes ?? []) as Pass[]);
  const [released, setReleased] = useState(false);
  const held = hold !== null && !released;
  const player = usePlayer(host, held ? undefined : passes, { most: startScale(page.render.facts), paused: reduced, parameters: play.values });
  useSentinel(page, !held && player.state.status !== "failed" && player.state.status !== "unavailable", player.state.status === "live");
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
  const change = (name: string, value: ParameterValue) => play.change({ ...play.values, [name]: value }, `${name} changed`);
  const picture = (
    <div ref={frame} className={cx("flex min-w-0 flex-1 flex-col bg-room", full && "h-dvh")}>
      <div className={cx("relative overflow-hidden bg-room", full ? "flex-1" : "aspect-video max-h-[calc(100dvh-var(--header)-var(--safe-top)-52px)] w-full max-md:max-h-[62dvh]")}>
        <Poster render={page.render} eager sizes="100vw" alt={`Still of ${page.title}`} className="absolute inset-0 bg-room!" />
        {(status === "unavailable" || status === "failed") && !held && <Film films={page.render.films} className="absolute inset-0 size-full" />}
        <div ref={host} className={cx("absolute inset-0 transition-opacity duration-200", status === "live" ? "opacity-100" : "opacity-0")} />
        {solid && status === "live" && (
          <Suspense>
            <Stage3d source={() => host.current?.querySelector("canvas") ?? null} work={passes && { passes: passes as Pass[], values: play.values }} className="absolute! inset-0 animate-fade-in" />
          </Suspense>
        )}
        {label && <p className="pointer-events-none absolute top-4 left-4 rounded-full bg-glass px-3 py-1 text-sm text-ink backdrop-blur-md">{label}</p>}
        {status === "live" && !solid && <PointHandles parameters={play.parameters} values={play.values} onChange={change} />}
        <Trouble state={player.state} />
        {hold && held && <HeldPicture reason={hold} onPlay={() => setReleased(true)} className="absolute inset-0" />}
        {player.slow && player.paused && status === "live" && <HeldPicture reason="slow" onPlay={() => player.setPaused(false)} className="absolute inset-0" />}
      </div>
      <ControlLine player={player} heard={heard} full={full} onFull={toggleFull} solid={solid} onSolid={() => setSolid(!solid)} />
      <DeviceWishes className="px-4 pb-3" />
    </div>
  );
  if (play.parameters.length === 0) return picture;
  return (
    <div className="flex flex-col lg:flex-row">
      {picture}
      <div className="relative shrink-0 border-line max-lg:border-b lg:w-76 lg:border-l">
        <div className="px-4 pt-3 pb-4 lg:absolute lg:inset-0 lg:overflow-y-auto">
          <ParameterPanel parameters={play.parameters} values={play.values} presets={kept.presets} onChange={play.change} onUndo={play.canUndo ? play.undo : undefined}>
            {play.address !== "" && (
              <p className="flex items-center justify-between gap-3 border-t border-line pt-3 text-xs text-ink-3">
                The address has your values.
                <Button asChild size="sm" variant="secondary">
                  <Link to={`${paths.fork(page.id)}&p=${play.address}`}>Save as my fork</Link>
                </Button>
              </p>
            )}
          </ParameterPanel>
        </div>
      </div>
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
