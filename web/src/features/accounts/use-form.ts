/** A form that is sent: busy while it is, and every refusal at the field it belongs to. */
import { useState } from "react";
import type { FormEvent } from "react";
import { explain, isProblem } from "../../lib/problem";

export type Refusals<Field extends string> = Partial<Record<Field, string>>;

/** Which of the form's fields a refusal names, and what remains to be said above the form. */
export function refusalsOf<Field extends string>(error: unknown, fields: readonly Field[]): { at: Refusals<Field>; over: string | null } {
  if (!isProblem(error) || error.status === 429 || error.status === 0) return { at: {}, over: explain(error) };
  const at: Refusals<Field> = {};
  let over: string | null = null;
  for (const { field, message } of error.errors) {
    const known = fields.find((name) => field.split(/[.[\]/]+/).includes(name));
    if (known) at[known] ??= message;
    else over ??= message;
  }
  return { at, over: Object.keys(at).length > 0 ? over : (over ?? explain(error)) };
}

export interface Form<Field extends string> {
  busy: boolean;
  at: Refusals<Field>;
  /** What concerns no single field. */
  over: string | null;
  /** Takes away the refusal of a field that is being changed. */
  forget: (field: Field) => void;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * `check` answers what can be said without the server, by field; `send` throws what the server refuses.
 * The first refused field takes the focus.
 */
export function useForm<Field extends string>(fields: readonly Field[], check: () => Refusals<Field>, send: () => Promise<void>): Form<Field> {
  const [busy, setBusy] = useState(false);
  const [at, setAt] = useState<Refusals<Field>>({});
  const [over, setOver] = useState<string | null>(null);

  function show(element: HTMLFormElement, found: { at: Refusals<Field>; over: string | null }): void {
    setAt(found.at);
    setOver(found.over);
    const first = fields.find((field) => found.at[field]);
    if (first) element.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  async function submit(element: HTMLFormElement): Promise<void> {
    const early = check();
    show(element, { at: early, over: null });
    if (Object.keys(early).length > 0) return;
    setBusy(true);
    try {
      await send();
    } catch (error) {
      show(element, refusalsOf(error, fields));
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    at,
    over,
    forget: (field) => setAt((all) => (all[field] ? { ...all, [field]: undefined } : all)),
    onSubmit: (event) => {
      event.preventDefault();
      if (!busy) void submit(event.currentTarget);
    },
  };
}
