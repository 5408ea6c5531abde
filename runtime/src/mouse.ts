/** Mouse: what iMouse holds, frame by frame. */

/**
 * Two flags and two points; the signs are made anew for each frame from the flags, the stored values never change sign.
 * xy: the last position while down. z: |press x|, positive while held. w: |press y|, positive only on the first frame after the press.
 */
export class MouseState {
  private x = 0;
  private y = 0;
  private pressX = 0;
  private pressY = 0;
  private down = false;
  private signal = false;

  /** Takes drawing-buffer pixels, origin bottom-left; they are floored. Returns whether iMouse can have changed. */
  point(type: "down" | "move" | "up", x: number, y: number): boolean {
    if (type === "up") {
      const was = this.down;
      this.down = false;
      return was;
    }
    if (type === "move" && !this.down) return false;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
    this.x = Math.floor(x);
    this.y = Math.floor(y);
    if (type === "down") {
      this.pressX = this.x;
      this.pressY = this.y;
      this.down = true;
      this.signal = true;
    }
    return true;
  }

  /** The four numbers of iMouse for the frame that is painted now. */
  get uniform(): [number, number, number, number] {
    const pressX = Math.abs(this.pressX);
    const pressY = Math.abs(this.pressY);
    return [this.x, this.y, this.down || pressX === 0 ? pressX : -pressX, this.signal || pressY === 0 ? pressY : -pressY];
  }

  /** To be called after each painted frame: a click is signalled to one frame only. */
  painted(): void {
    this.signal = false;
  }

  /** Keeps the pointer at the same place of the picture when the picture's resolution changes by these factors. */
  rescale(factorX: number, factorY: number): void {
    this.x = Math.floor(this.x * factorX);
    this.y = Math.floor(this.y * factorY);
    this.pressX = Math.floor(this.pressX * factorX);
    this.pressY = Math.floor(this.pressY * factorY);
  }
}
