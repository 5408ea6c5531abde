/** How a channel is sampled: only what its type lets one choose. */
import { samplerChoices, type Channel, type PassInput } from "@fractafrag/runtime";
import { cx } from "../../../lib/cx";
import { useStudioValue } from "../studio-context";
import { hasChoices } from "./catalogue";

const FILTERS = { nearest: "Nearest", linear: "Linear", mipmap: "Mipmap" };
const WRAPS = { clamp: "Clamp", repeat: "Repeat" };

/** What there is to know of types that leave nothing to choose. */
export const SAID: Partial<Record<PassInput["type"], string>> = {
  keyboard: "Held, pressed and toggled keys in three rows. Click the picture to give it the keys.",
  music: "The spectrum in the lower row, the wave in the upper. Until sound is switched on, a quiet rhythm stands in for it.",
  mic: "The spectrum in the lower row, the wave in the upper. Until you open it, a quiet rhythm stands in for it.",
};

export function SamplerControls({ channel, input }: { channel: Channel; input: PassInput }) {
  const { store } = useStudioValue();
  const { sampler, type } = input;
  const { filters, wraps, vflip, srgb } = samplerChoices(type);
  const said = SAID[type];
  if (!hasChoices(type)) return said ? <p className="text-xs text-ink-3">{said}</p> : null;
  const flag = (label: string, name: "vflip" | "srgb", on: string) => (
    <Choice
      label={label}
      value={sampler[name] ? "on" : "off"}
      options={["off", "on"] as const}
      names={{ off: "Off", on }}
      onChange={(value) => store.getState().sample(channel, { [name]: value === "on" })}
    />
  );
  return (
    <div className="grid gap-x-6 gap-y-2 md:grid-cols-2">
      {filters.length > 1 && <Choice label="Filter" value={sampler.filter} options={filters} names={FILTERS} onChange={(filter) => store.getState().sample(channel, { filter })} />}
      {wraps.length > 1 && <Choice label="Wrap" value={sampler.wrap} options={wraps} names={WRAPS} onChange={(wrap) => store.getState().sample(channel, { wrap })} />}
      {vflip && flag("Flip", "vflip", "Vertically")}
      {srgb && flag("sRGB", "srgb", "To linear")}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Value[];
  names: Record<Value, string>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, names, onChange }: ChoiceProps<Value>) {
  return (
    <div role="group" aria-label={label} className="flex min-w-0 items-center gap-3">
      <span className="w-10 shrink-0 text-xs text-ink-3">{label}</span>
      <span className="flex min-w-0 flex-1 rounded-control bg-wash p-0.5">
        {options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === value}
            className={cx("h-7 min-w-0 flex-1 rounded-sm px-1 text-xs transition max-md:h-9", option === value ? "bg-wash-strong text-ink" : "text-ink-3 hover:text-ink")}
            onClick={() => option !== value && onChange(option)}
          >
            {names[option]}
          </button>
        ))}
      </span>
    </div>
  );
}
