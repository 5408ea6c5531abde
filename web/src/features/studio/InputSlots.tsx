/** What the active pass reads: its four channels as tiles under the picture, each opening a picker of everything that can be read. */
import { Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { forwardRef, useState, type ButtonHTMLAttributes } from "react";
import type { PassInput } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { usePhone } from "../../lib/media";
import { DeviceConsent } from "../../ui/DeviceConsent";
import { Sheet } from "../../ui/Dialog";
import { channels, commonName } from "./contract";
import type { Channel } from "./contract";
import { inputAt } from "./document";
import { sourceName } from "./inputs/catalogue";
import { InputPicker } from "./inputs/InputPicker";
import { Thumbnail } from "./inputs/Thumbnail";
import { useStudio, useStudioValue } from "./studio-context";

const DEVICES = ["webcam", "mic"] as const;

export function InputSlots({ className }: { className?: string }) {
  const { engine } = useStudioValue();
  const active = useStudio((state) => state.active);
  const passes = useStudio((state) => state.work.passes);
  const pass = passes.find((other) => other.name === active);
  const read = DEVICES.filter((device) => passes.some(({ inputs }) => inputs.some(({ type }) => type === device)));
  return (
    <section aria-label={`Inputs of ${active}`} className={className}>
      {active === commonName ? (
        <p className="grid h-full min-h-16 place-items-center rounded-card border border-dashed border-line px-4 text-center text-sm text-ink-3">
          Common has no inputs: it is put before the other passes, and reads theirs.
        </p>
      ) : (
        <div className="grid grid-cols-4 gap-2 max-md:grid-cols-2">
          {channels.map((channel) => (
            <Slot key={`${active} ${channel}`} channel={channel} input={inputAt(pass, channel)} />
          ))}
        </div>
      )}
      {read.length > 0 && (
        <div className="mt-2 flex flex-col gap-2">
          {read.map((device) => (
            <DeviceConsent key={device} device={device} onOpen={() => device === "mic" && engine.player()?.setMuted(false)} />
          ))}
        </div>
      )}
    </section>
  );
}

function Slot({ channel, input }: { channel: Channel; input: PassInput | undefined }) {
  const { store } = useStudioValue();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const title = `iChannel${channel}`;
  const picker = (
    <InputPicker
      channel={channel}
      input={input}
      onClear={() => {
        store.getState().bind(channel, null);
        setOpen(false);
      }}
    />
  );
  if (phone) {
    return (
      <>
        <Tile channel={channel} input={input} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)} />
        <Sheet open={open} onOpenChange={setOpen} title={title} className="h-[78dvh]">
          <div className="-mx-6 -mb-5 flex h-[calc(100%+1.25rem)] min-h-0 flex-col">{picker}</div>
        </Sheet>
      </>
    );
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Tile channel={channel} input={input} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="center"
          sideOffset={8}
          collisionPadding={12}
          aria-label={title}
          className="z-60 flex h-[28rem] max-h-[var(--radix-popover-content-available-height)] w-[43rem] max-w-[calc(100vw-24px)] animate-rise flex-col overflow-hidden rounded-card border border-line bg-raised shadow-lift outline-none"
        >
          {picker}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface TileProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  channel: Channel;
  input: PassInput | undefined;
}

const Tile = forwardRef<HTMLButtonElement, TileProps>(function Tile({ channel, input, ...rest }, ref) {
  const name = input ? sourceName(input) : "nothing";
  return (
    <button
      ref={ref}
      type="button"
      aria-label={`iChannel${channel}: ${name}. Change`}
      {...rest}
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
  );
});
