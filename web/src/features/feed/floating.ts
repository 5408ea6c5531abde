// A small window above all others that shows what the feed shows: a page of its own where the browser has such windows, a film of the picture elsewhere.
import { sharedStage } from "../../lib/stage";
import { cover, pictureIn, presentCard } from "./picture";

interface PictureWindows {
  requestWindow: (options: { width: number; height: number }) => Promise<Window>;
}

export interface Floating {
  /** The window's own page, for words and buttons beside the picture; null where the browser shows nothing but a film. */
  page: Window | null;
  close: () => void;
}

const WIDTH = 480;
const HEIGHT = 270;

/** Opens it; `area` holds the feed's cards. Must be called within somebody's press. Rejects where the browser refuses. */
export async function float(area: Element, onClosed: () => void): Promise<Floating> {
  const mirror = document.createElement("canvas");
  mirror.width = WIDTH * 2;
  mirror.height = HEIGHT * 2;
  const api = (globalThis as { documentPictureInPicture?: PictureWindows }).documentPictureInPicture;
  if (!api) return filmed(area, mirror, onClosed);
  const page = await api.requestWindow({ width: WIDTH, height: HEIGHT });
  dress(page);
  mirror.style.cssText = "position: fixed; inset: 0; width: 100%; height: 100%";
  page.document.body.append(mirror);
  // Its frames go on while this page is hidden behind others.
  const stage = await sharedStage().catch(() => null);
  stage?.follow(page);
  const stop = reflect(area, mirror, page);
  page.addEventListener("pagehide", () => {
    stop();
    stage?.follow(null);
    onClosed();
  });
  return { page, close: () => page.close() };
}

/** Draws what the feed shows into `mirror` with every frame of `frames`; answers how to end it. */
function reflect(area: Element, mirror: HTMLCanvasElement, frames: Pick<Window, "requestAnimationFrame" | "cancelAnimationFrame">): () => void {
  const context = mirror.getContext("2d");
  let request = 0;
  const turn = () => {
    request = frames.requestAnimationFrame(turn);
    const picture = pictureIn(area);
    if (!picture || !context) return;
    context.drawImage(picture.source, ...cover(picture.width, picture.height, mirror.width, mirror.height), 0, 0, mirror.width, mirror.height);
  };
  turn();
  return () => frames.cancelAnimationFrame(request);
}

/** Gives the other window this page's looks. */
function dress(page: Window): void {
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) page.document.head.append(sheet.cloneNode(true));
  page.document.documentElement.lang = document.documentElement.lang;
  page.document.documentElement.style.cssText = document.documentElement.style.cssText;
  page.document.title = document.title;
}

async function filmed(area: Element, mirror: HTMLCanvasElement, onClosed: () => void): Promise<Floating> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  const stop = reflect(area, mirror, window);
  const stream = mirror.captureStream(30);
  let film: string | undefined;
  const live = () => {
    film = undefined;
    video.removeAttribute("src");
    video.srcObject = stream;
  };
  // A hidden page draws nothing: the recorded film of the card that one is on goes on in its place.
  const swap = () => {
    const next = document.hidden ? presentCard(area)?.dataset.film : undefined;
    if (next === film) return;
    if (next === undefined) live();
    else {
      film = next;
      video.srcObject = null;
      video.loop = true;
      video.src = next;
    }
    void video.play().catch(() => {});
  };
  const moved = new MutationObserver(swap);
  const end = () => {
    document.removeEventListener("visibilitychange", swap);
    moved.disconnect();
    stop();
    for (const track of stream.getTracks()) track.stop();
    video.removeAttribute("src");
    video.srcObject = null;
  };
  try {
    live();
    await video.play();
    await video.requestPictureInPicture();
  } catch (error) {
    end();
    throw error;
  }
  document.addEventListener("visibilitychange", swap);
  moved.observe(area, { subtree: true, attributes: true, attributeFilter: ["aria-hidden", "data-film"] });
  const closed = () => {
    end();
    onClosed();
  };
  video.addEventListener("leavepictureinpicture", closed, { once: true });
  return { page: null, close: () => void document.exitPictureInPicture().catch(() => {}) };
}
