/** Keyboard: the 256×3 texture of keys, frame by frame. */

export const KEYBOARD_WIDTH = 256;
export const KEYBOARD_HEIGHT = 3;

/** Row 0: held. Row 1: pressed since the last painted frame. Row 2: toggled by each press. Column: JavaScript's keyCode. 0 or 255. */
export class KeyboardState {
  readonly texels = new Uint8Array(KEYBOARD_WIDTH * KEYBOARD_HEIGHT);
  /** Grows whenever `texels` changes, so that a copy on the GPU knows whether it is stale. */
  version = 0;

  /** Returns whether the texture changed; auto-repeat and codes outside 0–255 change nothing. */
  key(type: "down" | "up", keyCode: number, repeat: boolean): boolean {
    if (!Number.isInteger(keyCode) || keyCode < 0 || keyCode >= KEYBOARD_WIDTH || repeat) return false;
    if (type === "up") {
      if (this.texels[keyCode] === 0) return false;
      this.texels[keyCode] = 0;
    } else {
      this.texels[keyCode] = 255;
      this.texels[KEYBOARD_WIDTH + keyCode] = 255;
      const toggle = 2 * KEYBOARD_WIDTH + keyCode;
      this.texels[toggle] = 255 - (this.texels[toggle] ?? 0);
    }
    this.version++;
    return true;
  }

  /** To be called after each painted frame: a press is seen by one frame only. */
  painted(): void {
    const pressed = this.texels.subarray(KEYBOARD_WIDTH, 2 * KEYBOARD_WIDTH);
    if (!pressed.some((value) => value > 0)) return;
    pressed.fill(0);
    this.version++;
  }
}
