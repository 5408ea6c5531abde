/** One thing that can be read, seen larger: films play, music can be heard, a cubemap lies unfolded. */
import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { mediaAddress, mediumOf } from "../../../lib/media-list";
import { uploadAddress } from "../../../lib/media-set";
import { Button } from "../../../ui/Button";
import type { Offer } from "./catalogue";
import { Thumbnail } from "./Thumbnail";

export function OfferPreview({ offer }: { offer: Offer }) {
  return (
    <figure className="flex flex-col gap-2">
      <div className="aspect-square w-full overflow-hidden rounded-control border border-line bg-room">
        <Picture key={`${offer.type} ${offer.source}`} offer={offer} />
      </div>
      <figcaption className="min-w-0">
        <span className="block truncate text-sm text-ink">{offer.title}</span>
        <span className="block text-xs text-ink-3">{offer.facts}</span>
      </figcaption>
      {offer.type === "music" && <Listen key={offer.source} source={offer.source} />}
    </figure>
  );
}

// Where the faces +X, -X, +Y, -Y, +Z, -Z lie in a cross of four by three.
const CROSS = ["3 / 2", "1 / 2", "2 / 1", "2 / 3", "2 / 2", "4 / 2"];

function Picture({ offer }: { offer: Offer }) {
  const { type, source } = offer;
  const medium = mediumOf(type, source);
  const [file] = medium?.files ?? [];
  if (medium && type === "cubemap") {
    return (
      <div className="grid size-full grid-cols-4 grid-rows-4 content-center">
        {medium.files.map((face, at) => {
          const [column, row] = (CROSS[at] ?? "1 / 1").split(" / ");
          return <img key={face} src={mediaAddress(face)} alt="" className="size-full translate-y-1/2 object-cover" style={{ gridColumn: column, gridRow: row }} />;
        })}
      </div>
    );
  }
  if (file && type === "video") return <video src={mediaAddress(file)} muted loop autoPlay playsInline className="size-full object-contain" />;
  if (file && type === "texture") return <img src={mediaAddress(file)} alt="" className="size-full object-contain" />;
  if (source.startsWith("upload:")) return <img src={uploadAddress(source)} alt="" className="size-full object-contain" />;
  return <Thumbnail type={type} source={source} className="size-full" />;
}

function Listen({ source }: { source: string }) {
  const [playing, setPlaying] = useState(false);
  const audio = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = () => {
    if (playing) {
      audio.current?.pause();
      setPlaying(false);
      return;
    }
    const [file] = mediumOf("music", source)?.files ?? [];
    audio.current ??= new Audio(mediaAddress(file ?? ""));
    audio.current.loop = true;
    audio.current.play().then(
      () => setPlaying(true),
      () => setPlaying(false),
    );
  };
  const Icon = playing ? Pause : Play;
  return (
    <Button size="sm" icon={<Icon size={14} strokeWidth={1.5} aria-hidden />} onClick={toggle}>
      {playing ? "Stop" : "Listen"}
    </Button>
  );
}
