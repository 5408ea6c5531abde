// The cost passport in words: what the renderer measured of a work, and what follows from it for a device.
import type { Render } from "./types";

export type Passport = NonNullable<Render["facts"]>;
export type Tier = NonNullable<Passport["tier"]>;

const TIERS: Record<Tier, string> = { light: "Light", medium: "Medium", heavy: "Heavy", extreme: "Extreme" };
/** Mean change of luma in a tenth of a second below which a work moves so much. */
const MOTIONS = [
  { below: 0.004, word: "Barely" },
  { below: 0.03, word: "Calm" },
  { below: 0.1, word: "Lively" },
  { below: Infinity, word: "Restless" },
];

const LOOPS = { period: "Seamless", faded: "Faded over", cut: "Cut" };

/** The tier as a word; null while nothing was measured. */
export const costWords = (passport: Passport | null): string | null => (passport?.tier ? TIERS[passport.tier] : null);

/** Whether even a good device should see the recorded film first. */
export const isExtreme = (passport: Passport | null): boolean => passport?.tier === "extreme";

/** The share of the full resolution at which a work begins, so that its first seconds do not stutter. */
export function startScale(passport: Passport | null): number {
  return passport?.tier === "extreme" ? 0.25 : passport?.tier === "heavy" ? 0.5 : 1;
}

export interface PassportLine {
  name: string;
  value: string;
}

/** What was measured, line by line. */
export function passportLines(passport: Passport): PassportLine[] {
  const { ms_per_megapixel: cost, compile_ms: compile, film } = passport;
  return [
    ...(cost === null ? [] : [{ name: "A megapixel", value: time(cost) }]),
    ...(compile === null ? [] : [{ name: "Compiling", value: time(compile) }]),
    ...(passport.motion === null && passport.static === null ? [] : [{ name: "Motion", value: motion(passport) }]),
    { name: "Flashing", value: flashing(passport) },
    ...(passport.loop ? [{ name: "Loop", value: LOOPS[passport.loop.join] }] : []),
    ...(film && film !== "full" ? [{ name: "Film", value: film === "omitted" ? "Too heavy to film" : "Made smaller" }] : []),
    ...(passport.nan ? [{ name: "Pixels", value: "Some are no numbers" }] : []),
  ];
}

function motion({ motion: change, static: still }: Passport): string {
  if (still) return "None";
  return MOTIONS.find(({ below }) => (change ?? 0) < below)?.word ?? "";
}

function flashing({ flashing: flashes, flash_area: area }: Passport): string {
  if (flashes === null) return "Not known";
  if (flashes) return `On ${Math.round((area ?? 1) * 100)} % of the picture`;
  return area !== null && area > 0.01 ? `A little, on ${Math.round(area * 100)} %` : "None";
}

function time(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}
