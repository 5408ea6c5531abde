// A reader's own values of a work's parameters: they begin with the version's and the address's, and live in the address.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { fitValues, formatValues, parseParameters, parseValues, type Parameter, type ParameterValues, type Pass } from "@fractafrag/runtime";
import type { ShaderPage } from "../../lib/types";

export interface ParameterPlay {
  parameters: readonly Parameter[];
  values: Readonly<ParameterValues>;
  change: (values: ParameterValues, label: string) => void;
  undo: () => void;
  canUndo: boolean;
  /** What `?p=` holds for these values; "" where they are the work's own. */
  address: string;
}

/** Changes of one label within so many milliseconds are one step. */
const ONE_STEP_MS = 800;
const STEPS = 50;
const ADDRESS_AFTER_MS = 300;

/** The `?p=` of the present address. */
export const addressValues = (): string => new URLSearchParams(location.search).get("p") ?? "";

/** Writes `?p=` into the address without a step in the browser's history. */
export function writeAddress(text: string): void {
  const url = new URL(location.href);
  url.searchParams.delete("p");
  // The signs of `formatValues` may stand in a query as they are; encoded, nobody could read them.
  const query = [url.searchParams.toString(), text === "" ? "" : `p=${text}`].filter(Boolean).join("&");
  history.replaceState(history.state, "", `${url.pathname}${query && `?${query}`}${url.hash}`);
}

export function useParameterPlay(passes: ShaderPage["passes"] | undefined, kept: Readonly<ParameterValues>): ParameterPlay {
  const parameters = useMemo(() => (passes ? parseParameters(passes as Pass[]) : []), [passes]);
  const own = useMemo(() => fitValues(parameters, kept), [parameters, kept]);
  const [turned, setTurned] = useState<{ of: unknown; values: ParameterValues } | null>(null);
  const [past, setPast] = useState<Readonly<ParameterValues>[]>([]);
  const last = useRef({ label: "", at: 0 });
  const first = useMemo(() => parseValues(parameters, addressValues(), own), [parameters, own]);
  const values = turned && turned.of === parameters ? turned.values : first;
  const address = useMemo(() => {
    const text = formatValues(parameters, values);
    return text === formatValues(parameters, own) ? "" : text;
  }, [parameters, values, own]);

  useEffect(() => {
    if (parameters.length === 0) return undefined;
    const timer = window.setTimeout(() => writeAddress(address), ADDRESS_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [parameters, address]);

  const change = useCallback(
    (next: ParameterValues, label: string) => {
      const now = Date.now();
      const goesOn = last.current.label === label && now - last.current.at < ONE_STEP_MS;
      last.current = { label, at: now };
      if (!goesOn) setPast((steps) => [...steps, values].slice(-STEPS));
      setTurned({ of: parameters, values: next });
    },
    [parameters, values],
  );
  const undo = useCallback(() => {
    last.current = { label: "", at: 0 };
    setPast((steps) => {
      const before = steps.at(-1);
      if (before) setTurned({ of: parameters, values: { ...before } });
      return steps.slice(0, -1);
    });
  }, [parameters]);
  return { parameters, values, change, undo, canUndo: past.length > 0, address };
}
