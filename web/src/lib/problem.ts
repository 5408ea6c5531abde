// What the server says when it refuses (application/problem+json), as one typed error.

export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  field?: string;
  errors?: FieldError[];
  [extension: string]: unknown;
}

/** Every failed call throws this. `status` 0 means that no answer came: offline, aborted by the network, or the server is down. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** Seconds to wait, from Retry-After. */
  readonly retryAfter: number | null;
  /** The whole body, for extensions such as `current_version`. */
  readonly body: Readonly<ProblemBody>;

  constructor(status: number, body: ProblemBody = {}, retryAfter: number | null = null) {
    super(body.detail ?? body.title ?? TITLES[status] ?? "The request failed.");
    this.status = status;
    this.type = body.type ?? "about:blank";
    this.title = body.title ?? TITLES[status] ?? "The request failed.";
    this.detail = body.detail ?? "";
    this.errors = fieldErrorsOf(body);
    this.retryAfter = retryAfter;
    this.body = body;
  }

  /** Messages by field name, for forms. */
  get fields(): Record<string, string> {
    return Object.fromEntries(this.errors.map(({ field, message }) => [field, message]));
  }
}

const TITLES: Record<number, string> = {
  0: "The server cannot be reached.",
  401: "You are signed out.",
  403: "This is not yours to change.",
  404: "There is nothing here.",
  409: "Somebody else was faster.",
  412: "This has been changed in another place.",
  413: "This is too large.",
  429: "Too many requests.",
  500: "The server made a mistake.",
  502: "The server cannot be reached.",
  503: "The server is busy.",
  504: "The server did not answer in time.",
};

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status);
}

/** Reads a refusal; a body that is no problem+json (a proxy's page, an empty one) still gives a problem of that status. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  let body: ProblemBody = {};
  try {
    const parsed: unknown = JSON.parse(await response.text());
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) body = textsOnly(parsed as Record<string, unknown>);
  } catch {
    // Not JSON: the status alone speaks.
  }
  return new ApiProblem(response.status, body, secondsOf(response.headers.get("Retry-After")));
}

/** One or two sentences for a person: what happened and what to do. */
export function explain(error: unknown): string {
  if (!isProblem(error)) return error instanceof Error && error.message ? error.message : "Something went wrong.";
  if (error.status === 429) {
    const wait = error.retryAfter;
    return wait ? `Too many requests. Try again in ${wait < 60 ? `${wait} s` : `${Math.ceil(wait / 60)} min`}.` : "Too many requests. Wait a moment.";
  }
  if (error.status === 0) return "The server cannot be reached. Check your connection and try again.";
  return error.detail || error.errors[0]?.message || error.title;
}

function textsOnly(parsed: Record<string, unknown>): ProblemBody {
  const body: ProblemBody = { ...parsed };
  for (const key of ["type", "title", "detail", "field"] as const) {
    if (typeof parsed[key] !== "string") delete body[key];
  }
  return body;
}

function fieldErrorsOf(body: ProblemBody): FieldError[] {
  const listed: unknown = body.errors;
  const found = Array.isArray(listed)
    ? listed.filter((entry): entry is FieldError => typeof (entry as FieldError)?.field === "string" && typeof (entry as FieldError)?.message === "string")
    : [];
  if (found.length === 0 && body.field) found.push({ field: body.field, message: body.detail ?? body.title ?? "" });
  return found;
}

function secondsOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
