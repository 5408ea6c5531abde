/** What an empty list of webhooks shows: a fragment on its way from here to somewhere else. */
import { cx } from "../../lib/cx";

export function WebhookPicture({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 180 84" aria-hidden className={cx("h-28 w-60 text-ink", className)} fill="currentColor">
      <polygon points="30,18 52,56 8,56" opacity="0.55" />
      <polygon points="30,60 8,60 19,78" opacity="0.32" />
      <polygon points="34,60 52,60 43,76" opacity="0.44" />
      {[64, 72, 110, 118, 126].map((x, index) => (
        <circle key={x} cx={x} cy="45" r="1.6" opacity={0.25 + index * 0.1} />
      ))}
      <polygon points="91,34 103,54 79,54" opacity="0.9" className="animate-breathe" />
      <rect x="134" y="20" width="40" height="14" rx="3" opacity="0.3" />
      <rect x="134" y="38" width="40" height="14" rx="3" opacity="0.42" />
      <rect x="134" y="56" width="40" height="14" rx="3" opacity="0.3" />
      <circle cx="166" cy="27" r="2" opacity="0.8" />
      <circle cx="166" cy="45" r="2" opacity="0.95" />
      <circle cx="166" cy="63" r="2" opacity="0.8" />
    </svg>
  );
}
