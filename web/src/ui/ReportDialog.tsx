// Tells whoever runs this instance that a work is out of place; loaded when somebody asks for it.
import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { api } from "../lib/api";
import { explain } from "../lib/problem";
import { toast } from "../lib/toast";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { TextArea } from "./TextField";

const REASONS = [
  ["flashing", "It flashes and could harm somebody"],
  ["not_theirs", "It is somebody else’s work"],
  ["hateful", "It is hateful"],
  ["sexual", "It is sexual"],
  ["broken", "It does not work"],
  ["other", "Something else"],
] as const;

type Reason = (typeof REASONS)[number][0];

export default function ReportDialog({ card, open, onOpenChange }: { card: { id: string; title: string }; open: boolean; onOpenChange: (open: boolean) => void }) {
  const [reason, setReason] = useState<Reason | null>(null);
  const [words, setWords] = useState("");
  const report = useMutation({
    mutationFn: (given: Reason) => api.POST("/api/v1/shaders/{shader_id}/report", { params: { path: { shader_id: card.id } }, body: { reason: given, words } }),
    onSuccess: () => {
      onOpenChange(false);
      toast("Reported. Thank you; somebody will look at it.", { tone: "success" });
    },
    onError: (error) => toast(`The report did not arrive. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Report this work"
      description={`${card.title} stays where it is until somebody has looked at it.`}
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" busy={report.isPending} disabled={!reason} onClick={() => reason && report.mutate(reason)}>
            Report
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="sr-only">What is wrong?</legend>
        {REASONS.map(([value, label]) => (
          <label key={value} className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2 text-base text-ink-2 hover:bg-wash hover:text-ink has-checked:text-ink">
            <input type="radio" name="reason" value={value} checked={reason === value} onChange={() => setReason(value)} className="size-4 accent-ink" />
            {label}
          </label>
        ))}
      </fieldset>
      <TextArea label="In your words, if you like" className="mt-3" rows={3} maxLength={1000} value={words} onChange={(event) => setWords(event.target.value)} />
    </Dialog>
  );
}
