// Wishes: what an embed's address asks for, and what the work's facts allow without being asked by the person who looks.

export interface Wishes {
  /** What to set on the player; null takes away. */
  attributes: Record<string, string | null>;
  /** Whether it may begin by itself. Somebody who wants less motion is heeded by the player. */
  plays: boolean;
  /** What the person should know before they press play. */
  warning: string | null;
}

const HEAVY = "Very heavy to draw. It may slow this device down.";
const FLASHING = "May contain flashing light.";

const on = (value: string | null): boolean => value !== null && !["0", "false", "no", "off"].includes(value.toLowerCase());

/**
 * `?autoplay`, `?muted=0` (sound where the work has any), `?t=SECONDS`, `?p=name:value,…`, `?controls=0`, `?speed=`.
 * `facts` is JSON of what the renderer measured; anything else counts as nothing known.
 */
export function wishesOf(asked: URLSearchParams, facts: string): Wishes {
  const { tier, flashing } = measured(facts);
  const heavy = tier === "extreme";
  const attributes: Wishes["attributes"] = {};
  for (const [parameter, attribute] of [["t", "time"], ["speed", "speed"]] as const) {
    const number = Number(asked.get(parameter) ?? Number.NaN);
    if (Number.isFinite(number) && number >= 0) attributes[attribute] = String(number);
  }
  const values = asked.get("p");
  if (values) attributes.parameters = values.slice(0, 2000);
  attributes.muted = asked.has("muted") && !on(asked.get("muted")) ? null : "";
  if (asked.has("controls") && !on(asked.get("controls"))) attributes.controls = null;
  return {
    attributes,
    plays: on(asked.get("autoplay")) && !heavy && !flashing,
    warning: flashing ? FLASHING : heavy ? HEAVY : null,
  };
}

function measured(facts: string): { tier?: unknown; flashing: boolean } {
  try {
    const read = JSON.parse(facts) as { tier?: unknown; flashing?: unknown } | null;
    return { tier: read?.tier, flashing: Boolean(read?.flashing) };
  } catch {
    return { flashing: false };
  }
}
