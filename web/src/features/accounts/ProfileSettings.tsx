/** What can be changed about oneself: how one is seen, the password, and leaving. */
import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { api, ok } from "../../lib/api";
import { date } from "../../lib/format";
import { startSession, updateUser } from "../../lib/session";
import { useTitle } from "../../lib/title";
import { toast } from "../../lib/toast";
import type { Me } from "../../lib/types";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { TextArea, TextField } from "../../ui/TextField";
import { emailFlaw, passwordFlaw } from "./password";
import { PasswordField } from "./PasswordField";
import { RequireSession } from "../../ui/RequireSession";
import { signOut } from "../../lib/sign-out";
import { useForm } from "./use-form";

const NAME_MAX = 60;
const BIO_MAX = 500;

export function ProfileSettings() {
  useTitle("Profile");
  return (
    <>
      <h1 className="mb-6 text-xl font-medium">Profile</h1>
      <RequireSession skeleton={<SettingsSkeleton />}>
        {(user) => (
          <>
            <Profile key={`profile ${user.id}`} user={user} />
            <Password key={`password ${user.id}`} user={user} />
            <section className="flex flex-wrap items-center justify-between gap-4 border-t border-line py-8">
              <div>
                <h2 className="text-base font-medium">Sign out</h2>
                <p className="text-sm text-ink-2">Of this browser. Unsaved work stays in it.</p>
              </div>
              <Button onClick={() => void signOut()}>Sign out</Button>
            </section>
          </>
        )}
      </RequireSession>
    </>
  );
}

interface SectionProps {
  title: string;
  note: string;
  over: string | null;
  form: { onSubmit: (event: FormEvent<HTMLFormElement>) => void };
  children: ReactNode;
}

function Section({ title, note, over, form, children }: SectionProps) {
  return (
    <section className="grid gap-x-10 gap-y-5 border-t border-line py-8 md:grid-cols-[200px_1fr]">
      <div>
        <h2 className="text-base font-medium">{title}</h2>
        <p className="mt-1 text-sm text-ink-3">{note}</p>
      </div>
      <form noValidate aria-label={title} className="flex flex-col gap-5" onSubmit={form.onSubmit}>
        {over && (
          <p role="alert" className="rounded-control bg-wash px-3 py-2.5 text-sm text-danger">
            {over}
          </p>
        )}
        {children}
      </form>
    </section>
  );
}

function Profile({ user }: { user: Me }) {
  const client = useQueryClient();
  const [name, setName] = useState(user.display_name ?? "");
  const [bio, setBio] = useState(user.bio ?? "");
  const [email, setEmail] = useState(user.email);
  const changed = name !== (user.display_name ?? "") || bio !== (user.bio ?? "") || email !== user.email;

  const form = useForm(
    ["display_name", "bio", "email"] as const,
    () => {
      const flaw = emailFlaw(email);
      return flaw ? { email: flaw } : {};
    },
    async () => {
      // An empty display name means: call me by my username again.
      const me = await ok(api.PATCH("/api/v1/me", { body: { display_name: name.trim() || user.username, bio, email: email.trim() } }));
      updateUser(me);
      setName(me.display_name ?? "");
      setBio(me.bio ?? "");
      setEmail(me.email);
      void client.invalidateQueries({ queryKey: ["person", me.username] });
      toast("Saved.", { tone: "success" });
    },
  );

  return (
    <Section title="About you" note="What others see of you." over={form.over} form={form}>
      <div className="flex items-center gap-4">
        <Avatar name={user.username} size={48} />
        <div>
          <p className="text-base text-ink">{user.username}</p>
          <p className="text-sm text-ink-3">here since {date(user.created_at)}</p>
        </div>
      </div>
      <TextField
        label="Display name"
        name="display_name"
        autoComplete="nickname"
        maxLength={NAME_MAX}
        value={name}
        placeholder={user.username}
        error={form.at.display_name}
        onChange={(event) => {
          setName(event.target.value);
          form.forget("display_name");
        }}
      />
      <TextArea
        label="In your words"
        name="bio"
        rows={3}
        maxLength={BIO_MAX}
        value={bio}
        hint={bio.length > BIO_MAX * 0.8 ? `${BIO_MAX - bio.length} characters left` : undefined}
        error={form.at.bio}
        onChange={(event) => {
          setBio(event.target.value);
          form.forget("bio");
        }}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        required
        value={email}
        hint="Seen by nobody else; you can sign in by it."
        error={form.at.email}
        onChange={(event) => {
          setEmail(event.target.value);
          form.forget("email");
        }}
      />
      <Button type="submit" variant="primary" className="self-start" disabled={!changed} busy={form.busy}>
        Save
      </Button>
    </Section>
  );
}

function Password({ user }: { user: Me }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");

  const form = useForm(
    ["current_password", "new_password"] as const,
    () => {
      const flaw = passwordFlaw(next, user.username, user.email);
      return {
        ...(current ? {} : { current_password: "Your present password." }),
        ...(flaw ? { new_password: flaw } : {}),
      };
    },
    async () => {
      const tokens = await ok(api.POST("/api/v1/auth/password", { body: { current_password: current, new_password: next } }));
      if (tokens) startSession(tokens);
      setCurrent("");
      setNext("");
      toast("Password changed. All other sessions have ended.", { tone: "success" });
    },
  );

  return (
    <Section title="Password" note="A change ends your sessions everywhere else." over={form.over} form={form}>
      {/* Password keepers look for the name that the password belongs to. */}
      <input type="text" name="username" autoComplete="username" value={user.username} readOnly hidden />
      <PasswordField
        label="Present password"
        name="current_password"
        autoComplete="current-password"
        value={current}
        error={form.at.current_password}
        onChange={(value) => {
          setCurrent(value);
          form.forget("current_password");
        }}
      />
      <PasswordField
        label="New password"
        name="new_password"
        autoComplete="new-password"
        value={next}
        rulesFor={{ username: user.username, email: user.email }}
        error={form.at.new_password}
        onChange={(value) => {
          setNext(value);
          form.forget("new_password");
        }}
      />
      <Button type="submit" className="self-start" disabled={!current || !next} busy={form.busy}>
        Change password
      </Button>
    </Section>
  );
}

function SettingsSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-5 border-t border-line py-8">
      <Skeleton className="h-12 w-48" />
      <Skeleton className="h-10" />
      <Skeleton className="h-24" />
      <Skeleton className="h-10" />
    </div>
  );
}
