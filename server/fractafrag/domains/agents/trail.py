"""What programs did, written down: by REST after the answer has left, by MCP as its door asks."""

import logging

from fractafrag.core.asgi import App, Message, Receive, Scope, Send
from fractafrag.core.db import Database
from fractafrag.core.errors import Problem
from fractafrag.domains.accounts.viewer import Viewer, is_of_program
from fractafrag.domains.agents import service
from fractafrag.domains.agents.deps import viewer_of
from fractafrag.domains.agents.schemas import Via

log = logging.getLogger(__name__)

_READS = ("GET", "HEAD", "OPTIONS")


async def note(
    database: Database,
    viewer: Viewer | None,
    *,
    via: Via,
    action: str,
    target: str | None,
    status: int,
    reading: bool,
) -> None:
    """Writes down a call of a program, in a transaction of its own; nothing for a person or a stranger.

    `reading` calls are summed up by the hour. Never raises: what cannot be written is logged.
    """
    if viewer is None or viewer.agent is None:
        return
    try:
        async with database.write() as session:
            await service.note_action(
                session, viewer.agent, via=via, action=action, target=target, status=status, reading=reading
            )
    except Exception:
        log.exception("not written into the trail of %s: %s %s", viewer.agent.id, action[:64], status)


class RestTrail:
    """Writes down every call of a program to a route, once its answer has left."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Here, so that layers below which copy the scope still share it.
        scope.setdefault("state", {})
        status, made = 500, None

        async def watching_send(message: Message) -> None:
            nonlocal status, made
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == 201:
                    location = dict(message["headers"]).get(b"location", b"").decode("latin-1")
                    made = location.rpartition("/")[2] or None
            await send(message)

        try:
            await self.app(scope, receive, watching_send)
        finally:
            await self._note(scope, status, made)

    async def _note(self, scope: Scope, status: int, made: str | None) -> None:
        route = scope.get("route")
        if route is None:
            return
        database: Database = scope["app"].state.database
        viewer: Viewer | None = scope["state"].get("viewer")
        if viewer is None and status == 403:
            viewer = await _refused_program(database, scope)
        targets = [made] if made else list(scope.get("path_params", {}).values())
        await note(
            database,
            viewer,
            via="rest",
            action=str(route.name),
            target=str(targets[0]) if targets else None,
            status=status,
            # What is limited like a read, such as to compile, changes nothing either.
            reading=scope["method"] in _READS or scope["state"].get("limit") == "validate",
        )


async def _refused_program(database: Database, scope: Scope) -> Viewer | None:
    """The program that was sent away from a route for persons, where nobody asked which it is."""
    mark, _, credential = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition(" ")
    if mark.lower() != "bearer" or not is_of_program(credential.strip()):
        return None
    try:
        return await viewer_of(database, credential.strip())
    except Problem:
        return None
