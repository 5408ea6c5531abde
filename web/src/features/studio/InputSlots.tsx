/** What the active pass reads: its four channels as tiles under the picture, each with a menu of sources and samplers. */
import { Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { useMemo } from "react";
import type { PassInput } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { channels, commonName, filters, textureSources, wraps } from "./contract";
import type { Channel } from "./contract";
import { inputAt, newInput } from "./document";
import { useStudio, useStudioValue } from "./studio-context";
import { sourceName, Thumbnail } from "./Thumbnail";

export function InputSlots({ className }: { className?: string }) {
  const active = useStudio((state) => state.active);
  const pass = useStudio((state) => state.work.passes.find((other) => other.name === state.active));
  return (
    <section aria-label={`Inputs of ${active}`} className={className}>
      {active === commonName ? (
        <p className="grid h-full min-h-16 place-items-center rounded-card border border-dashed border-line px-4 text-center text-sm text-ink-3">
          Common has no inputs: it is put before the other passes, and reads theirs.
        </p>
      ) : (
        <div className="grid grid-cols-4 gap-2 max-md:grid-cols-2">
          {channels.map((channel) => (
            <Slot key={channel} channel={channel} input={inputAt(pass, channel)} />
          ))}
        </div>
      )}
    </section>
  );
}

function Slot({ channel, input }: { channel: Channel; input: PassInput | undefined }) {
  const name = input ? sourceName(input) : "nothing";
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`iChannel${channel}: ${name}. Change`}
          className={cx(
            "group flex min-w-0 flex-col overflow-hidden rounded-control border text-left transition hover:border-line-strong data-[state=open]:border-line-strong",
            input ? "bg-surface" : "border-dashed",
          )}
        >
          {input ? (
            <Thumbnail type={input.type} source={input.source} className="h-20 w-full" />
          ) : (
            <span className="grid h-20 w-full place-items-center text-ink-3 transition group-hover:text-ink">
              <Plus size={16} strokeWidth={1.5} />
            </span>
          )}
          <span className="flex w-full flex-col px-2 py-1">
            <span className={cx("truncate font-mono text-xs", input ? "text-code-uniform" : "text-ink-3")}>iChannel{channel}</span>
            <span className="truncate text-xs text-ink-3">{input ? name : "empty"}</span>
          </span>
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="center"
          sideOffset={8}
          collisionPadding={8}
          aria-label={`iChannel${channel}`}
          className="z-60 max-h-[var(--radix-popover-content-available-height)] w-80 max-w-[calc(100vw-16px)] animate-rise overflow-y-auto rounded-card border border-line bg-raised p-3 shadow-lift outline-none"
        >
          <Sources channel={channel} input={input} />
          {input && <SamplerChoices channel={channel} input={input} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Sources({ channel, input }: { channel: Channel; input: PassInput | undefined }) {
  const { store } = useStudioValue();
  const passes = useStudio((state) => state.work.passes);
  const offered = useMemo(() => {
    const buffers = passes.filter((pass) => pass.type === "buffer").map((pass) => ({ type: "buffer" as const, source: pass.name }));
    return [...buffers, ...textureSources.map((source) => ({ type: "texture" as const, source })), { type: "keyboard" as const, source: "keyboard" }];
  }, [passes]);
  const hasBuffer = offered.some(({ type }) => type === "buffer");

  return (
    <>
      <div className="flex items-baseline justify-between pb-2">
        <h3 className="font-mono text-xs text-ink-2">iChannel{channel}</h3>
        {input && (
          <Popover.Close asChild>
            <button type="button" className="rounded-sm px-1 text-xs text-ink-3 hover:text-ink" onClick={() => store.getState().bind(channel, null)}>
              Clear
            </button>
          </Popover.Close>
        )}
      </div>
      <div role="group" aria-label="Sources" className="grid grid-cols-3 gap-2">
        {offered.map(({ type, source }) => {
          const chosen = input?.type === type && input.source === source;
          return (
            <button
              key={source}
              type="button"
              aria-pressed={chosen}
              className={cx("overflow-hidden rounded-control border text-left transition hover:border-line-strong", chosen && "border-accent!")}
              onClick={() => !chosen && store.getState().bind(channel, newInput(channel, type, source))}
            >
              <Thumbnail type={type} source={source} className="h-9 w-full" />
              <span className="block truncate px-1.5 py-1 text-xs text-ink-2">{sourceName({ type, source })}</span>
            </button>
          );
        })}
      </div>
      {!hasBuffer && <p className="pt-2 text-xs text-ink-3">To read another pass, add a buffer first.</p>}
    </>
  );
}

const filterNames = { nearest: "Nearest", linear: "Linear", mipmap: "Mipmap" };
const wrapNames = { clamp: "Clamp", repeat: "Repeat" };

function SamplerChoices({ channel, input }: { channel: Channel; input: PassInput }) {
  const { store } = useStudioValue();
  const { sampler, type } = input;
  if (type === "keyboard") {
    return <p className="border-t border-line pt-3 mt-3 text-xs text-ink-3">256 × 3 texels: held, pressed, toggled. Click the picture to give it the keys.</p>;
  }
  return (
    <div className="mt-3 flex flex-col gap-2 border-t border-line pt-3">
      <Choice label="Filter" value={sampler.filter} options={filters} names={filterNames} onChange={(filter) => store.getState().sample(channel, { filter })} />
      <Choice label="Wrap" value={sampler.wrap} options={wraps} names={wrapNames} onChange={(wrap) => store.getState().sample(channel, { wrap })} />
      {type === "texture" && (
        <Choice
          label="Flip"
          value={sampler.vflip ? "on" : "off"}
          options={["off", "on"] as const}
          names={{ off: "Off", on: "Vertically" }}
          onChange={(value) => store.getState().sample(channel, { vflip: value === "on" })}
        />
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Value[];
  names: Record<Value, string>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, names, onChange }: ChoiceProps<Value>) {
  return (
    <div role="group" aria-label={label} className="flex items-center gap-3">
      <span className="w-14 text-xs text-ink-3">{label}</span>
      <span className="flex flex-1 rounded-control bg-wash p-0.5">
        {options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === value}
            className={cx("h-7 flex-1 rounded-sm px-2 text-xs transition", option === value ? "bg-wash-strong text-ink" : "text-ink-3 hover:text-ink")}
            onClick={() => option !== value && onChange(option)}
          >
            {names[option]}
          </button>
        ))}
      </span>
    </div>
  );
}
