// The page's entry: takes one task after the other from the process outside and does it on the stage.
import { normalisePasses, type Pass } from "@fractafrag/runtime";
import type { Facts, PageAnswer, PageTask, RenderedPoster } from "../protocol.js";
import { drawFilm, type FilmOutcome } from "./film.js";
import { holdsNaN } from "./not-a-number.js";
import { predictMs, tierOf } from "./plan.js";
import { drawPoster } from "./poster.js";
import { Stage } from "./stage.js";
import { type Budget, type Survey, survey, TooHeavy, type Work } from "./survey.js";

const DEFAULT_FPS = 30;
const REFERENCE_PIXELS = 480 * 270;
const SMALL_PIXELS = 128 * 72;

const stage = new Stage();
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

type RenderTask = Extract<PageTask, { kind: "render" }>;

async function run(task: PageTask): Promise<PageAnswer> {
  const passes = normalisePasses(task.passes as Pass[]);
  if (task.kind === "validate") {
    const { ok, errors, compileMs } = await stage.check(passes);
    return { kind: "validate", ok, errors, compile_ms: round(compileMs, 1) };
  }
  return render(task, passes);
}

async function render(task: RenderTask, passes: Pass[]): Promise<PageAnswer> {
  const began = performance.now();
  const budget: Budget = { leftMs: () => task.budgetMs - (performance.now() - began), gpuDeadlineMs: task.gpuDeadlineMs };
  stage.resize(32, 18);
  const report = await stage.load(passes);
  if (!report.ok) return { ok: false, reason: "compile", message: "The shader does not compile.", errors: report.errors, facts: { compile_ms: round(report.compileMs, 1) } };
  const work: Work = { passes, report, stateful: passes.some(({ type }) => type === "buffer"), fps: task.film?.fps ?? DEFAULT_FPS };
  try {
    return await picture(task, work, budget);
  } catch (error) {
    if (!(error instanceof TooHeavy)) throw error;
    const facts = { compile_ms: round(report.compileMs, 1), tier: "extreme" as const };
    return { ok: false, reason: "deadline", message: `The shader is too heavy to be drawn here: ${error.message}.`, errors: [], facts };
  }
}

async function picture({ poster: posterWish, film: filmWish }: RenderTask, work: Work, budget: Budget): Promise<PageAnswer> {
  const seen = await survey(stage, work, posterWish?.at ?? filmWish?.at ?? null, budget);
  let poster: RenderedPoster | null = null;
  if (posterWish !== null) poster = await drawPoster(stage, work, posterWish, seen.frame, seen.cost, budget);
  let film: FilmOutcome | null = null;
  if (filmWish !== null) film = await drawFilm(stage, work, filmWish, filmWish.at ?? seen.frame / work.fps, seen.cost, budget);
  const nan = seen.look.hasBlack && (await holdsNaN(stage, work, seen.frame, predictMs(seen.cost, SMALL_PIXELS), budget));
  await stage.assertAlive();
  return { ok: true, poster, films: film?.films ?? [], facts: facts(work, seen, film, nan) };
}

function facts(work: Work, seen: Survey, film: FilmOutcome | null, nan: boolean): Facts {
  const measured = film?.measured ?? null;
  // A film is ninety measurements, the probes are two.
  const perMegapixel = measured === null ? seen.cost.msPerMegapixel : (Math.max(0, measured.ms - seen.cost.fixedMs) / measured.pixels) * 1e6;
  return {
    compile_ms: round(work.report.compileMs, 1),
    frame_ms: round(measured?.pixels === REFERENCE_PIXELS ? measured.ms : predictMs({ ...seen.cost, msPerMegapixel: perMegapixel }, REFERENCE_PIXELS), 2),
    ms_per_megapixel: round(perMegapixel, 1),
    tier: tierOf(perMegapixel),
    mean_luma: round(seen.look.mean, 4),
    contrast: round(seen.look.contrast, 4),
    motion: round(seen.motion, 5),
    blank: seen.blank,
    static: seen.static,
    nan,
    film: film?.fate ?? null,
    film_note: film?.note ?? null,
  };
}

Object.assign(globalThis, { fractafrag: Object.freeze({ run, renderer: () => stage.renderer }) });
