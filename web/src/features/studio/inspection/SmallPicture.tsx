/** The small living picture of what a pass writes. */
import { useEffect, useRef } from "react";
import { cx } from "../../../lib/cx";
import { useStudioValue } from "../studio-context";
import { SMALL_HEIGHT, SMALL_WIDTH } from "./small-pictures";

/** `letter`: until it is drawn the letter of the pass stands there. */
export function SmallPicture({ pass, letter = false, className }: { pass: string; letter?: boolean; className?: string }) {
  const { engine } = useStudioValue();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { small } = engine;
  useEffect(() => (canvas.current ? small.follow(pass, canvas.current) : undefined), [small, pass]);
  return (
    <span className={cx("relative grid place-items-center overflow-hidden bg-wash", className)} aria-hidden>
      {letter && <span className="font-mono text-lg text-ink-2">{pass.replace("Buffer ", "")}</span>}
      <canvas ref={canvas} width={SMALL_WIDTH} height={SMALL_HEIGHT} data-small={pass} className="absolute inset-0 size-full object-cover opacity-0 data-[alive=true]:opacity-100" />
    </span>
  );
}
