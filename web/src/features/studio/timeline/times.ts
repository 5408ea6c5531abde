/** Moments as people write and read them, and how a time line is divided. */

export const FRAME = 1 / 60;

/** Seconds as "1:23.45". */
export function writeTime(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const minutes = Math.floor(hundredths / 6000);
  return `${minutes}:${((hundredths - minutes * 6000) / 100).toFixed(2).padStart(5, "0")}`;
}

/** Reads "83.45", "1:23.45" and "1:02:03"; null for what is no moment. */
export function readTime(text: string): number | null {
  const parts = text.trim().replace(",", ".").replace(/\s*s$/, "").split(":");
  if (parts.length > 3 || !parts.every((part, index) => (index === parts.length - 1 ? /^(\d+\.?\d*|\.\d+)$/ : /^\d+$/).test(part))) return null;
  const seconds = parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isFinite(seconds) ? seconds : null;
}

/** Reads a whole frame number; null for what is none. */
export function readFrame(text: string): number | null {
  const plain = text.trim().replace(/[\s,.']/g, "");
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}

/** Reads "2", "0.3", "1/8", "½×" as a factor of 0 to `most`; null for what is none. */
export function readFactor(text: string, most: number): number | null {
  const plain = text.trim().replace(/[×x]$/i, "").trim().replace("¼", "1/4").replace("½", "1/2").replace("¾", "3/4").replace(",", ".");
  const [above, below, ...more] = plain.split("/").map((part) => (/^(\d+\.?\d*|\.\d+)$/.test(part.trim()) ? Number(part) : Number.NaN));
  const value = (above ?? Number.NaN) / (below ?? 1);
  return more.length === 0 && Number.isFinite(value) && value >= 0 && value <= most ? value : null;
}

const SPANS = [10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/** How many seconds the time line shows, so that `moment` lies on it with some room behind it. */
export function spanFor(moment: number): number {
  return SPANS.find((span) => moment < span) ?? 86_400;
}

/** The seconds that get a mark: five to ten of them, evenly. */
export function marksOf(span: number): number[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400].find((one) => span / one <= 10) ?? span;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}

/** A mark's name: "8", "1:30", "2 h". */
export function markName(seconds: number): string {
  if (seconds < 60) return String(seconds);
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The frame's begin that is nearest, within 0 and `span`. */
export function snapped(seconds: number, span: number): number {
  return Math.round(Math.min(Math.max(seconds, 0), span) / FRAME) * FRAME;
}

/** A range with one end moved; its ends stay a frame apart at least. */
export function withEnd(range: { from: number; to: number }, end: "from" | "to", moment: number): { from: number; to: number } {
  return end === "from" ? { ...range, from: Math.max(0, Math.min(moment, range.to - FRAME)) } : { ...range, to: Math.max(moment, range.from + FRAME) };
}
