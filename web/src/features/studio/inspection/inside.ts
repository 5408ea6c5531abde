/** What leads the studio's player and looks into it: loaded when something first asks for it, kept as the studio's state says. */
import type { Player } from "@fractafrag/runtime";
import type { HeatReport, Inspector, Measured, ReplayProgress, Texels, Timeline } from "@fractafrag/runtime/inspection";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { toast } from "../../../lib/toast";
import type { StudioStore } from "../store";

export interface Inside {
  timeline: Timeline;
  inspector: Inspector;
}

export interface InsideState {
  inside: Inside | null;
  replay: ReplayProgress | null;
  /** What the shown picture holds. */
  measured: Measured | null;
  heat: HeatReport | null;
  /** The canvas's pixel that is picked, counted from the bottom-left; pinned: the pointer does not move it. */
  pixel: { x: number; y: number; pinned: boolean } | null;
  /** What is read there, and what the other pictures hold. */
  texels: Texels | null;
  others: Texels[];
}

const nothing: InsideState = { inside: null, replay: null, measured: null, heat: null, pixel: null, texels: null, others: [] };

export const createInsideStore = (): StoreApi<InsideState> => createStore<InsideState>(() => nothing);

export interface Reach {
  /** Null where the player is gone, or the code could not be loaded. */
  open: () => Promise<Inside | null>;
  /** To be called before the player is disposed of. */
  stop: () => void;
}

export function reachInside(player: Player, store: StudioStore, state: StoreApi<InsideState>): Reach {
  let made: Promise<Inside | null> | null = null;
  let stopped = false;

  async function make(): Promise<Inside | null> {
    const module = await import("@fractafrag/runtime/inspection").catch(() => null);
    if (stopped) return null;
    if (!module) {
      made = null;
      toast("A part of the studio could not be loaded. Try again when you are connected.", { tone: "danger" });
      return null;
    }
    const inside = {
      timeline: module.createTimeline(player, { onReplay: (replay) => state.setState({ replay }) }),
      inspector: module.createInspector(player, { onMeasured: (measured) => state.setState({ measured }), onHeat: (heat) => state.setState({ heat }) }),
    };
    const { loop, replay, shown, picking, measuring } = store.getState();
    Object.assign(inside.timeline, { loop, replay });
    inside.inspector.setMeasuring(measuring);
    inside.inspector.setPicking(picking);
    if (shown) inside.inspector.show(shown);
    state.setState({ inside });
    return inside;
  }

  const open = (): Promise<Inside | null> => (made ??= make());

  const follow = (next = store.getState(), before?: typeof next): void => {
    if (!made && (next.loop || next.shown || next.picking)) void open();
    const { inside } = state.getState();
    if (!inside || !before) return;
    if (next.loop !== before.loop) inside.timeline.loop = next.loop;
    if (next.replay !== before.replay) inside.timeline.replay = next.replay;
    if (next.measuring !== before.measuring) inside.inspector.setMeasuring(next.measuring);
    if (next.picking !== before.picking) {
      inside.inspector.setPicking(next.picking);
      if (!next.picking) state.setState({ pixel: null, texels: null, others: [] });
    }
    if (next.shown !== before.shown) {
      state.setState({ measured: null, heat: null });
      inside.inspector.show(next.shown);
    }
  };
  follow();
  const unfollow = store.subscribe(follow);

  return {
    open,
    stop() {
      stopped = true;
      unfollow();
      const { inside } = state.getState();
      inside?.inspector.dispose();
      inside?.timeline.dispose();
      state.setState(nothing);
    },
  };
}
