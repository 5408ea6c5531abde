// PNG, written row by row: a canvas ends at some 16,000 pixels a side, and an encoder that wants the whole picture at once at the
// memory of the tab. Format: W3C PNG (third edition), 8 bits a channel, no alpha.
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RGB = 2;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of the bytes, as in PNG's annex D. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(12 + data.length);
  const view = new DataView(made.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) made[4 + at] = type.charCodeAt(at);
  made.set(data, 8);
  view.setUint32(8 + data.length, crc32(made.subarray(4, 8 + data.length)));
  return made;
}

function header(width: number, height: number): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data.set([8, RGB, 0, 0, 0], 8);
  return data;
}

export class PngWriter {
  private readonly parts: Uint8Array<ArrayBuffer>[];
  private readonly squeeze = new CompressionStream("deflate");
  private readonly into = this.squeeze.writable.getWriter();
  private readonly drained: Promise<void>;
  private above: Uint8Array;
  private rows = 0;
  private size = 0;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.parts = [Uint8Array.from(SIGNATURE), chunk("IHDR", header(width, height))];
    this.above = new Uint8Array(width * 3);
    this.drained = this.drain();
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.size;
  }

  get rowsWritten(): number {
    return this.rows;
  }

  /** Takes whole rows, RGBA, the next ones from the top; alpha is left out. */
  async add(rgba: Uint8ClampedArray): Promise<void> {
    const { width } = this;
    const count = rgba.length / (width * 4);
    if (!Number.isInteger(count) || this.rows + count > this.height) throw new RangeError("rows of another width, or too many");
    const filtered = new Uint8Array(count * (1 + width * 3));
    for (let row = 0; row < count; row++) {
      const line = new Uint8Array(width * 3);
      for (let x = 0, from = row * width * 4, to = 0; x < width; x++, from += 4, to += 3) {
        line[to] = rgba[from] ?? 0;
        line[to + 1] = rgba[from + 1] ?? 0;
        line[to + 2] = rgba[from + 2] ?? 0;
      }
      filterRow(line, this.above, filtered.subarray(row * (1 + width * 3), (row + 1) * (1 + width * 3)));
      this.above = line;
    }
    this.rows += count;
    await this.into.write(filtered);
  }

  async finish(): Promise<Blob> {
    if (this.rows !== this.height) throw new RangeError("rows are missing");
    await this.into.close();
    await this.drained;
    this.parts.push(chunk("IEND", new Uint8Array(0)));
    return new Blob(this.parts, { type: "image/png" });
  }

  /** Gives back what was kept; nothing can be added any more. */
  async abandon(): Promise<void> {
    await this.into.abort().catch(() => undefined);
    await this.drained.catch(() => undefined);
    this.parts.length = 0;
  }

  private async drain(): Promise<void> {
    const reader = this.squeeze.readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.size += value.length + 12;
      this.parts.push(chunk("IDAT", value));
    }
  }
}

/** Writes the filter's number and the filtered row: of Sub, Up and Paeth the one whose differences are the smallest in sum (PNG §12.7). */
function filterRow(line: Uint8Array, above: Uint8Array, into: Uint8Array): void {
  let [sub, up, paeth] = [0, 0, 0];
  const size = (value: number): number => (value < 128 ? value : 256 - value);
  for (let at = 0; at < line.length; at++) {
    const value = line[at] ?? 0;
    const left = at >= 3 ? (line[at - 3] ?? 0) : 0;
    const over = above[at] ?? 0;
    sub += size((value - left) & 0xff);
    up += size((value - over) & 0xff);
    paeth += size((value - predicted(left, over, at >= 3 ? (above[at - 3] ?? 0) : 0)) & 0xff);
  }
  const filter = paeth < sub && paeth < up ? 4 : sub <= up ? 1 : 2;
  into[0] = filter;
  for (let at = 0; at < line.length; at++) {
    const left = at >= 3 ? (line[at - 3] ?? 0) : 0;
    const over = above[at] ?? 0;
    const guess = filter === 1 ? left : filter === 2 ? over : predicted(left, over, at >= 3 ? (above[at - 3] ?? 0) : 0);
    into[at + 1] = ((line[at] ?? 0) - guess) & 0xff;
  }
}

/** The Paeth predictor (PNG §9.4). */
function predicted(left: number, over: number, corner: number): number {
  const guess = left + over - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - over), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? over : corner;
}
