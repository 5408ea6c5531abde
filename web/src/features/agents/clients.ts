/** How each program is told of this place: commands, files and links with the address and the key already in them. */

export interface Instance {
  /** The origin of this instance, without a slash at its end. */
  origin: string;
  /** The name that the server gets in a program's settings. */
  server: string;
  /** The key, or what stands in its place until there is one. */
  key: string;
}

export interface Step {
  words: string;
  snippet?: { label: string; code: string; wrap?: boolean };
  /** Opens the program itself. */
  link?: { label: string; href: string };
}

export interface Client {
  id: string;
  name: string;
  /** "oauth": asks the person by itself and needs no key. */
  auth: "key" | "oauth";
  steps: Step[];
  /** Other ways, for those who prefer them. */
  more?: Step[];
}

/** What stands in the place of a key. */
export const NO_KEY = "YOUR_KEY";

/** "Ada's Lab" becomes "ada-s-lab": what programs accept as the name of a server. */
export function serverName(instance: string): string {
  return (
    instance
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "fractafrag"
  );
}

export function clientsFor({ origin, server, key }: Instance): Client[] {
  const url = `${origin}/mcp`;
  const bearer = `Bearer ${key}`;
  const headers = { Authorization: bearer };
  const variable = `${server.replace(/-/g, "_").toUpperCase()}_KEY`;
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  return [
    {
      id: "claude-code",
      name: "Claude Code",
      auth: "key",
      steps: [
        { words: "Run this once.", snippet: { label: "Terminal", code: `claude mcp add --transport http --scope user \\\n  ${server} ${url} \\\n  --header "Authorization: ${bearer}"` } },
        { words: `Start claude. /mcp lists ${server} as connected.` },
      ],
    },
    {
      id: "codex",
      name: "Codex",
      auth: "key",
      steps: [
        { words: "Add these lines.", snippet: { label: "~/.codex/config.toml", code: `[mcp_servers.${server}]\nurl = "${url}"\nhttp_headers = { "Authorization" = "${bearer}" }` } },
        { words: `Start codex again. /mcp lists ${server}.` },
      ],
      more: [
        {
          words: "Or keep the key in your environment instead of the file.",
          snippet: { label: "Terminal", code: `export ${variable}="${key}"\ncodex mcp add ${server} --url ${url} --bearer-token-env-var ${variable}` },
        },
      ],
    },
    {
      id: "cursor",
      name: "Cursor",
      auth: "key",
      steps: [
        { words: "Let Cursor add it. It asks before it does.", link: { label: "Add to Cursor", href: `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(server)}&config=${encodeURIComponent(base64(JSON.stringify({ url, headers })))}` } },
      ],
      more: [{ words: "Or add it by hand.", snippet: { label: "~/.cursor/mcp.json", code: json({ mcpServers: { [server]: { url, headers } } }) } }],
    },
    {
      id: "vscode",
      name: "VS Code",
      auth: "key",
      steps: [
        { words: "Let VS Code add it. It asks before it does.", link: { label: "Add to VS Code", href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: server, type: "http", url, headers }))}` } },
        { words: "In the chat, choose the agent mode." },
      ],
      more: [
        { words: "Or from a terminal.", snippet: { label: "Terminal", code: `code --add-mcp '${JSON.stringify({ name: server, type: "http", url, headers })}'`, wrap: true } },
        { words: "Or for one project, by hand. Keep the file out of the repository: the key is in it.", snippet: { label: ".vscode/mcp.json", code: json({ servers: { [server]: { type: "http", url, headers } } }) } },
      ],
    },
    {
      id: "claude",
      name: "Claude",
      auth: "oauth",
      steps: [
        { words: "In Settings → Connectors choose “Add custom connector”, and paste this address. It needs no key.", snippet: { label: "Address", code: url } },
        { words: "Press Connect. It brings you here to ask what it may do." },
      ],
      more: [
        {
          words: "Connectors reach only places on the open internet over HTTPS. For all others, Claude Desktop takes a bridge (Node must be installed) and a key.",
          snippet: {
            label: "claude_desktop_config.json",
            code: json({ mcpServers: { [server]: { command: "npx", args: ["-y", "mcp-remote", url, "--header", "Authorization:${AUTHORIZATION}", ...(needsAllowHttp(origin) ? ["--allow-http"] : [])], env: { AUTHORIZATION: bearer } } } }),
          },
        },
      ],
    },
    {
      id: "gemini",
      name: "Gemini CLI",
      auth: "key",
      steps: [
        { words: "Run this once.", snippet: { label: "Terminal", code: `gemini mcp add --transport http --scope user \\\n  --header "Authorization: ${bearer}" \\\n  ${server} ${url}` } },
        { words: `Start gemini. /mcp lists ${server}.` },
      ],
      more: [{ words: "Or add it by hand.", snippet: { label: "~/.gemini/settings.json", code: json({ mcpServers: { [server]: { httpUrl: url, headers } } }) } }],
    },
    {
      id: "other",
      name: "Other",
      auth: "key",
      steps: [
        { words: "Nearly every agent has a place for MCP servers: that is how it reaches tools such as this one. It takes an address and a header.", snippet: { label: "Address", code: url } },
        { words: "", snippet: { label: "Header", code: `Authorization: ${bearer}`, wrap: true } },
      ],
      more: [
        {
          words: "Programs that only start local servers (stdio) take this command, on a machine where Fractafrag is installed.",
          snippet: { label: "mcp.json", code: json({ mcpServers: { [server]: { command: "fractafrag", args: ["mcp-stdio"], env: { FRACTAFRAG_URL: origin, FRACTAFRAG_KEY: key } } } }) },
        },
        { words: "An agent that must not change anything takes this address instead, whatever its key allows.", snippet: { label: "Address", code: `${url}/readonly` } },
      ],
    },
    {
      id: "rest",
      name: "REST",
      auth: "key",
      steps: [
        { words: "Your own program needs no MCP. The same key opens the REST API; this asks who it acts for.", snippet: { label: "Terminal", code: `curl -H "Authorization: ${bearer}" ${origin}/api/v1/whoami` } },
        { words: "This finds the newest shaders that speak of water.", snippet: { label: "Terminal", code: `curl -H "Authorization: ${bearer}" "${origin}/api/v1/shaders?q=water&sort=new&limit=5"` } },
        { words: "Everything else is described, and can be tried, on its own page.", link: { label: "Open the API", href: "/api/docs" } },
      ],
    },
  ];
}

/** The bridge refuses plain HTTP, except to one's own machine. */
function needsAllowHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "http:" && hostname !== "localhost" && hostname !== "127.0.0.1";
}

/** Base64 of the text's UTF-8. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
