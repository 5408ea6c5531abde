/** The studio's panel for pictures and films: they are made of what the last good compile showed. */
import { useStore } from "zustand";
import { ExportForm } from "../../../ui/exporting/ExportForm";
import { useStudio, useStudioValue } from "../studio-context";

export function ExportPanel() {
  const { engine } = useStudioValue();
  const passes = useStudio((state) => state.work.passes);
  const values = useStudio((state) => state.work.parameters?.values);
  const title = useStudio((state) => state.work.details.title);
  const time = useStore(engine.readout, (readout) => readout.time);
  return <ExportForm passes={passes} values={values} title={title} time={time} />;
}
