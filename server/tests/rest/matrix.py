"""The actors and requests of the route matrix: who asks, for what, with which body."""

import base64
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.ids import new_id
from fractafrag.core.settings import ROOT
from fractafrag.domains.accounts import access
from fractafrag.domains.accounts.viewer import Role, Viewer
from tests.oauth.conftest import BACK, CHALLENGE, HOME, MCP, Program
from tests.works import IMAGE, Person

TABLE = ROOT / "server" / "tests" / "rest" / "matrix.md"

ACTORS = (
    "stranger",
    "other person",
    "moderator",
    "browse key",
    "draft key",
    "publish key",
    "revoked key",
    "expired key",
    "expired token",
    "owner",
)
"""In the order in which they ask: the owner last, as only they may take a thing away."""

_MCP_CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "matrix", "version": "1"}},
}
_MCP_HEADERS = {"Accept": "application/json, text/event-stream"}
_DRAFT = {"title": "A work", "licence": "CC0-1.0", "passes": [{"type": "image", "code": IMAGE}]}

# The smallest PNG: one grey pixel.
DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")

# Another, which only the owner has.
OWN_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgBwAACQAIICPDjAAAAABJRU5ErkJggg=="
)

# Of a route alone or with a variant in brackets, as in the table.
BODIES: dict[str, Any] = {
    "POST /api/v1/auth/login": {"login": "nobody", "password": "a wrong password"},
    "POST /api/v1/auth/password": {"current_password": "a wrong password", "new_password": "two green engines"},
    "PATCH /api/v1/me": {"bio": "New."},
    "POST /api/v1/keys": {"name": "New", "scopes": ["browse"]},
    "POST /api/v1/shaders (draft)": _DRAFT,
    "POST /api/v1/shaders (published)": _DRAFT | {"status": "published"},
    "PATCH /api/v1/shaders/{shader_id} (published)": {"title": "New"},
    "PATCH /api/v1/shaders/{shader_id} (draft)": {"title": "New"},
    "PATCH /api/v1/shaders/{shader_id}/versions/{number} (published)": {"name": "The calm one"},
    "PATCH /api/v1/shaders/{shader_id}/versions/{number} (draft)": {"name": "The calm one"},
    "PATCH /api/v1/shaders/{shader_id} (to publish a draft)": {"status": "published"},
    "PUT /api/v1/shaders/{shader_id}/vote": {"value": 1},
    "POST /api/v1/events": {
        "events": [
            {
                "id": "0c3f2f6e-7a54-4b0c-9a1e-3f0d6a1b2c3d",
                "impression": "made-up",
                "kind": "skip",
                "at": "2026-01-01T12:00:00Z",
            }
        ]
    },
    "PUT /api/v1/me/learning": {"on": True},
    "PUT /api/v1/me/taste/dial": {"surprise": 0.5},
    "PATCH /api/v1/me/taste/{interest}": {"muted": True},
    "POST /api/v1/shaders/{shader_id}/report": {"reason": "flashing", "words": "It strobes."},
    "POST /api/v1/imports": {"text": IMAGE},
    "POST /api/v1/validate": {"passes": [{"type": "image", "code": IMAGE}]},
    "POST /api/v1/uploads": DOT,
    "POST /api/v1/webhooks": {"url": "http://127.0.0.1/in"},
    "PATCH /api/v1/webhooks/{webhook_id}": {"active": True},
    "POST /api/v1/oauth/requests/{request_id}/approve": {"scopes": ["browse"]},
    "POST /oauth/register": {"client_name": "Another", "redirect_uris": [BACK], "token_endpoint_auth_method": "none"},
    "POST /mcp": _MCP_CALL,
    "POST /mcp/readonly": _MCP_CALL,
}


@dataclass(frozen=True)
class Row:
    """One line of the table: a route, which of its cases, and the status that each actor gets."""

    method: str
    path: str
    case: str
    expected: tuple[int, ...]

    @property
    def name(self) -> str:
        """As in the table."""
        return f"{self.method} {self.path}" + (f" ({self.case})" if self.case else "")


def rows() -> Iterator[Row]:
    """The lines of matrix.md."""
    for line in TABLE.read_text().splitlines():
        if line.startswith("| `"):
            name, *cells = (cell.strip() for cell in line.strip("| ").split("|"))
            route, _, case = name.strip("`").partition(" (")
            method, _, path = route.partition(" ")
            yield Row(method, path, case.rstrip(")"), tuple(int(cell) for cell in cells))


def routes(app: FastAPI) -> set[str]:
    """Every route of the application, but for files and the API's own pages."""
    found: set[str] = set()
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if hasattr(route.original_route, "app") and not hasattr(route.original_route, "endpoint"):
            continue  # a folder of files
        methods = set(route.methods or ("GET", "POST", "DELETE")) - {"HEAD", "OPTIONS"}
        found |= {f"{method} {path}" for method in methods if not path.startswith("/api/docs")}
    return found


class World:
    """People, programs and things for them to ask for."""

    def __init__(self, site: httpx.AsyncClient, database: Database, program: Program, owner: Person) -> None:
        self.site, self.database, self.program, self.owner = site, database, program, owner
        self.people: dict[str, Viewer] = {}
        self.credentials: dict[str, str] = {}
        self._shared: dict[str, str] = {}

    async def enter(self, person: Callable[[str], Awaitable[Person]]) -> None:
        """Gives every actor what they show: a token, a key, or nothing."""
        other, moderator = await person("bob"), await person("mod")
        async with self.database.write() as session:
            await session.execute(text("UPDATE users SET role = 'moderator' WHERE username = 'mod'"))
            await session.execute(text("UPDATE users SET email = username || '@example.org'"))
        judge = Viewer(moderator.viewer.id, "mod", Role.MODERATOR)
        self.people = {"owner": self.owner.viewer, "other person": other.viewer, "moderator": judge}
        with clock.frozen(clock.now() - timedelta(days=1)):
            self.credentials["expired token"] = access.issue(self.owner.viewer, new_id())
        for name, scope in (("browse", "browse"), ("draft", "draft"), ("publish", "publish"), ("revoked", "publish")):
            key = await self._key(scope)
            self.credentials[f"{name} key"] = key["secret"]
        assert (await self.owner.http.delete(f"/keys/{key['id']}")).status_code == 204
        key = await self._key("publish")
        async with self.database.write() as session:
            past = {"id": key["id"], "past": clock.now() - timedelta(minutes=1)}
            await session.execute(text("UPDATE agents SET expires_at = :past WHERE id = :id"), past)
        self.credentials["expired key"] = key["secret"]

    async def _key(self, *scopes: str) -> dict[str, Any]:
        made = await self.owner.http.post("/keys", json={"name": "Key", "scopes": list(scopes)})
        assert made.status_code == 201, made.text
        return made.json()

    async def ask(self, row: Row, actor: str) -> httpx.Response:
        """The request of the row as this actor sends it; each gets a work or a request of its own to spoil."""
        path, headers = row.path, dict(_MCP_HEADERS if row.path.startswith("/mcp") else {})
        if actor in self.people:
            # A session of its own for each request: some end it.
            headers["Authorization"] = f"Bearer {access.issue(self.people[actor], new_id())}"
        elif actor in self.credentials:
            headers["Authorization"] = f"Bearer {self.credentials[actor]}"
        for place in ("shader_id", "key_id", "grant_id", "webhook_id", "delivery_id", "request_id", "sha256"):
            if f"{{{place}}}" in path:
                path = path.replace(f"{{{place}}}", await self._thing(place, row))
        path = path.replace("{path:path}", "explore").format(
            number=1, username="ada", tag="2d", slug="not-found", interest="nothing"
        )
        if row.method == "PATCH" and "shader_id" in row.path:
            headers["If-Match"] = '"1"'
        if row.name == "POST /api/v1/auth/register":
            name = f"new-{new_id()[:8].lower()}"
            body: Any = {"username": name, "email": f"{name}@example.org", "password": "a violet analytical engine"}
        else:
            body = BODIES.get(row.name)
        if row.path == "/oauth/authorize":
            path += "?" + str(httpx.QueryParams(self._authorization()))
        if row.path == "/oembed":
            path += "?" + str(httpx.QueryParams({"url": f"{HOME}/s/{await self._thing('shader_id', row)}"}))
        sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
        return await self.site.request(row.method, path, headers=headers, **sent)

    def _authorization(self) -> dict[str, str]:
        return {
            "response_type": "code",
            "client_id": self.program.id,
            "redirect_uri": BACK,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "resource": MCP,
        }

    async def _thing(self, place: str, row: Row) -> str:
        changes = row.method not in ("GET", "HEAD")
        if place == "shader_id" and changes:
            return await self._work(row)
        if place == "request_id" and changes:
            return await self.program.ask()
        if place == "sha256":
            # Sent again, it is there again.
            return await self._made(place, row)
        kept = f"{place} {row.case if place == 'shader_id' else ''} {row.name if row.method == 'DELETE' else ''}"
        if kept not in self._shared:
            self._shared[kept] = await self._made(place, row)
        return self._shared[kept]

    async def _made(self, place: str, row: Row) -> str:
        http = self.owner.http
        if place == "shader_id":
            return await self._work(row)
        if place == "key_id":
            return (await self._key("browse"))["id"]
        if place == "request_id":
            return await self.program.ask()
        if place == "grant_id":
            await self.program.connect(self.owner)
            return (await http.get("/grants")).json()["items"][0]["id"]
        if place == "sha256":
            made = await http.post("/uploads", content=OWN_DOT)
            assert made.status_code == 201, made.text
            return made.json()["sha256"]
        if place == "webhook_id":
            made = await http.post("/webhooks", json=BODIES["POST /api/v1/webhooks"])
            assert made.status_code == 201, made.text
            return made.json()["id"]
        webhook = await self._thing("webhook_id", row)
        delivery = (await http.post(f"/webhooks/{webhook}/test")).json()["id"]
        async with self.database.write() as session:
            await session.execute(text("UPDATE webhook_deliveries SET status = 'delivered'"))
        return delivery

    async def _work(self, row: Row) -> str:
        case = row.case
        status = "draft" if "draft" in case else "published"
        visibility = case if case in ("private", "unlisted") else "public"
        code = IMAGE + ("// no picture\n" if row.path.endswith("/render") else "")
        page = await self.owner.make(status=status, visibility=visibility, code=code)
        if row.path.endswith("/render"):
            async with self.database.write() as session:
                await session.execute(text("UPDATE renders SET status = 'failed' WHERE shader_id = :id"), page)
        return page["id"]


def written(row: Row, statuses: tuple[int, ...]) -> str:
    """A line of the table."""
    return f"| `{row.name}` | " + " | ".join(str(status) for status in statuses) + " |"


__all__ = ["ACTORS", "HOME", "Row", "World", "routes", "rows", "written"]
