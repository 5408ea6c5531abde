/** The studio's panel that puts the picture in hand on things in space. */
import { Stage3d } from "../../../ui/stage3d/Stage3d";
import { useStudioValue } from "../studio-context";

export function StagePanel() {
  const { engine } = useStudioValue();
  // A canvas whose context was lost is replaced by another: the scene follows it.
  return <Stage3d key={engine.canvasKey} source={() => document.querySelector<HTMLCanvasElement>("canvas[data-testid=stage]")} className="aspect-square w-full rounded-card" />;
}
