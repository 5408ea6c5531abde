/** Pictures of one's own, as the server keeps them. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "../../../lib/api";
import type { components } from "../../../lib/api.gen";
import type { Offer } from "./catalogue";

export type Upload = components["schemas"]["Upload"];

/** What the server takes, asked of before anything is sent. */
export const UPLOAD_TYPES = ["image/png", "image/jpeg", "image/webp"];
const MOST_BYTES = 4 * 1024 * 1024;

const KEY = ["uploads"];

export const uploadsQuery = () => queryOptions({ queryKey: KEY, queryFn: ({ signal }) => ok(api.GET("/api/v1/uploads", { signal })), staleTime: 30_000 });

/** Why a file cannot be sent, or null. */
export function refusal(file: Pick<File, "type" | "size" | "name">): string | null {
  if (!UPLOAD_TYPES.includes(file.type)) return `${file.name} is neither PNG nor JPEG nor WebP.`;
  if (file.size > MOST_BYTES) return `${file.name} has more than 4 MB.`;
  return null;
}

export function useUpload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      ok(
        api.POST("/api/v1/uploads", {
          params: { query: { name: file.name.slice(0, 120) } },
          headers: { "Content-Type": file.type },
          // The generator knows the bytes of a file as a string.
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as Blob,
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useDeleteUpload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sha256: string) => ok(api.DELETE("/api/v1/uploads/{sha256}", { params: { path: { sha256 } } })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function uploadOffer(upload: Upload): Offer {
  const { source, name, width, height, channels } = upload;
  return { type: "texture", source, title: name || "Untitled", facts: `${width} × ${height} · ${channels === 4 ? "RGBA" : "RGB"}` };
}
