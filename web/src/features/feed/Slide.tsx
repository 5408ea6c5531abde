// One work of the feed: its poster at once, and the living picture over it as soon as there is one.
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { cx } from "../../lib/cx";
import { shaderQuery } from "../../lib/shaders";
import type { ShaderCard } from "../../lib/types";
import { Film } from "../../ui/Film";
import { LiveCanvas } from "../../ui/LiveCanvas";
import { Poster } from "../../ui/Poster";

export interface SlideProps {
  card: ShaderCard;
  /** How many cards after the present one; negative before it. */
  distance: number;
  /** Whether this card may move by itself: false with reduced motion until somebody presses play. */
  wanted: boolean;
  paused: boolean;
}

export function Slide({ card, distance, wanted, paused }: SlideProps) {
  const near = distance >= 0 && distance <= 2;
  const { data } = useQuery({ ...shaderQuery(card.id), enabled: near, staleTime: 5 * 60_000 });
  const [live, setLive] = useState(false);
  const [broken, setBroken] = useState(false);
  const [faint, setFaint] = useState(false);
  const current = distance === 0;
  // A device that affords only a handful of pixels shows the recorded film, which is sharper than what it would draw.
  const filmed = broken || (faint && card.render.films.length > 0);
  const state = !wanted || filmed ? "idle" : current ? "live" : near ? "ready" : "idle";

  return (
    <div className="absolute inset-0 overflow-hidden bg-room" aria-hidden={!current} data-shows={filmed ? "film" : live && wanted ? "live" : "poster"}>
      <Poster render={card.render} eager={near} alt={`Still of ${card.title}`} className="absolute inset-0 bg-room!" />
      {data && !broken && (
        <LiveCanvas
          passes={data.passes}
          state={state}
          paused={paused && current}
          interactive={current}
          onLive={(canvas) => {
            setLive(true);
            setFaint(isFaint(canvas));
          }}
          onFailed={() => setBroken(true)}
          onUnavailable={() => setBroken(true)}
          className={cx("absolute inset-0 size-full transition-opacity duration-200", live && wanted && !filmed ? "opacity-100" : "opacity-0")}
        />
      )}
      {filmed && current && wanted && <Film paused={paused} films={card.render.films} className="absolute inset-0 size-full" />}
    </div>
  );
}

function isFaint(canvas: HTMLCanvasElement): boolean {
  return canvas.width < Math.min(360, canvas.clientWidth / 4);
}
