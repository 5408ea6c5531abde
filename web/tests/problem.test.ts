// What becomes of the server's refusals.
import { describe, expect, it } from "vitest";
import { ApiProblem, explain, isProblem, problemFrom } from "../src/lib/problem";

const refusal = (status: number, body: string, headers: Record<string, string> = {}) => problemFrom(new Response(body, { status, headers }));

describe("a refusal", () => {
  it("keeps title, detail and the errors of each field", async () => {
    const problem = await refusal(422, JSON.stringify({ title: "Unprocessable", detail: "Two fields are wrong.", errors: [{ field: "username", message: "Taken." }, { field: "email", message: "No address." }] }));
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem.status).toBe(422);
    expect(problem.fields).toEqual({ username: "Taken.", email: "No address." });
    expect(explain(problem)).toBe("Two fields are wrong.");
  });

  it("that names one field by itself counts as the error of that field", async () => {
    const problem = await refusal(409, JSON.stringify({ title: "Conflict", field: "username", detail: "This name is taken." }));
    expect(problem.fields).toEqual({ username: "This name is taken." });
  });

  it("keeps extensions such as the current version of a stale change", async () => {
    const problem = await refusal(412, JSON.stringify({ title: "Stale", current_version: 7 }));
    expect(problem.body.current_version).toBe(7);
    expect(isProblem(problem, 412)).toBe(true);
    expect(isProblem(problem, 409)).toBe(false);
  });

  it.each(["", "<html>502 Bad Gateway</html>", "null", "[1,2]", "{", '"words"', '{"title":7,"detail":{},"errors":"none"}', '{"errors":[null,{"field":1}]}'])(
    "with the odd body %j still gives a sentence",
    async (body) => {
      const problem = await refusal(502, body);
      expect(problem.status).toBe(502);
      expect(explain(problem)).toBe("The server cannot be reached.");
      expect(problem.errors).toEqual([]);
    },
  );

  it("says how long to wait when there were too many requests", async () => {
    expect(explain(await refusal(429, "{}", { "Retry-After": "17" }))).toBe("Too many requests. Try again in 17 s.");
    expect(explain(await refusal(429, "{}", { "Retry-After": "130" }))).toBe("Too many requests. Try again in 3 min.");
    const soon = new Date(Date.now() + 30_000).toUTCString();
    expect((await refusal(429, "{}", { "Retry-After": soon })).retryAfter).toBeGreaterThan(25);
    expect((await refusal(429, "{}", { "Retry-After": "soon" })).retryAfter).toBeNull();
  });
});
