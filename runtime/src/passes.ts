/** Passes: one frame is painted, buffers first in the order of the list, the image last. */
import type { Pass, PassInput } from "./contract";
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
  const { gl, vertexArray } = sources.device;
  for (const feature of [gl.BLEND, gl.DEPTH_TEST, gl.STENCIL_TEST, gl.SCISSOR_TEST, gl.CULL_FACE, gl.DITHER]) gl.disable(feature);
  gl.colorMask(true, true, true, true);
  gl.bindVertexArray(vertexArray);
  gl.viewport(0, 0, frame.width, frame.height);
  const paint = ({ uniforms, channels, born }: PaintedPass): void => {
    gl.useProgram(uniforms.program);
    uniforms.set(frame, Math.max(0, frame.clock.frame - born), bindChannels(channels, sources));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
  for (const painted of passes) {
    const buffer = painted.pass.type === "buffer" && !frame.part?.imageOnly ? sources.buffers.get(painted.pass.name) : undefined;
    if (!buffer) continue;
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer.target);
    paint(painted);
    buffer.flip();
  }
  gl.bindFramebuffer(gl.FRAMEBUFFER, target);
  if (frame.part) gl.viewport(0, 0, frame.part.width, frame.part.height);
  for (const painted of passes) if (painted.pass.type === "image") paint(painted);
}
