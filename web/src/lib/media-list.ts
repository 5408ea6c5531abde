// The list of the media set, read from contract/media.json; apart, because most works read none of it.
import document from "../../../contract/media.json";

export type MediumType = "texture" | "cubemap" | "volume" | "video" | "music";

/** One of the media that every work may read. */
export interface Medium {
  id: string;
  type: MediumType;
  title: string;
  /** Names below /media-set/; six for a cubemap; none where the runtime makes it by itself. */
  files: string[];
  /** A small square picture of it. */
  preview: string | null;
  width: number;
  height: number;
  depth?: number;
  /** Of films and music. */
  seconds?: number;
  channels: number;
}

export const media: readonly Medium[] = document.media as Medium[];

const known = new Map(media.map((medium) => [`${medium.type} ${medium.id}`, medium]));

/** The medium of this type with this id. */
export function mediumOf(type: string, id: string): Medium | undefined {
  return known.get(`${type} ${id}`);
}

/** Where a file of the set lies. */
export function mediaAddress(file: string): string {
  return `/media-set/${encodeURIComponent(file)}`;
}
