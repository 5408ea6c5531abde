/** The dialog that makes a webhook, and then shows its secret once. */
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { api, ok } from "../../lib/api";
import { paths } from "../../lib/paths";
import { explain, isProblem } from "../../lib/problem";
import type { Webhook, WebhookWish } from "../../lib/types";
import { Button } from "../../ui/Button";
import { Checkbox } from "../../ui/Checkbox";
import { Dialog } from "../../ui/Dialog";
import { SecretOnce } from "../../ui/SecretOnce";
import { Select } from "../../ui/Select";
import { TextField } from "../../ui/TextField";
import { ABOUT, EVENTS } from "./words";

interface Made {
  id: string;
  secret: string;
}

export function CreateWebhook({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const navigate = useNavigate();
  if (made) {
    const done = () => {
      onOpenChange(false);
      setMade(null);
      void navigate(paths.webhook(made.id));
    };
    return (
      <Dialog
        open={open}
        onOpenChange={(shown) => !shown && done()}
        stays
        width="md"
        title="The secret of your webhook"
        description="Every message is signed with it (Standard Webhooks). Your server checks the signature with the same secret."
        footer={<Button onClick={done}>Done</Button>}
      >
        <SecretOnce secret={made.secret} name="The secret" />
      </Dialog>
    );
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} width="md" title="New webhook" description="An address on the open internet that takes POST requests.">
      <WebhookForm onMade={setMade} />
    </Dialog>
  );
}

function WebhookForm({ onMade }: { onMade: (made: Made) => void }) {
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<Webhook["events"]>(EVENTS.map(({ event }) => event));
  const [about, setAbout] = useState<Webhook["about"]>("mine");
  const [flaws, setFlaws] = useState<{ url?: string; events?: string; over?: string }>({});
  const create = useMutation({
    mutationFn: (wish: WebhookWish) => ok(api.POST("/api/v1/webhooks", { body: wish })),
    onSuccess: async (webhook, _wish, _kept, { client }) => {
      onMade({ id: webhook.id, secret: webhook.secret });
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    },
    onError: (error) => {
      const at = isProblem(error) ? error.fields : {};
      setFlaws(at.url || at.events ? at : { over: explain(error) });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = {
      ...(URL.canParse(url.trim()) && /^https?:/i.test(url.trim()) ? {} : { url: "A whole address, such as https://example.org/hook." }),
      ...(events.length > 0 ? {} : { events: "At least one of them." }),
    };
    setFlaws(found);
    if (Object.keys(found).length === 0 && !create.isPending) create.mutate({ url: url.trim(), events, about });
  }

  return (
    <form noValidate aria-label="New webhook" className="flex flex-col gap-5 pt-1" onSubmit={submit}>
      {flaws.over && (
        <p role="alert" className="rounded-control bg-wash px-3 py-2.5 text-sm text-danger">
          {flaws.over}
        </p>
      )}
      <TextField
        label="Address"
        name="url"
        type="url"
        inputMode="url"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        placeholder="https://example.org/hook"
        value={url}
        error={flaws.url}
        onChange={(event) => setUrl(event.target.value)}
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-sm text-ink-2">Tell it when</legend>
        {EVENTS.map(({ event, name, note }) => (
          <Checkbox
            key={event}
            name={event}
            label={name}
            note={note}
            checked={events.includes(event)}
            onChange={(checked) => setEvents((before) => EVENTS.map((one) => one.event).filter((one) => (one === event ? checked : before.includes(one))))}
          />
        ))}
        {flaws.events && (
          <p role="alert" className="text-sm text-danger">
            {flaws.events}
          </p>
        )}
      </fieldset>
      <Select label="About" value={about} onChange={setAbout} options={ABOUT} />
      <Button type="submit" variant="primary" size="lg" busy={create.isPending}>
        Make the webhook
      </Button>
    </form>
  );
}
