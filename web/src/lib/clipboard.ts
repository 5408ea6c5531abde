// Puts text into the clipboard, also on a page without TLS, where the modern way does not exist.

/** Whether it is there now. */
export async function copy(text: string): Promise<boolean> {
  const modern = (navigator as { clipboard?: Clipboard }).clipboard;
  try {
    if (modern) {
      await modern.writeText(text);
      return true;
    }
  } catch {
    // Refused: the old way may still be allowed, because a press started this.
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.style.cssText = "position:fixed;top:0;opacity:0";
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
