// Numbers and times as people read them.

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const day = new Intl.DateTimeFormat("en", { year: "numeric", month: "short", day: "numeric" });

export function count(value: number): string {
  return compact.format(value);
}

/** 1 "fork", 2 "forks". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago"; `now` in milliseconds. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Number.isNaN(seconds)) return "";
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

export function date(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? "" : day.format(time);
}

/** 12 "12 B", 4096 "4.0 kB". */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  return value < 1_000_000 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 1_000_000).toFixed(1)} MB`;
}

/** Seconds as a film player shows them: "0:07.3". */
export function timecode(seconds: number): string {
  const whole = Math.max(0, seconds);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${(whole - minutes * 60).toFixed(1).padStart(4, "0")}`;
}

export function authorName(author: { username: string; display_name?: string | null }): string {
  return author.display_name?.trim() || author.username;
}

/** "Ada", or "Ada’s agent Nightly" for what a program made for her: the plain words of ui/Byline. */
export function byline(author: { username: string; display_name?: string | null; agent: string | null }): string {
  return author.agent === null ? authorName(author) : `${authorName(author)}’s agent ${author.agent}`;
}
