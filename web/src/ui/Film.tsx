// A work's short loop, played without sound over its poster.
import { useState } from "react";
import { cx } from "../lib/cx";
import type { Render } from "../lib/types";

export function Film({ films, className }: { films: Render["films"]; className?: string }) {
  const [playing, setPlaying] = useState(false);
  const ordered = [...films].sort((a, b) => Number(b.type === "video/webm") - Number(a.type === "video/webm"));
  if (ordered.length === 0) return null;
  return (
    <video
      muted
      loop
      autoPlay
      playsInline
      disablePictureInPicture
      aria-hidden
      tabIndex={-1}
      onPlaying={() => setPlaying(true)}
      className={cx("object-cover transition-opacity duration-200", playing ? "opacity-100" : "opacity-0", className)}
    >
      {ordered.map(({ url, type }) => (
        <source key={url} src={url} type={type} />
      ))}
    </video>
  );
}
