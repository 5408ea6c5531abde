/** An archive gives its shaders and nothing else, however it was packed; what means harm is refused in words. */
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { batchesOf, isArchive } from "./archive";

interface Sketch {
  name: string;
  data: string;
  method?: 0 | 8;
  flags?: number;
  /** What its entry says of the size, where that is a lie. */
  says?: number;
  /** And of the method. */
  claims?: number;
}

/** A ZIP by the letter of the format. */
function zip(members: Sketch[], remark = ""): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const { name, data, method = 8, flags = 0, says, claims = method } of members) {
    const packed = method === 8 ? deflateRawSync(Buffer.from(data)) : Buffer.from(data);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    // More than the entry has, as packers write it.
    head.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(claims, 10);
    entry.writeUInt32LE(says ?? packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    entries.push(entry, Buffer.from(name));
    const whole = Buffer.concat([head, Buffer.from(name), Buffer.alloc(4), packed]);
    parts.push(whole);
    at += whole.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(remark.length, 20);
  return Uint8Array.from(Buffer.concat([...parts, directory, end, Buffer.from(remark)]));
}

const IMAGE = "void mainImage(out vec4 c, in vec2 p) { c = vec4(1); }";

test("JSON goes as one array, every other text by itself, and what is for people stays", async () => {
  const archive = zip(
    [
      { name: "works/a.json", data: '{"Shader":{}}' },
      { name: "works/b.json", data: '{"ver":"0.1"}', method: 0 },
      { name: "works/broken.json", data: "{nothing" },
      { name: "loose/sky.glsl", data: IMAGE },
      { name: "README.md", data: "Read me" },
      { name: "LICENCES.txt", data: "MIT" },
      { name: "picture.png", data: "PNG" },
    ],
    "a remark",
  );
  expect(isArchive(archive)).toBe(true);
  expect(await batchesOf(archive)).toEqual([
    { name: "broken.json", text: "{nothing" },
    { name: "sky.glsl", text: IMAGE },
    { name: "archive.json", text: '[{"Shader":{}},{"ver":"0.1"}]' },
  ]);
});

test("a single document stays one, and many are cut where the server would stop reading", async () => {
  expect(await batchesOf(zip([{ name: "a.json", data: '{"a":1}' }]))).toEqual([{ name: "archive.json", text: '{"a":1}' }]);
  const long = (name: string): Sketch => ({ name: `${name}.json`, data: JSON.stringify({ text: name.repeat(400_000) }) });
  const batches = await batchesOf(zip([long("a"), long("b"), long("c")]));
  expect(batches.map(({ text }) => (JSON.parse(text) as unknown[]).length ?? 1)).toEqual([2, 1]);
});

test.each<[string, Uint8Array<ArrayBuffer>, string]>([
  ["no archive", Uint8Array.from(Buffer.from("PK\x03\x04 and nothing at all of what should follow")), "cannot be read"],
  ["cut off", zip([{ name: "a.glsl", data: IMAGE }]).slice(0, -30), "cannot be read"],
  ["without its end", zip([{ name: "a.glsl", data: IMAGE }]).slice(0, 40), "cannot be read"],
  ["a place beyond its end", zip([{ name: "a.glsl", data: IMAGE, says: 1_000_000 }]), "cannot be read"],
  ["what was never deflated", zip([{ name: "a.glsl", data: IMAGE, method: 0, claims: 8 }]), "cannot be read"],
  ["encrypted", zip([{ name: "a.glsl", data: IMAGE, flags: 1 }]), "encrypted"],
  ["nothing of ours", zip([{ name: "a.png", data: "PNG" }]), "no shader"],
  ["a bomb", zip([{ name: "a.glsl", data: " ".repeat(5_000_000) }]), "too large"],
  ["a text that is too long", zip([{ name: "a.glsl", data: " ".repeat(1_000_001) }]), "too large"],
  ["more than is read at once", zip(Array.from({ length: 25 }, (_, index) => ({ name: `${index}.glsl`, data: IMAGE }))), "too large"],
])("%s is refused in words", async (_, archive, why) => {
  await expect(batchesOf(archive)).rejects.toThrow(why);
});
