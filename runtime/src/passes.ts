/** Passes: one frame is painted, buffers first in the order of the list, then the cubemap, the image last. */
import type { Pass, PassInput } from "./contract";
import { FACES } from "./cube";
import type { Device } from "./device";
import { bindChannels, type InputSources } from "./inputs";
import type { FrameUniforms, UniformLocations } from "./uniforms";

/** A pass with its linked program. */
export interface PaintedPass {
  pass: Pass;
  /** The whole text of the program, by which an unchanged one is known again. */
  text: string;
  uniforms: UniformLocations;
  channels: readonly (PassInput | null)[];
  /** The clock's frame at which this pass was painted first: its own iFrame counts from there. */
  born: number;
}

/** Sets the context's state that drawing depends on: others may have left it otherwise. */
export function drawPlainly({ gl, vertexArray }: Device): void {
  for (const feature of [gl.BLEND, gl.DEPTH_TEST, gl.STENCIL_TEST, gl.SCISSOR_TEST, gl.CULL_FACE, gl.DITHER]) gl.disable(feature);
  gl.colorMask(true, true, true, true);
  gl.bindVertexArray(vertexArray);
}

/**
 * Paints every pass once. A buffer that reads itself or a later one sees the previous frame, an earlier one this frame,
 * because halves flip right after each pass. `target` null is the canvas; the image covers its bottom-left `width`×`height` pixels.
 */
export function paintPasses(
  passes: readonly PaintedPass[],
  sources: InputSources,
  frame: FrameUniforms,
  target: WebGLFramebuffer | null,
): void {
  const { cube, buffers } = sources.surfaces;
  const { gl } = sources.surfaces.device;
  drawPlainly(sources.surfaces.device);
  gl.viewport(0, 0, frame.width, frame.height);
  const moment = { time: frame.clock.time, live: frame.live === true };
  const prepare = ({ uniforms, channels, born }: PaintedPass, side?: number): void => {
    gl.useProgram(uniforms.program);
    uniforms.set(frame, Math.max(0, frame.clock.frame - born), bindChannels(channels, sources, moment), side);
  };
  const paint = (painted: PaintedPass): void => {
    prepare(painted);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
  for (const painted of passes) {
    const buffer = painted.pass.type === "buffer" && !frame.part?.imageOnly ? buffers.get(painted.pass.name) : undefined;
    if (!buffer) continue;
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer.target);
    paint(painted);
    buffer.flip();
  }
  if (cube && !frame.part?.imageOnly)
    for (const painted of passes) {
      if (painted.pass.type !== "cubemap") continue;
      gl.viewport(0, 0, cube.side, cube.side);
      prepare(painted, cube.side);
      FACES.forEach((axes, face) => {
        gl.bindFramebuffer(gl.FRAMEBUFFER, cube.target(face));
        painted.uniforms.setFace(axes);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
      });
      cube.flip();
      gl.viewport(0, 0, frame.width, frame.height);
    }
  gl.bindFramebuffer(gl.FRAMEBUFFER, target);
  if (frame.part) gl.viewport(0, 0, frame.part.width, frame.part.height);
  for (const painted of passes) if (painted.pass.type === "image") paint(painted);
}
