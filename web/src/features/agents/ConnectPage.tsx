/** Connect your agent: choose the program, make it a key on the spot, copy what is filled in, and see it arrive. */
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { ChevronDown, SquareArrowOutUpRight } from "lucide-react";
import { useSearchParams } from "react-router";
import { buttonLook } from "../../ui/Button";
import { Snippet } from "../../ui/Snippet";
import { useInstance } from "../../lib/instance";
import { useSession } from "../../lib/session";
import { useTitle } from "../../lib/title";
import { Abilities } from "./Abilities";
import { AgentPicture } from "./AgentPicture";
import { keysQuery } from "./queries";
import { clientsFor, NO_KEY, serverName, type Client, type Step } from "./clients";
import { useFreshKey } from "./fresh-key";
import { KeyOnTheSpot } from "./KeyOnTheSpot";
import type { Preset } from "./scopes";
import { WaitingForGrant, WaitingForKey } from "./WaitingLine";

export function ConnectPage() {
  useTitle("Connect your agent");
  const { name } = useInstance();
  const [search, setSearch] = useSearchParams();
  const fresh = useFreshKey((state) => state.fresh);
  const [preset, setPreset] = useState<Preset["id"]>("draft");
  const signedIn = useSession((session) => session.status === "signedIn");
  const key = signedIn && fresh ? fresh.secret : NO_KEY;
  const clients = useMemo(() => clientsFor({ origin: location.origin, server: serverName(name), key }), [name, key]);
  const keys = useQuery({ ...keysQuery(), enabled: signedIn && fresh !== null });
  const arrived = keys.data?.items.some((one) => one.id === fresh?.key.id && one.last_used_at !== null) ?? false;
  const chosen = clients.find(({ id }) => id === search.get("client")) ?? clients[0]!;

  const tabs = useRef<HTMLDivElement>(null);
  // On a phone the row of programs is wider than the screen.
  useEffect(() => tabs.current?.querySelector("[data-state=active]")?.scrollIntoView({ inline: "center", block: "nearest" }), [chosen.id]);

  return (
    <div className="mx-auto w-full max-w-[1120px] px-4 py-8 md:px-6 md:py-12">
      <header className="flex items-center justify-between gap-8">
        <div className="max-w-[40rem]">
          <h1 className="text-xl font-medium tracking-[-0.015em] md:text-2xl">Connect your agent</h1>
          <p className="mt-3 text-base text-ink-2 md:text-lg">
            An agent can look around here, write shaders, compile them for real and look at what came out. It acts in your name, as far as you let it.
          </p>
        </div>
        <AgentPicture awake={arrived} className="mr-24 shrink-0 max-lg:hidden" />
      </header>
      <Tabs.Root value={chosen.id} onValueChange={(client) => setSearch({ client }, { replace: true, preventScrollReset: true })} className="mt-8 md:mt-10">
        <Tabs.List ref={tabs} aria-label="Your program" className="no-scrollbar -mx-4 flex gap-1.5 overflow-x-auto px-4 pb-1 md:mx-0 md:flex-wrap md:px-0">
          {clients.map(({ id, name: label }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="h-10 shrink-0 rounded-full border border-line px-4 text-base text-ink-2 transition -outline-offset-2 hover:border-line-strong hover:text-ink data-[state=active]:border-transparent data-[state=active]:bg-ink data-[state=active]:text-room"
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <div className="mt-8 grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_320px]">
          <Tabs.Content value={chosen.id} tabIndex={-1} className="min-w-0 outline-none">
            <Instructions client={chosen} preset={preset} onPreset={setPreset} />
          </Tabs.Content>
          <Abilities preset={preset} scopes={fresh?.key.scopes ?? null} oauth={chosen.auth === "oauth"} />
        </div>
      </Tabs.Root>
    </div>
  );
}

function Instructions({ client, preset, onPreset }: { client: Client; preset: Preset["id"]; onPreset: (preset: Preset["id"]) => void }) {
  const fresh = useFreshKey((state) => state.fresh);
  const signedIn = useSession((session) => session.status === "signedIn");
  const oauth = client.auth === "oauth";
  const mark = fresh && signedIn ? fresh.secret : NO_KEY;
  return (
    <ol className="flex flex-col gap-10">
      {!oauth && (
        <Numbered number={1} title="A key for it">
          <KeyOnTheSpot suggestion={client.name === "Other" || client.name === "REST" ? "My agent" : client.name} preset={preset} onPreset={onPreset} />
        </Numbered>
      )}
      <Numbered number={oauth ? 1 : 2} title={client.name === "Other" || client.name === "REST" ? "Tell your program" : `Tell ${client.name}`}>
        <div className="flex flex-col gap-4">
          {client.steps.map((step) => (
            <Instruction key={step.words + (step.snippet?.label ?? "")} step={step} mark={mark} ready={mark !== NO_KEY} />
          ))}
          {client.more && (
            <More key={client.id} steps={client.more} mark={mark}>
              {oauth && <KeyOnTheSpot suggestion={client.name} preset={preset} onPreset={onPreset} />}
            </More>
          )}
        </div>
      </Numbered>
      <Numbered number={oauth ? 2 : 3} title="See it arrive">
        <p className="mb-3 text-base text-ink-2">
          Ask it: <q className="text-ink">Find a calm shader with water here, fork it, make it stormy, and show me what it looks like.</q>
        </p>
        {oauth ? signedIn && <WaitingForGrant /> : fresh && signedIn && <WaitingForKey id={fresh.key.id} />}
      </Numbered>
    </ol>
  );
}

function Numbered({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  const id = useId();
  return (
    <li aria-labelledby={id} className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3">
      <span aria-hidden className="tabular grid size-7 place-items-center rounded-full border border-line-strong text-sm text-ink-2">
        {number}
      </span>
      <div className="min-w-0">
        <h2 id={id} className="mb-3 text-lg leading-7 font-medium">
          {title}
        </h2>
        {children}
      </div>
    </li>
  );
}

function Instruction({ step, mark, ready }: { step: Step; mark: string; ready: boolean }) {
  const outside = step.link && !step.link.href.startsWith("/");
  return (
    <div className="flex min-w-0 flex-col items-start gap-2.5">
      {step.words && <p className="text-base text-ink-2">{step.words}</p>}
      {step.snippet && <Snippet {...step.snippet} mark={mark} className="w-full" />}
      {step.link &&
        (outside && !ready ? (
          <button type="button" disabled className={buttonLook("secondary", "lg")}>
            {step.link.label}
          </button>
        ) : (
          <a href={step.link.href} className={buttonLook("secondary", "lg")}>
            {step.link.label}
            <SquareArrowOutUpRight size={16} strokeWidth={1.5} aria-hidden />
          </a>
        ))}
    </div>
  );
}

function More({ steps, mark, children }: { steps: readonly Step[]; mark: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="inline-flex list-none items-center gap-1.5 rounded-sm text-sm text-ink-2 hover:text-ink">
        <ChevronDown size={16} strokeWidth={1.5} aria-hidden className="-rotate-90 transition-transform group-open:rotate-0" />
        Other ways
      </summary>
      <div className="mt-4 flex flex-col gap-5">
        {children}
        {steps.map((step) => (
          <Instruction key={step.words} step={step} mark={mark} ready />
        ))}
      </div>
    </details>
  );
}
