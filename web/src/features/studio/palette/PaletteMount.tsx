/** The place in the studio where the palette opens; what it is made of is loaded then. */
import { lazy, Suspense } from "react";
import { useShortcut } from "../../../lib/shortcuts";
import { PALETTE } from "./name";
import type { Place } from "../language/program";
import { useStudio, useStudioValue } from "../studio-context";

const Palette = lazy(() => import("./Palette"));

export function PaletteMount({ onOpenPlace }: { onOpenPlace: (place: Place) => void }) {
  const { store } = useStudioValue();
  const asked = useStudio((state) => state.asked);
  useShortcut({ keys: ["mod+shift+p", "mod+k"], label: PALETTE, group: "Studio", always: true }, () => store.setState({ asked: asked ? null : "actions" }));
  useShortcut({ keys: "mod+shift+o", label: "Go to a name of this work", group: "Studio", always: true }, () => store.setState({ asked: "symbols" }));
  return <Suspense>{asked && <Palette key={asked} asked={asked} onOpenPlace={onOpenPlace} />}</Suspense>;
}
