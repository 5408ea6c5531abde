/** Archive: the shaders in a ZIP, unpacked in the browser. Format: PKWARE's APPNOTE 6.3, stored and deflated members, no ZIP64. */

/** What is sent to be read at once: one file, or many JSON documents as one array. */
export interface Batch {
  name: string;
  text: string;
}

/** Characters of a text that the server reads. */
export const MOST_CHARACTERS = 1_000_000;
/** Bytes of an archive, and of all that comes out of it. */
export const MOST_ARCHIVE = 32_000_000;
const MOST_UNPACKED = 64_000_000;
/** Reading is limited by the minute. */
const MOST_BATCHES = 24;
const SHADERS = /\.(?:json|glsl|frag|fs|isf|shadertoy|txt)$/i;
/** Beside the works, our own archives have texts for people. */
const FOR_PEOPLE = /(?:^|\/)(?:readme|licen[cs]es?)\.[a-z]+$/i;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MEMBER = 0x04034b50;
const END_BYTES = 22;
const LONGEST_REMARK = 65_535;
const TOO_LARGE = "The archive is too large here; `fractafrag import` takes larger ones.";

/** Whether a file is an archive, by its first bytes. */
export const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** Its shaders, ready to be read. Throws an Error in words for people. */
export async function batchesOf(archive: Uint8Array<ArrayBuffer>): Promise<Batch[]> {
  if (archive.length > MOST_ARCHIVE) throw new Error(TOO_LARGE);
  const documents: string[] = [];
  const batches: Batch[] = [];
  let left = MOST_UNPACKED;
  for (const { name, method, from, size } of membersOf(archive)) {
    if (!SHADERS.test(name) || FOR_PEOPLE.test(name)) continue;
    const bytes = await unpacked(archive.subarray(from, from + size), method, Math.min(left, 4 * MOST_CHARACTERS));
    left -= bytes.length;
    const text = new TextDecoder().decode(bytes);
    if (text.length > MOST_CHARACTERS) throw new Error(`${name} is too large: a text may have ${MOST_CHARACTERS / 1e6} MB here.`);
    if (isDocument(text)) documents.push(text);
    else batches.push({ name: name.split("/").at(-1) ?? name, text });
  }
  for (const text of arraysOf(documents)) batches.push({ name: "archive.json", text });
  if (batches.length === 0) throw new Error("There is no shader in the archive.");
  if (batches.length > MOST_BATCHES) throw new Error(TOO_LARGE);
  return batches;
}

interface Member {
  name: string;
  /** 0: stored, 8: deflated. */
  method: number;
  /** Where its bytes begin, and how many there are. */
  from: number;
  size: number;
}

function membersOf(archive: Uint8Array<ArrayBuffer>): Member[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
  const broken = (): never => {
    throw new Error("The archive cannot be read.");
  };
  let end = archive.length - END_BYTES;
  const first = Math.max(0, end - LONGEST_REMARK);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) return broken();
  const count = view.getUint16(end + 10, true);
  const members: Member[] = [];
  try {
    for (let index = 0, at = view.getUint32(end + 16, true); index < count; index++) {
      if (view.getUint32(at, true) !== ENTRY) return broken();
      const [flags, method, size] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
      const [named, extra, remark, place] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
      if (flags & 1) throw new Error("The archive is encrypted.");
      if (view.getUint32(place, true) !== MEMBER) return broken();
      // The member's own head may carry more than its entry says.
      const from = place + 30 + view.getUint16(place + 26, true) + view.getUint16(place + 28, true);
      if ((method !== 0 && method !== 8) || from + size > archive.length) return broken();
      members.push({ name: new TextDecoder().decode(archive.subarray(at + 46, at + 46 + named)), method, from, size });
      at += 46 + named + extra + remark;
    }
  } catch (error) {
    if (error instanceof RangeError) return broken();
    throw error;
  }
  return members;
}

/** What an entry says of the size is its word; what comes out is counted. */
async function unpacked(packed: Uint8Array<ArrayBuffer>, method: number, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const source = new Blob([packed]).stream();
  const stream = method === 8 ? source.pipeThrough(new DecompressionStream("deflate-raw")) : source;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error("The archive cannot be read.");
    });
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error(TOO_LARGE);
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function isDocument(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON documents as arrays that are short enough to be read. */
function arraysOf(documents: readonly string[]): string[] {
  const arrays: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const text of documents) {
    if (length + text.length + 2 > MOST_CHARACTERS) {
      arrays.push([]);
      length = 2;
    }
    arrays.at(-1)?.push(text);
    length += text.length + 1;
  }
  return arrays.map((texts) => (texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(",")}]`));
}
