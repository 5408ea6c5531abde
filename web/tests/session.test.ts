// The access token's renewal, seen through the one function that sends requests.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Tokens } from "../src/lib/types";

const REFRESH = "/api/v1/auth/refresh";
const ME = "http://instance.test/api/v1/me";

const tokens = (access_token: string): Tokens => ({
  access_token,
  token_type: "bearer",
  expires_in: 900,
  user: { id: "1", username: "iris", email: "iris@example.org", display_name: null, bio: null, role: "user", created_at: "2026-01-01T00:00:00Z" } as unknown as Tokens["user"],
});
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** Fresh modules: each test is a page of its own. */
async function freshLib() {
  vi.resetModules();
  const session = await import("../src/lib/session");
  return { session, api: await import("../src/lib/api"), refresh: await import("../src/lib/refresh") };
}

/** Answers like a server that accepts only `valid` and renews by cookie as long as `family` lives. */
function server(state: { valid: string; next: string; family: boolean }) {
  const calls: string[] = [];
  const fetched = vi.fn(async (input: Request | string) => {
    const url = typeof input === "string" ? input : input.url;
    calls.push(url.replace("http://instance.test", ""));
    await Promise.resolve();
    if (url.endsWith(REFRESH)) {
      if (!state.family) return json({ title: "Unauthorized" }, 401);
      state.valid = state.next;
      return json(tokens(state.next));
    }
    const sent = (input as Request).headers.get("Authorization");
    return sent === `Bearer ${state.valid}` ? json({ body: await (input as Request).text() }) : json({ title: "Unauthorized", status: 401 }, 401);
  });
  vi.stubGlobal("fetch", fetched);
  return calls;
}

describe("the session", () => {
  let lib: Awaited<ReturnType<typeof freshLib>>;
  beforeEach(async () => {
    lib = await freshLib();
  });
  afterEach(() => vi.unstubAllGlobals());

  it("renews an expired token once for many requests at the same moment, and sends each of them again", async () => {
    const calls = server({ valid: "new", next: "new", family: true });
    lib.session.startSession(tokens("old"));
    const answers = await Promise.all([1, 2, 3, 4].map((n) => lib.api.signedFetch(new Request(`${ME}?n=${n}`))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(calls.filter((url) => url === REFRESH)).toHaveLength(1);
    expect(calls).toHaveLength(9);
    expect(lib.session.useSession.getState().accessToken).toBe("new");
  });

  it("sends the body again after the renewal", async () => {
    server({ valid: "new", next: "new", family: true });
    lib.session.startSession(tokens("old"));
    const answer = await lib.api.signedFetch(new Request(ME, { method: "PATCH", body: "the words" }));
    expect(await answer.json()).toEqual({ body: "the words" });
  });

  it("does not renew again for a request whose token was already replaced while it was under way", async () => {
    const calls = server({ valid: "new", next: "newer", family: true });
    lib.session.startSession(tokens("old"));
    const pending = lib.api.signedFetch(new Request(ME));
    lib.session.startSession(tokens("new"));
    expect((await pending).status).toBe(200);
    expect(calls).not.toContain(REFRESH);
  });

  it("becomes anonymous when the cookie is refused, and the request fails as a 401", async () => {
    server({ valid: "new", next: "new", family: false });
    lib.session.startSession(tokens("old"));
    await expect(lib.api.signedFetch(new Request(ME))).rejects.toMatchObject({ status: 401 });
    expect(lib.session.useSession.getState()).toEqual({ status: "anonymous", user: null, accessToken: null });
  });

  it("stays signed in when the server cannot be reached for the renewal", async () => {
    vi.stubGlobal("fetch", vi.fn((input: Request | string) => (typeof input === "string" ? Promise.reject(new TypeError("network")) : Promise.resolve(json({}, 401)))));
    lib.session.startSession(tokens("old"));
    await expect(lib.api.signedFetch(new Request(ME))).rejects.toMatchObject({ status: 401 });
    expect(lib.session.useSession.getState().status).toBe("signedIn");
  });

  it("does not take wrong words at the login for an expired token", async () => {
    const calls = server({ valid: "new", next: "new", family: true });
    lib.session.startSession(tokens("old"));
    await expect(lib.api.signedFetch(new Request("http://instance.test/api/v1/auth/login", { method: "POST", body: "{}" }))).rejects.toMatchObject({ status: 401 });
    expect(calls).toEqual(["/api/v1/auth/login"]);
  });

  it("asks the cookie before the first request of a page, and signs that request", async () => {
    const calls = server({ valid: "new", next: "new", family: true });
    const answer = await lib.api.signedFetch(new Request(ME));
    expect(answer.status).toBe(200);
    expect(calls).toEqual([REFRESH, "/api/v1/me"]);
    expect(lib.session.useSession.getState().status).toBe("signedIn");
  });

  it("asks no cookie of a stranger who was never signed in here", async () => {
    vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => {}, removeItem: () => {} });
    const calls = server({ valid: "new", next: "new", family: true });
    await lib.refresh.sessionKnown();
    expect(calls).toEqual([]);
    expect(lib.session.useSession.getState().status).toBe("anonymous");
  });

  it("turns a dead network into a problem with status 0, and leaves an abort an abort", async () => {
    vi.stubGlobal("fetch", vi.fn((request: Request | string) => (typeof request !== "string" && request.signal.aborted ? Promise.reject(new DOMException("aborted", "AbortError")) : Promise.reject(new TypeError("network")))));
    lib.session.useSession.setState({ status: "anonymous" });
    await expect(lib.api.signedFetch(new Request(ME))).rejects.toMatchObject({ name: "ApiProblem", status: 0 });
    const control = new AbortController();
    control.abort();
    await expect(lib.api.signedFetch(new Request(ME, { signal: control.signal }))).rejects.toMatchObject({ name: "AbortError" });
  });
});
