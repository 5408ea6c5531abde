"""The tools, resources and prompts of all domains as one MCP server, with one way of saying no."""

import logging
import time
from collections.abc import Mapping
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.request_state import RequestStateSecurity
from mcp_types import CallToolResult, InputRequiredResult, Tool, ToolAnnotations
from pydantic import ValidationError

from fractafrag import __version__
from fractafrag.core.errors import NotFound, Problem, Unavailable
from fractafrag.core.settings import settings
from fractafrag.domains.agents.calls import Offer, call_of
from fractafrag.domains.agents.tools import OFFERS as OF_AGENTS
from fractafrag.domains.shaders.tools import OFFERS as OF_SHADERS
from fractafrag.doors.mcp import fixtures
from fractafrag.doors.mcp.problems import misused, refusal
from fractafrag.doors.mcp.slim import slim

log = logging.getLogger(__name__)

OFFERS: Mapping[str, Offer] = {offer.name: offer for offer in (*OF_AGENTS, *OF_SHADERS)}

INSTRUCTIONS = """
Fractafrag is a place for living GLSL shaders. Here you find, read, compile, see, fork and publish them.
"""


class Server(MCPServer[Any]):
    """An MCPServer whose refusals are problems, with what to do next, and whose calls are counted and logged."""

    async def list_tools(self) -> list[Tool]:
        """The tools, their schemas without what no model needs."""
        return [
            tool.model_copy(update={"input_schema": slim(tool.input_schema), "output_schema": slim(tool.output_schema)})
            for tool in await super().list_tools()
        ]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Calls a tool; whatever it raises is a result that says what to do next."""
        assert context is not None
        began, status = time.perf_counter(), 200
        try:
            offer = OFFERS.get(name)
            await call_of(context).spend(offer.limit if offer else "read")
            return await super().call_tool(name, arguments, context)
        except (Problem, ToolError) as error:
            problem = _problem(name, error)
            status = problem.status
            return refusal(problem)
        finally:
            took = (time.perf_counter() - began) * 1000
            log.info("mcp %s for %s: %d in %.0f ms", name[:64], _who(context), status, took)


def _problem(name: str, error: Problem | ToolError) -> Problem:
    cause = error if isinstance(error, Problem) else error.__cause__
    if isinstance(cause, Problem):
        return cause
    if isinstance(cause, ValidationError) and not isinstance(error, UnexpectedToolError):
        return misused(name, cause)
    if isinstance(error, UnexpectedToolError):
        log.error("mcp tool %s broke", name, exc_info=cause)
        if isinstance(cause, OSError):
            return Unavailable("The database does not answer; nothing was changed.", headers={"Retry-After": "2"})
        return Problem("This is our fault, not yours; nothing was changed. It is in the log.")
    if cause is None and str(error).startswith("Unknown tool"):
        return NotFound(f"There is no tool {name[:64]!r} here.", field="name")
    return Problem(str(error))


def _who(context: Context[Any, Any]) -> str:
    viewer = call_of(context).viewer
    if viewer is None:
        return "a stranger"
    return f"{viewer.username} ({viewer.agent.id})" if viewer.agent else viewer.username


def create_server(*, readonly: bool = False) -> MCPServer[Any]:
    """A server with every tool, or only those that change nothing."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    server = Server(
        "fractafrag",
        title=settings().instance_name,
        version=__version__,
        website_url=settings().public_url,
        instructions=INSTRUCTIONS.strip(),
        request_state_security=RequestStateSecurity(
            keys=[settings().jwt_secret.get_secret_value()], bind_principal=lambda ctx: _who_of(ctx)
        ),
    )
    # The SDK sets up logging for programs that have none; ours has.
    root.handlers[:], root.level = before
    for offer in OFFERS.values():
        if offer.reads or not readonly:
            server.add_tool(
                offer.do,
                title=offer.title,
                description=offer.description,
                annotations=ToolAnnotations(
                    read_only_hint=offer.reads,
                    destructive_hint=offer.destroys,
                    idempotent_hint=offer.repeatable,
                    open_world_hint=False,
                ),
            )
    if settings().mcp_conformance_fixtures:
        fixtures.register(server)
    return server


def _who_of(ctx: Any) -> str:
    viewer = ctx.request.state.call.viewer
    return viewer.id if viewer else ""
