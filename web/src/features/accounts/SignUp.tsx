/** A new account; whoever has made one is signed in. */
import { useState } from "react";
import { Link, Navigate, useLocation, useNavigate } from "react-router";
import { api, ok } from "../../lib/api";
import { useInstance } from "../../lib/instance";
import { nextPath, paths } from "../../lib/paths";
import { startSession, useSession } from "../../lib/session";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { TextField } from "../../ui/TextField";
import { Door } from "./Door";
import { emailFlaw, passwordFlaw, usernameFlaw } from "./password";
import { PasswordField } from "./PasswordField";
import { useForm } from "./use-form";

const FIELDS = ["username", "email", "password"] as const;

export function SignUp() {
  useTitle("Create an account");
  const { search } = useLocation();
  const navigate = useNavigate();
  const { name, registration_open: open } = useInstance();
  const signedIn = useSession((session) => session.status === "signedIn");
  const [username, setUsername] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const next = nextPath(search);

  const form = useForm(
    FIELDS,
    () => {
      const flaws = { username: usernameFlaw(username), email: emailFlaw(email), password: passwordFlaw(password, username, email) };
      return Object.fromEntries(Object.entries(flaws).filter(([, flaw]) => flaw !== null));
    },
    async () => {
      startSession(await ok(api.POST("/api/v1/auth/register", { body: { username: username.trim(), email: email.trim(), password } })));
      void navigate(next, { replace: true });
    },
  );

  if (signedIn) return <Navigate to={next} replace />;
  if (!open) {
    return (
      <EmptyState
        full
        title="No new accounts here"
        action={
          <Button asChild>
            <Link to={paths.feed()}>To the feed</Link>
          </Button>
        }
      >
        {name} takes no new accounts at the moment. Watching needs none.
      </EmptyState>
    );
  }
  return (
    <Door
      title="Create an account"
      over={form.over}
      foot={
        <>
          You have one?{" "}
          <Link to={paths.login(next === "/" ? undefined : next)} className="text-ink underline underline-offset-4 hover:text-accent">
            Sign in
          </Link>
        </>
      }
    >
      <form noValidate aria-label="Create an account" className="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <TextField
          label="Name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          autoFocus
          maxLength={32}
          value={username}
          hint="It stands beside what you publish."
          error={form.at.username}
          onChange={(event) => {
            setUsername(event.target.value);
            form.forget("username");
          }}
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="email"
          required
          value={email}
          hint="Seen by nobody else."
          error={form.at.email}
          onChange={(event) => {
            setEmail(event.target.value);
            form.forget("email");
          }}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          value={password}
          rulesFor={{ username, email }}
          error={form.at.password}
          onChange={(value) => {
            setPassword(value);
            form.forget("password");
          }}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy} className="mt-2">
          Create account
        </Button>
      </form>
    </Door>
  );
}
