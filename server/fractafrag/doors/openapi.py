"""What the OpenAPI document says beyond the routes' own shapes: every refusal, header and credential, from one place.

A route declares what it refuses with itself (`core.web.problems`); what its dependencies refuse with they have noted
(`core.errors.refuses`); what every route may meet, the platform's own faults, is added here.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from fractafrag.core.errors import (
    KINDS,
    OF_STATUS,
    REFUSALS,
    Invalid,
    Problem,
    TooLarge,
    TooManyRequests,
    Unavailable,
    Unprocessable,
)
from fractafrag.core.web import ProblemDocument
from fractafrag.doors.examples import compose

MEDIA = "application/problem+json"
_SCHEMA = {"$ref": "#/components/schemas/ProblemDocument"}
CONDITIONAL = ("/api/v1/", "/feeds/")
"""Below these every GET has an entity tag (core/asgi.py, ConditionalGet)."""
_WITH_BODY = ("post", "put", "patch", "delete")

TAGS = {
    "instance": "What this instance is called, and what it allows.",
    "accounts": "Joining, sessions, one's own account, and other people's profiles.",
    "agents": "Programs that act for a person: API keys, connected programs, and what each of them did.",
    "shaders": "The works: find, read, compile, make, change, fork.",
    "uploads": "Pictures of one's own, for works to read.",
    "engagement": "What people watch, think of the works, keep and follow, and what is kept of that.",
    "feed": "One work after another.",
    "atom": "What is new, for feed readers.",
    "sharing": "Works on other people's pages.",
    "webhooks": "Word of what happens, sent to an address of one's own.",
    "oauth": "The consent of a person to a program that asks to act for them.",
    "problems": "What each kind of refusal means.",
    "health": "Whether the platform runs, for supervisors and load balancers.",
}

HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "X-Request-Id": ("The name of this request in the log; yours, if you sent one.", {"type": "string"}),
    "ETag": (
        "Send it back in `If-None-Match` to get 304 while nothing has changed; that of a shader also in `If-Match` "
        "when you change it.",
        {"type": "string"},
    ),
    "Location": ("Where what was made is found.", {"type": "string", "format": "uri-reference"}),
    "RateLimit-Policy": (
        "The tightest limit that this request was counted against: its name, quota and window in seconds "
        "(draft-ietf-httpapi-ratelimit-headers).",
        {"type": "string", "examples": ['"read";q=600;w=60']},
    ),
    "RateLimit": (
        "What is left of that limit, and in how many seconds it is whole again.",
        {"type": "string", "examples": ['"read";r=599;t=60']},
    ),
    "RateLimit-Limit": ("The quota of that limit.", {"type": "integer"}),
    "RateLimit-Remaining": ("What is left of it.", {"type": "integer"}),
    "RateLimit-Reset": ("In how many seconds it is whole again.", {"type": "integer"}),
    "Retry-After": ("In how many seconds it is worth trying again.", {"type": "integer"}),
    "Idempotent-Replayed": (
        "`true` when this is the kept answer to an earlier request of the same `Idempotency-Key`.",
        {"type": "string", "const": "true"},
    ),
    "WWW-Authenticate": ("How to prove who you are; `error` says what is wrong with a token.", {"type": "string"}),
}
_LIMITS = ("RateLimit-Policy", "RateLimit", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_MORE = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}

IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETags that you have; 304 without a body when one of them is still right.",
    "schema": {"type": "string", "maxLength": 1024, "pattern": "^[\\x20-\\x7e]*$"},
    "example": 'W/"5d2f9a0c7be1d3468f20a1b4"',
}


def describe(app: FastAPI) -> None:
    """Makes `app.openapi()`, and with it /api/v1/openapi.json, the whole document."""

    def whole() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = whole  # pyright: ignore[reportAttributeAccessIssue]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        webhooks=app.webhooks.routes,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "/", "description": "This instance."}],
    )
    for message in document.get("webhooks", {}).values():
        # What a receiver answers is up to the receiver: FastAPI would promise our own refusals there.
        for operation in message.values():
            operation["responses"].pop("422", None)
    components = document.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    shape = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(shape.pop("$defs"))
    schemas["ProblemDocument"] = shape
    components["headers"] = {
        name: {"description": description, "schema": schema} for name, (description, schema) in HEADERS.items()
    }
    components["parameters"] = {"IfNoneMatch": IF_NONE_MATCH}
    components["responses"] = {kind.__name__: _refusal(kind, kind.meaning) for kind in KINDS.values()}
    used: set[str] = set()
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                operation = document["paths"][route.path_format][method.lower()]
                _complete(operation, method.lower(), route)
                used.update(operation["tags"])
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    compose(schemas)
    document["tags"] = [{"name": name, "description": words} for name, words in TAGS.items() if name in used]
    return document


def _refusal(kind: type[Problem], description: str) -> dict[str, Any]:
    names = ("X-Request-Id", *_LIMITS, *_MORE.get(kind.status, ()))
    example = {"type": f"/problems/{kind.slug}", "title": kind.title, "status": kind.status, "detail": kind.example}
    return {
        "description": description,
        "headers": {name: _header(name) for name in names},
        "content": {MEDIA: {"schema": _SCHEMA, "example": example}},
    }


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}


def _complete(operation: dict[str, Any], method: str, route: RouteContext) -> None:
    responses: dict[str, Any] = operation["responses"]
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    refused = {kind.status for kind in _refusals(route.dependant)} | {Problem.status}
    if method in _WITH_BODY:
        refused |= {TooLarge.status}
    if "requestBody" in operation:
        refused |= {Invalid.status, Unprocessable.status}
    if parameters:
        refused |= {Unprocessable.status}
    if any(parameter["name"] == "cursor" for parameter in parameters):
        refused |= {Invalid.status}
    if Unavailable in _refusals(route.dependant):
        refused |= {Unavailable.status}
    limits = _LIMITS if TooManyRequests in _refusals(route.dependant) else ()
    names = [parameter["name"] for parameter in parameters]
    for status, response in responses.items():
        if status.startswith(("2", "3")):
            told = ("X-Request-Id", *limits, *(("Idempotent-Replayed",) if "Idempotency-Key" in names else ()))
            response["headers"] = {name: _header(name) for name in told} | response.get("headers", {})
    for status in sorted({*refused, *(int(status) for status in responses if status.isdigit() and status >= "400")}):
        responses[str(status)] = _said(responses.get(str(status)), OF_STATUS[status])
    responses.pop("default", None)
    if method == "get" and str(route.path_format).startswith(CONDITIONAL):
        parameters.append({"$ref": "#/components/parameters/IfNoneMatch"})
        responses["200"]["headers"]["ETag"] = _header("ETag")
        told = {name: _header(name) for name in ("X-Request-Id", "ETag", *limits)}
        responses["304"] = {"description": "Nothing has changed.", "headers": told}
    if "security" in operation and not any(found.strangers for found in _notes(route.dependant)):
        operation["security"] = [{}, *operation["security"]]
    operation["responses"] = dict(sorted(responses.items()))
    if not parameters:
        del operation["parameters"]


def _said(declared: dict[str, Any] | None, kind: type[Problem]) -> dict[str, Any]:
    """The refusal of one status; a shape of its own that a route declares stays."""
    content = (declared or {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    if declared and content and not content.endswith(("/ProblemDocument", "/HTTPValidationError")):
        return declared
    description = (declared or {}).get("description", "")
    if description in ("", "Validation Error", kind.meaning):
        return {"$ref": f"#/components/responses/{kind.__name__}"}
    return _refusal(kind, description)


def _notes(dependant: Dependant | None) -> Iterator[Any]:
    for dependency in dependant.dependencies if dependant else ():
        found = REFUSALS.get(dependency.call)
        if found is not None:
            yield found
        yield from _notes(dependency)


def _refusals(dependant: Dependant | None) -> set[type[Problem]]:
    return {kind for found in _notes(dependant) for kind in found.kinds}
