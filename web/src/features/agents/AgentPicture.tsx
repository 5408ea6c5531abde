/** What an empty list of programs shows: the fragments of the mark, come together as somebody who could help. */
import { cx } from "../../lib/cx";

interface Shard {
  points: string;
  light: number;
}

/** On a field of 160 × 120: an antenna, a head in two rows, ears, two feet; triangles like those of the mark. */
const SHARDS: readonly Shard[] = [
  { points: "46,32 80,32 63,61", light: 0.5 },
  { points: "80,32 114,32 97,61", light: 0.58 },
  { points: "63,61 80,32 97,61", light: 0.3 },
  { points: "46,32 63,61 29,61", light: 0.72 },
  { points: "114,32 131,61 97,61", light: 0.8 },
  { points: "29,61 63,61 46,90", light: 0.36 },
  { points: "63,61 97,61 80,90", light: 0.62 },
  { points: "97,61 131,61 114,90", light: 0.44 },
  { points: "63,61 80,90 46,90", light: 0.46 },
  { points: "97,61 114,90 80,90", light: 0.52 },
  { points: "80,8 87,20 73,20", light: 0.9 },
  { points: "63,96 69,106 57,106", light: 0.34 },
  { points: "97,96 103,106 91,106", light: 0.4 },
];

/** `awake`: it is at work, and its eyes are open. */
export function AgentPicture({ awake = false, className }: { awake?: boolean; className?: string }) {
  const eye = cx("transition-colors duration-200", awake ? "animate-breathe fill-accent" : "fill-ink-2");
  return (
    <svg viewBox="20 2 120 110" aria-hidden className={cx("h-32 w-36 text-ink", className)} fill="currentColor">
      {SHARDS.map(({ points, light }) => (
        <polygon key={points} points={points} opacity={light} transform={apart(points)} />
      ))}
      {[63, 97].map((x) => (
        <g key={x}>
          <circle cx={x} cy="42" r="6" className="fill-room" />
          <circle cx={x} cy="42" r="3.2" className={eye} />
        </g>
      ))}
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
