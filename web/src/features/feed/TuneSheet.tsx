// What one may say to the feed while it plays: how familiar it should be, and what to forget.
import { useQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { Link } from "react-router";
import { paths } from "../../lib/paths";
import { isProblem } from "../../lib/problem";
import type { Mood } from "../../lib/shaders";
import { tasteQuery, useWhose } from "../../lib/taste";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Skeleton";
import { openSheet, useSheet } from "./sheets";
import { Dial } from "./taste/Dial";
import { ForgetSession } from "./taste/ForgetSession";

export default function TuneSheet({ mood }: { mood: Mood | null }) {
  const open = useSheet(({ sheet }) => sheet === "tune");
  const { data, error } = useQuery({ ...tasteQuery(useWhose()) });
  const off = isProblem(error) && error.status === 409;
  return (
    <Sheet open={open} onOpenChange={(shown) => !shown && openSheet(null)} title="Tune the feed">
      {off ? (
        <p className="text-base text-ink-2">
          The feed learns nothing from you, so there is nothing to tune.{" "}
          <Link to={paths.privacy()} className="rounded-sm text-ink underline decoration-ink/40 underline-offset-2 hover:decoration-ink">
            Let it learn
          </Link>
        </p>
      ) : (
        <div className="flex flex-col gap-6">
          {data ? <Dial surprise={data.surprise} mood={mood} /> : error ? <p className="text-sm text-ink-2">The dial did not load.</p> : <Skeleton className="h-12" />}
          <div className="flex flex-wrap gap-2">
            <Button size="sm" asChild>
              <Link to={paths.taste()}>
                <Sparkles size={15} strokeWidth={1.5} aria-hidden />
                My taste
              </Link>
            </Button>
            {/* Once there is a dial: the focus falls on what comes first, and this is not what Enter should do. */}
            {data && <ForgetSession mood={mood} />}
          </div>
        </div>
      )}
    </Sheet>
  );
}
