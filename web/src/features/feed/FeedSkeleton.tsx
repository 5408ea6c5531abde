// The feed before its first answer: the shape of a title and of the rail in the dark.
import { Skeleton } from "../../ui/Skeleton";

export function FeedSkeleton() {
  return (
    <div role="status" aria-label="The feed is loading" className="relative h-full">
      <div className="absolute bottom-[calc(var(--bottom-bar)+28px)] left-[max(20px,var(--safe-left))] flex flex-col gap-3 md:left-8">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-36" />
      </div>
      <div className="absolute right-3 bottom-[calc(var(--bottom-bar)+28px)] flex flex-col gap-5 md:right-6">
        {[0, 1, 2, 3, 4].map((index) => (
          <Skeleton key={index} className="size-9 rounded-full!" />
        ))}
      </div>
    </div>
  );
}
