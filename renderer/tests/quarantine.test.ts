// What took the GPU down twice is not tried a third time, and not for ever.
import { expect, test } from "vitest";
import { fingerprint, Quarantine } from "../src/quarantine.js";
import { main } from "./running.js";
import type { RequestedPass } from "../src/protocol.js";

const HUNG = { reason: "deadline", message: "It did not finish." } as const;
const name = (body: string): string => fingerprint(main(body) as RequestedPass[]);

test("one strike is forgiven, two are not, and the sentence says why", () => {
  const quarantine = new Quarantine(() => 0);
  quarantine.strike(name("a"), HUNG);
  expect(quarantine.sentence(name("a"))).toBeNull();
  quarantine.strike(name("a"), HUNG);
  expect(quarantine.sentence(name("a"))).toMatchObject({ reason: "deadline", message: expect.stringContaining("2 times") as string });
  expect(quarantine.sentence(name("b"))).toBeNull();
});

test("after an hour it may try again", () => {
  let now = 0;
  const quarantine = new Quarantine(() => now);
  quarantine.strike("w", HUNG);
  quarantine.strike("w", HUNG);
  now = 3_600_001;
  expect(quarantine.sentence("w")).toBeNull();
  quarantine.strike("w", HUNG);
  expect(quarantine.sentence("w")).toBeNull();
});

test("it remembers a thousand works and no more, the latest", () => {
  const quarantine = new Quarantine(() => 0);
  for (let at = 0; at < 1_500; at++) {
    quarantine.strike(String(at), HUNG);
    quarantine.strike(String(at), HUNG);
  }
  expect(quarantine.size).toBe(1_000);
  expect(quarantine.sentence("0")).toBeNull();
  expect(quarantine.sentence("1499")).not.toBeNull();
});
