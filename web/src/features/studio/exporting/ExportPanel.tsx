/** The studio's panel for pictures, films and the work itself: pictures are made of what is written now. */
import { useStore } from "zustand";
import { authorName } from "../../../lib/format";
import { paths } from "../../../lib/paths";
import { useUser } from "../../../lib/session";
import { ExportForm } from "../../../ui/exporting/ExportForm";
import { isDirty } from "../store";
import { useStudio, useStudioValue } from "../studio-context";

export function ExportPanel() {
  const { engine } = useStudioValue();
  const passes = useStudio((state) => state.work.passes);
  const values = useStudio((state) => state.work.parameters?.values);
  const { title, description, licence, visibility } = useStudio((state) => state.work.details);
  const origin = useStudio((state) => state.origin);
  const unsaved = useStudio(isDirty);
  const time = useStore(engine.readout, (readout) => readout.time);
  const user = useUser();
  const shared = origin?.status === "published" && visibility !== "private";
  const about = {
    title: title || "Untitled",
    description,
    licence: licence || null,
    author: user ? authorName(user) : "somebody",
    url: origin && shared ? new URL(paths.shader(origin.id), location.origin).href : "",
    origin: null,
    warning: null,
  };
  return <ExportForm passes={passes} values={values} about={about} id={origin?.id ?? null} unsaved={unsaved} time={time} />;
}
