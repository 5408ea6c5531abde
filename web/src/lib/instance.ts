// The instance's own name and colour.
import { useQuery } from "@tanstack/react-query";
import { api, ok } from "./api";

const FALLBACK = { name: "Fractafrag", accent: null, registration_open: true, version: "" };

export function useInstance() {
  const { data } = useQuery({
    queryKey: ["instance"],
    queryFn: () => ok(api.GET("/api/v1/instance")),
    staleTime: Infinity,
    retry: 1,
  });
  return data ?? FALLBACK;
}

/** Sets the accent, and the ink that can be read on it. Anything that is no #rrggbb is left out. */
export function applyAccent(accent: string | null | undefined, root: HTMLElement = document.documentElement): void {
  if (!accent || !/^#[0-9a-f]{6}$/i.test(accent)) return;
  root.style.setProperty("--instance-accent", accent);
  root.style.setProperty("--instance-on-accent", luminance(accent) > 0.19 ? "#0b0d08" : "#ffffff");
}

/** Relative luminance, 0 to 1 (WCAG 2, section "relative luminance"). */
export function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
