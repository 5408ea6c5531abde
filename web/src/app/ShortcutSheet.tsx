// The "?" sheet: every key that does something on this screen.
import { useShortcuts } from "../lib/shortcuts";
import { Dialog } from "../ui/Dialog";
import { Kbd } from "../ui/Kbd";

export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const all = useShortcuts((state) => state.entries);
  const entries = all.filter(({ keys }) => keys.length > 0);
  const groups = new Map<string, typeof entries>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" width="md">
      <div className="gap-x-10 sm:columns-2">
        {[...groups].reverse().map(([group, list]) => (
          <section key={group} className="mb-6 break-inside-avoid">
            <h3 className="mb-2 text-xs text-ink-3">{group}</h3>
            <dl className="flex flex-col gap-1.5 text-sm">
              {list.map(({ keys, label }) => (
                <div key={label} className="flex items-center justify-between gap-4">
                  <dt className="text-ink-2">{label}</dt>
                  <dd className="flex gap-1.5">
                    {keys.map((key) => (
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
