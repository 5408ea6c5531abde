// What works read from outside: asked for once, shared by all, never a device that the person did not open.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { media } from "../src/lib/media-list";

const asked: string[] = [];
let fails = false;

class Bitmap {
  constructor(
    readonly width: number,
    readonly height: number,
  ) {}
}

beforeEach(() => {
  asked.length = 0;
  fails = false;
  vi.stubGlobal("fetch", (address: string) => {
    asked.push(address);
    if (fails) return Promise.resolve(new Response(null, { status: 404 }));
    const medium = media.find((one) => address.endsWith(`${one.id}.bin`));
    return Promise.resolve(new Response(new Uint8Array(medium ? 32 ** 3 * medium.channels : 10)));
  });
  vi.stubGlobal("createImageBitmap", () => Promise.resolve(new Bitmap(2048, 2048)));
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const opened = async (choices = {}) => (await import("../src/lib/media-set")).openMedia(choices);

test("a picture is fetched once for all who read it", async () => {
  const [one, other] = [await opened(), await opened()];
  const [first, again, elsewhere] = await Promise.all([one.load("texture", "wood"), one.load("texture", "wood"), other.load("texture", "wood")]);
  expect(first).toMatchObject({ kind: "image", width: 2048, channels: 3 });
  expect(again).toBe(first);
  expect(elsewhere).toBe(first);
  expect(asked).toEqual(["/media-set/wood.webp"]);
});

test("a cubemap comes with six faces, in the order of WebGL", async () => {
  const content = await (await opened()).load("cubemap", "hall");
  expect(content).toMatchObject({ kind: "cubemap", size: 256 });
  expect(content?.kind === "cubemap" && content.faces).toHaveLength(6);
  expect(asked).toEqual(["px", "nx", "py", "ny", "pz", "nz"].map((face) => `/media-set/hall-${face}.webp`));
});

test("a volume comes as its bytes", async () => {
  const content = await (await opened()).load("volume", "volume-noise-rgba");
  expect(content).toMatchObject({ kind: "volume", width: 32, height: 32, depth: 32, channels: 4 });
});

test("one's own picture lies where the server keeps it", async () => {
  const hash = "0123456789abcdef".repeat(4);
  expect(await (await opened()).load("texture", `upload:${hash}`)).toMatchObject({ kind: "image", channels: 4 });
  expect(asked).toEqual([`/renders/${hash.slice(0, 32)}.webp`]);
});

test("what is not in the set, of another type, or made by the runtime, is nothing", async () => {
  const access = await opened();
  for (const [type, source] of [["texture", "nonsense"], ["cubemap", "wood"], ["texture", "noise-grey-64"]] as const) {
    expect(await access.load(type, source)).toBeNull();
  }
  expect(asked).toEqual([]);
});

test("a failure is told, and tried again when asked again", async () => {
  const access = await opened();
  fails = true;
  await expect(access.load("texture", "wood")).rejects.toThrow("404");
  fails = false;
  expect(await access.load("texture", "wood")).toMatchObject({ kind: "image" });
});

test("decoded pictures are kept up to a bound, the oldest go first", async () => {
  const access = await opened();
  // Each counts 1 MB by the list; uploads count what they decode to, 16 MB here.
  for (let at = 0; at < 6; at++) await access.load("texture", `upload:${String(at).repeat(64)}`);
  const later = await opened();
  await later.load("texture", `upload:${"5".repeat(64)}`);
  expect(asked).toHaveLength(6);
  await later.load("texture", `upload:${"0".repeat(64)}`);
  expect(asked).toHaveLength(7);
});

test("without leave, no work gets a camera, and nobody is asked", async () => {
  const getUserMedia = vi.fn();
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  expect(await (await opened()).load("webcam", "webcam")).toBeNull();
  const { useDevices } = await import("../src/lib/devices");
  expect(useDevices.getState().wishes.webcam).toBe(0);
  expect(getUserMedia).not.toHaveBeenCalled();
});

function stream() {
  const track = { stop: vi.fn(), addEventListener: vi.fn() };
  return { track, made: { getTracks: () => [track] } as unknown as MediaStream };
}

test("a microphone comes when the person opens it, and stops when nobody listens any more", async () => {
  const { track, made } = stream();
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => Promise.resolve(made) } });
  const access = await opened({ devices: true });
  const { openDevice, useDevices } = await import("../src/lib/devices");
  const coming = access.load("mic", "mic");
  expect(useDevices.getState()).toMatchObject({ wishes: { mic: 1 }, states: { mic: "unasked" } });
  await openDevice("mic");
  expect(await coming).toEqual({ kind: "audio", element: null, stream: made });
  expect(useDevices.getState().states.mic).toBe("granted");
  access.dispose();
  expect(track.stop).toHaveBeenCalled();
  expect(useDevices.getState()).toMatchObject({ wishes: { mic: 0 }, states: { mic: "unasked" } });
});

test("a refusal is remembered as one, and a missing device as that", async () => {
  let name = "NotAllowedError";
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: async () => Promise.reject(new DOMException("", name)) } });
  const { openDevice, useDevices } = await import("../src/lib/devices");
  await openDevice("webcam");
  expect(useDevices.getState().states.webcam).toBe("refused");
  name = "NotFoundError";
  await openDevice("webcam");
  expect(useDevices.getState().states.webcam).toBe("absent");
});

test("a permission that comes after the work has gone leaves no device open", async () => {
  const { track, made } = stream();
  vi.useFakeTimers();
  let give: (stream: MediaStream) => void = () => {};
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => new Promise<MediaStream>((resolve) => (give = resolve)) } });
  const access = await opened({ devices: true });
  const { openDevice } = await import("../src/lib/devices");
  void access.load("webcam", "webcam");
  const opening = openDevice("webcam");
  access.dispose();
  give(made);
  await opening;
  vi.runAllTimers();
  vi.useRealTimers();
  expect(track.stop).toHaveBeenCalled();
});
