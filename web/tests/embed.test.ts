// The embed's wishes and the code that people paste: nothing plays unasked that should not, and no title breaks out.
import { expect, test } from "vitest";
import { wishesOf } from "../embed/wishes";
import { embedAddress, embedCode, playerCode } from "../src/lib/embed";

const asked = (query: string, facts = "{}") => wishesOf(new URLSearchParams(query), facts);

test("an embed waits, muted, unless its address says otherwise", () => {
  expect(asked("")).toEqual({ attributes: { muted: "" }, plays: false, warning: null });
  expect(asked("autoplay=1").plays).toBe(true);
  expect(asked("autoplay").plays).toBe(true);
  expect(asked("autoplay=0").plays).toBe(false);
  expect(asked("muted=0").attributes.muted).toBeNull();
  expect(asked("muted").attributes.muted).toBe("");
  expect(asked("t=2.5&p=speed:2&controls=0&speed=0.5").attributes).toMatchObject({ time: "2.5", parameters: "speed:2", controls: null, speed: "0.5" });
});

test("what is very heavy, or flashing, does not begin by itself, and says why", () => {
  expect(asked("autoplay=1", '{"tier":"extreme"}')).toMatchObject({ plays: false, warning: expect.stringContaining("heavy") as string });
  expect(asked("autoplay=1", '{"tier":"light","flashing":true}')).toMatchObject({ plays: false, warning: expect.stringContaining("flash") as string });
  expect(asked("autoplay=1", '{"tier":"heavy"}').plays).toBe(true);
});

test.each(["t=-1", "t=NaN", "t=Infinity", "t=", "speed=x", "t=1e999"])("%s is not heeded", (query) => {
  const { attributes } = asked(query);
  expect(["0", undefined]).toContain(attributes.time);
  expect(attributes.speed).toBeUndefined();
});

test.each(["", "nonsense", "[]", "null", '{"tier":{}}'])("facts that are %j mean nothing", (facts) => {
  expect(asked("autoplay=1", facts)).toMatchObject({ plays: true, warning: null });
});

test("code to paste holds the words of people as text", () => {
  const work = { id: "abcdefghijkm", title: `"><script>alert(1)</script> & 'x'` };
  const choice = { autoplay: true, controls: false, time: 3, width: 800 };
  const frame = embedCode(work, choice, "https://frag.example");
  expect(frame).toContain('src="https://frag.example/embed/abcdefghijkm?autoplay=1&#38;controls=0&#38;t=3"');
  expect(frame).toContain('width="800" height="450"');
  expect(frame.match(/<\w+/g)).toEqual(["<iframe"]);
  expect(playerCode(work, choice, "https://frag.example").match(/<\w[\w-]*/g)).toEqual(["<script", "<fractafrag-player"]);
  expect(embedAddress("a/b", { autoplay: false, controls: true, time: 0 })).toBe("/embed/a%2Fb");
});
