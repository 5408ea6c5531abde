// The gesture, told once to whoever comes for the first time.
import { useState } from "react";
import { ChevronsUp } from "lucide-react";
import { usePhone } from "../../lib/media";
import { Kbd } from "../../ui/Kbd";

const NOTE = "fractafrag.feed-hint";

/** `moved`: the gesture has been found, the hint is no longer needed. */
export function FirstHint({ moved }: { moved: boolean }) {
  const [needed] = useState(readNeeded);
  const phone = usePhone();
  if (moved && needed) remember();
  if (!needed || moved) return null;
  return (
    <div role="note" className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--bottom-bar)+190px)] z-30 flex animate-fade-in justify-center md:bottom-10">
      <p className="flex items-center gap-2.5 rounded-full bg-glass px-4 py-2 text-sm text-ink backdrop-blur-md">
        {phone ? (
          <>
            <ChevronsUp size={16} strokeWidth={1.5} aria-hidden /> Swipe up for the next one
          </>
        ) : (
          <>
            Scroll or press <Kbd keys="j" /> for the next one
          </>
        )}
      </p>
    </div>
  );
}

function readNeeded(): boolean {
  try {
    return localStorage.getItem(NOTE) === null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(NOTE, "1");
  } catch {
    // Without storage the hint comes again on the next visit, which harms nobody.
  }
}
