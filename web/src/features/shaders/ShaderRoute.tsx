// The page of one work, at its present version or at an older one.
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { byline } from "../../lib/format";
import { paths } from "../../lib/paths";
import { isProblem } from "../../lib/problem";
import { shaderQuery, versionQuery } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { About } from "./About";
import { Code } from "./Code";
import { LineageTree } from "./LineageTree";
import { PageSkeleton } from "./PageSkeleton";
import { Similar } from "./Similar";
import { Stage } from "./Stage";
import { Versions } from "./Versions";

const POLL_MS = 2500;

export function ShaderRoute() {
  const { id = "", version } = useParams();
  const asked = version !== undefined && /^\d{1,9}$/.test(version) ? Number(version) : null;
  const shader = useQuery({
    ...shaderQuery(id),
    // A fresh work waits for its poster and film.
    refetchInterval: ({ state }) => (state.data?.status === "published" && state.data.render.status === "pending" ? POLL_MS : false),
  });
  const page = shader.data;
  const older = asked !== null && asked !== page?.version ? asked : null;
  const old = useQuery({ ...versionQuery(id, older ?? 0), enabled: older !== null });
  useTitle(page ? `${page.title} by ${byline(page.author)}` : undefined);

  if (isProblem(shader.error, 404) || isProblem(shader.error, 422)) return <Gone />;
  if (!page) return shader.isError ? <ErrorState full title="This work did not load" error={shader.error} onRetry={() => void shader.refetch()} /> : <PageSkeleton />;
  const passes = older === null ? page.passes : old.data?.passes;
  const kept = older === null ? page.parameters : old.data?.parameters;

  return (
    <article key={id}>
      <Stage page={page} passes={passes} kept={kept} label={older === null ? undefined : `Version ${older}`} />
      <div className="mx-auto grid max-w-[1320px] gap-x-12 gap-y-10 px-4 pt-6 pb-12 md:px-6 lg:grid-cols-[minmax(0,1fr)_300px] lg:pt-8">
        <About page={page} />
        <div className="min-w-0 lg:col-start-1">
          {old.isError && older !== null ? (
            <ErrorState title={`Version ${older} did not load`} error={old.error} onRetry={() => void old.refetch()} />
          ) : (
            <Code passes={passes} />
          )}
        </div>
        <aside aria-label="History" className="flex min-w-0 flex-col gap-10 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <LineageTree page={page} />
          <Versions page={page} shown={older ?? page.version} />
        </aside>
      </div>
      <Similar id={id} />
    </article>
  );
}

function Gone() {
  useTitle("Not found");
  return (
    <EmptyState full title="This work is not here" action={<Button asChild><Link to={paths.explore()}>Explore</Link></Button>}>
      It was taken back by its author, or it is private.
    </EmptyState>
  );
}
