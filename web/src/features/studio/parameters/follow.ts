/** Keeps the picture's parameters at the open work's values, and takes up those of the address once, when the work is opened. */
import { parseParameters, parseValues, type Player } from "@fractafrag/runtime";
import { addressValues } from "../../../ui/parameters/use-parameter-play";
import { noParameters } from "../document";
import type { StudioStore } from "../store";

const taken = new WeakSet<StudioStore>();

/** The values of the address are not taken up by this work: what it was restored to is newer. */
export const forgetAddress = (store: StudioStore): void => void taken.add(store);

export function followParameters(player: Player, store: StudioStore): () => void {
  const address = addressValues();
  if (address !== "" && !taken.has(store)) {
    const { work, setParameters } = store.getState();
    const kept = work.parameters ?? noParameters;
    const parameters = parseParameters(work.passes);
    if (parameters.length > 0) setParameters({ ...kept, values: parseValues(parameters, address, kept.values) }, "Parameters: values of the address");
  }
  taken.add(store);
  const apply = () => player.setParameters(store.getState().work.parameters?.values ?? {});
  apply();
  return store.subscribe((state, before) => {
    if (state.work.parameters !== before.work.parameters) apply();
  });
}
