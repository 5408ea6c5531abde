/** What the agent will be able to do, as far as it is let. */
import { Check, Minus } from "lucide-react";
import { cx } from "../../lib/cx";
import type { Scope } from "../../lib/types";
import { ABILITIES } from "./tools";
import { scopesOf, type Preset } from "./scopes";

export interface AbilitiesProps {
  /** What is chosen for the key to come. */
  preset: Preset["id"];
  /** What the key may that is there already. */
  scopes: readonly Scope[] | null;
  /** The program asks by itself later: everything is possible. */
  oauth: boolean;
}

export function Abilities({ preset, scopes, oauth }: AbilitiesProps) {
  const allowed = oauth ? scopesOf("publish") : (scopes ?? scopesOf(preset));
  return (
    <aside aria-labelledby="abilities" className="min-w-0">
      <h2 id="abilities" className="text-base font-medium">
        What it can do
      </h2>
      <ul className="mt-3 flex flex-col gap-2.5">
        {ABILITIES.map(({ tool, words, scope }) => {
          const may = allowed.includes(scope);
          const Icon = may ? Check : Minus;
          return (
            <li key={tool} title={tool} className={cx("flex gap-2.5 text-sm transition-colors", may ? "text-ink" : "text-ink-3")}>
              <Icon size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
              <span>
                {words}
                {!may && <span className="sr-only"> (not with this key)</span>}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="mt-4 text-sm text-ink-3">
        {oauth ? "You choose how much of this when it asks." : "It cannot vote, change your profile or password, or make keys. Everything it does is written down in your settings."}
      </p>
    </aside>
  );
}
