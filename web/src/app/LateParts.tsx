// What no page needs before it shows its picture: labels, messages and sheets, loaded when they are first asked for, and then kept.
import { lazy, Suspense, useState } from "react";
import { useShortcut } from "../lib/shortcuts";
import { useSignInPrompt } from "../lib/signin";
import { useTip } from "../lib/tip";
import { useToasts } from "../lib/toast";

const Toaster = lazy(async () => ({ default: (await import("../ui/Toast")).Toaster }));
const TipLayer = lazy(async () => ({ default: (await import("../ui/TipLayer")).TipLayer }));
const SignInSheet = lazy(async () => ({ default: (await import("./SignInSheet")).SignInSheet }));
const ShortcutSheet = lazy(async () => ({ default: (await import("./ShortcutSheet")).ShortcutSheet }));

export function LateParts() {
  const [shortcuts, setShortcuts] = useState(false);
  useShortcut({ keys: "?", label: "Keyboard shortcuts", group: "Anywhere" }, () => setShortcuts(true));
  const asked = {
    toast: useOnce(useToasts((state) => state.lines.length > 0)),
    tip: useOnce(useTip((state) => state.tip !== null)),
    signIn: useOnce(useSignInPrompt((state) => state.reason !== null)),
    shortcuts: useOnce(shortcuts),
  };
  return (
    <Suspense>
      {asked.toast && <Toaster />}
      {asked.tip && <TipLayer />}
      {asked.signIn && <SignInSheet />}
      {asked.shortcuts && <ShortcutSheet open={shortcuts} onOpenChange={setShortcuts} />}
    </Suspense>
  );
}

/** True from the first time on that it was true. */
function useOnce(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
