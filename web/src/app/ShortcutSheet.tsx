// The "?" sheet: every key that does something on this screen.
import { useShortcuts } from "../lib/shortcuts";
import { Dialog } from "../ui/Dialog";
import { Kbd } from "../ui/Kbd";

export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const entries = useShortcuts((state) => state.entries);
  const groups = new Map<string, typeof entries>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" width="md">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {[...groups].reverse().map(([group, list]) => (
          <section key={group}>
            <h3 className="mb-2 text-xs text-ink-3">{group}</h3>
            <dl className="flex flex-col gap-1.5 text-sm">
              {list.map(({ keys, label }) => (
                <div key={label} className="flex items-center justify-between gap-4">
                  <dt className="text-ink-2">{label}</dt>
                  <dd className="flex gap-1.5">
                    {(typeof keys === "string" ? [keys] : keys).map((key) => (
                      <Kbd key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
