/** How quickly the work plays, and with how many pixels. */
import { useState } from "react";
import { Button } from "../../../ui/Button";
import { fraction, LONGEST_SIDE, MOST_SPEED, sizeName } from "../playback";
import { useStudio, useStudioValue } from "../studio-context";
import { Chooser } from "./Chooser";
import { readFactor } from "./times";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const SCALES = [0.25, 0.5, 1, 2];
const SIZES = [
  [640, 360],
  [1280, 720],
  [1920, 1080],
  [1024, 1024],
] as const;

const field =
  "tabular h-8 w-full min-w-0 rounded-control border border-line bg-wash px-2 font-mono text-xs text-ink outline-none focus:border-accent aria-invalid:border-danger";

export function SpeedChooser() {
  const { store } = useStudioValue();
  const speed = useStudio((state) => state.speed);
  const take = (next: number) => store.getState().setPlayback({ speed: next });
  return (
    <Chooser
      label={`Speed: ${speed} times`}
      heading="Speed"
      text={`${fraction(speed)}×`}
      options={SPEEDS.map((value) => ({ name: `${fraction(value)}×`, chosen: value === speed, choose: () => take(value) }))}
    >
      {(close) => <Exactly label="Exact speed" hint={`0 to ${MOST_SPEED}, or 1/8`} start={String(Number(speed.toPrecision(6)))} read={(text) => readFactor(text, MOST_SPEED)} onTake={(value) => (take(value), close())} />}
    </Chooser>
  );
}

interface ExactlyProps {
  label: string;
  hint: string;
  start: string;
  read: (text: string) => number | null;
  onTake: (value: number) => void;
}

function Exactly({ label, hint, start, read, onTake }: ExactlyProps) {
  const [text, setText] = useState(start);
  const value = read(text);
  return (
    <form
      className="flex items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== null) onTake(value);
      }}
    >
      <input aria-label={label} title={hint} aria-invalid={value === null || undefined} inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} className={field} />
      <Button type="submit" size="sm" disabled={value === null}>
        Set
      </Button>
    </form>
  );
}

export function SizeChooser() {
  const { store } = useStudioValue();
  const scale = useStudio((state) => state.scale);
  const fixed = useStudio((state) => state.fixed);
  const { setPlayback } = store.getState();
  return (
    <Chooser
      label={`Resolution: ${fixed ? sizeName({ scale, fixed }) : `${scale} times the screen's`}`}
      heading="Resolution"
      text={sizeName({ scale, fixed })}
      options={[
        ...SCALES.map((value) => ({ name: `${fraction(value)} × screen`, chosen: !fixed && value === scale, choose: () => setPlayback({ scale: value, fixed: null }) })),
        ...SIZES.map(([width, height]) => ({ name: `${width} × ${height}`, chosen: fixed?.width === width && fixed.height === height, choose: () => setPlayback({ fixed: { width, height } }) })),
      ]}
    >
      {(close) => <Sides start={fixed ?? { width: 800, height: 450 }} onTake={(size) => (setPlayback({ fixed: size }), close())} />}
    </Chooser>
  );
}

const side = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= LONGEST_SIDE ? Number(text) : null);

function Sides({ start, onTake }: { start: { width: number; height: number }; onTake: (size: { width: number; height: number }) => void }) {
  const [texts, setTexts] = useState({ width: String(start.width), height: String(start.height) });
  const [width, height] = [side(texts.width), side(texts.height)];
  return (
    <form
      className="flex items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (width !== null && height !== null) onTake({ width, height });
      }}
    >
      {(["width", "height"] as const).map((name) => (
        <input
          key={name}
          aria-label={`${name === "width" ? "Width" : "Height"} in pixels`}
          title={`1 to ${LONGEST_SIDE}`}
          aria-invalid={side(texts[name]) === null || undefined}
          inputMode="numeric"
          value={texts[name]}
          onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
          className={field}
        />
      ))}
      <Button type="submit" size="sm" className="px-2" disabled={width === null || height === null}>
        Set
      </Button>
    </form>
  );
}
