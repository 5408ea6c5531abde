/** Makes a key; its secret is in the answer and nowhere else afterwards. */
import { useMutation } from "@tanstack/react-query";
import { api, ok } from "../../lib/api";
import type { KeyWish } from "../../lib/types";

export function useCreateKey() {
  return useMutation({
    mutationFn: (wish: KeyWish) => ok(api.POST("/api/v1/keys", { body: wish })),
    onSuccess: async (_made, _wish, _kept, { client }) => {
      await client.invalidateQueries({ queryKey: ["keys"] });
    },
  });
}
