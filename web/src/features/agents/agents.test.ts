/** What people read of their agents, and what programs are told to connect. */
import { describe, expect, test } from "vitest";
import { actionWords, refusal } from "./actions";
import { clientsFor, NO_KEY, serverName } from "./clients";
import { hostOf, mayLeaveTo, provedHost } from "./hosts";
import { ending, endsSoon, inDays, lastUse } from "./KeyState";
import { inOrder, PRESETS, scopeName, scopesOf } from "./scopes";
import { ABILITIES } from "./tools";

const SECRET = "ffk_Ab12cD34_vJ0kq2Yb8mZpT5sLx7QwRnC3dFgH6jK9aVeUiOoXyBt";
const clients = clientsFor({ origin: "https://shaders.test", server: "fractafrag", key: SECRET });
const client = (id: string) => clients.find((one) => one.id === id)!;
const codeOf = (id: string) => [...client(id).steps, ...(client(id).more ?? [])].flatMap((step) => (step.snippet ? [step.snippet.code] : []));
const hrefOf = (id: string) => client(id).steps.find((step) => step.link)!.link!.href;

describe("every program", () => {
  test("is told this instance's address, and the key wherever it needs one", () => {
    for (const { id, auth } of clients) {
      const told = [...codeOf(id), ...client(id).steps.map((step) => step.link?.href ?? "")].join("\n");
      const plain = told + decodeURIComponent(told) + told.replace(/[\w+/=%]{40,}/g, (part) => safeBase64(part));
      expect(plain, id).toContain("https://shaders.test");
      if (auth === "key") expect(plain, id).toContain(SECRET);
    }
  });

  test("shows where the key belongs while there is none", () => {
    const empty = clientsFor({ origin: "https://shaders.test", server: "fractafrag", key: NO_KEY });
    for (const { id, auth, steps, more } of empty.filter((one) => one.auth === "key")) {
      expect([...steps, ...(more ?? [])].some((step) => step.snippet?.code.includes(NO_KEY)), `${id} ${auth}`).toBe(true);
    }
  });

  test("that signs in by itself is given no key but in the bridge", () => {
    expect(client("claude").auth).toBe("oauth");
    expect(JSON.stringify(client("claude").steps)).not.toContain(SECRET);
  });
});

describe("the words for", () => {
  test("Claude Code are one command with the header last, because it takes all that follows", () => {
    expect(codeOf("claude-code")[0]).toBe(`claude mcp add --transport http --scope user \\\n  fractafrag https://shaders.test/mcp \\\n  --header "Authorization: Bearer ${SECRET}"`);
  });

  test("files are valid JSON", () => {
    for (const id of ["cursor", "claude", "gemini", "other"]) {
      for (const code of codeOf(id).filter((text) => text.startsWith("{"))) expect(JSON.parse(code)).toHaveProperty("mcpServers.fractafrag");
    }
    const vscode = codeOf("vscode").find((text) => text.startsWith("{"))!;
    expect(JSON.parse(vscode)).toEqual({ servers: { fractafrag: { type: "http", url: "https://shaders.test/mcp", headers: { Authorization: `Bearer ${SECRET}` } } } });
  });

  test("Cursor and VS Code are links that hold the whole configuration", () => {
    const cursor = new URL(hrefOf("cursor"));
    expect(cursor.searchParams.get("name")).toBe("fractafrag");
    expect(JSON.parse(atob(cursor.searchParams.get("config")!))).toEqual({ url: "https://shaders.test/mcp", headers: { Authorization: `Bearer ${SECRET}` } });
    const [scheme, config] = hrefOf("vscode").split("?");
    expect(scheme).toBe("vscode:mcp/install");
    expect(JSON.parse(decodeURIComponent(config!))).toMatchObject({ name: "fractafrag", type: "http", url: "https://shaders.test/mcp" });
  });

  test("the bridge allow plain HTTP only where it would refuse it", () => {
    const bridge = (origin: string) => JSON.stringify(clientsFor({ origin, server: "x", key: "k" }).find(({ id }) => id === "claude")!.more);
    expect(bridge("http://atelier.lan:8000")).toContain("--allow-http");
    for (const origin of ["http://127.0.0.1:8000", "http://localhost:8000", "https://shaders.test"]) expect(bridge(origin)).not.toContain("--allow-http");
  });

  test("a server are what every program accepts as a name", () => {
    expect([serverName("Fractafrag"), serverName("Ada’s Löwen-Lab!"), serverName("✨")]).toEqual(["fractafrag", "ada-s-lowen-lab", "fractafrag"]);
  });
});

describe("the trail", () => {
  test("speaks in plain words of what it knows, and by name of what it does not", () => {
    expect(actionWords("publish_shader")).toEqual({ words: "Published a shader", kind: "publish" });
    expect(actionWords("validate").kind).toBe("check");
    expect(actionWords("paint_the_moon").words).toBe("Paint the moon");
    expect(actionWords("").words).toBe("Did something");
  });

  test("knows words for everything that an agent can do", () => {
    for (const { tool } of ABILITIES) expect(actionWords(tool).words, tool).not.toMatch(new RegExp(tool.replace("_", " "), "i"));
  });

  test("says why something was refused, and nothing of what worked", () => {
    expect([200, 201, 204, 304].map(refusal)).toEqual([null, null, null, null]);
    expect([403, 422, 429, 418, 500].map(refusal)).toEqual(["not allowed", "refused: something was wrong with it", "too many at once", "refused (418)", "failed on our side"]);
  });
});

describe("what a program may do", () => {
  test("grows from step to step", () => {
    const sizes = PRESETS.map(({ scopes }) => scopes.length);
    expect(sizes).toEqual([1, 2, 3]);
    expect(scopesOf("draft")).toEqual(["browse", "draft"]);
    expect(inOrder(["publish", "browse"])).toEqual(["browse", "publish"]);
  });

  test("that is new to this page is called by its name", () => {
    expect([scopeName("browse"), scopeName("dream")]).toEqual(["Look", "dream"]);
  });
});

describe("a key", () => {
  const now = Date.parse("2026-06-01T12:00:00Z");
  const key = { state: "active", last_used_at: null, expires_at: "2026-06-04T12:00:00Z", revoked_at: null } as const;

  test("warns in its last week, as long as it works", () => {
    expect(endsSoon(key, now)).toBe(true);
    expect(endsSoon({ ...key, expires_at: "2026-07-04T12:00:00Z" }, now)).toBe(false);
    expect(endsSoon({ ...key, expires_at: null }, now)).toBe(false);
    expect(endsSoon({ ...key, state: "revoked" }, now)).toBe(false);
  });

  test("says how it ended", () => {
    expect(ending({ ...key, expires_at: null })).toBe("Never expires");
    expect(ending(key, now)).toBe("Expires in 3 days");
    expect(["2026-06-01T15:00:00Z", "2026-06-02T12:00:00Z", "2026-08-30T12:00:00Z", "2027-06-02T12:00:00Z"].map((at) => inDays(at, now))).toEqual(["within a day", "in a day", "in 90 days", "next year"]);
    expect(ending({ ...key, state: "expired" })).toBe("Expired Jun 4, 2026");
    expect(ending({ ...key, state: "revoked", revoked_at: new Date().toISOString() })).toBe("Revoked just now");
    expect(lastUse(key)).toBe("Never used");
  });
});

describe("the way back after a decision", () => {
  test("leads to any program, and into no script", () => {
    for (const good of ["https://claude.ai/api/mcp/auth_callback?code=1", "http://127.0.0.1:3334/cb", "cursor://anysphere.cursor-mcp/oauth/callback"]) expect(mayLeaveTo(good)).toBe(true);
    for (const evil of ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "blob:https://x/1", "file:///etc/passwd", "nowhere"]) expect(mayLeaveTo(evil)).toBe(false);
  });

  test("is told by its host", () => {
    expect([hostOf("https://claude.ai/oauth/client"), hostOf("http://127.0.0.1:3334/cb"), hostOf("someone")]).toEqual(["claude.ai", "127.0.0.1:3334", "someone"]);
  });

  test("is not vouched for by a name that anybody could write", () => {
    expect([provedHost({ id: "https://claude.ai/oauth/client.json" }), provedHost({ id: "Ab12cD34" })]).toEqual(["claude.ai", null]);
  });
});

function safeBase64(text: string): string {
  try {
    return atob(decodeURIComponent(text));
  } catch {
    return "";
  }
}
