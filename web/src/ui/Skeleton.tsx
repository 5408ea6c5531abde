// The shape of what is still coming.
import { cx } from "../lib/cx";

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("animate-breathe rounded-control bg-wash-strong", className)} />;
}
