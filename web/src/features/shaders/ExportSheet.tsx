// The sheet beside a work's page from which its pictures and films are saved.
import type { Pass } from "@fractafrag/runtime";
import type { ShaderPage } from "../../lib/types";
import { Sheet } from "../../ui/Dialog";
import { ExportForm } from "../../ui/exporting/ExportForm";

export default function ExportSheet({ page, open, onOpenChange }: { page: ShaderPage; open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Sheet side="right" open={open} onOpenChange={onOpenChange} title="Export" description="Drawn here, frame by frame; nothing leaves this device.">
      {/* The form stops its work when it goes. */}
      {open && <ExportForm passes={page.passes as readonly Pass[]} values={page.parameters.values} title={page.title} time={page.poster_at ?? 0} />}
    </Sheet>
  );
}
