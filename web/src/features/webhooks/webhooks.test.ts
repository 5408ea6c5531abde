/** What people read of the messages that were sent for them. */
import { expect, test } from "vitest";
import { eventName, fate, readable, soon } from "./words";

const now = Date.parse("2026-06-01T12:00:00Z");
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const delivery = { status: "waiting", attempts: 0, response_status: null, error: null, next_attempt_at: null } as const;

test("the next attempt is told in the unit that fits", () => {
  expect([soon(at(0), now), soon(at(-5), now), soon(at(40), now), soon(at(300), now), soon(at(4 * 3600), now), soon("never", now)]).toEqual(["now", "now", "in 40 s", "in 5 min", "in 4 h", "now"]);
});

test("a delivery says what became of it", () => {
  expect(fate(delivery, now)).toBe("On its way");
  expect(fate({ ...delivery, attempts: 1, response_status: 500, next_attempt_at: at(60) }, now)).toBe("Answered 500. Next attempt in 60 s");
  expect(fate({ ...delivery, attempts: 2, error: "no connection" }, now)).toBe("No connection. Next attempt soon");
  expect(fate({ ...delivery, status: "delivered", attempts: 1, response_status: 204 }, now)).toBe("Delivered, answered 204");
  expect(fate({ ...delivery, status: "failed", attempts: 8, error: "timed out" }, now)).toBe("Given up after 8 attempts: timed out");
  expect(fate({ ...delivery, status: "failed", attempts: 1, response_status: 410 }, now)).toBe("Given up after one attempt: answered 410");
});

test("a message is shown as people read JSON, and as it is where it is none", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable({ a: 1 })).toBe('{\n  "a": 1\n}');
  expect(readable("not json")).toBe("not json");
});

test("an event that is new to this page is called by its name", () => {
  expect([eventName("shader.published"), eventName("moon.risen")]).toEqual(["Published", "moon.risen"]);
});
