// A labelled field for text, with its hint or its error below; the error is tied to the field for screen readers.
import { forwardRef, useId, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from "react";
import { cx } from "../lib/cx";

interface FieldFrame {
  label: string;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  hint?: ReactNode;
  error?: string | null;
}

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement>, FieldFrame {
  /** Stands inside the field at its left, for example a magnifier. */
  leading?: ReactNode;
  /** Stands inside the field at its right, for example a key or a clear button. */
  trailing?: ReactNode;
}

export const fieldLook =
  "w-full rounded-control border border-line bg-wash text-base text-ink transition placeholder:text-ink-3 hover:border-line-strong focus:border-accent focus:outline-none disabled:opacity-45";

export const TextField = forwardRef<HTMLInputElement, TextFieldProps>(function TextField(
  { label, hideLabel, hint, error, leading, trailing, className, id, ...rest },
  ref,
) {
  const own = useId();
  const field = id ?? own;
  const note = `${field}-note`;
  return (
    <div className={className}>
      <FieldLabel field={field} label={label} hidden={hideLabel} />
      <div className="relative">
        {leading && <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-3">{leading}</span>}
        <input
          ref={ref}
          id={field}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? note : undefined}
          className={cx(fieldLook, "h-10 px-3", Boolean(leading) && "pl-9.5", Boolean(trailing) && "pr-10", error && "border-danger!")}
          {...rest}
        />
        {trailing && <span className="absolute inset-y-0 right-2 flex items-center">{trailing}</span>}
      </div>
      <FieldNote id={note} hint={hint} error={error} />
    </div>
  );
});

export interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement>, FieldFrame {}

export const TextArea = forwardRef<HTMLTextAreaElement, TextAreaProps>(function TextArea(
  { label, hideLabel, hint, error, className, id, rows = 4, ...rest },
  ref,
) {
  const own = useId();
  const field = id ?? own;
  const note = `${field}-note`;
  return (
    <div className={className}>
      <FieldLabel field={field} label={label} hidden={hideLabel} />
      <textarea
        ref={ref}
        id={field}
        rows={rows}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? note : undefined}
        className={cx(fieldLook, "resize-y px-3 py-2", error && "border-danger!")}
        {...rest}
      />
      <FieldNote id={note} hint={hint} error={error} />
    </div>
  );
});

export function FieldLabel({ field, label, hidden }: { field: string; label: string; hidden?: boolean }) {
  return (
    <label htmlFor={field} className={hidden ? "sr-only" : "mb-1.5 block text-sm text-ink-2"}>
      {label}
    </label>
  );
}

export function FieldNote({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | null }) {
  if (error) {
    return (
      <p id={id} role="alert" className="mt-1.5 text-sm text-danger">
        {error}
      </p>
    );
  }
  if (!hint) return null;
  return (
    <p id={id} className="mt-1.5 text-sm text-ink-3">
      {hint}
    </p>
  );
}
