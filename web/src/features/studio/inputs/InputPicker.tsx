/** Chooses what one channel reads: kinds above, tiles below, a larger look beside them, and how it is sampled. */
import { Tabs } from "radix-ui";
import { useMemo, useState } from "react";
import type { Channel, PassInput } from "@fractafrag/runtime";
import { usePhone } from "../../../lib/media";
import { DeviceConsent } from "../../../ui/DeviceConsent";
import { useStudio, useStudioValue } from "../studio-context";
import { boundInput, hasChoices, kindOf, KINDS, offersOf, sourceName, type Kind, type Offer } from "./catalogue";
import { Mine } from "./Mine";
import { OfferGrid } from "./OfferGrid";
import { OfferPreview } from "./OfferPreview";
import { SAID, SamplerControls } from "./SamplerControls";

export function InputPicker({ channel, input, onClear }: { channel: Channel; input: PassInput | undefined; onClear: () => void }) {
  const { store, engine } = useStudioValue();
  const passes = useStudio((state) => state.work.passes);
  // Where there is room, the consent stands below the channels and stays in sight.
  const phone = usePhone();
  const [kind, setKind] = useState<Kind>(() => kindOf(input, passes));
  const [looked, setLooked] = useState<Offer | null>(null);
  const offers = useMemo(() => offersOf(kind, passes), [kind, passes]);
  const shown = looked ?? (input ? (offers.find(({ type, source }) => type === input.type && source === input.source) ?? described(input)) : null);

  function choose(offer: Offer): void {
    if (input?.type === offer.type && input.source === offer.source) return;
    store.getState().bind(channel, boundInput(channel, offer));
  }

  return (
    <Tabs.Root value={kind} onValueChange={(next) => setKind(next as Kind)} className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 border-b border-line pr-3 pl-1">
        <Tabs.List aria-label="Kinds of input" className="no-scrollbar flex min-w-0 flex-1 overflow-x-auto">
          {KINDS.map(({ id, label }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="relative h-10 shrink-0 px-2.5 text-sm text-ink-3 transition -outline-offset-2 hover:text-ink max-md:h-11 data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2.5 data-[state=active]:after:bottom-0 data-[state=active]:after:h-px data-[state=active]:after:bg-ink"
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {input && (
          <button type="button" className="h-8 shrink-0 rounded-sm px-2 text-xs text-ink-3 transition hover:bg-wash hover:text-ink" onClick={onClear}>
            Clear
          </button>
        )}
      </div>
      <div className="flex min-h-0 flex-1">
        <Tabs.Content value={kind} tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-y-auto p-3 outline-none">
          {kind === "mine" ? (
            <Mine input={input} onChoose={choose} onLook={setLooked} />
          ) : (
            <OfferGrid label={labelOf(kind)} offers={offers} input={input} onChoose={choose} onLook={setLooked} />
          )}
          {kind === "passes" && !passes.some(({ type }) => type === "buffer") && (
            <p className="pt-3 text-xs text-ink-3">To read another pass, add a buffer first.</p>
          )}
        </Tabs.Content>
        <aside aria-label="Preview" className="w-52 shrink-0 overflow-y-auto border-l border-line p-3 max-md:hidden">
          {shown ? <OfferPreview offer={shown} /> : <p className="text-xs text-ink-3">Point at a tile to see it larger.</p>}
        </aside>
      </div>
      {input && (phone || hasChoices(input.type) || SAID[input.type]) && (
        <div className="flex flex-col gap-3 border-t border-line p-3">
          {phone && (input.type === "webcam" || input.type === "mic") && <DeviceConsent device={input.type} onOpen={() => input.type === "mic" && engine.player()?.setMuted(false)} />}
          <SamplerControls channel={channel} input={input} />
        </div>
      )}
    </Tabs.Root>
  );
}

const labelOf = (kind: Kind): string => KINDS.find(({ id }) => id === kind)?.label ?? kind;

function described(input: PassInput): Offer {
  return { type: input.type, source: input.source, title: sourceName(input), facts: "" };
}
