/** Attach input: what happens on a canvas element reaches the shader as pointer and key. */
import type { KeyInput, PointerInput } from "./playback";

/** Whatever takes pointer and keys: a player, or the player of a card. */
export interface InputReceiver {
  pointer(event: PointerInput): void;
  key(event: KeyInput): void;
}

const MODIFIERS = new Set(["Control", "Alt", "AltGraph", "Meta"]);

/** The canvas pixel, origin bottom-left, under a client position; floored. `rect` is the canvas on the page. */
export function canvasPixel(
  clientX: number,
  clientY: number,
  rect: { left: number; top: number; right: number; bottom: number },
  width: number,
  height: number,
): [number, number] {
  const x = Math.floor(((clientX - rect.left) / (rect.right - rect.left || 1)) * width);
  const y = Math.floor(height - ((clientY - rect.top) / (rect.bottom - rect.top || 1)) * height);
  return [x, y];
}

/**
 * Leads mouse, touch, pen and keys of `canvas` to `player`; returns what undoes it.
 * Makes the canvas focusable and takes touches from the page's scrolling. Keys go in only while the canvas has focus, their default
 * action is prevented except for Tab (one must be able to leave) and for shortcuts with Ctrl, Alt or Meta.
 */
export function attachInput(canvas: HTMLCanvasElement, player: InputReceiver): () => void {
  const undo = new AbortController();
  const { signal } = undo;
  const before = { touchAction: canvas.style.touchAction, tabIndex: canvas.getAttribute("tabindex") };
  const held = new Set<number>();
  let pointerId: number | null = null;
  canvas.style.touchAction = "none";
  if (before.tabIndex === null) canvas.tabIndex = 0;

  const send = (type: PointerInput["type"], event: PointerEvent): void => {
    const [x, y] = canvasPixel(event.clientX, event.clientY, canvas.getBoundingClientRect(), canvas.width, canvas.height);
    player.pointer({ type, x, y });
  };
  const release = (event: PointerEvent): void => {
    if (event.pointerId !== pointerId) return;
    pointerId = null;
    send("up", event);
  };
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      if (pointerId !== null || event.button !== 0) return;
      pointerId = event.pointerId;
      try {
        canvas.setPointerCapture(event.pointerId);
      } catch {
        // A pointer that ended already cannot be captured; its press still counts.
      }
      send("down", event);
    },
    { signal },
  );
  canvas.addEventListener("pointermove", (event) => event.pointerId === pointerId && send("move", event), { signal });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const)
    canvas.addEventListener(end, release, { signal });

  // Shadertoy's keyboard is indexed by the deprecated keyCode; nothing newer carries these numbers.
  const codeOf = (event: KeyboardEvent): number => (event as unknown as Record<"keyCode", number>).keyCode;
  canvas.addEventListener(
    "keydown",
    (event) => {
      if ((event.ctrlKey || event.altKey || event.metaKey) && !MODIFIERS.has(event.key)) return;
      if (event.key !== "Tab") event.preventDefault();
      held.add(codeOf(event));
      player.key({ type: "down", keyCode: codeOf(event), repeat: event.repeat });
    },
    { signal },
  );
  canvas.addEventListener(
    "keyup",
    (event) => {
      if (!held.delete(codeOf(event))) return;
      event.preventDefault();
      player.key({ type: "up", keyCode: codeOf(event), repeat: false });
    },
    { signal },
  );
  // The release of a key that is held while focus leaves goes elsewhere: without this it would stay held for ever.
  const releaseKeys = (): void => {
    for (const keyCode of held) player.key({ type: "up", keyCode, repeat: false });
    held.clear();
  };
  canvas.addEventListener("blur", releaseKeys, { signal });

  return () => {
    undo.abort();
    releaseKeys();
    if (pointerId !== null) player.pointer({ type: "up", x: 0, y: 0 });
    canvas.style.touchAction = before.touchAction;
    if (before.tabIndex === null) canvas.removeAttribute("tabindex");
  };
}
