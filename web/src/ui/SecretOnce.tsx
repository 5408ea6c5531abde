// A secret that the server will never say again: to be copied now.
import { useEffect, useRef, useState } from "react";
import { Check, Copy, TriangleAlert } from "lucide-react";
import { copy } from "../lib/clipboard";
import { toast } from "../lib/toast";
import { Button } from "./Button";

export function SecretOnce({ secret, name }: { secret: string; name: string }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.select();
  }, [secret]);
  return (
    <div>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          aria-label={name}
          value={secret}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className="h-11 w-full min-w-0 rounded-control border border-line bg-wash px-3 font-mono text-sm text-code-uniform focus:border-accent focus:outline-none"
        />
        <Button
          variant="primary"
          size="lg"
          icon={copied ? <Check size={17} strokeWidth={1.75} aria-hidden /> : <Copy size={17} strokeWidth={1.75} aria-hidden />}
          onClick={() => {
            void copy(secret).then((worked) => (worked ? setCopied(true) : toast("The browser did not allow copying. Select the text and copy it yourself.", { tone: "danger" })));
          }}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <p className="mt-3 flex gap-2.5 text-sm text-warning">
        <TriangleAlert size={16} strokeWidth={1.5} aria-hidden className="mt-0.5 shrink-0" />
        This is the only time it is shown. Keep it like a password; whoever has it can do what it allows.
      </p>
    </div>
  );
}
