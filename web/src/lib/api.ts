// The one way to the server: typed by the contract, signed by the session, and every refusal an ApiProblem.
import createClient from "openapi-fetch";
import type { paths } from "./api.gen";
import { ApiProblem, problemFrom } from "./problem";
import { refreshSession, sessionKnown } from "./refresh";
import { useSession } from "./session";

/** `await ok(api.GET("/api/v1/feed", {...}))` gives the body or throws an ApiProblem. */
export const api = createClient<paths>({ baseUrl: typeof location === "undefined" ? "" : location.origin, fetch: signedFetch });

export async function ok<Data>(call: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  const { data } = await call;
  return data as Data;
}

/** The If-Match header for a version. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}

/** Sends with the access token; on a 401 renews it once and sends again. Throws ApiProblem for every answer that is no success. */
export async function signedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  if (!isDoor(request.url)) await sessionKnown();
  const token = useSession.getState().accessToken;
  let response = await send(sign(request, token));
  if (response.status === 401 && token !== null && !isDoor(request.url)) {
    const newer = useSession.getState().accessToken;
    if ((newer !== null && newer !== token) || (await refreshSession())) response = await send(sign(again, useSession.getState().accessToken));
  }
  if (!response.ok && response.status !== 304) throw await problemFrom(response);
  return response;
}

function sign(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiProblem(0);
  }
}

/** Login and register answer 401 for wrong words, not for an old token. */
function isDoor(url: string): boolean {
  return /\/api\/v1\/auth\/(login|register|refresh|logout)$/.test(new URL(url).pathname);
}
