// The HTTP door: parses what comes in, bounded in size, and puts every outcome into its status and shape.
import { isUtf8 } from "node:buffer";
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from "express";
import type { Logger } from "pino";
import type { z } from "zod";
import { BrowserUnavailable } from "./browser.js";
import { Abandoned, QueueFull, Stopping } from "./jobs.js";
import { RenderRequest, SheetRequest, ValidateRequest } from "./protocol.js";
import type { Renderer } from "./render.js";

const BODY_LIMIT = "1mb";
const TITLES: Record<number, string> = { 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content", 500: "Internal Server Error", 503: "Service Unavailable" };

interface Problem {
  status: number;
  detail: string;
  errors?: { field: string; message: string }[];
  retryAfter?: number;
}

class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

function answerProblem(response: Response, { status, detail, errors, retryAfter }: Problem): void {
  if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
  response.status(status).type("application/problem+json");
  response.send(JSON.stringify({ type: "about:blank", title: TITLES[status] ?? "Error", status, detail, ...(errors ? { errors } : {}) }));
}

function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw new ProblemError({ status: 400, detail: "The body is empty; JSON is expected." });
  // A lenient decoder would draw a shader that nobody wrote.
  if (!isUtf8(bytes)) throw new ProblemError({ status: 400, detail: "The body is not valid UTF-8." });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new ProblemError({ status: 400, detail: "The body is not valid JSON." });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.join("."), message }));
  throw new ProblemError({ status: 400, detail: "The body does not have the expected form.", errors });
}

/** Ends when the client has gone away before it was answered. */
function leaving(response: Response): AbortSignal {
  const controller = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

function problemOf(error: unknown): Problem | null {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof QueueFull) return { status: 503, detail: error.message, retryAfter: error.retryAfterSeconds };
  if (error instanceof Stopping) return { status: 503, detail: error.message, retryAfter: 5 };
  if (error instanceof BrowserUnavailable) return { status: 503, detail: `The browser cannot be started: ${error.message}`, retryAfter: 10 };
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (status === 413) return { status, detail: `The body is larger than ${BODY_LIMIT}.` };
  if (typeof status === "number" && status >= 400 && status < 500) return { status, detail: typeof type === "string" ? `The request cannot be read: ${type}.` : "The request cannot be read." };
  return null;
}

export function createApp(renderer: Renderer, log: Logger): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.get("/health", (_request, response) => {
    const { status } = renderer;
    response.status(status.ok ? 200 : 503).json(status);
    // Somebody asks for a browser that is not there: bring it back for the next time.
    if (!status.ok) renderer.start().catch((error: unknown) => log.warn({ error: String(error) }, "the browser does not start"));
  });

  const body = express.raw({ type: () => true, limit: BODY_LIMIT });
  app.post("/validate", body, async (request, response) => {
    response.json(await renderer.validate(bodyOf(request, ValidateRequest), leaving(response)));
  });
  app.post("/render", body, async (request, response) => {
    const began = performance.now();
    const answer = await renderer.render(bodyOf(request, RenderRequest), leaving(response));
    log.info({ ms: Math.round(performance.now() - began), ok: answer.ok, ...(answer.ok ? { tier: answer.facts.tier, film: answer.facts.film } : { reason: answer.reason }) }, "render");
    response.json(answer);
  });

  app.post("/sheet", body, async (request, response) => {
    const began = performance.now();
    const answer = await renderer.sheet(bodyOf(request, SheetRequest), leaving(response));
    log.info({ ms: Math.round(performance.now() - began), ok: answer.ok, ...(answer.ok ? { tier: answer.facts.tier, cells: answer.cells.length } : { reason: answer.reason }) }, "sheet");
    response.json(answer);
  });

  app.all(["/health", "/validate", "/render", "/sheet"], (request, response) => {
    response.setHeader("Allow", request.path === "/health" ? "GET" : "POST");
    answerProblem(response, { status: 405, detail: `${request.method} is not for ${request.path}.` });
  });
  app.use((request, response) => answerProblem(response, { status: 404, detail: `There is nothing at ${request.path}.` }));

  const onError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    if (error instanceof Abandoned || response.headersSent || response.destroyed) return void response.destroy();
    const problem = problemOf(error);
    if (problem === null) log.error({ error: error instanceof Error ? error.stack : String(error) }, "a request failed");
    answerProblem(response, problem ?? { status: 500, detail: "Something went wrong in the renderer; its log says what." });
  };
  app.use(onError);
  return app;
}
