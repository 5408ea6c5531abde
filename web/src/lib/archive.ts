// All of one's own works as one file: fetched piece by piece, so that it can be said how many are there already.
import { signedFetch } from "./api";

export interface ArchiveProgress {
  works: number;
  /** Of all of them. */
  total: number;
  bytes: number;
}

// How each entry of a ZIP begins (APPNOTE.TXT, 4.3.7).
const ENTRY = [0x50, 0x4b, 0x03, 0x04];

/** Counts the entries of a ZIP that comes in pieces; what is cut by the end of a piece is found with the next. */
export function entryCounter(): (piece: Uint8Array) => number {
  let entries = 0;
  let matched = 0;
  return (piece) => {
    for (const byte of piece) {
      matched = byte === ENTRY[matched] ? matched + 1 : byte === ENTRY[0] ? 1 : 0;
      if (matched < ENTRY.length) continue;
      entries++;
      matched = 0;
    }
    return entries;
  };
}

/** Throws an ApiProblem, or the signal's reason when that is aborted. */
export async function fetchArchive(signal: AbortSignal, onProgress: (progress: ArchiveProgress) => void): Promise<{ file: Blob; name: string }> {
  const answer = await signedFetch(new Request("/api/v1/me/archive", { signal }));
  const total = Number(answer.headers.get("works") ?? 0);
  const name = /filename="([^"/\\]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "shaders.zip";
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const count = entryCounter();
  let bytes = 0;
  const reader = answer.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    pieces.push(new Uint8Array(read.value));
    bytes += read.value.length;
    // Two entries at the end are for people.
    onProgress({ works: Math.min(count(read.value), total), total, bytes });
  }
  signal.throwIfAborted();
  return { file: new Blob(pieces, { type: "application/zip" }), name };
}
