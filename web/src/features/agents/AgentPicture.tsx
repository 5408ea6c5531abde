/** What an empty list of programs shows: the fragments of the mark, come together as somebody who could help. */
import { cx } from "../../lib/cx";

interface Shard {
  points: string;
  light: number;
}

/** On a field of 160 × 120: a head, two ears, a body; triangles like those of the mark. */
const SHARDS: readonly Shard[] = [
  { points: "48,34 80,34 64,62", light: 0.42 },
  { points: "80,34 112,34 96,62", light: 0.5 },
  { points: "64,62 80,34 96,62", light: 0.3 },
  { points: "48,34 64,62 40,66", light: 0.62 },
  { points: "112,34 96,62 120,66", light: 0.7 },
  { points: "40,66 64,62 52,84", light: 0.34 },
  { points: "120,66 96,62 108,84", light: 0.44 },
  { points: "64,62 96,62 80,88", light: 0.56 },
  { points: "64,62 80,88 52,84", light: 0.4 },
  { points: "96,62 80,88 108,84", light: 0.52 },
  { points: "80,12 86,26 74,26", light: 0.86 },
  { points: "30,50 36,40 40,52", light: 0.3 },
  { points: "130,50 124,40 120,52", light: 0.36 },
  { points: "60,104 80,94 76,108", light: 0.3 },
  { points: "100,104 80,94 84,108", light: 0.36 },
];

/** `awake`: it is at work, and its eyes are open. */
export function AgentPicture({ awake = false, className }: { awake?: boolean; className?: string }) {
  const eye = cx("transition-colors duration-200", awake ? "animate-breathe fill-accent" : "fill-ink-2");
  return (
    <svg viewBox="20 4 120 112" aria-hidden className={cx("h-32 w-36 text-ink", className)} fill="currentColor">
      {SHARDS.map(({ points, light }) => (
        <polygon key={points} points={points} opacity={light} transform={apart(points)} />
      ))}
      <circle cx="68" cy="51" r="3.6" className={eye} />
      <circle cx="92" cy="51" r="3.6" className={eye} />
    </svg>
  );
}

/** Drawn a little smaller about its own middle, so that a gap stays between the shards. */
function apart(points: string): string {
  const corners = points.split(" ").map((corner) => corner.split(",").map(Number));
  const middle = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + (corner[axis] ?? 0), 0) / corners.length;
  const [x, y] = [middle(0), middle(1)];
  return `translate(${x} ${y}) scale(0.9) translate(${-x} ${-y})`;
}
