// The mark's geometry, the one source of its drawing and of its shader: a triangle broken into triangles, the last corner coming loose.

export interface MarkPiece {
  /** Centre, in units where the whole triangle has side 2 and its centroid at the origin, y up. */
  x: number;
  y: number;
  /** Radius of the inscribed circle, the gap already taken off. */
  inradius: number;
  /** Radians, counter-clockwise; half a turn is a triangle on its tip. */
  turn: number;
  /** How bright, 0 to 1. */
  light: number;
}

const GAP = 0.036;
const BIG = 1 / (2 * Math.sqrt(3));
const SMALL = BIG / 2;
const R = { x: 0.5, y: -BIG };

export const markPieces: readonly MarkPiece[] = [
  { x: 0, y: 2 * BIG, inradius: BIG - GAP, turn: 0, light: 0.92 },
  { x: -0.5, y: -BIG, inradius: BIG - GAP, turn: 0, light: 0.78 },
  { x: 0, y: 0, inradius: BIG - GAP, turn: Math.PI, light: 0.5 },
  { x: R.x + 0.07, y: R.y + 2 * SMALL + 0.05, inradius: SMALL - GAP * 0.7, turn: -0.08, light: 0.86 },
  { x: R.x - 0.24, y: R.y - SMALL - 0.01, inradius: SMALL - GAP * 0.7, turn: 0, light: 0.66 },
  { x: R.x + 0.05, y: R.y + 0.0, inradius: SMALL - GAP * 0.7, turn: Math.PI - 0.1, light: 0.42 },
  { x: R.x + 0.4, y: R.y - SMALL + 0.03, inradius: SMALL - GAP * 0.7, turn: 0.24, light: 0.95 },
];

/** The view box that holds the mark: x and y from -VIEW to VIEW, y shifted so that the triangle stands in the middle. */
export const MARK_VIEW = 1.16;
export const MARK_LIFT = BIG;

/** Corners for an SVG polygon (y down) in the view box. */
export function pieceCorners({ x, y, inradius, turn }: MarkPiece): [number, number][] {
  return [0, 1, 2].map((corner) => {
    const angle = turn + Math.PI / 2 + (corner * 2 * Math.PI) / 3;
    return [x + 2 * inradius * Math.cos(angle), -(y - MARK_LIFT + 2 * inradius * Math.sin(angle))];
  });
}
