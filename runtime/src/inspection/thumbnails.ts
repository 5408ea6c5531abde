/** Thumbnails: small pictures of what passes write, all in one drawing and one reading that nobody waits for. */
import type { Seen } from "../engine";
import { placed } from "./fit";
import { flatProgramOf, WRITE } from "./flat-program";
import { bindLook, type Look } from "./look";
import { Target } from "./target";

export class Thumbnails {
  private sheet: Target | null = null;
  private busy = false;

  /**
   * One picture for each look, `width`×`height` RGBA bytes, top row first; null for one that is not there. Null altogether while the
   * last ones are still being made. `image` holds the image; without it, it is taken from the canvas.
   */
  async draw(seen: Seen, looks: readonly Look[], width: number, height: number, image: Target | null, signal: AbortSignal): Promise<(Uint8ClampedArray<ArrayBuffer> | null)[] | null> {
    const { device, frame } = seen;
    const { gl } = device;
    if (this.busy || looks.length === 0) return null;
    if (!this.sheet?.fits(device, width, height * looks.length)) {
      this.sheet?.dispose();
      this.sheet = new Target(device, width, height * looks.length, true);
    }
    const { sheet } = this;
    const there = looks.map((look, index) => {
      const bottom = index * height;
      const bound = bindLook(look, seen, image);
      if (!bound) {
        const ofCanvas = look.channel === undefined && seen.passes.some(({ pass }) => pass.name === look.pass && pass.type === "image");
        if (!ofCanvas) return false;
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, sheet.framebuffer);
        gl.blitFramebuffer(0, 0, frame.width, frame.height, 0, bottom, width, bottom + height, gl.COLOR_BUFFER_BIT, gl.LINEAR);
        return true;
      }
      const { kind, size, flat } = bound;
      sheet.use(0, bottom, width, height);
      const place = placed(flat, width, height);
      flatProgramOf(device, kind).draw({ write: WRITE.colours, size, flat, ...place, bottom: bottom + place.bottom });
      return true;
    });
    this.busy = true;
    const data = await sheet.readLater(signal);
    this.busy = false;
    if (!(data instanceof Uint8ClampedArray)) return null;
    return there.map((is, index) => (is ? turned(data, width, height, index * height) : null));
  }

  dispose(): void {
    this.sheet?.dispose();
  }
}

/** Rows `first`…, top row first. */
function turned(data: Uint8ClampedArray, width: number, height: number, first: number): Uint8ClampedArray<ArrayBuffer> {
  const stride = width * 4;
  const picture = new Uint8ClampedArray(height * stride);
  for (let row = 0; row < height; row++) picture.set(data.subarray((first + row) * stride, (first + row + 1) * stride), (height - 1 - row) * stride);
  return picture;
}
