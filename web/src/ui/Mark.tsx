// The mark: a quiet drawing that comes alive under the pointer.
import { lazy, Suspense, useState } from "react";
import { cx } from "../lib/cx";
import { useReducedMotion } from "../lib/media";
import { MARK_VIEW, markPieces, pieceCorners } from "./mark-pieces";

const LivingMark = lazy(() => import("./LivingMark"));

export function MarkDrawing({ className }: { className?: string }) {
  return (
    <svg viewBox={`${-MARK_VIEW} ${-MARK_VIEW} ${2 * MARK_VIEW} ${2 * MARK_VIEW}`} aria-hidden className={className} fill="currentColor">
      {markPieces.map((piece) => (
        <polygon key={`${piece.x} ${piece.y}`} opacity={piece.light} points={pieceCorners(piece).map((corner) => corner.map((n) => n.toFixed(3)).join(",")).join(" ")} />
      ))}
    </svg>
  );
}

/** `awake` brings it to life, for example while its link is hovered or focused. */
export function Mark({ size = 26, awake = false, className }: { size?: number; awake?: boolean; className?: string }) {
  const still = useReducedMotion();
  const [wanted, setWanted] = useState(false);
  const [live, setLive] = useState(false);
  if (awake && !wanted && !still) setWanted(true);
  const shown = awake && live && !still;
  return (
    <span className={cx("relative inline-block shrink-0", className)} style={{ width: size, height: size }}>
      <MarkDrawing className={cx("size-full transition-opacity duration-200", shown && "opacity-0")} />
      {wanted && (
        <Suspense>
          <LivingMark awake={awake} shown={shown} onLive={() => setLive(true)} />
        </Suspense>
      )}
    </span>
  );
}
