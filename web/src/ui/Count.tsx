// A count that moves while one looks: the old number leaves as the new one comes, upwards when it grew, and nothing beside it moves.
import { useState } from "react";
import { count } from "../lib/format";

export function Count({ value }: { value: number }) {
  const [shown, setShown] = useState({ now: value, before: value });
  if (shown.now !== value) setShown({ now: value, before: shown.now });
  const [now, before] = [count(shown.now), count(shown.before)];
  if (now === before) return <span className="tabular">{now}</span>;
  const turn = `${before} ${now}`;
  return (
    <span className="tabular inline-grid justify-items-center *:[grid-area:1/1]" style={{ "--way": shown.now > shown.before ? 1 : -1 } as React.CSSProperties}>
      <span key={`left ${turn}`} aria-hidden className="[animation:count-out_200ms_var(--ease-out)_forwards]">
        {before}
      </span>
      <span key={`came ${turn}`} className="[animation:count-in_200ms_var(--ease-out)]">
        {now}
      </span>
    </span>
  );
}
