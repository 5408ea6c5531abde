/** The forms' own rules, refusals at their fields, and what a tile says of a work. */
import { describe, expect, test } from "vitest";
import { ApiProblem } from "../../lib/problem";
import { emailFlaw, passwordFlaw, passwordRules, usernameFlaw } from "./password";
import { standing } from "./standing";
import { refusalsOf } from "./use-form";

const met = (password: string, username?: string, email?: string) => passwordRules(password, username, email).map((rule) => rule.met);

describe("a password", () => {
  test("needs eight characters, four different ones, and must not be one's name", () => {
    expect(met("")).toEqual([false, false, false]);
    expect(met("aaaaaaaa")).toEqual([true, false, true]);
    expect(met("green violet")).toEqual([true, true, true]);
    expect(met("x".repeat(257))[0]).toBe(false);
  });

  test("is one's name also with digits hung on it, and one's address", () => {
    expect(met("Ada-Lovelace-99", "adalovelace")[2]).toBe(false);
    expect(met("lovelace1815", "ada", "lovelace@example.org")[2]).toBe(false);
    expect(met("ada@example.org", "x", "ada@example.org")[2]).toBe(false);
    expect(met("adalovelace engine", "adalovelace")[2]).toBe(true);
  });

  test("is refused with the first rule that it breaks", () => {
    expect(passwordFlaw("short")).toContain("8 characters");
    expect(passwordFlaw("green violet", "ada")).toBeNull();
  });
});

test("names and addresses are looked at before they are sent", () => {
  expect([usernameFlaw("ada"), usernameFlaw(" Ada_L-9 "), emailFlaw("a@b")]).toEqual([null, null, null]);
  for (const bad of ["", "ab", "a b", "ümlaut", "x".repeat(33)]) expect(usernameFlaw(bad)).not.toBeNull();
  for (const bad of ["", "ada", "a@", "@b", "a b@c"]) expect(emailFlaw(bad)).not.toBeNull();
});

describe("a refusal", () => {
  const fields = ["username", "password"] as const;

  test("stands at its field, however the server spells it", () => {
    const problem = new ApiProblem(422, { errors: [{ field: "body.username", message: "Taken." }, { field: "password", message: "Weak." }] });
    expect(refusalsOf(problem, fields)).toEqual({ at: { username: "Taken.", password: "Weak." }, over: null });
  });

  test("of a field that is not shown stands above the form", () => {
    expect(refusalsOf(new ApiProblem(422, { errors: [{ field: "captcha", message: "Missing." }] }), fields)).toEqual({ at: {}, over: "Missing." });
  });

  test("without fields, or for haste, stands above the form too", () => {
    expect(refusalsOf(new ApiProblem(401, { detail: "No." }), fields).over).toBe("No.");
    expect(refusalsOf(new ApiProblem(429, { errors: [{ field: "password", message: "x" }] }, 30), fields)).toEqual({ at: {}, over: "Too many requests. Try again in 30 s." });
    expect(refusalsOf(new Error("Broken"), fields).over).toBe("Broken");
  });
});

test("a tile says what its author should know", () => {
  const card = (status: "draft" | "published" | "archived", render: "pending" | "ready" | "failed", visibility: "public" | "unlisted" | "private" = "public") =>
    standing({ status, visibility, render: { status: render, poster_url: null, posters: [], films: [], facts: null, error: null } }).text;
  expect([card("draft", "pending"), card("published", "pending"), card("published", "failed"), card("published", "ready"), card("published", "ready", "unlisted"), card("archived", "failed")]).toEqual([
    "Draft",
    "Rendering",
    "Render failed",
    "Published",
    "Unlisted",
    "Archived",
  ]);
});
