// Whether the quiet parts of the screen have stepped back so that the picture is alone.
import { create } from "zustand";

export const useChrome = create<{ quiet: boolean }>(() => ({ quiet: false }));

export function setQuiet(quiet: boolean): void {
  if (useChrome.getState().quiet !== quiet) useChrome.setState({ quiet });
}
