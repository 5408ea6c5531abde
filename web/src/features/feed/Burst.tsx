// What answers a double tap: a burst that a shader of our own draws as light over the picture, or, until its program is there and for whoever wants stillness, the plain arrow.
import { useEffect, useRef, useState } from "react";
import { ArrowBigUp } from "lucide-react";
import type { Pass, Player } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { useReducedMotion } from "../../lib/media";
import { BURST_S, burstPasses } from "./burst-shader";

export interface Cheered {
  /** Another one for each like. */
  key: number;
  x: number;
  y: number;
}

const SIDE_PX = 340;
const MOST_RATIO = 2;

export default function Burst({ cheered }: { cheered: Cheered | null }) {
  const still = useReducedMotion();
  const canvas = useRef<HTMLCanvasElement>(null);
  const player = useBurst(canvas, !still);
  const [done, setDone] = useState(0);
  const [turn, setTurn] = useState({ key: 0, drawn: false });
  const key = cheered?.key ?? 0;
  // A program that is ready too late for this like is for the next.
  if (key !== turn.key) setTurn({ key, drawn: player !== null });
  const shown = cheered !== null && key !== done;
  const drawn = shown && turn.drawn;
  useEffect(() => {
    if (!drawn || !player) return undefined;
    player.reset();
    player.play();
    const timer = window.setTimeout(() => setDone(key), BURST_S * 1000);
    return () => {
      window.clearTimeout(timer);
      player.pause();
    };
  }, [key, drawn, player]);

  const place = { left: cheered?.x ?? 0, top: cheered?.y ?? 0 };
  return (
    <>
      {!still && (
        <canvas
          ref={canvas}
          aria-hidden
          data-burst={drawn ? "drawn" : player ? "ready" : "waits"}
          width={SIDE_PX}
          height={SIDE_PX}
          className={cx("pointer-events-none fixed z-50 -translate-1/2 mix-blend-plus-lighter", !drawn && "invisible")}
          style={{ ...place, width: SIDE_PX, height: SIDE_PX }}
        />
      )}
      {shown && !drawn && (
        <ArrowBigUp
          key={key}
          aria-hidden
          size={72}
          strokeWidth={1.2}
          fill="currentColor"
          onAnimationEnd={() => setDone(key)}
          className="pointer-events-none fixed z-50 -translate-1/2 text-ink [animation:cheer_420ms_ease-out_forwards] motion-reduce:[animation:cheer-still_600ms_linear_forwards]!"
          style={place}
        />
      )}
    </>
  );
}

/** A player with the program compiled, or null until there is one. */
function useBurst(canvas: React.RefObject<HTMLCanvasElement | null>, wanted: boolean): Player | null {
  const [player, setPlayer] = useState<Player | null>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!wanted || !element) return undefined;
    let gone = false;
    let made: Player | null = null;
    void import("@fractafrag/runtime").then(async ({ createPlayer }) => {
      if (gone) return;
      made = createPlayer(element, { preserveDrawingBuffer: false });
      const side = SIDE_PX * Math.min(window.devicePixelRatio || 1, MOST_RATIO);
      made.resize(side, side);
      const report = await made.load(burstPasses as Pass[]);
      if (!gone && report.ok) setPlayer(made);
      // Without WebGL2 there is no burst.
    }).catch(() => {});
    return () => {
      gone = true;
      setPlayer(null);
      made?.dispose();
    };
  }, [canvas, wanted]);
  return player;
}
