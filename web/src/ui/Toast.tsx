// A line that says what just happened and goes away by itself; `toast()` may be called from anywhere.
import { Toast as Radix } from "radix-ui";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { dismissToast, useToasts } from "../lib/toast";

export { toast } from "../lib/toast";

/** Mounted once by the shell. */
export function Toaster() {
  const lines = useToasts((state) => state.lines);
  return (
    <Radix.Provider swipeDirection="down" duration={5000} label="Message">
      {lines.map((line) => (
        <Radix.Root
          key={line.id}
          type={line.tone === "danger" ? "foreground" : "background"}
          onOpenChange={(open) => !open && dismissToast(line.id)}
          className="flex w-fit max-w-full animate-rise items-center gap-2.5 rounded-card border border-line bg-raised py-2 pr-2 pl-3.5 text-sm text-ink shadow-lift"
        >
          {line.tone === "danger" && <CircleAlert size={16} strokeWidth={1.5} className="shrink-0 text-danger" />}
          {line.tone === "success" && <CircleCheck size={16} strokeWidth={1.5} className="shrink-0 text-success" />}
          <Radix.Description className="min-w-0">{line.text}</Radix.Description>
          {line.action && (
            <Radix.Action altText={line.action.label} asChild>
              <button type="button" className="rounded-sm px-1.5 py-0.5 font-medium text-accent hover:bg-wash" onClick={() => line.action?.run()}>
                {line.action.label}
              </button>
            </Radix.Action>
          )}
          <Radix.Close aria-label="Dismiss" className="rounded-sm p-1 text-ink-3 hover:text-ink">
            <X size={14} strokeWidth={1.5} />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--bottom-bar)+var(--safe-bottom)+20px)] z-70 flex flex-col items-center gap-2 px-4 *:pointer-events-auto" />
    </Radix.Provider>
  );
}
