/** Tags as chips: typed, ended by Enter or comma, taken away by a click or Backspace. */
import { X } from "lucide-react";
import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { cx } from "../../lib/cx";
import { FieldLabel, FieldNote, fieldLook } from "../../ui/TextField";
import { limits } from "./contract";
import { normalTag } from "./document";

export interface TagsFieldProps {
  value: readonly string[];
  onChange: (tags: string[]) => void;
  error?: string | null;
}

export function TagsField({ value, onChange, error }: TagsFieldProps) {
  const field = useId();
  const [text, setText] = useState("");
  const full = value.length >= limits.tags;

  function add(typed: string): void {
    const found = typed.split(/[,\s]+/).map(normalTag).filter((tag) => tag && !value.includes(tag));
    setText("");
    if (found.length > 0) onChange([...new Set([...value, ...found])].slice(0, limits.tags));
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if ((event.key === "Enter" || event.key === ",") && text.trim()) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && !text && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  }

  return (
    <div>
      <FieldLabel field={field} label="Tags" />
      <div className={cx(fieldLook, "flex min-h-10 flex-wrap items-center gap-1.5 px-2 py-1.5 focus-within:border-accent", error && "border-danger!")}>
        {value.map((tag) => (
          <span key={tag} className="inline-flex h-7 items-center gap-1 rounded-full bg-wash-strong pr-1 pl-2.5 text-sm text-ink">
            {tag}
            <button type="button" aria-label={`Remove ${tag}`} className="rounded-full p-1 text-ink-3 hover:text-ink" onClick={() => onChange(value.filter((other) => other !== tag))}>
              <X size={12} strokeWidth={2} />
            </button>
          </span>
        ))}
        <input
          id={field}
          value={text}
          disabled={full}
          maxLength={limits.tag_characters + 1}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${field}-note`}
          placeholder={value.length === 0 ? "raymarching, fractal" : ""}
          className="min-w-24 flex-1 bg-transparent px-1 text-base text-ink outline-none placeholder:text-ink-3"
          onChange={(event) => (/[,\s]$/.test(event.target.value) ? add(event.target.value) : setText(event.target.value))}
          onKeyDown={onKeyDown}
          onBlur={() => add(text)}
        />
      </div>
      <FieldNote id={`${field}-note`} hint={full ? `${limits.tags} tags are the most.` : "What it is made of, so that others find it."} error={error} />
    </div>
  );
}
