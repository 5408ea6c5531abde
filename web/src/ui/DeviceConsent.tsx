// What a work that reads camera or microphone needs from the person, and what became of it.
import { Camera, Mic } from "lucide-react";
import { cx } from "../lib/cx";
import { closeDevice, openDevice, useDevices, type Device, type DeviceState } from "../lib/devices";
import { Button } from "./Button";

const WORDS: Record<Device, { thing: string; open: string; close: string }> = {
  webcam: { thing: "your camera", open: "Open the camera", close: "Close the camera" },
  mic: { thing: "your microphone", open: "Open the microphone", close: "Close the microphone" },
};

const SAID: Record<DeviceState, (thing: string) => string> = {
  unasked: (thing) => `This work reads ${thing}. Nothing leaves this page.`,
  asking: () => "Your browser asks you.",
  granted: (thing) => `This work reads ${thing} now. Nothing leaves this page.`,
  refused: (thing) => `Your browser does not give ${thing} to this page. Its settings beside the address can change that.`,
  absent: (thing) => `This browser finds nothing that is ${thing}.`,
};

export interface DeviceConsentProps {
  device: Device;
  /** Called within the press, for what only a press may do: to let sound begin. */
  onOpen?: () => void;
}

export function DeviceConsent({ device, onOpen }: DeviceConsentProps) {
  const state = useDevices(({ states }) => states[device]);
  const { thing, open, close } = WORDS[device];
  const Icon = device === "webcam" ? Camera : Mic;
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 rounded-control bg-wash px-3 py-2">
      <Icon size={16} strokeWidth={1.5} aria-hidden className={state === "granted" ? "text-accent" : state === "refused" ? "text-warning" : "text-ink-2"} />
      <p className="min-w-40 flex-1 text-xs text-ink-2">{SAID[state](thing)}</p>
      {state === "granted" ? (
        <Button size="sm" onClick={() => closeDevice(device)}>
          {close}
        </Button>
      ) : (
        <Button
          size="sm"
          busy={state === "asking"}
          onClick={() => {
            onOpen?.();
            void openDevice(device);
          }}
        >
          {state === "unasked" || state === "asking" ? open : "Try again"}
        </Button>
      )}
    </div>
  );
}

/** One line for each device that shown works wish for; nothing where none does. */
export function DeviceWishes({ className }: { className?: string }) {
  const wishes = useDevices((devices) => devices.wishes);
  const wanted = (["webcam", "mic"] as const).filter((device) => wishes[device] > 0);
  if (wanted.length === 0) return null;
  return (
    <div className={cx("flex flex-col gap-2", className)}>
      {wanted.map((device) => (
        <DeviceConsent key={device} device={device} />
      ))}
    </div>
  );
}
