// The poster: one still as large as asked for, or as large as the time allows.
import type { PosterRequest, RenderedPoster } from "../protocol.js";
import { TooHeavy } from "./cost.js";
import { base64, encodeStill } from "./encode.js";
import { type CostModel, planStill, predictMs } from "./plan.js";
import { beat, type Stage } from "./stage.js";
import type { Budget, Work } from "./survey.js";

// What a poster may take of the time that is left, so that a film still has some.
const SHARE = 0.4;
const DRAW_SHARE = 0.25;

export async function drawPoster(stage: Stage, work: Work, wish: PosterRequest, frame: number, cost: CostModel, budget: Budget): Promise<RenderedPoster> {
  const budgetMs = budget.leftMs() * SHARE;
  const ends = budget.leftMs() - 2 * budgetMs;
  const plan = planStill(cost, { width: wish.width, height: wish.height, frames: work.stateful ? frame + 1 : 1, budgetMs, drawMs: budget.gpuDeadlineMs * DRAW_SHARE });
  if (plan === null) throw new TooHeavy(`a picture of ${wish.width}×${wish.height} would take about ${Math.round(predictMs(cost, wish.width * wish.height) / 1000)} s`);
  const { width, height, bands } = plan;
  stage.resize(width, height);
  let reached = frame;
  if (work.stateful) {
    for (let index = 0; index <= frame; index++) {
      await stage.draw(index, work.fps);
      reached = index;
      if (budget.leftMs() < ends) break;
    }
  } else if (bands === 1) await stage.draw(frame, work.fps);
  else if (!(await stage.drawBands(frame, work.fps, bands, () => budget.leftMs() > ends))) throw new TooHeavy("drawing the picture took longer than foreseen");
  const picture = stage.picture();
  await stage.assertAlive();
  await beat("encoding the poster", false);
  const bytes = await encodeStill(picture, width, wish.type);
  return { type: wish.type, width, height, at: reached / work.fps, data: base64(bytes) };
}
