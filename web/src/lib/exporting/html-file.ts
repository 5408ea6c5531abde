// One HTML file of a work: fetches the player and what the work reads, and says what had to stay out.
import { fitValues, parseParameters, type PassInput } from "@fractafrag/runtime";
import { mediaAddress, mediumOf } from "../media-list";
import { uploadAddress } from "../media-set";
import type { Drawn } from "./export-work";
import { htmlPage, type About } from "./html-page";

/** All media of one file, bytes; what would go beyond stays out. */
const MOST_BYTES = 24 * 1024 * 1024;
const PATIENCE_MS = 30_000;

export interface HtmlFile {
  file: Blob;
  /** What the file does without, in words: its channels stay empty there. */
  left: string[];
}

interface Wanted {
  /** What it is called in the file. */
  name: string;
  address: string;
  /** What it is called by people. */
  title: string;
}

/** Throws an Error in words for people where the player cannot be had; the signal's reason when that is aborted. */
export async function htmlFile({ passes, values = {} }: Drawn, about: About, signal: AbortSignal): Promise<HtmlFile> {
  const inputs = passes.flatMap((pass) => pass.inputs);
  const wanted = [...new Map(inputs.flatMap(filesOf).map((one) => [one.name, one])).values()];
  const left = [...new Set(inputs.flatMap(({ type }) => (type === "webcam" ? ["the camera"] : type === "mic" ? ["the microphone"] : [])))];
  const script = await fetched("/player.js", signal);
  if (!script) throw new Error("The player did not load. Try again.");
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const { name, address, title } of wanted) {
    const found = await fetched(address, signal);
    bytes += found?.size ?? 0;
    if (!found || bytes > MOST_BYTES) left.push(title);
    else files[name] = await dataAddress(found);
  }
  const parameters = parseParameters(passes);
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const page = htmlPage({ about, passes, parameters, values: fitValues(parameters, values), files, player: await script.text(), nonce });
  return { file: new Blob([page], { type: "text/html" }), left: [...new Set(left)] };
}

function filesOf({ type, source }: PassInput): Wanted[] {
  if (type === "texture" && source.startsWith("upload:")) return [{ name: `../renders/${source.slice(7, 39)}.webp`, address: uploadAddress(source), title: "a picture of your own" }];
  const medium = mediumOf(type, source);
  return (medium?.files ?? []).map((name) => ({ name, address: mediaAddress(name), title: `“${medium?.title}”` }));
}

async function fetched(address: string, signal: AbortSignal): Promise<Blob | null> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) });
    return answer.ok ? await answer.blob() : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error("A file could not be read."));
    reader.readAsDataURL(file);
  });
}
