"""HTTP through nginx, with the standard library alone: what a browser or a program sends and gets."""

import http.client
import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from stack import ADDRESS, expect

HOST = urlsplit(ADDRESS).netloc
FILM_OF = """void mainImage(out vec4 c, in vec2 p) {{
  c = vec4(p / iResolution.xy, 0.5 + 0.5 * sin(iTime + {hue}), 1.0);
}}
"""


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Away(Exception):
    """No answer came."""


def ask(
    method: str, path: str, body: object = None, headers: dict[str, str] | None = None, timeout: float = 30
) -> Answer:
    """One request over a connection of its own. Raises Away."""
    connection = http.client.HTTPConnection(HOST, timeout=timeout)
    sent = {"Content-Type": "application/json"} if body is not None else {}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers=sent | (headers or {}))
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    except (OSError, http.client.HTTPException) as error:
        raise Away(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def get(path: str, **headers: str) -> Answer:
    """A GET; `Accept_Encoding="gzip"` is the header Accept-Encoding."""
    return ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Person:
    """Somebody with an account of their own."""

    def __init__(self, name: str) -> None:
        self.name = f"{name}-{uuid.uuid4().hex[:8]}"
        answer = ask(
            "POST",
            "/api/v1/auth/register",
            {"username": self.name, "email": f"{self.name}@example.com", "password": uuid.uuid4().hex},
        )
        expect(answer.status == 201, f"registering: {answer.status} {answer.body[:300]!r}")
        self.bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def draft(self, title: str, hue: float) -> dict[str, Any]:
        """The body of a public work, in a colour of its own."""
        passes = [{"type": "image", "code": FILM_OF.format(hue=f"{hue:.4f}")}]
        return {"title": title, "licence": "CC-BY-4.0", "status": "published", "passes": passes}

    def publish(self, draft: dict[str, Any], key: str | None = None) -> Answer:
        """Publishes once in effect, however often it is asked with the same `key`. Raises Away."""
        named = {"Idempotency-Key": key} if key else {}
        return ask("POST", "/api/v1/shaders", draft, self.bearer | named)

    def page(self, shader_id: str) -> Answer:
        """The page of a work. Raises Away."""
        return ask("GET", f"/api/v1/shaders/{shader_id}", headers=self.bearer)

    def filmed(self, shader_id: str) -> bool:
        """Whether a work has its poster and its film; Failed when it never will."""
        try:
            answer = self.page(shader_id)
        except Away:
            return False
        render = answer.json()["render"] if answer.status == 200 else {"status": "pending"}
        expect(render["status"] != "failed", f"{shader_id} was given up: {render.get('error')}")
        return render["status"] == "ready" and bool(render["poster_url"]) and bool(render["films"])
