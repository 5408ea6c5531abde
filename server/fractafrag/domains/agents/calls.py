"""What a tool may ask about its call: who acts, in which database, how often; what `deps` is to a route."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from mcp.server.mcpserver import Context

from fractafrag.core.db import Database
from fractafrag.core.errors import NotSignedIn
from fractafrag.core.limits import spend_within
from fractafrag.domains.accounts.deps import LimitName, limit_spec
from fractafrag.domains.accounts.viewer import Viewer

Toolset = Literal["browse", "make"]
Ctx = Context[Any, Any]


@dataclass(frozen=True)
class Call:
    """One request to the MCP door: the database, who acts (None for a stranger), and the address to count by."""

    database: Database
    viewer: Viewer | None
    address: str

    def acting(self) -> Viewer:
        """Who acts. Raises NotSignedIn for a stranger."""
        if self.viewer is None:
            raise NotSignedIn("This needs an identity: connect with an API key.")
        return self.viewer

    async def spend(self, name: LimitName) -> None:
        """Counts one use against the same windows as REST does. Raises TooManyRequests."""
        viewer = self.viewer
        await spend_within(name, limit_spec(name), f"account:{viewer.id}" if viewer else self.address)
        if viewer and viewer.agent and viewer.agent.per_minute:
            await spend_within("agent", f"{viewer.agent.per_minute}/minute", f"agent:{viewer.agent.id}")


def call_of(ctx: Ctx) -> Call:
    """The call that a tool, resource or prompt serves; the door has put it there."""
    call: Call = ctx.request_context.request.state.call
    return call


@dataclass(frozen=True)
class Offer:
    """A tool as a domain offers it; its docstring is what a model is told.

    `toolset` None: in every one. `reads`: changes nothing, so it is offered at the read-only door, too. `destroys`: may
    overwrite what is there. `repeatable`: the same call again changes nothing more. `view`: the `ui://` resource that
    shows its result.
    """

    do: Callable[..., Awaitable[Any]]
    title: str
    limit: LimitName = "read"
    toolset: Toolset | None = None
    reads: bool = True
    destroys: bool = False
    repeatable: bool = True
    view: str | None = None

    @property
    def name(self) -> str:
        """The name by which it is called."""
        return self.do.__name__

    @property
    def description(self) -> str:
        """What a model is told of it."""
        return inspect.getdoc(self.do) or ""
