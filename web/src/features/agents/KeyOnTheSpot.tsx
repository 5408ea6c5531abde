/** Makes a key without leaving the page; a stranger is shown the door first. */
import { KeyRound } from "lucide-react";
import { useState, type FormEvent } from "react";
import { Link, useLocation } from "react-router";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { useSession } from "../../lib/session";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/TextField";
import { keepFreshKey, useFreshKey } from "./fresh-key";
import { ending, ScopeChips } from "./KeyState";
import { ScopeChoice } from "./ScopeChoice";
import { scopesOf, type Preset } from "./scopes";
import { useCreateKey } from "./use-create-key";

const QUIET_LINK = "rounded-sm underline decoration-line-strong underline-offset-3 hover:text-ink";
const LIFE_DAYS = 90;
const NAME_MAX = 40;

export interface KeyOnTheSpotProps {
  /** The name that the key gets unless another is written. */
  suggestion: string;
  preset: Preset["id"];
  onPreset: (preset: Preset["id"]) => void;
}

export function KeyOnTheSpot({ suggestion, preset, onPreset }: KeyOnTheSpotProps) {
  const { status } = useSession();
  const { pathname, search } = useLocation();
  const fresh = useFreshKey((state) => state.fresh);
  const [name, setName] = useState<string | null>(null);
  const create = useCreateKey();
  if (status === "unknown") return <div className="h-40" />;
  if (status === "anonymous") {
    return (
      <div className="flex flex-wrap items-center justify-between gap-4 rounded-card border border-line bg-surface px-4 py-4">
        <p className="max-w-[26rem] text-base text-ink-2">An agent acts for somebody. Sign in, and its key is made here and filled in below.</p>
        <Button variant="primary" size="lg" asChild>
          <Link to={paths.login(pathname + search)}>Sign in</Link>
        </Button>
      </div>
    );
  }
  if (fresh) {
    const { key } = fresh;
    return (
      <div className="rounded-card border border-line bg-surface px-4 py-3.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <KeyRound size={17} strokeWidth={1.5} aria-hidden className="text-success" />
          <span className="min-w-0 truncate text-base font-medium text-ink">{key.name}</span>
          <ScopeChips scopes={key.scopes} />
        </div>
        <p className="mt-2 text-sm text-warning">It is filled in below, and shown only now: copy before you leave this page.</p>
        <p className="mt-1 flex flex-wrap gap-x-4 text-sm text-ink-3">
          <span>{ending(key)}</span>
          <Link to={paths.key(key.id)} className={QUIET_LINK}>
            Revoke it, or see what it did
          </Link>
          <button type="button" onClick={() => keepFreshKey(null)} className={QUIET_LINK}>
            Another key
          </button>
        </p>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      { name: (name ?? suggestion).trim() || suggestion, scopes: scopesOf(preset), expires_in_days: LIFE_DAYS, per_minute: null },
      { onSuccess: ({ secret, ...key }) => keepFreshKey({ key, secret }) },
    );
  };
  return (
    <form noValidate aria-label="A key for your agent" className="flex flex-col gap-4" onSubmit={submit}>
      <ScopeChoice wide value={preset} onChange={onPreset} />
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Its name, shown beside what it makes"
          name="name"
          autoComplete="off"
          maxLength={NAME_MAX}
          value={name ?? suggestion}
          onChange={(event) => setName(event.target.value)}
          className="min-w-0 flex-1 basis-60"
        />
        <Button type="submit" variant="primary" busy={create.isPending} icon={<KeyRound size={16} strokeWidth={1.75} aria-hidden />} className="h-10! max-sm:w-full">
          Make its key
        </Button>
      </div>
      {create.isError && (
        <p role="alert" className="text-sm text-danger">
          No key was made. {explain(create.error)}
        </p>
      )}
    </form>
  );
}
