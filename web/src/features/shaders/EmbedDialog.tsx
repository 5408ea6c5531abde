// How to put a work into another page: a living preview, a few choices, and the code to copy.
import { useState } from "react";
import type { ShaderPage } from "../../lib/types";
import { embedAddress, embedCode, playerCode, type EmbedChoice } from "../../lib/embed";
import { useTakeTurn } from "../../lib/turn";
import { Dialog } from "../../ui/Dialog";
import { NumberField } from "../../ui/exporting/NumberField";
import { Snippet } from "../../ui/Snippet";
import { Switch } from "../../ui/Switch";
import { TabPanel, Tabs } from "../../ui/Tabs";

export default function EmbedDialog({ page, open, onOpenChange }: { page: ShaderPage; open: boolean; onOpenChange: (open: boolean) => void }) {
  const [choice, setChoice] = useState<EmbedChoice>({ autoplay: true, controls: true, time: 0, width: 640 });
  const [way, setWay] = useState<"frame" | "element" | "link">("frame");
  useTakeTurn(open);
  const change = (part: Partial<EmbedChoice>) => setChoice((before) => ({ ...before, ...part }));
  const address = embedAddress(page.id, choice);
  return (
    <Dialog width="lg" open={open} onOpenChange={onOpenChange} title="Embed" description={page.visibility === "unlisted" ? "This work is unlisted: whoever sees it there sees it." : undefined}>
      <div className="grid gap-5 md:grid-cols-[minmax(0,1fr)_15rem]">
        <iframe key={address} title="Preview" src={address} className="aspect-video w-full rounded-card bg-room" allow="fullscreen" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" />
        <div className="flex flex-col gap-3 text-sm text-ink-2">
          <Choice label="Plays by itself" checked={choice.autoplay} onChange={(autoplay) => change({ autoplay })} />
          <Choice label="Controls" checked={choice.controls} onChange={(controls) => change({ controls })} />
          <div className="grid grid-cols-2 gap-3">
            <NumberField label="From second" value={choice.time} min={0} max={600} step={0.5} onChange={(time) => change({ time: Math.max(0, time) })} />
            <NumberField label="Width" value={choice.width} min={120} max={3840} step={10} onChange={(width) => change({ width: Math.max(120, Math.round(width)) })} />
          </div>
          <p className="text-xs text-ink-3">Where somebody wants less motion, or the work is very heavy, it waits for a press.</p>
        </div>
      </div>
      <Tabs
        className="mt-5"
        label="Way"
        value={way}
        onChange={setWay}
        tabs={[
          { value: "frame", label: "Frame" },
          { value: "element", label: "Element" },
          { value: "link", label: "Link" },
        ]}
      >
        <TabPanel value="frame" className="pt-4">
          <Snippet label="HTML" wrap code={embedCode(page, choice)} />
        </TabPanel>
        <TabPanel value="element" className="pt-4">
          <Snippet label="HTML" wrap code={playerCode(page, choice)} />
        </TabPanel>
        <TabPanel value="link" className="pt-4">
          <Snippet label="Address" wrap code={new URL(address, location.origin).href} />
        </TabPanel>
      </Tabs>
    </Dialog>
  );
}

function Choice({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <span>{label}</span>
      <Switch label={label} checked={checked} onChange={onChange} />
    </div>
  );
}
