/** Signing in by name or e-mail, and back to where one came from. */
import { useState } from "react";
import { Link, Navigate, useLocation, useNavigate } from "react-router";
import { api, ok } from "../../lib/api";
import { useInstance } from "../../lib/instance";
import { nextPath, paths } from "../../lib/paths";
import { ApiProblem, isProblem } from "../../lib/problem";
import { startSession, useSession } from "../../lib/session";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/TextField";
import { Door } from "./Door";
import { PasswordField } from "./PasswordField";
import { useForm } from "./use-form";

const FIELDS = ["login", "password"] as const;

export function SignIn() {
  useTitle("Sign in");
  const { search } = useLocation();
  const navigate = useNavigate();
  const { registration_open: open } = useInstance();
  const signedIn = useSession((session) => session.status === "signedIn");
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const next = nextPath(search);

  const form = useForm(
    FIELDS,
    () => ({
      ...(login.trim() ? {} : { login: "Your name or your e-mail address." }),
      ...(password ? {} : { password: "Your password." }),
    }),
    async () => {
      try {
        startSession(await ok(api.POST("/api/v1/auth/login", { body: { login: login.trim(), password } })));
      } catch (error) {
        // Which of the two was wrong is nobody's business but the owner's.
        throw isProblem(error, 401) ? new ApiProblem(401, { detail: "Name and password do not go together." }) : error;
      }
      void navigate(next, { replace: true });
    },
  );

  if (signedIn) return <Navigate to={next} replace />;
  return (
    <Door
      title="Welcome back"
      over={form.over}
      foot={
        open && (
          <>
            New here?{" "}
            <Link to={paths.register(next === "/" ? undefined : next)} className="text-ink underline underline-offset-4 hover:text-accent">
              Create an account
            </Link>
          </>
        )
      }
    >
      <form noValidate aria-label="Sign in" className="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <TextField
          label="Name or e-mail"
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          autoFocus
          value={login}
          error={form.at.login}
          onChange={(event) => {
            setLogin(event.target.value);
            form.forget("login");
          }}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          error={form.at.password}
          onChange={(value) => {
            setPassword(value);
            form.forget("password");
          }}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy} className="mt-2">
          Sign in
        </Button>
      </form>
    </Door>
  );
}
