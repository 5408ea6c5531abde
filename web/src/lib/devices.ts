// Camera and microphone: a work may wish for them, but only a press of the person's own ever asks the browser for one.
import { create } from "zustand";

export type Device = "webcam" | "mic";
/** unasked: nobody pressed yet; asking: the browser asks; refused: by the person, or by the browser; absent: there is none. */
export type DeviceState = "unasked" | "asking" | "granted" | "refused" | "absent";

interface Devices {
  states: Record<Device, DeviceState>;
  /** How many shown works wish for each. */
  wishes: Record<Device, number>;
}

export const useDevices = create<Devices>(() => ({ states: { webcam: "unasked", mic: "unasked" }, wishes: { webcam: 0, mic: 0 } }));

const streams = new Map<Device, MediaStream>();
const waiting: Record<Device, Set<(stream: MediaStream) => void>> = { webcam: new Set(), mic: new Set() };

const PATIENCE_MS = 3_000;

const CONSTRAINTS: Record<Device, MediaStreamConstraints> = {
  webcam: { video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false },
  // What is good for calls would flatten the music that a shader listens to.
  mic: { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }, video: false },
};

/** Opens a device because the person pressed a button for it. Never rejects; what came of it is in `useDevices`. */
export async function openDevice(device: Device): Promise<void> {
  const { states } = useDevices.getState();
  if (states[device] === "granted" || states[device] === "asking") return;
  // Absent where the page is not a secure context.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) {
    become(device, "absent");
    return;
  }
  become(device, "asking");
  try {
    const stream = await devices.getUserMedia(CONSTRAINTS[device]);
    streams.set(device, stream);
    for (const track of stream.getTracks()) track.addEventListener("ended", () => closeDevice(device), { once: true });
    become(device, "granted");
    for (const give of [...waiting[device]]) give(stream);
    waiting[device].clear();
    // A work that was just unmuted wishes for it with its next frame; where none does, nobody shall be watched.
    setTimeout(() => unlessWished(device), PATIENCE_MS);
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    become(device, name === "NotFoundError" || name === "OverconstrainedError" ? "absent" : "refused");
  }
}

/** Stops the device: its light goes out. */
export function closeDevice(device: Device): void {
  const stream = streams.get(device);
  if (!stream) return;
  streams.delete(device);
  for (const track of stream.getTracks()) track.stop();
  become(device, "unasked");
}

/**
 * Wishes for a device on behalf of a shown work: the stream comes when the person opens it, maybe never.
 * `leave` ends the wish; the device is stopped when nobody wishes for it any more.
 */
export function wishFor(device: Device): { stream: Promise<MediaStream>; leave: () => void } {
  let give: (stream: MediaStream) => void = () => {};
  const stream = new Promise<MediaStream>((resolve) => (give = resolve));
  const open = streams.get(device);
  if (open) give(open);
  else waiting[device].add(give);
  count(device, 1);
  let left = false;
  return {
    stream,
    leave: () => {
      if (left) return;
      left = true;
      waiting[device].delete(give);
      count(device, -1);
      unlessWished(device);
    },
  };
}

function unlessWished(device: Device): void {
  if (useDevices.getState().wishes[device] === 0) closeDevice(device);
}

function become(device: Device, state: DeviceState): void {
  useDevices.setState(({ states }) => ({ states: { ...states, [device]: state } }));
}

function count(device: Device, by: number): void {
  useDevices.setState(({ wishes }) => ({ wishes: { ...wishes, [device]: wishes[device] + by } }));
}
