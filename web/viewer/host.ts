// The host's end of the line: MCP Apps (spec 2026-01-26) as JSON-RPC over postMessage, spoken by hand, for the official SDK
// brings 650 kB of schemas into a file that is sent into every chat. Its types say what travels; its own host tests it.
import type {
  McpUiHostCapabilities,
  McpUiHostContext,
  McpUiInitializeRequest,
  McpUiInitializeResult,
  McpUiRequestDisplayModeResult,
  McpUiToolInputNotification,
  McpUiToolResultNotification,
} from "@modelcontextprotocol/ext-apps";

export type ToolResult = McpUiToolResultNotification["params"];
export type DisplayMode = NonNullable<McpUiHostContext["displayMode"]>;

export interface HostEvents {
  input(given: Record<string, unknown>): void;
  result(result: ToolResult): void;
  cancelled(): void;
  context(context: McpUiHostContext): void;
  /** The host is about to take the viewer away. */
  teardown(): void;
}

const PROTOCOL = "2026-01-26";
const GREETING_MS = 15_000;
// A person may be asked to allow it first.
const ANSWER_MS = 10 * 60_000;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  id?: unknown;
  method?: unknown;
  params?: unknown;
  result?: unknown;
  error?: { message?: unknown };
}

export class Host {
  capabilities: McpUiHostCapabilities = {};
  context: McpUiHostContext = {};
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  /** `peer`: the window in which the viewer is embedded; nobody else is listened to. */
  constructor(
    private readonly peer: Window,
    private readonly on: HostEvents,
  ) {
    addEventListener("message", (event: MessageEvent<unknown>) => {
      if (event.source === peer && typeof event.data === "object" && event.data !== null) this.receive(event.data);
    });
  }

  /** Greets the host; rejects when nobody answers. Only afterwards may it send anything. */
  async greet(): Promise<void> {
    const params: McpUiInitializeRequest["params"] = {
      appInfo: { name: "fractafrag-viewer", version: "1" },
      appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
      protocolVersion: PROTOCOL,
    };
    const result = (await this.ask("ui/initialize", params, GREETING_MS)) as Partial<McpUiInitializeResult>;
    this.capabilities = result.hostCapabilities ?? {};
    this.context = result.hostContext ?? {};
    this.on.context(this.context);
    this.tell("ui/notifications/initialized", {});
  }

  callTool(name: string, given: Record<string, unknown>): Promise<ToolResult> {
    return this.ask("tools/call", { name, arguments: given }, ANSWER_MS) as Promise<ToolResult>;
  }

  /** Resolves with whether the host opened it. */
  async openLink(url: string): Promise<boolean> {
    const { isError } = (await this.ask("ui/open-link", { url }, ANSWER_MS)) as { isError?: boolean };
    return isError !== true;
  }

  /** Says something in the chat, in the person's name. */
  async say(text: string): Promise<boolean> {
    const { isError } = (await this.ask("ui/message", { role: "user", content: [{ type: "text", text }] }, ANSWER_MS)) as { isError?: boolean };
    return isError !== true;
  }

  /** Resolves with the mode that the host then is in. */
  async display(mode: DisplayMode): Promise<DisplayMode> {
    const result = (await this.ask("ui/request-display-mode", { mode }, ANSWER_MS)) as McpUiRequestDisplayModeResult;
    this.context = { ...this.context, displayMode: result.mode };
    return result.mode;
  }

  /** CSS pixels. */
  resized(width: number, height: number): void {
    this.tell("ui/notifications/size-changed", { width, height });
  }

  private ask(method: string, params: object, patienceMs: number): Promise<unknown> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(new Error("The host did not answer."))), patienceMs);
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        this.pending.delete(id);
        end();
      };
      this.pending.set(id, { resolve: (result) => settle(() => resolve(result)), reject: (error) => settle(() => reject(error)) });
      this.post({ id, method, params });
    });
  }

  private tell(method: string, params: object): void {
    this.post({ method, params });
  }

  private post(message: object): void {
    // The host's origin is not known to what it embeds; nothing in here is a secret of the person's.
    this.peer.postMessage({ jsonrpc: "2.0", ...message }, "*");
  }

  private receive(message: Message): void {
    const { id, method, params } = message;
    if (typeof method === "string") {
      if (id === undefined) this.notified(method, (params ?? {}));
      else this.asked(method, id);
      return;
    }
    const pending = typeof id === "number" ? this.pending.get(id) : undefined;
    if (message.error !== undefined) pending?.reject(new Error(typeof message.error.message === "string" ? message.error.message : "The host refused."));
    else pending?.resolve(message.result ?? {});
  }

  private notified(method: string, params: object): void {
    if (method === "ui/notifications/tool-result") this.on.result(params as ToolResult);
    else if (method === "ui/notifications/tool-input") this.on.input((params as McpUiToolInputNotification["params"]).arguments ?? {});
    else if (method === "ui/notifications/tool-cancelled") this.on.cancelled();
    else if (method === "ui/notifications/host-context-changed") {
      this.context = { ...this.context, ...params };
      this.on.context(this.context);
    }
  }

  private asked(method: string, id: unknown): void {
    if (method === "ui/resource-teardown") this.on.teardown();
    const known = method === "ui/resource-teardown" || method === "ping";
    this.post(known ? { id, result: {} } : { id, error: { code: -32601, message: `The viewer does not know ${method}.` } });
  }
}
