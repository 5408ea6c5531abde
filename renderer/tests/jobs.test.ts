// Who goes first, who waits, who is sent away.
import { expect, test } from "vitest";
import { Abandoned, Jobs, PRIORITY, QueueFull, Stopping } from "../src/jobs.js";

interface Gate {
  work: (worker: string) => Promise<string>;
  open: () => void;
}

function gate(name: string, log: string[]): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    open: () => open(),
    work: async (worker) => {
      log.push(`${name} on ${worker}`);
      await opened;
      return name;
    },
  };
}

const one = [{ worker: "main", upTo: PRIORITY.background }];
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("validations go before stills, stills before films, films before what nobody waits for, and equals in the order of their coming", async () => {
  const log: string[] = [];
  const jobs = new Jobs(one, 10, () => 0);
  const first = gate("first", log);
  const rest = (["background", "film", "film", "still", "still", "validate"] as const).map((kind, index) => ({ kind, gate: gate(`${kind} ${index}`, log) }));
  const done = [jobs.submit(PRIORITY.film, first.work), ...rest.map(({ kind, gate: { work } }) => jobs.submit(PRIORITY[kind], work))];
  for (const { gate: { open } } of rest) open();
  first.open();
  await Promise.all(done);
  expect(log).toEqual(["first on main", "validate 5 on main", "still 3 on main", "still 4 on main", "film 1 on main", "film 2 on main", "background 0 on main"]);
});

test("a film that has waited long goes before a still that has not", async () => {
  const log: string[] = [];
  let now = 0;
  const jobs = new Jobs(one, 10, () => now);
  const [first, film, still] = [gate("first", log), gate("film", log), gate("still", log)];
  const done = [jobs.submit(PRIORITY.film, first.work), jobs.submit(PRIORITY.film, film.work)];
  now = 40_000;
  done.push(jobs.submit(PRIORITY.still, still.work));
  for (const { open } of [first, film, still]) open();
  await Promise.all(done);
  expect(log.map((line) => line.split(" ")[0])).toEqual(["first", "film", "still"]);
});

test("the spare lane takes a validation while the others draw, and nothing else", async () => {
  const log: string[] = [];
  const jobs = new Jobs([...one, { worker: "spare", upTo: PRIORITY.validate }], 10);
  const [film, still, validate] = [gate("film", log), gate("still", log), gate("validate", log)];
  const done = [jobs.submit(PRIORITY.film, film.work), jobs.submit(PRIORITY.still, still.work), jobs.submit(PRIORITY.validate, validate.work)];
  await settle();
  expect(log).toEqual(["film on main", "validate on spare"]);
  for (const { open } of [film, still, validate]) open();
  await Promise.all(done);
});

test("beyond its limit the queue refuses and says when to come again", async () => {
  const log: string[] = [];
  const jobs = new Jobs(one, 1);
  const [first, second] = [gate("first", log), gate("second", log)];
  const done = [jobs.submit(PRIORITY.still, first.work), jobs.submit(PRIORITY.still, second.work)];
  const refused = await jobs.submit(PRIORITY.validate, second.work).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(QueueFull);
  expect((refused as QueueFull).retryAfterSeconds).toBeGreaterThanOrEqual(1);
  for (const { open } of [first, second]) open();
  await Promise.all(done);
});

test("a job that throws fails alone", async () => {
  const jobs = new Jobs(one, 5);
  const bad = jobs.submit(PRIORITY.still, () => Promise.reject(new Error("broken")));
  const good = jobs.submit(PRIORITY.still, () => Promise.resolve("good"));
  await expect(bad).rejects.toThrow("broken");
  expect(await good).toBe("good");
});

test("one who leaves while waiting makes room, one who runs is finished", async () => {
  const log: string[] = [];
  const jobs = new Jobs(one, 1);
  const [first, second] = [gate("first", log), gate("second", log)];
  const [leaverOne, leaverTwo] = [new AbortController(), new AbortController()];
  const running = jobs.submit(PRIORITY.still, first.work, leaverOne.signal);
  const waiting = jobs.submit(PRIORITY.still, second.work, leaverTwo.signal);
  leaverOne.abort();
  leaverTwo.abort();
  await expect(waiting).rejects.toBeInstanceOf(Abandoned);
  expect(jobs.depth).toBe(0);
  first.open();
  expect(await running).toBe("first");
  expect(log).toEqual(["first on main"]);
});

test("draining refuses those that wait and waits for those that run", async () => {
  const log: string[] = [];
  const jobs = new Jobs(one, 5);
  const first = gate("first", log);
  const running = jobs.submit(PRIORITY.still, first.work);
  const waiting = jobs.submit(PRIORITY.still, gate("second", log).work);
  const drained = jobs.drain();
  await expect(waiting).rejects.toBeInstanceOf(Stopping);
  await expect(jobs.submit(PRIORITY.still, first.work)).rejects.toBeInstanceOf(Stopping);
  first.open();
  await drained;
  expect(await running).toBe("first");
  expect(jobs.busy).toBe(0);
});

test("the first job of one person is not behind the five hundred of another", async () => {
  const log: string[] = [];
  let now = 0;
  const jobs = new Jobs(one, 1_000, () => now);
  const work = (name: string) => (): Promise<void> => {
    log.push(name);
    now += 100;
    return Promise.resolve();
  };
  const done = Array.from({ length: 500 }, (_, at) => jobs.submit(PRIORITY.film, work(`ada ${at}`), undefined, "ada"));
  now += 50;
  done.push(jobs.submit(PRIORITY.film, work("bob"), undefined, "bob"), jobs.submit(PRIORITY.film, work("nobody's")));
  await Promise.all(done);
  expect(log.indexOf("bob")).toBeLessThanOrEqual(3);
  expect(log.indexOf("nobody's")).toBeLessThanOrEqual(4);
  expect(log.filter((name) => name.startsWith("ada")).map((name) => Number(name.slice(4)))).toEqual(Array.from({ length: 500 }, (_, at) => at));
});

test("two people who both send many take turns", async () => {
  const log: string[] = [];
  let now = 0;
  const jobs = new Jobs(one, 100, () => now);
  const work = (name: string) => (): Promise<void> => {
    log.push(name);
    now += 100;
    return Promise.resolve();
  };
  const send = (name: string): Promise<void>[] => Array.from({ length: 10 }, () => jobs.submit(PRIORITY.still, work(name), undefined, name));
  const ada = send("ada");
  now += 1;
  await Promise.all([...ada, ...send("bob")]);
  const [first, second] = [log.slice(0, 10).filter((name) => name === "ada").length, log.slice(10).filter((name) => name === "ada").length];
  expect(Math.abs(first - second)).toBeLessThanOrEqual(2);
});
