// A chat program in small, by the official SDK: speaks to the real server, shows the viewer in a sandbox, keeps what the viewer asked.
import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

type Result = Parameters<AppBridge["sendToolResult"]>[0];
type Context = ConstructorParameters<typeof AppBridge>[3] extends { hostContext?: infer Given } | undefined ? NonNullable<Given> : never;

const VIEWER = "ui://fractafrag/viewer";

/** What the viewer asked of the host, in order. */
const asked: { method: string; params: unknown }[] = [];
let client: Client;
let bridge: AppBridge;

async function connect(key: string): Promise<string> {
  client = new Client({ name: "host", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", location.href), { requestInit: { headers: { authorization: `Bearer ${key}` } } }));
  const { contents } = await client.readResource({ uri: VIEWER });
  const [page] = contents;
  if (!page || !("text" in page) || page.mimeType !== "text/html;profile=mcp-app") throw new Error("there is no viewer");
  return page.text;
}

const render = async (given: Record<string, unknown>): Promise<Result> => (await client.callTool({ name: "render_shader", arguments: given }));

/** Opens the viewer at `address` with a result in it. */
async function show(address: string, given: Record<string, unknown>, result: Result, context: Context): Promise<void> {
  asked.length = 0;
  document.body.dataset.theme = context.theme ?? "dark";
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  const place = document.querySelector("#place");
  place?.replaceChildren(frame);
  bridge = new AppBridge(client, { name: "host", version: "1" }, { openLinks: {}, serverTools: {}, message: { text: {} } }, { hostContext: context });
  const ready = new Promise<void>((resolve) => (bridge.oninitialized = () => resolve()));
  const view = frame.contentWindow;
  if (!view) throw new Error("there is no frame");
  await bridge.connect(new PostMessageTransport(view, view));
  // Only now: connecting takes the line to the server for itself.
  bridge.oncalltool = async (params) => {
    asked.push({ method: "tools/call", params });
    return (await client.callTool(params));
  };
  bridge.onopenlink = (params) => {
    asked.push({ method: "ui/open-link", params });
    return Promise.resolve({});
  };
  bridge.onmessage = (params) => {
    asked.push({ method: "ui/message", params });
    return Promise.resolve({});
  };
  bridge.onrequestdisplaymode = ({ mode }) => {
    asked.push({ method: "ui/request-display-mode", params: { mode } });
    document.body.dataset.mode = mode;
    bridge.setHostContext({ ...context, displayMode: mode });
    return Promise.resolve({ mode });
  };
  bridge.onsizechange = ({ height }) => {
    if (height) frame.style.height = `${height}px`;
  };
  frame.src = address;
  await ready;
  await bridge.sendToolInput({ arguments: given });
  await bridge.sendToolResult(result);
}

const retheme = (context: Context): void => {
  document.body.dataset.theme = context.theme ?? "dark";
  bridge.setHostContext(context);
};
const leave = (): Promise<unknown> => bridge.teardownResource({});

const chat = { asked, connect, render, show, retheme, leave };
export type Chat = typeof chat;
Object.assign(globalThis, { chat });
