"""Tells whom the REST API sends away without a credential where to get one."""

from fractafrag.core.asgi import App, Message, Receive, Scope, Send
from fractafrag.core.settings import settings
from fractafrag.domains.oauth.resources import challenge

API = "/api/v1"
SIGN_IN = "/api/v1/auth/"
"""There a person shows a password: no token helps."""


class Advertised:
    """Adds to each Bearer challenge of the REST API where its metadata are (RFC 9728 §5.1)."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(f"{API}/") or path.startswith(SIGN_IN):
            await self.app(scope, receive, send)
            return

        async def telling_send(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 401:
                message["headers"] = [
                    (name, _led(value) if name == b"www-authenticate" else value) for name, value in message["headers"]
                ]
            await send(message)

        await self.app(scope, receive, telling_send)


def _led(value: bytes) -> bytes:
    known = value.decode("latin-1")
    return challenge(API, settings().public_url, known).encode("latin-1") if known.startswith("Bearer") else value
