/** Inspection: another picture in the image's place, its numbers, heat, the pixel under the cursor, and what the pass is told. */
import { Crosshair } from "lucide-react";
import { useEffect, useMemo, type ReactNode } from "react";
import { useStore } from "zustand";
import { plural } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { CopyButton } from "../../../ui/CopyButton";
import { Select } from "../../../ui/Select";
import { Choice } from "../history/Choice";
import { sourceName } from "../inputs/catalogue";
import { useStudio, useStudioValue } from "../studio-context";
import { CHANNELS, keyOf, nameOf, RANGES, sightsOf, withView } from "./looks";
import { Loupe } from "./Loupe";
import { cssOf, ENDLESS, heatGradient, middle, NO_NUMBER, writeNumber, writeVector } from "./numbers";
import { UniformList } from "./UniformList";

export default function InspectPanel() {
  const { store, engine } = useStudioValue();
  const { status } = engine;
  useEffect(() => {
    store.getState().setPlayback({ measuring: true });
    return () => store.getState().setPlayback({ measuring: false });
  }, [store]);
  useEffect(() => {
    if (status === "running") void engine.open();
  }, [engine, status]);

  if (status !== "running") return <p className="text-sm text-ink-3">There is something to look into when the work runs.</p>;
  return (
    <div className="flex flex-col gap-5 pb-3" data-testid="inspection">
      <ShownSection />
      <PixelSection />
      <Section title="Uniforms">
        <UniformList />
      </Section>
    </div>
  );
}

function Section({ title, children, trailing }: { title: string; children: ReactNode; trailing?: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2.5">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h2 className="text-sm font-medium text-ink">{title}</h2>
        {trailing}
      </div>
      {children}
    </section>
  );
}

function ShownSection() {
  const { store, engine } = useStudioValue();
  const passes = useStudio((state) => state.work.passes);
  const shown = useStudio((state) => state.shown);
  const sights = useMemo(() => sightsOf(passes, sourceName), [passes]);
  const { setPlayback } = store.getState();
  const view = shown?.kind === "view" ? shown.view : null;
  const key = keyOf(shown);
  // A pass or an input that is gone leaves the image; it is said below.
  const options = sights.some((sight) => sight.key === key) || !shown ? sights : [...sights, { key, name: `${nameOf(shown)} (gone)`, shown }];

  return (
    <Section title="In place of the image">
      <Select
        label="What is shown"
        hideLabel
        size="sm"
        value={key}
        options={options.map((sight) => ({ value: sight.key, label: sight.name }))}
        onChange={(next) => setPlayback({ shown: sights.find((sight) => sight.key === next)?.shown ?? null })}
      />
      {view && (
        <div className="flex flex-wrap gap-2">
          <Choice label="Channels" value={view.channels} options={CHANNELS} onChange={(channels) => setPlayback({ shown: withView(shown, { channels }) })} />
          <Choice label="Range" value={view.range} options={RANGES} onChange={(range) => setPlayback({ shown: withView(shown, { range }) })} />
        </div>
      )}
      {view && <Measures />}
      {shown?.kind === "heat" && <HeatLegend />}
      {engine.inside.getState().inside?.inspector.found === false && <p className="text-xs text-warning">It is not there, or not yet: the image is shown.</p>}
    </Section>
  );
}

function Measures() {
  const { engine } = useStudioValue();
  const measured = useStore(engine.inside, (state) => state.measured);
  const range = useStudio((state) => (state.shown?.kind === "view" ? state.shown.view.range : "raw"));
  if (!measured) return <p className="h-4 text-xs text-ink-3">Reading…</p>;
  const { low, high, noNumbers, endless } = measured;
  return (
    <p className="tabular flex flex-wrap gap-x-4 gap-y-1 font-mono text-xs text-ink-2">
      <span>
        {writeNumber(low)} … {writeNumber(high)}
      </span>
      {noNumbers > 0 && (
        <span className="flex items-center gap-1.5 text-warning">
          <span aria-hidden className="size-2 rounded-[2px]" style={{ background: cssOf(NO_NUMBER) }} />
          {plural(noNumbers, "pixel is NaN", "pixels are NaN")}
        </span>
      )}
      {endless > 0 && (
        <span className="flex items-center gap-1.5 text-warning">
          <span aria-hidden className="size-2 rounded-[2px]" style={{ background: cssOf(ENDLESS) }} />
          {plural(endless, "pixel is infinite", "pixels are infinite")}
        </span>
      )}
      {(range === "unit" || range === "signed") && <span className="text-ink-3">Striped: below in blue, above in red</span>}
    </p>
  );
}

function HeatLegend() {
  const { engine } = useStudioValue();
  const measured = useStore(engine.inside, (state) => state.measured);
  const heat = useStore(engine.inside, (state) => state.heat);
  if (heat?.trouble) return <p className="text-sm text-warning">{heat.trouble}</p>;
  if (!heat || !measured) return <p className="h-4 text-xs text-ink-3">Counting…</p>;
  if (heat.loops === 0 && heat.uncounted.length === 0) return <p className="text-sm text-ink-2">{heat.pass} has no loops: every pixel costs the same, as far as loops say.</p>;
  const { high, low, sum, texels } = measured;
  return (
    <div className="flex flex-col gap-2 text-xs text-ink-2">
      <div>
        <div className="h-3 rounded-sm" style={{ background: heatGradient() }} />
        <div className="tabular mt-1 flex justify-between font-mono text-ink-3">
          {[0, 0.25, 0.5, 0.75, 1].map((part) => (
            <span key={part}>{writeNumber(Math.round(high * part))}</span>
          ))}
        </div>
      </div>
      <dl className="tabular grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono">
        <dt className="text-ink-3">a frame</dt>
        <dd>{plural(sum, "turn")}</dd>
        <dt className="text-ink-3">a pixel</dt>
        <dd>
          {writeNumber(Number((sum / texels).toPrecision(3)))} on average, {writeNumber(low)} to {writeNumber(high)}
        </dd>
        <dt className="text-ink-3">counted</dt>
        <dd>{plural(heat.loops, "loop")}, Common’s with it</dd>
      </dl>
      {heat.uncounted.length > 0 && (
        <p className="text-warning">
          Not counted, because macros make a part of {heat.uncounted.length === 1 ? "it" : "them"}: {heat.uncounted.map(({ pass, line }) => `${pass} ${line}`).join(", ")}.
        </p>
      )}
    </div>
  );
}

const NAMES = ["r", "g", "b", "a"] as const;

function PixelSection() {
  const { store, engine } = useStudioValue();
  const picking = useStudio((state) => state.picking);
  const shown = useStudio((state) => state.shown);
  const texels = useStore(engine.inside, (state) => state.texels);
  const others = useStore(engine.inside, (state) => state.others);
  const pinned = useStore(engine.inside, (state) => state.pixel?.pinned === true);
  const values = texels && middle(texels);
  const toggle = (
    <Button size="sm" aria-pressed={picking} variant={picking ? "secondary" : "ghost"} icon={<Crosshair size={14} strokeWidth={1.5} />} onClick={() => store.getState().setPlayback({ picking: !picking })}>
      {picking ? "Stop picking" : "Pick a pixel"}
    </Button>
  );
  return (
    <Section title="Pixel" trailing={toggle}>
      {!picking && <p className="text-xs text-ink-3">The numbers that a pass wrote there, before a screen cuts them.</p>}
      {picking && !values && <p className="text-xs text-ink-3">Point at the picture; a press pins the pixel.</p>}
      {picking && texels && values && (
        <div className="flex gap-3">
          <Loupe texels={texels} className="w-[117px] shrink-0" />
          <div className="min-w-0 flex-1">
            <p className="tabular flex items-center justify-between gap-2 font-mono text-xs text-ink-3">
              <span className="truncate">
                {texels.x}, {texels.y} of {texels.width} × {texels.height}
                {pinned && " · pinned"}
              </span>
              <CopyButton text={writeVector(shown?.kind === "heat" ? values.subarray(0, 1) : values)} name="the value" />
            </p>
            {shown?.kind === "heat" ? (
              <p className="tabular font-mono text-sm text-ink">{plural(values[0] ?? 0, "turn")}</p>
            ) : (
              <dl className="tabular grid grid-cols-[auto_1fr] gap-x-3 font-mono text-sm" aria-label="Value">
                {NAMES.map((name, index) => (
                  <div key={name} className="col-span-2 grid grid-cols-subgrid">
                    <dt className="text-ink-3">{name}</dt>
                    <dd className="truncate text-ink" data-testid={`value-${name}`}>
                      {writeNumber(values[index] ?? 0)}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {!texels.exact && <p className="mt-1 text-xs text-warning">This device tells only 0 to 1, in steps of 1/255.</p>}
          </div>
        </div>
      )}
      {picking && others.length > 0 && (
        <dl className="tabular grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 font-mono text-xs">
          {others.map((other) => (
            <div key={other.look.pass} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-ink-3">{other.look.pass}</dt>
              <dd className="truncate text-ink-2">{Array.from(middle(other), writeNumber).join("  ")}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}
