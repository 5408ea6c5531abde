// Forking: a draft of one's own, with the lineage kept, opened in the studio.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { api, ok } from "./api";
import { paths } from "./paths";
import { explain } from "./problem";
import { requireUser } from "./signin";
import { toast } from "./toast";

export function useFork(): { fork(id: string): void; forking: boolean } {
  const navigate = useNavigate();
  const { mutate, isPending } = useMutation({
    mutationFn: (id: string) => ok(api.POST("/api/v1/shaders/{shader_id}/fork", { params: { path: { shader_id: id } } })),
    onSuccess: (page, id, _kept, { client }) => {
      client.setQueryData(["shader", page.id], page);
      void client.invalidateQueries({ queryKey: ["lineage", id] });
      void navigate(paths.studio(page.id));
    },
    onError: (error) => toast(`The fork was not made. ${explain(error)}`, { tone: "danger" }),
  });
  return {
    fork: (id) => {
      if (requireUser("fork")) mutate(id);
    },
    forking: isPending,
  };
}
