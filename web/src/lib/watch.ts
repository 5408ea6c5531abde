// How long something was truly watched: a clock that runs only while the page is visible and has the focus.

export interface Watch {
  /** Milliseconds watched in all. */
  total: () => number;
  /** Milliseconds since they were last taken; whole ones. */
  take: () => number;
  /** Looks again whether the page is seen. */
  look: () => void;
  stop: () => void;
}

export function startWatch(isSeen: () => boolean, now: () => number): Watch {
  let counted = 0;
  let taken = 0;
  let since = isSeen() ? now() : null;
  const total = () => counted + (since === null ? 0 : now() - since);
  const look = () => {
    counted = total();
    since = isSeen() ? now() : null;
  };
  return {
    total,
    take: () => {
      const whole = Math.floor(total()) - taken;
      taken += whole;
      return whole;
    },
    look,
    stop: () => {
      counted = total();
      since = null;
    },
  };
}

export const pageIsSeen = (): boolean => document.visibilityState === "visible" && document.hasFocus();
