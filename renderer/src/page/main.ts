// The page's entry: takes one task after the other from the process outside and does it on the stage.
import { normalisePasses, type Pass } from "@fractafrag/runtime";
import type { EstimatedCost, Facts, PageAnswer, PageTask, RenderedPoster } from "../protocol.js";
import { DRAWING, REFERENCE_PIXELS } from "../terms.js";
import { estimate, SMALL, TooHeavy, told } from "./cost.js";
import { drawFilm, type FilmOutcome } from "./film.js";
import { FlashMeter, LARGE_AREA } from "./flash.js";
import { predictMs } from "./plan.js";
import { drawAtOnce, drawPoster, drawStills } from "./poster.js";
import { drawSheet } from "./sheet.js";
import { read, Stage } from "./stage.js";
import { type Budget, type Survey, survey, surveyOf, type Work } from "./survey.js";

const DEFAULT_FPS = 30;
const QUICK_FPS = 60;
const QUICK_SECONDS = 1.25;
const QUICK_SHARE = 0.25;
// Left for the answer to travel.
const RESERVE_MS = 1_000;

const stage = new Stage();
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

type RenderTask = Extract<PageTask, { kind: "render" }>;
type ValidateTask = Extract<PageTask, { kind: "validate" }>;
type DrawingTask = Exclude<PageTask, ValidateTask>;

async function run(task: PageTask): Promise<PageAnswer> {
  const passes = normalisePasses(task.passes as Pass[]);
  return task.kind === "validate" ? validate(task, passes) : draw(task, passes);
}

async function validate({ cost }: ValidateTask, passes: Pass[]): Promise<PageAnswer> {
  const { ok, errors, compileMs } = await stage.check(passes);
  return { kind: "validate", answer: { ok, errors, compile_ms: round(compileMs, 1), cost: cost && ok ? await costOf(passes) : null } };
}

async function costOf(passes: Pass[]): Promise<EstimatedCost | null> {
  stage.resize(32, 18);
  stage.setParameters({});
  // It compiles, as is known: if this does not end, drawing does not.
  const report = await stage.load(passes, `${DRAWING} the first picture`);
  if (!report.ok) return null;
  const cost = told(await estimate(stage, DEFAULT_FPS));
  await stage.assertAlive();
  return { ...cost, finished: true };
}

async function draw(task: DrawingTask, passes: Pass[]): Promise<PageAnswer> {
  const began = performance.now();
  const budget: Budget = { leftMs: () => task.budgetMs - (performance.now() - began), gpuDeadlineMs: task.gpuDeadlineMs };
  stage.resize(32, 18);
  stage.setParameters(task.parameters);
  const report = await stage.load(passes, undefined, task.pictures);
  const compiled = { compile_ms: round(report.compileMs, 1) };
  if (!report.ok) return { kind: "failure", answer: { ok: false, reason: "compile", message: "The shader does not compile.", errors: report.errors, facts: compiled } };
  const fps = (task.kind === "render" ? task.film?.fps : undefined) ?? DEFAULT_FPS;
  const work: Work = { passes, report, stateful: passes.some(({ type }) => type === "buffer" || type === "cubemap"), fps };
  try {
    if (task.kind === "sheet") return { kind: "sheet", answer: { ok: true, ...(await drawSheet(stage, work, task.wish, budget)) } };
    return await picture(task, work, budget);
  } catch (error) {
    if (!(error instanceof TooHeavy)) throw error;
    const message = `The shader is too heavy to be drawn here: ${error.message}.`;
    return { kind: "failure", answer: { ok: false, reason: "deadline", message, errors: [], facts: { ...compiled, tier: "extreme" } } };
  }
}

async function picture(task: RenderTask, work: Work, budget: Budget): Promise<PageAnswer> {
  const { poster: posterWish, stills: stillWishes, film: filmWish, moment } = task;
  if (!task.passport && posterWish !== null && filmWish === null && moment !== null) {
    const drawn = await drawAtOnce(stage, work, posterWish, Math.round(moment * work.fps), budget);
    if (drawn !== null) return atOnce(task, work, drawn, budget);
  }
  const seen = await survey(stage, work, moment, budget);
  let drawnMs: number | null = null;
  let [poster, stills]: [RenderedPoster | null, RenderedPoster[]] = [null, []];
  if (posterWish !== null) {
    const drawn = await drawPoster(stage, work, posterWish, seen.frame, seen.cost, budget);
    poster = drawn.poster;
    drawnMs = drawn.processorMsPerMegapixel;
    stills = await drawStills(stage, work, stillWishes, drawn.picture, seen.cost, budget);
  }
  let film: FilmOutcome | null = null;
  if (filmWish !== null) film = await drawFilm(stage, work, filmWish, filmWish.at ?? seen.frame / work.fps, seen.cost, budget);
  const flash = filmWish === null ? null : Math.max(film?.flashArea ?? -1, (await quickFlash(work, seen, budget)) ?? -1);
  await stage.assertAlive();
  return { kind: "render", answer: { ok: true, poster, stills, films: film?.films ?? [], facts: facts(work, seen, film, flash === null || flash < 0 ? null : flash, drawnMs) }, moment: seen.frame / work.fps };
}

/** The answer where nothing was asked for but the pictures. */
async function atOnce({ stills: wishes }: RenderTask, work: Work, { poster, picture: { width, raw, frame, ms }, picture }: NonNullable<Awaited<ReturnType<typeof drawAtOnce>>>, budget: Budget): Promise<PageAnswer> {
  const seen = surveyOf(raw, width, frame, ms);
  const stills = await drawStills(stage, work, wishes, picture, seen.cost, budget);
  return { kind: "render", answer: { ok: true, poster, stills, films: [], facts: facts(work, seen, null, null, null) }, moment: frame / work.fps };
}

/** A film has few frames a second, between which a quick flash could hide: a second of small pictures at full rate, where it is affordable. */
async function quickFlash(work: Work, seen: Survey, budget: Budget): Promise<number | null> {
  const frames = QUICK_FPS * QUICK_SECONDS;
  if (work.stateful || predictMs(seen.cost, SMALL.width * SMALL.height) * frames > budget.leftMs() * QUICK_SHARE) return null;
  const meter = new FlashMeter(QUICK_FPS);
  stage.resize(SMALL.width, SMALL.height);
  const first = Math.round((seen.frame / work.fps) * QUICK_FPS);
  for (let frame = 0; frame < frames && budget.leftMs() > RESERVE_MS; frame++) {
    await stage.draw(first + frame, QUICK_FPS);
    meter.add(stage.pixels(), SMALL.width, SMALL.height);
  }
  return meter.area;
}

function facts(work: Work, seen: Survey, film: FilmOutcome | null, flashArea: number | null, drawnMs: number | null): Facts {
  const measured = film?.measured ?? null;
  // Processor time says more than the clock, and the clock more of a film's ninety frames than of two probes.
  const perMegapixel = drawnMs !== null ? drawnMs : measured === null ? seen.cost.msPerMegapixel : (Math.max(0, measured.ms - seen.cost.fixedMs) / measured.pixels) * 1e6;
  return {
    compile_ms: round(work.report.compileMs, 1),
    ...told({ ...seen.cost, msPerMegapixel: perMegapixel }),
    ...(drawnMs === null && measured?.pixels === REFERENCE_PIXELS ? { frame_ms: round(measured.ms, 2) } : {}),
    probes: seen.probes,
    clock: drawnMs === null ? "wall" : "processor",
    mean_luma: round(seen.look.mean, 4),
    contrast: round(seen.look.contrast, 4),
    motion: seen.motion === null ? null : round(seen.motion, 5),
    blank: seen.blank,
    static: seen.static,
    nan: seen.nan,
    flash_area: flashArea === null ? null : round(flashArea, 3),
    flashing: flashArea === null ? null : flashArea >= LARGE_AREA,
    film: film?.fate ?? null,
    film_note: film?.note ?? null,
    loop: film?.loop ?? null,
  };
}

Object.assign(globalThis, { fractafrag: Object.freeze({ run, read, renderer: () => stage.renderer }) });
