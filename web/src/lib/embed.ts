// The addresses and the code by which other pages show a work.

export interface EmbedChoice {
  autoplay: boolean;
  controls: boolean;
  /** Seconds. */
  time: number;
  /** Pixels; the height follows at 16:9. */
  width: number;
}

type Named = { id: string; title: string };

/** The path of an embed with what was chosen. */
export function embedAddress(id: string, { autoplay, controls, time }: Omit<EmbedChoice, "width">): string {
  const asked = new URLSearchParams();
  if (autoplay) asked.set("autoplay", "1");
  if (!controls) asked.set("controls", "0");
  if (time > 0) asked.set("t", String(time));
  return `/embed/${encodeURIComponent(id)}${asked.size > 0 ? `?${asked.toString()}` : ""}`;
}

/** Text as it may stand in HTML, also between double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** The iframe to paste; it gets no rights but to run its own script and to open the work's page. */
export function embedCode(work: Named, choice: EmbedChoice, origin = location.origin): string {
  const height = Math.round((choice.width * 9) / 16);
  return (
    `<iframe src="${escaped(origin + embedAddress(work.id, choice))}" width="${choice.width}" height="${height}" title="${escaped(work.title)}" ` +
    'style="border:0" loading="lazy" allow="fullscreen" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>'
  );
}

/** The same with the element, which draws in the page itself. */
export function playerCode(work: Named, { autoplay, controls, time, width }: EmbedChoice, origin = location.origin): string {
  const attributes = [
    `src="${escaped(`${origin}/api/v1/shaders/${encodeURIComponent(work.id)}`)}"`,
    `media="${escaped(`${origin}/media-set/`)}"`,
    ...(autoplay ? ["autoplay"] : []),
    ...(controls ? ["controls"] : []),
    ...(time > 0 ? [`time="${time}"`] : []),
    `aria-label="${escaped(work.title)}"`,
  ];
  return `<script src="${escaped(origin)}/player.js" async></script>\n<fractafrag-player ${attributes.join(" ")} style="width: ${width}px"></fractafrag-player>`;
}
