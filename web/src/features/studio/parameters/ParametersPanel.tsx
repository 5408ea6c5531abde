/** The parameters of the open work: turned live, kept with the next save, with presets and what is wrong with their lines. */
import { useEffect, useMemo } from "react";
import { fitValues, formatValues, readParameters, type Pass } from "@fractafrag/runtime";
import type { ParameterReading, ParameterValue } from "@fractafrag/runtime";
import { ParameterPanel } from "../../../ui/parameters/ParameterPanel";
import { PointHandles } from "../../../ui/parameters/PointHandles";
import { writeAddress } from "../../../ui/parameters/use-parameter-play";
import { noParameters } from "../document";
import type { WorkParameters } from "../document";
import { useStudio, useStudioValue } from "../studio-context";

const ADDRESS_AFTER_MS = 400;

function useReading(): ParameterReading {
  const passes: readonly Pass[] = useStudio((state) => state.work.passes);
  return useMemo(() => readParameters(passes), [passes]);
}

function useKept(): { kept: WorkParameters; keep: (change: Partial<WorkParameters>, label: string) => void } {
  const { store } = useStudioValue();
  const kept = useStudio((state) => state.work.parameters ?? noParameters);
  return { kept, keep: (change, label) => store.getState().setParameters({ ...kept, ...change }, label) };
}

export function ParametersPanel({ className }: { className?: string }) {
  const { store } = useStudioValue();
  const { parameters, unset, errors } = useReading();
  const { kept, keep } = useKept();
  const undoable = useStudio((state) => state.past.at(-1)?.label.startsWith(PARAMETERS) === true);
  const saved = useStudio((state) => state.origin?.work.parameters ?? noParameters);
  const values = useMemo(() => fitValues(parameters, kept.values), [parameters, kept.values]);
  const text = formatValues(parameters, values);
  const address = text === formatValues(parameters, saved.values) ? "" : text;

  useEffect(() => {
    if (parameters.length === 0) return undefined;
    const timer = window.setTimeout(() => writeAddress(address), ADDRESS_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [parameters, address]);

  if (parameters.length + errors.length === 0) return null;
  return (
    <div className={className} data-testid="parameters">
      <ParameterPanel
        parameters={parameters}
        values={values}
        presets={kept.presets}
        onChange={(next, label) => keep({ values: next }, `${PARAMETERS}${label}`)}
        onPresets={(presets, label) => keep({ presets }, `${PARAMETERS}${label}`)}
        onUndo={undoable ? () => void store.getState().undo() : undefined}
      >
        {errors.map((error) => (
          <p key={`${error.pass} ${error.line} ${error.message}`} className="text-xs text-warning">
            <span className="font-mono">
              {error.pass}:{error.line}
            </span>{" "}
            {error.message}
          </p>
        ))}
        {unset.length > 0 && (
          <p className="text-xs text-ink-3">
            Without a control, so 0: <span className="font-mono">{unset.map(({ name }) => name).join(", ")}</span>
          </p>
        )}
      </ParameterPanel>
    </div>
  );
}

/** The handles of the open work's points; stands over the picture. */
export function ParameterPoints() {
  const { parameters } = useReading();
  const { kept, keep } = useKept();
  const values = useMemo(() => fitValues(parameters, kept.values), [parameters, kept.values]);
  return <PointHandles parameters={parameters} values={values} onChange={(name: string, value: ParameterValue) => keep({ values: { ...values, [name]: value } }, `${PARAMETERS}${name} changed`)} />;
}

const PARAMETERS = "Parameters: ";
