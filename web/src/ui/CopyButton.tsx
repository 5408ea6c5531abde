// Copies, and says so in its own place.
import { useState } from "react";
import { Check, Copy } from "lucide-react";
import { copy } from "../lib/clipboard";
import { toast } from "../lib/toast";
import { IconButton } from "./IconButton";

export function CopyButton({ text, name }: { text: string; name: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const done = copied === text;
  return (
    <IconButton
      label={done ? "Copied" : `Copy ${name}`}
      size="sm"
      icon={done ? <Check size={16} strokeWidth={1.5} className="text-success" /> : <Copy size={16} strokeWidth={1.5} />}
      onClick={() => {
        void copy(text).then((worked) => (worked ? setCopied(text) : toast("The browser did not allow copying.", { tone: "danger" })));
      }}
    />
  );
}
