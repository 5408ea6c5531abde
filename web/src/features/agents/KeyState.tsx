/** What a key or a connected app is worth now, in chips and words. */
import { ago, date } from "../../lib/format";
import type { ApiKey, Grant, Scope } from "../../lib/types";
import { inOrder, scopeName } from "./scopes";

const CHIP = "inline-flex h-6 items-center rounded-full bg-wash px-2.5 text-xs text-ink-2";

export function ScopeChips({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <ul aria-label="What it may do" className="flex flex-wrap gap-1.5">
      {inOrder(scopes).map((scope) => (
        <li key={scope} className={CHIP}>
          {scopeName(scope)}
        </li>
      ))}
    </ul>
  );
}

type Standing = Pick<ApiKey | Grant, "state" | "last_used_at" | "expires_at" | "revoked_at">;

export function lastUse({ last_used_at: used }: Pick<Standing, "last_used_at">): string {
  return used ? `Used ${ago(used)}` : "Never used";
}

const DAY_MS = 86_400_000;

/** "in 89 days": near ends are counted in days, far ones in months. */
export function inDays(iso: string, now = Date.now()): string {
  const days = Math.round((Date.parse(iso) - now) / DAY_MS);
  if (days < 1) return "within a day";
  return days <= 120 ? `in ${days === 1 ? "a day" : `${days} days`}` : ago(iso, now);
}

/** When it ends or ended. */
export function ending({ state, expires_at: expires, revoked_at: revoked }: Omit<Standing, "last_used_at">, now = Date.now()): string {
  if (state === "revoked") return revoked ? `Revoked ${ago(revoked)}` : "Revoked";
  if (!expires) return "Never expires";
  return state === "expired" ? `Expired ${date(expires)}` : `Expires ${inDays(expires, now)}`;
}

/** Whether it ends within a week: worth a warning. */
export function endsSoon({ state, expires_at: expires }: Pick<Standing, "state" | "expires_at">, now = Date.now()): boolean {
  return state === "active" && expires !== null && Date.parse(expires) - now < 7 * DAY_MS;
}
