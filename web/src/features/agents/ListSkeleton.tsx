/** The shape of a list of programs while it is on its way. */
import { Skeleton } from "../../ui/Skeleton";

export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="mt-6 flex flex-col gap-px overflow-hidden rounded-card border border-line">
      {["w-1/3", "w-1/4", "w-2/5"].map((width) => (
        <div key={width} className="flex flex-col gap-2.5 bg-surface px-4 py-4">
          <Skeleton className={`h-5 ${width}`} />
          <Skeleton className="h-4 w-3/5" />
        </div>
      ))}
    </div>
  );
}
