/** Two states of a work compared: their pictures alive, their sources, and everything else that differs, in words. */
import { lazy, Suspense, useMemo, useState } from "react";
import { cx } from "../../../lib/cx";
import { usePhone } from "../../../lib/media";
import { Skeleton } from "../../../ui/Skeleton";
import { TabPanel, Tabs } from "../../../ui/Tabs";
import { passesFingerprint } from "../document";
import type { Work } from "../document";
import { changes } from "./changes";
import type { Change } from "./changes";
import { PictureCompare } from "./PictureCompare";

const TextCompare = lazy(() => import("./TextCompare"));

export interface ComparisonProps {
  before: Work;
  after: Work;
  beforeName: string;
  afterName: string;
}

export function Comparison({ before, after, beforeName, afterName }: ComparisonProps) {
  const [tab, setTab] = useState<"picture" | "code" | "rest">("picture");
  const found = useMemo(() => changes(before, after), [before, after]);
  const sources = found.filter(({ pass }) => pass !== undefined);
  const rest = found.filter(({ pass }) => pass === undefined);
  const drawn = passesFingerprint(before.passes) !== passesFingerprint(after.passes) || rest.some(({ what }) => what.startsWith("Parameter"));
  const count = (all: readonly Change[]) => (all.length > 0 ? <span className="tabular ml-1.5 text-xs text-ink-3">{all.length}</span> : null);

  if (found.length === 0) return <p className="grid min-h-40 place-items-center text-sm text-ink-3">The two are the same.</p>;
  return (
    <Tabs
      label="What is compared"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: "picture", label: "Picture" },
        { value: "code", label: <>Code{count(sources)}</> },
        { value: "rest", label: <>Everything else{count(rest)}</> },
      ]}
    >
      <TabPanel value="picture" className="pt-3">
        <PictureCompare before={before} after={after} beforeName={beforeName} afterName={afterName} />
        {!drawn && <p className="mt-2 text-sm text-ink-3">Nothing that is drawn was changed.</p>}
      </TabPanel>
      <TabPanel value="code" className="pt-3">
        <Sources before={before} after={after} beforeName={beforeName} afterName={afterName} sources={sources} />
      </TabPanel>
      <TabPanel value="rest" className="pt-1">
        {rest.length === 0 ? <p className="py-3 text-sm text-ink-3">Title, tags, licence, inputs, parameters and presets are the same.</p> : <Rest rest={rest} beforeName={beforeName} afterName={afterName} />}
      </TabPanel>
    </Tabs>
  );
}

function Sources({ before, after, beforeName, afterName, sources }: ComparisonProps & { sources: readonly Change[] }) {
  const phone = usePhone();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = sources.find(({ pass }) => pass === chosen) ?? sources[0];
  if (!shown) return <p className="py-3 text-sm text-ink-3">No source was changed.</p>;
  const codeOf = (work: Work) => work.passes.find(({ name }) => name === shown.pass)?.code ?? "";
  return (
    <>
      <div role="group" aria-label="Pass" className="no-scrollbar mb-2 flex gap-1 overflow-x-auto">
        {sources.map(({ what, pass, before: gone, after: come }) => (
          <button
            key={what}
            type="button"
            aria-pressed={pass === shown.pass}
            className={cx("tabular flex h-8 shrink-0 items-center gap-2 rounded-control px-3 text-sm", pass === shown.pass ? "bg-wash-strong text-ink" : "text-ink-2 hover:bg-wash")}
            onClick={() => setChosen(pass ?? null)}
          >
            {what}
            <span className="font-mono text-xs text-success">{come.startsWith("+") ? come : gone === "" ? "new" : ""}</span>
            <span className="font-mono text-xs text-warning">{gone.startsWith("−") ? gone : come === "" && gone !== "" && !gone.startsWith("−") ? "gone" : ""}</span>
          </button>
        ))}
      </div>
      <div className="mb-1 grid text-xs text-ink-3 md:grid-cols-2">
        <span className="truncate">{phone ? `${beforeName} → ${afterName}` : beforeName}</span>
        <span className="truncate max-md:hidden">{afterName}</span>
      </div>
      <Suspense fallback={<Skeleton className="h-64" />}>
        <TextCompare before={codeOf(before)} after={codeOf(after)} beforeName={beforeName} afterName={afterName} unified={phone} />
      </Suspense>
    </>
  );
}

function Rest({ rest, beforeName, afterName }: { rest: readonly Change[]; beforeName: string; afterName: string }) {
  return (
    <table className="w-full table-fixed text-left text-sm">
      <thead className="text-xs text-ink-3">
        <tr>
          <th scope="col" className="w-1/4 py-2 pr-4 font-normal">
            <span className="sr-only">What</span>
          </th>
          <th scope="col" className="truncate py-2 pr-4 font-normal">
            {beforeName}
          </th>
          <th scope="col" className="truncate py-2 font-normal">
            {afterName}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rest.map(({ what, before, after }) => (
          <tr key={what} className="align-top">
            <th scope="row" className="py-2 pr-4 font-normal text-ink [overflow-wrap:anywhere]">
              {what}
            </th>
            <td className="py-2 pr-4 text-ink-2 [overflow-wrap:anywhere] whitespace-pre-line">{before || <span className="text-ink-3">nothing</span>}</td>
            <td className="py-2 text-ink-2 [overflow-wrap:anywhere] whitespace-pre-line">{after || <span className="text-ink-3">nothing</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
