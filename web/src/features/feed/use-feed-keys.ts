// The feed by keyboard.
import { useShortcut } from "../../lib/shortcuts";

export interface FeedKeys {
  step: (by: 1 | -1) => void;
  first: () => void;
  pause: () => void;
  like: () => void;
  dislike: () => void;
  fork: () => void;
  code: () => void;
  save: () => void;
  refuse: () => void;
  share: () => void;
  more: () => void;
  open: () => void;
  why: () => void;
  tune: () => void;
  lean: () => void;
  rest: () => void;
  /** Null where the browser has no small windows. */
  float: (() => void) | null;
  /** Null when nothing is open. */
  close: (() => void) | null;
}

const group = "Feed";

export function useFeedKeys(keys: FeedKeys): void {
  useShortcut({ keys: ["j", "arrowdown"], label: "Next", group }, () => keys.step(1));
  useShortcut({ keys: ["k", "arrowup"], label: "Previous", group }, () => keys.step(-1));
  useShortcut({ keys: "home", label: "Back to the first", group }, keys.first);
  useShortcut({ keys: " ", label: "Pause or play", group }, keys.pause);
  useShortcut({ keys: "u", label: "Vote up", group }, keys.like);
  useShortcut({ keys: "d", label: "Vote down", group }, keys.dislike);
  useShortcut({ keys: "f", label: "Fork in the studio", group }, keys.fork);
  useShortcut({ keys: "c", label: "Code", group }, keys.code);
  useShortcut({ keys: "b", label: "Save", group }, keys.save);
  useShortcut({ keys: "x", label: "Not for me", group }, keys.refuse);
  useShortcut({ keys: "s", label: "Share", group }, keys.share);
  useShortcut({ keys: "m", label: "More", group }, keys.more);
  useShortcut({ keys: "enter", label: "Open its page", group }, keys.open);
  useShortcut({ keys: "w", label: "Why this?", group }, keys.why);
  useShortcut({ keys: "t", label: "Tune the feed", group }, keys.tune);
  useShortcut({ keys: "l", label: "Lean back", group }, keys.lean);
  useShortcut({ keys: "z", label: "Screensaver", group }, keys.rest);
  useShortcut({ keys: "p", label: "Small window", group }, () => keys.float?.(), keys.float !== null);
  useShortcut({ keys: "escape", label: "Close the code", group }, () => keys.close?.(), keys.close !== null);
}
