/** The dialog that makes a key, and then shows its secret once. */
import { Bot } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { paths } from "../../lib/paths";
import { explain, isProblem } from "../../lib/problem";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { SecretOnce } from "../../ui/SecretOnce";
import { Select } from "../../ui/Select";
import { TextField } from "../../ui/TextField";
import { keepFreshKey, type FreshKey } from "./fresh-key";
import { ScopeChoice } from "./ScopeChoice";
import { scopesOf, type Preset } from "./scopes";
import { useCreateKey } from "./use-create-key";

const NAME_MAX = 40;
const LIVES = [
  { value: "7", label: "A week" },
  { value: "30", label: "A month" },
  { value: "90", label: "Three months" },
  { value: "365", label: "A year" },
  { value: "never", label: "For ever", note: "Until you revoke it" },
] as const;
type Life = (typeof LIVES)[number]["value"];

export function CreateKey({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [made, setMade] = useState<FreshKey | null>(null);
  const navigate = useNavigate();
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  if (made) {
    return (
      <Dialog
        open={open}
        onOpenChange={(shown) => !shown && close()}
        stays
        width="md"
        title={`${made.key.name} has its key`}
        footer={
          <>
            <Button
              icon={<Bot size={16} strokeWidth={1.5} aria-hidden />}
              onClick={() => {
                keepFreshKey(made);
                void navigate(paths.connect());
              }}
            >
              Connect an agent with this key
            </Button>
            <Button variant="ghost" onClick={close}>
              Done
            </Button>
          </>
        }
      >
        <SecretOnce secret={made.secret} name="The key" />
      </Dialog>
    );
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} width="md" title="New key" description="For one program. You can revoke it at any time.">
      <KeyForm onMade={setMade} />
    </Dialog>
  );
}

function KeyForm({ onMade }: { onMade: (made: FreshKey) => void }) {
  const [name, setName] = useState("");
  const [preset, setPreset] = useState<Preset["id"]>("draft");
  const [life, setLife] = useState<Life>("90");
  const [limit, setLimit] = useState("");
  const [flaws, setFlaws] = useState<{ name?: string; per_minute?: string; over?: string }>({});
  const create = useCreateKey();

  function submit(event: FormEvent) {
    event.preventDefault();
    const perMinute = limit.trim() === "" ? null : Number(limit);
    const found = {
      ...(name.trim() ? {} : { name: "A name, so that you know it again." }),
      ...(perMinute === null || (Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= 600) ? {} : { per_minute: "A whole number from 1 to 600, or nothing." }),
    };
    setFlaws(found);
    if (Object.keys(found).length > 0 || create.isPending) return;
    create.mutate(
      { name: name.trim(), scopes: scopesOf(preset), expires_in_days: life === "never" ? null : Number(life), per_minute: perMinute },
      {
        onSuccess: ({ secret, ...key }) => onMade({ key, secret }),
        onError: (error) => {
          const at = isProblem(error, 422) ? error.fields : {};
          setFlaws(at.name || at.per_minute ? at : { over: explain(error) });
        },
      },
    );
  }

  return (
    <form noValidate aria-label="New key" className="flex flex-col gap-5 pt-1" onSubmit={submit}>
      {flaws.over && (
        <p role="alert" className="rounded-control bg-wash px-3 py-2.5 text-sm text-danger">
          {flaws.over}
        </p>
      )}
      <TextField
        label="Name"
        name="name"
        autoFocus
        autoComplete="off"
        maxLength={NAME_MAX}
        placeholder="Night painter"
        value={name}
        hint="Shown beside what it makes: “your agent Night painter”."
        error={flaws.name}
        onChange={(event) => setName(event.target.value)}
      />
      <ScopeChoice value={preset} onChange={setPreset} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Select label="Valid for" value={life} onChange={setLife} options={LIVES} />
        <TextField
          label="Requests a minute, at most"
          name="per_minute"
          inputMode="numeric"
          autoComplete="off"
          placeholder="As many as you"
          value={limit}
          error={flaws.per_minute}
          onChange={(event) => setLimit(event.target.value)}
        />
      </div>
      <Button type="submit" variant="primary" size="lg" busy={create.isPending}>
        Make the key
      </Button>
    </form>
  );
}
