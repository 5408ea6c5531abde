/** A password that can be shown, with the rules it has to meet where it is a new one. */
import { Check, Dot, Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { cx } from "../../lib/cx";
import { IconButton } from "../../ui/IconButton";
import { TextField } from "../../ui/TextField";
import { passwordRules } from "./password";

export interface PasswordFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
  error?: string | null;
  /** Shows the rules of a new password for this person. */
  rulesFor?: { username: string; email: string };
}

export function PasswordField({ label, name, value, onChange, autoComplete, error, rulesFor }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <div>
      <TextField
        label={label}
        name={name}
        type={shown ? "text" : "password"}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        required
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
        trailing={
          <IconButton
            size="sm"
            tooltip={false}
            label={shown ? "Hide the password" : "Show the password"}
            icon={shown ? <EyeOff size={16} strokeWidth={1.5} /> : <Eye size={16} strokeWidth={1.5} />}
            onClick={() => setShown(!shown)}
          />
        }
      />
      {rulesFor && (
        <ul aria-label="A password needs" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {passwordRules(value, rulesFor.username, rulesFor.email).map(({ text, met }) => (
            <li key={text} className={cx("flex items-center gap-1 transition-colors", met ? "text-ink-2" : "text-ink-3")}>
              {met ? <Check size={12} strokeWidth={2.5} className="text-success" aria-label="met:" /> : <Dot size={12} strokeWidth={2.5} aria-hidden />}
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
