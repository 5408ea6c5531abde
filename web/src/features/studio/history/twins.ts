/** Two states of a work drawn with one WebGL context and one clock, so that what differs between the pictures is their doing alone. */
import { checkSource, createPlayer } from "@fractafrag/runtime";
import type { FrameClock, Player, ShaderError } from "@fractafrag/runtime";
import { openMedia } from "../../../lib/media-set";
import type { Work } from "../document";

export interface Twins {
  /** Compiles both; what did not compile, for each. Its canvas stays as it is then. */
  load: (works: readonly [Work, Work]) => Promise<[ShaderError[], ShaderError[]]>;
  /** Pixels of both pictures. */
  resize: (width: number, height: number) => void;
  setPlaying: (playing: boolean) => void;
  reset: () => void;
  dispose: () => void;
}

export interface TwinsOptions {
  /** After each frame of both: its iTime. */
  onFrame: (time: number) => void;
  onLost: () => void;
}

/** A tab that was away does not leap ahead. */
const LONGEST_STEP_S = 0.1;
const FIRST_STEP_S = 1 / 60;

function dateOf(moment: Date): FrameClock["date"] {
  return [moment.getFullYear(), moment.getMonth(), moment.getDate(), moment.getHours() * 3600 + moment.getMinutes() * 60 + moment.getSeconds()];
}

/** Throws an Error where there is no WebGL2. The canvases must never have had a context. */
export function createTwins(canvases: readonly [HTMLCanvasElement, HTMLCanvasElement], { onFrame, onLost }: TwinsOptions): Twins {
  const hidden = document.createElement("canvas");
  const media = openMedia();
  const first = createPlayer(hidden, { media: media.load, onContextLost: onLost });
  // The same canvas gives the same context.
  const gl = hidden.getContext("webgl2") as WebGL2RenderingContext;
  const players: [Player, Player] = [first, createPlayer(hidden, { media: media.load, gl })];
  const shown = canvases.map((canvas) => canvas.getContext("2d", { alpha: false }));
  const loaded: [boolean, boolean] = [false, false];
  let size: [number, number] = [480, 270];
  let playing = true;
  let time = 0;
  let frame = 0;
  let before = 0;
  let due = true;
  let fence: WebGLSync | null = null;
  let request = 0;
  let serial = 0;

  /** Whether the last pair is drawn: a work that is too much for this device must not pile up frames. */
  function drawn(): boolean {
    if (!fence || gl.isContextLost()) return true;
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(fence);
    fence = null;
    return true;
  }

  function paint(timeDelta: number): void {
    const clock: FrameClock = { time, timeDelta, frame, frameRate: 60, date: dateOf(new Date()) };
    players.forEach((player, index) => {
      const canvas = canvases[index];
      const context = shown[index];
      if (!loaded[index] || !canvas || !context) return;
      player.resize(...size);
      player.drawAt(clock);
      if (canvas.width !== hidden.width) canvas.width = hidden.width;
      if (canvas.height !== hidden.height) canvas.height = hidden.height;
      context.drawImage(hidden, 0, 0);
    });
    fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    onFrame(time);
  }

  function turn(nowMs: number): void {
    request = requestAnimationFrame(turn);
    if (!loaded.some(Boolean) || gl.isContextLost() || !drawn()) return;
    if (!playing && !due) {
      before = 0;
      return;
    }
    const step = frame === 0 ? FIRST_STEP_S : before === 0 ? 0 : Math.min(LONGEST_STEP_S, (nowMs - before) / 1000);
    before = nowMs;
    due = false;
    if (playing && frame > 0) time += step;
    paint(step || FIRST_STEP_S);
    if (playing || frame === 0) frame += 1;
  }
  request = requestAnimationFrame(turn);

  return {
    async load(works) {
      serial += 1;
      const own = serial;
      const compile = async (player: Player, { passes, parameters }: Work): Promise<ShaderError[]> => {
        const refused = checkSource(passes);
        if (refused.length > 0) return refused;
        player.setParameters(parameters?.values ?? {});
        const report = await player.load(passes);
        return report.ok ? [] : report.errors;
      };
      const errors: [ShaderError[], ShaderError[]] = [await compile(players[0], works[0]), await compile(players[1], works[1])];
      if (own !== serial) return errors;
      loaded[0] = errors[0].length === 0;
      loaded[1] = errors[1].length === 0;
      await Promise.all(players.map((player) => player.mediaSettled()));
      time = 0;
      frame = 0;
      due = true;
      return errors;
    },
    resize(width, height) {
      size = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
      due = true;
    },
    setPlaying(next) {
      playing = next;
      before = 0;
    },
    reset() {
      time = 0;
      frame = 0;
      due = true;
    },
    dispose() {
      serial += 1;
      cancelAnimationFrame(request);
      if (fence) gl.deleteSync(fence);
      players[1].dispose();
      players[0].dispose();
      media.dispose();
    },
  };
}
