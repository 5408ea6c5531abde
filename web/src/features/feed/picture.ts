// What a card shows at this moment, so that it can be drawn elsewhere.

/** The slide that fills the screen; null at the end of the feed. */
export const presentCard = (area: Element): HTMLElement | null => area.querySelector<HTMLElement>('[data-shows]:not([aria-hidden="true"])');

/** The element that stands on top in the present card, and its own size in pixels; null while nothing has come yet. */
export function pictureIn(area: Element): { source: HTMLCanvasElement | HTMLVideoElement | HTMLImageElement; width: number; height: number } | null {
  const slide = presentCard(area);
  const live = slide?.dataset.shows === "live" ? slide.querySelector("canvas") : null;
  if (live && live.width > 1) return { source: live, width: live.width, height: live.height };
  const film = slide?.dataset.shows === "film" ? slide.querySelector("video") : null;
  if (film && film.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return { source: film, width: film.videoWidth, height: film.videoHeight };
  const still = slide?.querySelector("img");
  return still?.complete && still.naturalWidth > 0 ? { source: still, width: still.naturalWidth, height: still.naturalHeight } : null;
}

/** The part of a picture of `width`×`height` that fills a frame of the shape `frameWidth`×`frameHeight`: [x, y, width, height]. */
export function cover(width: number, height: number, frameWidth: number, frameHeight: number): [number, number, number, number] {
  const scale = Math.max(frameWidth / width, frameHeight / height);
  const [w, h] = [frameWidth / scale, frameHeight / scale];
  return [(width - w) / 2, (height - h) / 2, w, h];
}
