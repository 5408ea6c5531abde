// The shape of a work's page before it is there.
import { Skeleton } from "../../ui/Skeleton";

export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="aspect-video max-h-[calc(100dvh-var(--header)-52px)] w-full rounded-none! opacity-60 max-md:max-h-[62dvh]" />
      <div className="mx-auto mt-[52px] flex max-w-[1320px] flex-col gap-3 px-4 pt-6 md:px-6">
        <Skeleton className="h-8 w-72" />
        <Skeleton className="h-4 w-48" />
        <Skeleton className="mt-4 h-3.5 w-full max-w-[36rem]" />
        <Skeleton className="h-3.5 w-full max-w-[30rem]" />
      </div>
    </div>
  );
}
