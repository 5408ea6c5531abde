// The source on a work's page.
import type { ShaderPage } from "../../lib/types";
import { CodeView } from "../../ui/CodeView";
import { Skeleton } from "../../ui/Skeleton";

export function Code({ passes }: { passes: ShaderPage["passes"] | undefined }) {
  return (
    <section aria-label="Code" className="overflow-hidden rounded-card border border-line bg-surface">
      {passes ? <CodeView passes={passes} codeClassName="max-h-[34rem]" /> : <Skeleton className="m-5 h-64" />}
    </section>
  );
}
