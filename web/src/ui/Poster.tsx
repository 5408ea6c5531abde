// A work's still picture; until there is one, or when it is lost, the quiet mark stands in its place.
import { useState } from "react";
import { cx } from "../lib/cx";
import type { Render } from "../lib/types";
import { MarkDrawing } from "./Mark";

export interface PosterProps {
  render: Pick<Render, "status" | "poster_url"> & { posters?: Render["posters"] };
  alt?: string;
  /** How wide it is shown, as in `sizes` of HTML: what is fetched is no larger than that asks for. */
  sizes?: string;
  /** Loads at once and with high priority. */
  eager?: boolean;
  /** It stands, or there is none that could. */
  onShown?: () => void;
  className?: string;
}

export function Poster({ render, alt = "", sizes, eager = false, onShown, className }: PosterProps) {
  const [shown, setShown] = useState<string | null>(null);
  const [lost, setLost] = useState<string | null>(null);
  const url = render.poster_url && lost !== render.poster_url ? render.poster_url : null;
  return (
    <span className={cx("block overflow-hidden bg-surface", className)}>
      {url ? (
        <img
          // Before `src`: the element fetches at once what it is told first.
          {...(sizes ? { sizes, srcSet: sourcesOf(render.posters ?? []) } : {})}
          src={url}
          alt={alt}
          loading={eager ? "eager" : "lazy"}
          decoding={eager ? "auto" : "async"}
          // React 18 passes this on only in small letters, which its types do not know.
          {...(eager ? { fetchpriority: "high" } : {})}
          draggable={false}
          onLoad={({ currentTarget }) => {
            setShown(url);
            // One that waits for its turn is unpacked before that: a swipe must not wait for it.
            if (eager) void currentTarget.decode().then(onShown, onShown);
            else onShown?.();
          }}
          onError={() => {
            setLost(url);
            onShown?.();
          }}
          className={cx("size-full object-cover transition-opacity duration-200", shown === url || eager ? "opacity-100" : "opacity-0")}
        />
      ) : (
        <span className="grid size-full place-items-center" role={alt ? "img" : undefined} aria-label={alt || undefined}>
          <MarkDrawing className={cx("size-1/4 max-h-16 max-w-16 text-ink-3 opacity-60", render.status === "pending" && "animate-breathe")} />
        </span>
      )}
    </span>
  );
}

/** The sizes for pages as `srcset` has them; undefined where there is nothing to choose from. */
function sourcesOf(posters: Render["posters"]): string | undefined {
  const sources = posters.filter(({ type }) => type === "image/webp").map(({ url, width }) => `${url} ${width}w`);
  return sources.length > 1 ? sources.join(", ") : undefined;
}
