// What to make of a work: a still, a film or a GIF, of which size and stretch, and how far it has come; or the work itself.
import { useMemo, useState } from "react";
import { Download, Repeat } from "lucide-react";
import { bytes } from "../../lib/format";
import { useTakeTurn } from "../../lib/turn";
import { estimate, framesOf, objection, RATES, type ExportWish, type FilmKind, type Quality } from "../../lib/exporting/wishes";
import { Button } from "../Button";
import { Select } from "../Select";
import { Tabs } from "../Tabs";
import { ExportProgress } from "./ExportProgress";
import { NumberField } from "./NumberField";
import { SizeFields } from "./SizeFields";
import { SourceForm, type SourceFormProps } from "./SourceForm";
import { useExport } from "./use-export";

export interface ExportFormProps extends SourceFormProps {
  /** The second at which the person looks now. */
  time?: number;
}

type Kind = ExportWish["kind"];
const KINDS: { value: Kind | "source"; label: string }[] = [
  { value: "png", label: "Picture" },
  { value: "mp4", label: "MP4" },
  { value: "webm", label: "WebM" },
  { value: "gif", label: "GIF" },
  { value: "source", label: "Source" },
];
const QUALITIES: { value: Quality; label: string; note: string }[] = [
  { value: "small", label: "Small", note: "to send" },
  { value: "good", label: "Good", note: "to show" },
  { value: "best", label: "Best", note: "to cut" },
];
const ICON = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

interface Fields {
  width: number;
  height: number;
  time: number;
  fps: number;
  from: number;
  seconds: number;
  quality: Quality;
}

const still = (time: number): Fields => ({ width: 1920, height: 1080, time, fps: 30, from: 0, seconds: 6, quality: "good" });

export function ExportForm({ time = 0, ...work }: ExportFormProps) {
  const { passes, values, about } = work;
  const [source, setSource] = useState(false);
  const [kind, setKind] = useState<Kind>("png");
  const [fields, setFields] = useState<Fields>(() => still(Math.round(time * 100) / 100));
  const drawn = useMemo(() => ({ passes, values }), [passes, values]);
  const [seam, setSeam] = useState<number | null>(null);
  const { state, preview, start, loop, cancel, again } = useExport(drawn, about.title);
  const change = (part: Partial<Fields>) => setFields((before) => ({ ...before, ...part }));
  const working = state.status === "working";
  useTakeTurn(working);

  function choose(next: Kind | "source"): void {
    setSource(next === "source");
    if (next === "source" || next === kind) return;
    setKind(next);
    setSeam(null);
    if (next === "gif") change({ width: 480, height: 270, fps: 20, seconds: Math.min(fields.seconds, 4) });
    else if (kind === "gif") change({ width: 1920, height: 1080, fps: 30 });
  }

  const wish: ExportWish = kind === "png" ? { kind, width: fields.width, height: fields.height, time: fields.time } : { kind, ...filmOf(fields) };
  const wrong = objection(wish);

  async function find(): Promise<void> {
    const found = await loop(fields.fps);
    if (!found) return;
    setSeam(found.seam);
    change({ from: found.from, seconds: found.seconds });
  }

  const tabs = <Tabs label="What to make" value={source ? "source" : kind} onChange={choose} tabs={KINDS} />;
  if (source) {
    return (
      <div className="flex flex-col gap-4">
        {tabs}
        <SourceForm {...work} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {tabs}
      <fieldset disabled={working} className="contents">
        <SizeFields key={kind === "gif" ? "gif" : "full"} width={fields.width} height={fields.height} kind={kind === "png" ? "picture" : kind === "gif" ? "gif" : "film"} onChange={change} />
        {kind === "png" ? (
          <NumberField label="At second" value={fields.time} min={0} max={600} step={0.1} onChange={(value) => change({ time: value })} />
        ) : (
          <>
            <div className="grid grid-cols-3 gap-3">
              <NumberField label="From second" value={fields.from} min={0} max={600} step={0.1} onChange={(from) => (setSeam(null), change({ from }))} />
              <NumberField label="Seconds" value={fields.seconds} min={0.1} max={600} step={0.1} onChange={(seconds) => (setSeam(null), change({ seconds }))} />
              <Select
                label="Frames a second"
                value={String(fields.fps)}
                onChange={(fps) => change({ fps: Number(fps) })}
                options={RATES[kind satisfies FilmKind].map((rate) => ({ value: String(rate), label: String(rate) }))}
              />
            </div>
            <div className="flex flex-wrap items-end justify-between gap-3">
              {kind !== "gif" && <Select className="w-40" label="Quality" value={fields.quality} onChange={(quality) => change({ quality })} options={QUALITIES} />}
              <Button size="sm" variant="ghost" icon={<Repeat {...ICON} />} disabled={working} onClick={() => void find()}>
                Find the best loop
              </Button>
            </div>
            {seam !== null && <p className="text-sm text-ink-2">{seamWords(seam)}</p>}
          </>
        )}
      </fieldset>
      {/* The preview is there before the first picture comes, so that nothing jumps. */}
      <div hidden={!working} className="overflow-hidden rounded-card bg-room">
        <canvas ref={preview} width={640} height={360} aria-hidden className="block aspect-video w-full" />
      </div>
      <ExportProgress state={state} onCancel={cancel} onAgain={again} />
      {!working && (
        <div className="flex items-center justify-between gap-4">
          <p className={wrong ? "text-sm text-danger" : "tabular text-sm text-ink-3"} role={wrong ? "alert" : undefined}>
            {wrong ?? words(wish)}
          </p>
          <Button variant="primary" icon={<Download {...ICON} />} disabled={wrong !== null} onClick={() => void start(wish)}>
            Export
          </Button>
        </div>
      )}
    </div>
  );
}

function filmOf({ width, height, fps, from, seconds, quality }: Fields) {
  return { width, height, fps, from, seconds, quality };
}

function words(wish: ExportWish): string {
  const size = `about ${bytes(estimate(wish))}`;
  return wish.kind === "png" ? size : `${framesOf(wish)} frames, ${size}`;
}

function seamWords(seam: number): string {
  if (seam < 1.5) return "The end runs into the beginning unseen.";
  if (seam < 6) return "The end nearly meets the beginning; a small jump may show.";
  return "It does not come back to where it was within 18 seconds; this is the nearest that it gets.";
}
