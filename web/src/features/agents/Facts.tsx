/** A few facts of one thing, name beside value. */
import type { ReactNode } from "react";

export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="tabular mt-6 grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-2 rounded-card border border-line bg-surface px-4 py-4 text-base">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-sm leading-6 text-ink-3">{name}</dt>
          <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
