"""What a page of another site may do with the API: all that a bearer may, and nothing by the refresh cookie (D026)."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/api/v1/", "/feeds/", "/renders/", "/problems")
CLOSED = ("/api/v1/auth/",)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ASKED = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-Id")
TOLD = (
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Limit",
    "RateLimit-Policy",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-Id",
)
PREFLIGHT_S = 3600


class OpenToAll:
    """CORS for every origin, never with credentials: a page must hold a token itself, the browser lends it none."""

    def __init__(self, app: ASGIApp) -> None:
        self.closed = app
        self.open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=METHODS,
            allow_headers=ASKED,
            expose_headers=TOLD,
            allow_credentials=False,
            max_age=PREFLIGHT_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = scope["type"] == "http" and scope["path"].startswith(OPEN) and not scope["path"].startswith(CLOSED)
        await (self.open if is_open else self.closed)(scope, receive, send)
