// Whatever anybody writes: it gets an answer, nobody else loses a job, the browser lives, and the next picture is right and soon there.
// `make test` tries some of the works, HOSTILE=all every one, and a thousand jobs for the memory (`make hostile`).
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RenderAnswer } from "../../src/protocol.js";
import { main, Running, small, teal } from "../running.js";
import { bombs } from "./bombs.js";
import { loops } from "./loops.js";
import { oddities } from "./oddities.js";

const whole = process.env.HOSTILE === "all";
const works = [...loops, ...bombs, ...oddities];
const tried = works.filter(({ often }) => whole || often === true);
const REASONS = ["compile", "limits", "deadline", "crash"];
const TEAL_LUMA = 0.7152 * 0.5 + 0.0722 * 0.75;

let renderer: Running;
const recoveries: number[] = [];
let othersDrawn = 0;

beforeAll(async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "2" });
});

afterAll(async () => {
  if (recoveries.length > 0) {
    const sorted = [...recoveries].sort((a, b) => a - b);
    console.info(`the next good still: median ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms, longest ${Math.round(sorted.at(-1) ?? 0)} ms, of ${sorted.length}; ${othersDrawn} jobs of somebody else drawn beside`);
  }
  await renderer?.stop();
});

test("there are more than a hundred, no two alike", () => {
  expect(works.length).toBeGreaterThanOrEqual(100);
  expect(new Set(works.map(({ name }) => name)).size).toBe(works.length);
  expect(new Set(works.map(({ passes }) => JSON.stringify(passes))).size).toBe(works.length);
});

describe("somebody else's jobs go on while there is drawn", () => {
  test.each(tried.map((work) => [work.name, work] as const))(
    "%s",
    async (_name, { passes }) => {
      let over = false;
      const others = (async () => {
        const answers: RenderAnswer[] = [];
        while (!over) answers.push((await renderer.render({ passes: teal, poster: small, owner: "somebody else" })).body);
        return answers;
      })();
      const hostile = await renderer.render({ passes, poster: small, film: { width: 64, height: 36, seconds: 0.5, fps: 10, types: ["webm"] }, deadline_ms: 8_000, owner: "hostile" });
      over = true;
      expect(hostile.status).toBe(200);
      if (!hostile.body.ok) expect(REASONS).toContain(hostile.body.reason);
      for (const answer of await others) {
        if (!answer.ok) throw new Error(`somebody else's job was lost: ${answer.reason} ${answer.message}`);
        expect(answer.facts.mean_luma).toBeCloseTo(TEAL_LUMA, 1);
        othersDrawn += 1;
      }
      const next = await renderer.render({ passes: main(`fragColor = vec4(0.0, 0.5, 0.75, 1.0); // ${recoveries.length}`), poster: small });
      if (!next.body.ok) throw new Error(`the next job was lost: ${next.body.reason} ${next.body.message}`);
      expect(next.body.facts.mean_luma).toBeCloseTo(TEAL_LUMA, 1);
      recoveries.push(next.ms);
    },
    40_000,
  );
});

test("what had to be ended by force twice is refused at once the third time", async () => {
  const body = { passes: main("for (int i = 0; i < 2000000000; i++) fragColor += sin(float(i) * fragCoord.x + 7.0);"), poster: small, deadline_ms: 30_000 };
  expect(await renderer.failed(body)).toMatchObject({ reason: "deadline" });
  expect(await renderer.failed(body)).toMatchObject({ reason: "deadline" });
  expect(await renderer.failed(body)).toMatchObject({ reason: "deadline", message: expect.stringContaining("not tried again") as string });
}, 120_000);

/** Bytes of resident memory of the browsers' GPU processes and of the browsers themselves. */
function resident(): number {
  const bytes = (pid: number): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) * 1024;
  return [...renderer.browsers(), ...renderer.gpuProcesses()].reduce((sum, pid) => sum + bytes(pid), 0);
}

test.runIf(whole)("a thousand distinct works leave the memory level", async () => {
  const draw = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at++) await renderer.drawn({ passes: main(`fragColor = vec4(sin(fragCoord.x * ${at}.0), 0.5, 0.75, 1.0);`), poster: { width: 128, height: 72 } });
  };
  await draw(0, 300);
  const early = resident();
  await draw(300, 1_300);
  const late = resident();
  console.info(`resident memory: ${Math.round(early / 1e6)} MB after 300 jobs, ${Math.round(late / 1e6)} MB after 1,300`);
  expect(late).toBeLessThan(early * 1.5);
}, 600_000);
