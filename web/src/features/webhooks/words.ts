/** Webhooks in the words of people. */
import type { Delivery, Webhook } from "../../lib/types";

type Event = Webhook["events"][number];

export const EVENTS: readonly { event: Event; name: string; note: string }[] = [
  { event: "shader.published", name: "Published", note: "A shader was published." },
  { event: "shader.rendered", name: "Rendered", note: "Its poster and film are ready." },
];

export function eventName(event: string): string {
  return EVENTS.find((one) => one.event === event)?.name ?? event;
}

export const ABOUT: readonly { value: Webhook["about"]; label: string; note: string }[] = [
  { value: "mine", label: "My own shaders", note: "Whatever their visibility" },
  { value: "public", label: "Everybody’s public shaders", note: "Whatever is published here" },
];

/** "in 40 s", "in 3 min", "now": when a delivery is tried again. */
export function soon(iso: string, now = Date.now()): string {
  const seconds = Math.ceil((Date.parse(iso) - now) / 1000);
  if (Number.isNaN(seconds) || seconds <= 0) return "now";
  if (seconds < 90) return `in ${seconds} s`;
  return seconds < 5400 ? `in ${Math.round(seconds / 60)} min` : `in ${Math.round(seconds / 3600)} h`;
}

/** What became of a delivery, in one line. */
export function fate(delivery: Pick<Delivery, "status" | "attempts" | "response_status" | "error" | "next_attempt_at">, now = Date.now()): string {
  const { status, attempts, response_status: code, error, next_attempt_at: next } = delivery;
  const answer = code === null ? (error ?? "no answer") : `answered ${code}`;
  if (status === "delivered") return code === null ? "Delivered" : `Delivered, ${answer}`;
  if (status === "failed") return `Given up after ${attempts === 1 ? "one attempt" : `${attempts} attempts`}: ${answer}`;
  if (attempts === 0) return "On its way";
  return `${answer[0]!.toUpperCase()}${answer.slice(1)}. Next attempt ${next ? soon(next, now) : "soon"}`;
}

/** JSON as people read it; anything else as it is. */
export function readable(body: unknown): string {
  if (typeof body !== "string") return JSON.stringify(body, null, 2);
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
