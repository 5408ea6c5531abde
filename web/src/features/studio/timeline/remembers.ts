/** Whether the open work remembers: then a moment is reached by what came before it. */
import { useStudio } from "../studio-context";

export function useRemembers(): boolean {
  return useStudio((state) => state.work.passes.some(({ type }) => type === "buffer" || type === "cubemap"));
}
