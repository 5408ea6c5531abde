// Lets what was just watched no longer say what comes next.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { api } from "../../../lib/api";
import { explain } from "../../../lib/problem";
import type { Mood } from "../../../lib/shaders";
import { signals } from "../../../lib/signals";
import { tasteQuery, useWhose } from "../../../lib/taste";
import { toast } from "../../../lib/toast";
import { Button } from "../../../ui/Button";
import { chooseAnew } from "../ahead";

export function ForgetSession({ mood = null }: { mood?: Mood | null }) {
  const client = useQueryClient();
  const { queryKey } = tasteQuery(useWhose());
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      await signals.flush();
      await api.DELETE("/api/v1/me/taste/session");
    },
    onSuccess: () => {
      client.setQueryData(queryKey, (taste) => taste && { ...taste, session: [] });
      void client.invalidateQueries({ queryKey });
      toast("Forgotten. What you watched just now no longer says what comes next.", { tone: "success" });
      return chooseAnew(client, mood);
    },
    onError: (error) => toast(`It was not forgotten. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <Button size="sm" busy={isPending} icon={<RotateCcw size={15} strokeWidth={1.5} aria-hidden />} onClick={() => mutate()}>
      Forget this session
    </Button>
  );
}
