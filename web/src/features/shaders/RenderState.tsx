// While poster and film are being made, and when they could not be: the author reads why and may try again.
import { useMutation } from "@tanstack/react-query";
import { LoaderCircle, RotateCcw } from "lucide-react";
import { api, ok } from "../../lib/api";
import { explain } from "../../lib/problem";
import { toast } from "../../lib/toast";
import type { ShaderPage } from "../../lib/types";
import { Button } from "../../ui/Button";

export function RenderState({ page, own }: { page: ShaderPage; own: boolean }) {
  const retry = useMutation({
    mutationFn: () => ok(api.POST("/api/v1/shaders/{shader_id}/render", { params: { path: { shader_id: page.id } } })),
    onSuccess: (_answer, _nothing, _kept, { client }) => {
      client.setQueryData<ShaderPage>(["shader", page.id], (held) => held && { ...held, render: { ...held.render, status: "pending", error: null } });
      return client.invalidateQueries({ queryKey: ["shader", page.id] });
    },
    onError: (error) => toast(`It was not started again. ${explain(error)}`, { tone: "danger" }),
  });
  const { status, error } = page.render;
  if (page.status !== "published" || status === "ready" || !own) return null;
  if (status === "pending") {
    return (
      <p role="status" className="flex items-center gap-2 text-sm text-ink-2">
        <LoaderCircle size={15} strokeWidth={1.5} className="animate-turn text-ink-3" aria-hidden />
        The poster and the film are being made. It appears in the feed with them.
      </p>
    );
  }
  return (
    <section role="alert" className="flex flex-wrap items-start justify-between gap-4 rounded-card border border-line bg-surface p-4">
      <div className="min-w-0 flex-1 text-sm">
        <h2 className="font-medium text-danger">The poster and the film could not be made</h2>
        <p className="mt-1 text-ink-2">{error?.message || "The renderer gave no reason."} The work itself is kept.</p>
        {(error?.errors ?? []).slice(0, 5).map((one) => (
          <p key={`${one.pass} ${one.line} ${one.message}`} className="mt-1.5 font-mono text-xs text-ink-2 [overflow-wrap:anywhere]">
            <span className="text-ink-3">
              {one.pass}:{one.line}
            </span>{" "}
            {one.message}
          </p>
        ))}
      </div>
      <Button busy={retry.isPending} icon={<RotateCcw size={15} strokeWidth={1.5} />} onClick={() => retry.mutate()}>
        Try again
      </Button>
    </section>
  );
}
