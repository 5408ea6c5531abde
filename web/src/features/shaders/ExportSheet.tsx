// The sheet beside a work's page from which its pictures, its films and the work itself are saved.
import { fitValues, parseParameters, parseValues, type Pass } from "@fractafrag/runtime";
import type { About } from "../../lib/exporting/html-page";
import { byline } from "../../lib/format";
import { isExtreme } from "../../lib/passport";
import { paths } from "../../lib/paths";
import { flashes } from "../../lib/safety";
import type { ShaderPage } from "../../lib/types";
import { Sheet } from "../../ui/Dialog";
import { ExportForm } from "../../ui/exporting/ExportForm";
import { addressValues } from "../../ui/parameters/use-parameter-play";

export default function ExportSheet({ page, open, onOpenChange }: { page: ShaderPage; open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Sheet side="right" open={open} onOpenChange={onOpenChange} title="Export" description="Drawn here, frame by frame; nothing leaves this device.">
      {/* The form stops its work when it goes. */}
      {open && <ExportForm passes={page.passes as readonly Pass[]} values={valuesOf(page)} about={aboutOf(page)} id={page.id} time={page.poster_at ?? 0} />}
    </Sheet>
  );
}

/** As the page shows it: its own values, and over them what was turned, which stands in the address. */
function valuesOf({ passes, parameters }: ShaderPage) {
  const known = parseParameters(passes as Pass[]);
  return parseValues(known, addressValues(), fitValues(known, parameters.values));
}

function aboutOf(page: ShaderPage): About {
  const { title, description, licence, origin, render } = page;
  const shared = page.status === "published" && page.visibility !== "private";
  return {
    title,
    description,
    licence,
    author: byline(page.author),
    url: shared ? new URL(paths.shader(page.id), location.origin).href : "",
    origin: origin ? { author: origin.author ?? "", url: origin.url ?? "" } : null,
    warning: flashes(render) ? "May contain flashing light." : isExtreme(render.facts) ? "Very heavy to draw. It may slow this device down." : null,
  };
}
