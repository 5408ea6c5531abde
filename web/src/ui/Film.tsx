// A work's short loop, played without sound over its poster.
import { useEffect, useRef, useState } from "react";
import { cx } from "../lib/cx";
import type { Render } from "../lib/types";

export interface FilmProps {
  films: Render["films"];
  paused?: boolean;
  className?: string;
}

export function Film({ films, paused = false, className }: FilmProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (paused) video.current?.pause();
    // A browser may refuse to play; the poster stays then.
    else video.current?.play().catch(() => {});
  }, [paused]);
  const [playing, setPlaying] = useState(false);
  const ordered = [...films].sort((a, b) => Number(b.type === "video/webm") - Number(a.type === "video/webm"));
  if (ordered.length === 0) return null;
  return (
    <video
      ref={video}
      muted
      loop
      autoPlay={!paused}
      preload="auto"
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
