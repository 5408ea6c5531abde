// One work of the feed: its poster at once, and the living picture over it as soon as there is one.
import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { cx } from "../../lib/cx";
import { dropFirstPicture } from "../../lib/first";
import { sparesData } from "../../lib/media";
import { isExtreme } from "../../lib/passport";
import { useHold, useSentinel } from "../../lib/safety";
import { shaderQuery } from "../../lib/shaders";
import type { ShaderCard } from "../../lib/types";
import { Film } from "../../ui/Film";
import { LiveCanvas } from "../../ui/LiveCanvas";
import { Poster } from "../../ui/Poster";

// Few works are held back.
const HeldPicture = lazy(async () => ({ default: (await import("../../ui/HeldPicture")).HeldPicture }));

/** How often a work without poster and film is asked for them. */
const PENDING_MS = 5000;
/** A machine that is not done compiling after this shows the film meanwhile: something moves within a second. */
const PATIENCE_MS = 700;
/** When the living picture has covered the film. */
const FADED_MS = 400;

/** A phone held upright shows the middle of the picture, and the living one soon covers it: fewer bytes are the better picture there. */
const SIZES = "(orientation: portrait) 80vw, 100vw";

export interface SlideProps {
  card: ShaderCard;
  /** How many cards after the present one; negative before it. */
  distance: number;
  /** Whether this card may move by itself: false with reduced motion until somebody presses play. */
  wanted: boolean;
  paused: boolean;
  /** Whether this machine has room to compile what comes next while the present one moves; where not, films come first. */
  light: boolean;
  onWeight: (light: boolean) => void;
}

export function Slide({ card, distance, wanted, paused, light, onWeight }: SlideProps) {
  const near = distance >= 0 && distance <= 2;
  const { data } = useQuery({
    ...shaderQuery(card.id),
    enabled: near,
    staleTime: 5 * 60_000,
    refetchInterval: ({ state: held }) => (held.data?.render.status === "pending" ? PENDING_MS : false),
  });
  const render = card.render.status === "pending" && data ? data.render : card.render;
  const [live, setLive] = useState(false);
  const [broken, setBroken] = useState(false);
  const [faint, setFaint] = useState(false);
  const [late, setLate] = useState(false);
  const current = distance === 0;
  // A device that affords only a handful of pixels shows the recorded film, which is sharper than what it would draw.
  const filmed = broken || ((faint || isExtreme(render.facts)) && render.films.length > 0);
  const hold = useHold({ ...card, render }, near ? data?.passes : undefined);
  const [released, setReleased] = useState(false);
  const held = hold !== null && !released;
  const moves = wanted && !held;
  // Where films come first, the swipe is theirs alone.
  const state = !moves || filmed ? "idle" : current && (light || late || live) ? "live" : near && light ? "ready" : "idle";

  useSentinel(card, state === "live" && !broken, live);
  const waiting = current && moves && !live;
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(waiting), waiting ? PATIENCE_MS : FADED_MS);
    return () => window.clearTimeout(timer);
  }, [waiting]);
  const films = moves && (filmed || late || !light);
  // The next one's film lies ready, so that it moves with the swipe.
  const ahead = distance === 1 && !sparesData();

  return (
    <div className="absolute inset-0 overflow-hidden bg-room" aria-hidden={!current} data-film={render.films[0]?.url} data-shows={held ? "poster" : filmed ? "film" : live && wanted ? "live" : films && current ? "film" : "poster"}>
      <Poster render={render} eager={near} sizes={SIZES} alt={`Still of ${card.title}`} onShown={current ? dropFirstPicture : undefined} className="absolute inset-0 bg-room!" />
      {films && (current || ahead) && <Film paused={paused || !current} films={render.films} className="absolute inset-0 size-full" />}
      {data && !broken && (
        <LiveCanvas
          passes={data.passes}
          parameters={data.parameters.values}
          state={state}
          paused={paused && current}
          interactive={current}
          onLive={(canvas) => {
            setLive(true);
            setFaint(isFaint(canvas));
            onWeight(!isFaint(canvas));
          }}
          onFps={(_, canvas) => setFaint((before) => before || isFaint(canvas))}
          onFailed={() => setBroken(true)}
          onTooHeavy={(mounted) => {
            if (render.films.length > 0) return setBroken(true);
            // Not filmed yet: a slow picture is better than none that moves, and the film takes its place when it comes.
            setFaint(true);
            mounted.player.paused = false;
          }}
          onUnavailable={() => setBroken(true)}
          className={cx("absolute inset-0 size-full transition-opacity duration-200", live && moves && !filmed ? "opacity-100" : "opacity-0")}
        />
      )}
      {hold && held && wanted && current && <Suspense><HeldPicture reason={hold} onPlay={() => setReleased(true)} className="absolute inset-0 pb-24" /></Suspense>}
    </div>
  );
}

function isFaint(canvas: HTMLCanvasElement): boolean {
  return canvas.width < Math.min(360, canvas.clientWidth / 4);
}
