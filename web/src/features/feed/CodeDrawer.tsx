// The source, beside the picture that goes on: a third from the right, or a sheet from below on the phone.
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { GitFork, X } from "lucide-react";
import { cx } from "../../lib/cx";
import { licenceName } from "../../lib/licences";
import { paths } from "../../lib/paths";
import { shaderQuery } from "../../lib/shaders";
import type { ShaderCard } from "../../lib/types";
import { Button } from "../../ui/Button";
import { Byline } from "../../ui/Byline";
import { CodeView } from "../../ui/CodeView";
import { ErrorState } from "../../ui/ErrorState";
import { IconButton } from "../../ui/IconButton";
import { Skeleton } from "../../ui/Skeleton";

export function CodeDrawer({ card, open, onClose }: { card: ShaderCard; open: boolean; onClose: () => void }) {
  const { data, error, refetch } = useQuery({ ...shaderQuery(card.id), enabled: open, staleTime: 5 * 60_000 });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) panel.current?.focus({ preventScroll: true });
  }, [open]);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      // React 18 knows inert only as a foreign attribute.
      {...(open ? {} : { inert: "" })}
      aria-label={`Source of ${card.title}`}
      className={cx(
        "fixed z-45 flex flex-col border-line bg-glass-strong backdrop-blur-xl outline-none transition-[transform,visibility] duration-200 ease-out",
        "inset-x-0 bottom-0 h-[58dvh] rounded-t-sheet border-t pb-(--safe-bottom)",
        "md:inset-y-0 md:right-0 md:left-auto md:h-auto md:w-[max(26rem,34vw)] md:rounded-none md:border-t-0 md:border-l",
        !open && "invisible max-md:translate-y-full md:translate-x-full",
      )}
    >
      <header className="flex items-center gap-3 px-5 pt-4 pb-2 md:pt-[calc(var(--safe-top)+16px)]">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-medium">{card.title}</h2>
          <p className="flex text-sm text-ink-2">
            <Byline author={card.author} />
            <span className="shrink-0 whitespace-pre text-ink-3"> · {licenceName(card.licence)}</span>
          </p>
        </div>
        <Button size="sm" asChild>
          <Link to={paths.fork(card.id)}>
            <GitFork size={15} strokeWidth={1.5} aria-hidden />
            Fork
          </Link>
        </Button>
        <IconButton label="Close the code" shortcut="c" side="left" icon={<X size={18} strokeWidth={1.5} />} onClick={onClose} />
      </header>
      {data ? (
        <CodeView passes={data.passes} className="flex-1" codeClassName="overscroll-contain" />
      ) : error ? (
        <ErrorState title="The code did not load" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="flex flex-col gap-3 p-6">
          {["w-2/5", "w-3/5", "w-1/2", "w-2/3", "w-1/3"].map((width) => (
            <Skeleton key={width} className={cx("h-3", width)} />
          ))}
        </div>
      )}
    </aside>
  );
}
