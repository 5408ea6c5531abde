// Shows the label of whatever asks for it: one for the whole page, beside a box as large as the thing.
import { useEffect, useId, useState } from "react";
import { Tooltip as Radix } from "radix-ui";
import { hideTip, useTip, type Tip } from "../lib/tip";
import { Kbd } from "./Kbd";

export function TipLayer() {
  const tip = useTip((state) => state.tip);
  return (
    <Radix.Provider>
      <Radix.Root open={tip !== null} onOpenChange={(open) => !open && hideTip(null)}>
        {tip && <Beside key={`${tip.label} ${tip.side}`} tip={tip} />}
      </Radix.Root>
    </Radix.Provider>
  );
}

function Beside({ tip: { anchor, label, shortcut, side } }: { tip: Tip }) {
  const id = useId();
  const [box] = useState(() => anchor.getBoundingClientRect());
  useEffect(() => {
    const before = anchor.getAttribute("aria-describedby");
    if (before === null) anchor.setAttribute("aria-describedby", id);
    // What leaves the page while its label stands says nothing more; neither does what was scrolled away.
    const gone = () => hideTip(null);
    const watch = setInterval(() => !anchor.isConnected && gone(), 200);
    addEventListener("scroll", gone, { capture: true, passive: true });
    return () => {
      clearInterval(watch);
      removeEventListener("scroll", gone, { capture: true });
      if (before === null) anchor.removeAttribute("aria-describedby");
    };
  }, [anchor, id]);
  return (
    <>
      <Radix.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed" style={{ left: box.left, top: box.top, width: box.width, height: box.height }} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          id={id}
          side={side}
          sideOffset={8}
          collisionPadding={8}
          className="pointer-events-none z-60 flex animate-fade-in items-center gap-2 rounded-control border border-line bg-raised px-2.5 py-1.5 text-xs text-ink select-none"
        >
          {label}
          {shortcut && <Kbd keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </>
  );
}
