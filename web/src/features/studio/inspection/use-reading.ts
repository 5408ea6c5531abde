/** Reads what lies under the picked pixel: when it moves, when the picture does, and when another one is looked at. */
import { useEffect } from "react";
import { useStudioValue } from "../studio-context";
import { looksOf } from "./looks";

const SIDE = 9;
const EVERY_MS = 120;

export function useReading(): void {
  const { store, engine } = useStudioValue();
  useEffect(() => {
    let known = "";
    const read = () => {
      const { inside, pixel } = engine.inside.getState();
      if (!inside || !pixel) return;
      const { inspector } = inside;
      const { shown, work } = store.getState();
      const texels = inspector.around(pixel.x, pixel.y, SIDE);
      const looks = looksOf(work.passes).filter(({ pass }) => texels?.look.channel !== undefined || pass !== texels?.look.pass);
      engine.inside.setState({ texels, others: inspector.at(looks, pixel.x, pixel.y) });
      known = state(shown);
    };
    const state = (shown: unknown) => {
      const { width, height } = engine.readout.getState();
      return `${engine.player()?.frame} ${width} ${height} ${JSON.stringify(shown)}`;
    };
    let asked = 0;
    const unsubscribe = engine.inside.subscribe((next, before) => {
      if ((next.pixel === before.pixel && next.inside === before.inside) || asked) return;
      asked = requestAnimationFrame(() => {
        asked = 0;
        read();
      });
    });
    const timer = window.setInterval(() => {
      if (!document.hidden && known !== state(store.getState().shown)) read();
    }, EVERY_MS);
    return () => {
      unsubscribe();
      cancelAnimationFrame(asked);
      window.clearInterval(timer);
    };
  }, [store, engine]);
}
