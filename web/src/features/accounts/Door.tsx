/** The plain frame of signing in and signing up: one narrow column under the mark. */
import type { ReactNode } from "react";
import { Ember } from "../../ui/Ember";

export function Door({ title, over, children, foot }: { title: string; over: string | null; children: ReactNode; foot: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-[calc(100dvh-var(--header)-var(--bottom-bar))] w-full max-w-[22rem] flex-col justify-center px-4 py-10">
      <div className="mb-7 flex flex-col items-center gap-4 text-center">
        <Ember />
        <h1 className="text-xl font-medium text-ink">{title}</h1>
      </div>
      {over && (
        <p role="alert" className="mb-4 rounded-control bg-wash px-3 py-2.5 text-sm text-danger">
          {over}
        </p>
      )}
      {children}
      <div className="mt-6 text-center text-sm text-ink-2">{foot}</div>
    </div>
  );
}
