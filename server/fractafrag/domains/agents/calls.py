"""What a tool may ask about its call: who acts, in which database, how often; what `deps` is to a route."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from mcp.server.mcpserver import Context
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from fractafrag.core.db import Database
from fractafrag.core.errors import NotSignedIn
from fractafrag.core.limits import spend_within
from fractafrag.domains.accounts.limits import LimitName, counters
from fractafrag.domains.accounts.viewer import Viewer

Toolset = Literal["browse", "make"]
TOOLSETS: tuple[Toolset, ...] = get_args(Toolset)
Ctx = Context[Any, Any]


@dataclass(frozen=True)
class Call:
    """One request to the MCP door: database, who acts (None for a stranger), address to count by, toolsets in use."""

    database: Database
    viewer: Viewer | None
    address: str
    toolsets: frozenset[Toolset] = frozenset(TOOLSETS)

    def acting(self) -> Viewer:
        """Who acts. Raises NotSignedIn for a stranger."""
        if self.viewer is None:
            raise NotSignedIn("This needs an identity: connect with an API key.")
        return self.viewer

    async def spend(self, name: LimitName) -> None:
        """Counts one use against the same windows as REST does. Raises TooManyRequests."""
        for counter in counters(name, self.viewer, self.address):
            await spend_within(*counter)


def call_of(ctx: Ctx) -> Call:
    """The call that a tool, resource or prompt serves; the door has put it there."""
    request: Any = ctx.request_context.request
    call: Call = request.state.call
    return call


def may_ask(ctx: Ctx) -> bool:
    """Whether the client can put a question to its person in the middle of this call."""
    known = ctx.client_capabilities
    forms = known.elicitation if known else None
    if forms is None or (forms.form is None and forms.url is not None):
        return False
    # From 2026-07-28 on a question is an answer of ours; before, it needs a session to be sent back through.
    return ctx.protocol_version in MODERN_PROTOCOL_VERSIONS or ctx.session.can_send_request


@dataclass(frozen=True)
class Offer:
    """A tool as a domain offers it; its docstring is what a model is told.

    `limit` None: the tool counts by itself. `toolset` None: in every one. `reads`: changes nothing, so it is offered at
    the read-only door, too. `destroys`: may overwrite what is there. `repeatable`: the same call again changes nothing
    more. `view`: the `ui://` resource that shows its result.
    """

    do: Callable[..., Awaitable[Any]]
    title: str
    limit: LimitName | None = "read"
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
