/** Pictures of one's own: brought by a button or dropped, kept by the server, deleted while no work reads them. */
import { useQuery } from "@tanstack/react-query";
import { ImagePlus, LoaderCircle, Trash2 } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";
import { Link } from "react-router";
import type { PassInput } from "@fractafrag/runtime";
import { cx } from "../../../lib/cx";
import { paths } from "../../../lib/paths";
import { isProblem } from "../../../lib/problem";
import { useUser } from "../../../lib/session";
import { toast } from "../../../lib/toast";
import { buttonLook } from "../../../ui/Button";
import { ErrorState } from "../../../ui/ErrorState";
import { Skeleton } from "../../../ui/Skeleton";
import type { Offer } from "./catalogue";
import { OfferGrid } from "./OfferGrid";
import { refusal, UPLOAD_TYPES, uploadOffer, uploadsQuery, useDeleteUpload, useUpload } from "./uploads";

export interface MineProps {
  input: PassInput | undefined;
  onChoose: (offer: Offer) => void;
  onLook: (offer: Offer | null) => void;
}

export function Mine(props: MineProps) {
  const user = useUser();
  if (user) return <Shelf {...props} />;
  return (
    <div className="flex flex-col items-start gap-3 py-2">
      <p className="text-sm text-ink-2">Sign in to bring pictures of your own. PNG, JPEG or WebP, up to 4 MB.</p>
      <Link to={paths.login(`${location.pathname}${location.search}`)} className={buttonLook("secondary", "sm")}>
        Sign in
      </Link>
    </div>
  );
}

function Shelf({ input, onChoose, onLook }: MineProps) {
  const mine = useQuery(uploadsQuery());
  const upload = useUpload();
  const remove = useDeleteUpload();
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  function send(files: Iterable<File>): void {
    const [file] = files;
    if (!file) return;
    const refused = refusal(file);
    if (refused) return toast(refused, { tone: "danger" });
    upload.mutate(file, {
      onSuccess: (made) => onChoose(uploadOffer(made)),
      onError: (error) => toast(isProblem(error) ? error.message : "The picture was not kept.", { tone: "danger" }),
    });
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files);
  }

  if (mine.isPending) {
    return (
      <div role="status" aria-label="Loading" className="grid grid-cols-[repeat(auto-fill,minmax(76px,1fr))] gap-2">
        {[0, 1, 2].map((at) => (
          <Skeleton key={at} className="h-26" />
        ))}
      </div>
    );
  }
  if (!mine.data) return <ErrorState title="Your pictures did not load" error={mine.error} onRetry={() => void mine.refetch()} />;
  const { items, bytes_limit: limit, bytes_used: used } = mine.data;
  const taken = new Set(items.filter((one) => one.used).map((one) => one.source));

  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className="flex flex-col gap-3"
    >
      <OfferGrid
        label="Your pictures"
        offers={items.map(uploadOffer)}
        input={input}
        onChoose={onChoose}
        onLook={onLook}
        corner={(offer) =>
          !taken.has(offer.source) && (
            <button
              type="button"
              aria-label={`Delete ${offer.title}`}
              className="absolute top-1 right-1 grid size-7 place-items-center rounded-full bg-glass text-ink opacity-0 backdrop-blur-md transition group-hover/tile:opacity-100 focus-visible:opacity-100 hover:bg-glass-strong max-md:opacity-100"
              onClick={() =>
                remove.mutate(offer.source.slice("upload:".length), {
                  onError: (error) => toast(isProblem(error) ? error.message : "The picture is still there.", { tone: "danger" }),
                })
              }
            >
              <Trash2 size={14} strokeWidth={1.5} aria-hidden />
            </button>
          )
        }
      >
        <button
          type="button"
          data-tile=""
          tabIndex={items.length === 0 ? 0 : -1}
          disabled={upload.isPending}
          onClick={() => picker.current?.click()}
          className={cx(
            "flex min-h-26 flex-col items-center justify-center gap-1.5 rounded-control border border-dashed p-1 text-xs text-ink-2 transition hover:border-line-strong hover:text-ink",
            over && "border-accent! text-ink",
          )}
        >
          {upload.isPending ? <LoaderCircle size={18} strokeWidth={1.5} className="animate-turn" aria-hidden /> : <ImagePlus size={18} strokeWidth={1.5} aria-hidden />}
          {upload.isPending ? "Sending" : over ? "Drop it" : "Add"}
        </button>
      </OfferGrid>
      <input
        ref={picker}
        type="file"
        accept={UPLOAD_TYPES.join(",")}
        aria-label="A picture of your own"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          send(event.target.files ?? []);
          event.target.value = "";
        }}
      />
      <p className="text-xs text-ink-3">
        PNG, JPEG or WebP, up to 4 MB; larger than 2048 pixels is made smaller. Whoever sees the work sees the picture.{" "}
        {used > limit / 2 && `${Math.round((100 * used) / limit)} % of your room is taken.`}
      </p>
    </div>
  );
}
