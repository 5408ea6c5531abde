"""What a model is told when a tool says no: the problem, and what to do next."""

from typing import Any

import orjson
from mcp_types import CallToolResult, TextContent
from pydantic import ValidationError

from fractafrag.core.errors import Problem, Unprocessable
from fractafrag.core.settings import settings

# What REST calls by the names of its headers.
_FIELDS = {"If-Match": "version", "Idempotency-Key": "idempotency_key"}


def refusal(problem: Problem) -> CallToolResult:
    """The problem as a result that the model reads; an error has no structured content, as it fits no schema."""
    text = orjson.dumps(document(problem)).decode()
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def document(problem: Problem) -> dict[str, Any]:
    """{type, title, status, detail, field?, …, next}."""
    told = problem.body()
    if "field" in told:
        told["field"] = _FIELDS.get(told["field"], told["field"])
    return told | {"next": _next(problem)}


def misused(name: str, error: ValidationError) -> Problem:
    """Arguments that do not fit the schema; what was sent is not repeated."""
    found = error.errors(include_url=False, include_input=False, include_context=False)[:10]
    errors = [{"field": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in found]
    detail = f"{errors[0]['field']}: {errors[0]['message']}"
    return Unprocessable(f"{name} was called with {detail}", field=errors[0]["field"], errors=errors)


def _next(problem: Problem) -> str:
    home = settings().public_url.rstrip("/")
    match problem.status:
        case 401:
            return f"Connect with `Authorization: Bearer KEY`; a person makes a key at {home}/settings/keys."
        case 403 if "needed_scope" in problem.extra:
            return (
                f"Do without, or ask the person for the scope {problem.extra['needed_scope']!r}: with another key "
                f"({home}/settings/keys), or by letting you in anew. A draft can be published by the person at its url."
            )
        case 403:
            return "Do not try again; fork_shader makes a draft of your own from a work of others."
        case 404:
            return "Check the id: search_shaders finds public works, whoami says for whom you act."
        case 412:
            return "Call get_shader for the current version, bring your change into it, and save with its number."
        case 413:
            return "Send less, or shorten the code."
        case 429:
            return f"Wait {problem.headers.get('Retry-After', '60')} seconds, then go on."
        case 503:
            return f"Nothing was changed. Wait {problem.headers.get('Retry-After', '5')} seconds and call again."
        case status if status >= 500:
            return "Nothing was changed. Call again once; if it fails again, tell the person."
        case _:
            field = _FIELDS.get(problem.field or "", problem.field)
            return f"Mend {field} and call again." if field else "Mend the arguments and call again."
