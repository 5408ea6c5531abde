"""An MCPServer as this house serves it: calls are counted and written down, and every "no" says what to do next."""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError, UnexpectedToolError
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, GetPromptResult, InputRequiredResult, Tool
from pydantic import AnyUrl, ValidationError

from fractafrag.core.errors import Forbidden, NotFound, Problem, Unavailable
from fractafrag.domains.agents import trail
from fractafrag.domains.agents.calls import Call, Offer, call_of
from fractafrag.doors.mcp.problems import document, misused, refusal
from fractafrag.doors.mcp.slim import slim

log = logging.getLogger(__name__)

Ctx = Context[Any, Any]

REFUSED = -32000
"""JSON-RPC's first code for errors of a server's own; the problem is in `data`."""
FREE = frozenset({"tools/call", "ping", "initialize", "server/discover"})
"""Requests that are not counted as reads: a tool counts by its own limit."""


class Server(MCPServer[Any]):
    """The SDK's server, given the tools that domains offer."""

    offers: Mapping[str, Offer]

    async def list_tools(self) -> list[Tool]:
        """The tools in the order of the offers, their schemas without what no model needs."""
        order = {name: place for place, name in enumerate(self.offers)}
        tools = sorted(await super().list_tools(), key=lambda tool: order.get(tool.name, len(order)))
        return [
            tool.model_copy(update={"input_schema": slim(tool.input_schema), "output_schema": slim(tool.output_schema)})
            for tool in tools
        ]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Ctx | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Calls a tool; whatever it raises is a result that says what to do next."""
        assert context is not None
        call, offer, began = call_of(context), self.offers.get(name), time.perf_counter()
        try:
            if offer is None:
                await call.spend("read")
            elif offer.limit is not None:
                await call.spend(offer.limit)
            _check_toolset(call, offer)
            result = await super().call_tool(name, arguments, context)
            status = 200
        except (Problem, ToolError) as error:
            problem = _problem(name, error)
            status, result = problem.status, refusal(problem)
        _log(call, name, status, began)
        if offer is not None and isinstance(result, CallToolResult):
            target = _target(arguments, result)
            await trail.note(
                call.database, call.viewer, via="mcp", action=name, target=target, status=status, reading=offer.reads
            )
        return result

    async def read_resource(
        self, uri: AnyUrl | str, context: Ctx | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """Reads a resource; a problem becomes an error of the protocol with its sentence."""
        began, call = time.perf_counter(), call_of(context) if context else None
        status = 200
        try:
            return await super().read_resource(uri, context)
        except ResourceError as error:
            problem = _cause(error)
            if problem is None:
                status = 404 if isinstance(error, ResourceNotFoundError) else 500
                raise
            status = problem.status
            kind = ResourceNotFoundError if isinstance(problem, NotFound) else ResourceError
            raise kind(problem.detail) from error
        finally:
            if call is not None:
                _log(call, f"resource {str(uri)[:100]!r}", status, began)

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Ctx | None = None
    ) -> GetPromptResult | InputRequiredResult:
        """Fills in a prompt; a problem becomes an error of the protocol with its sentence."""
        try:
            return await super().get_prompt(name, arguments, context)
        except ValueError as error:
            problem = _cause(error)
            said = problem.detail if problem else str(error)[:300]
            data = document(problem) if problem else None
            raise MCPError(code=INVALID_PARAMS, message=said, data=data) from error


async def counted(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Middleware: counts what is no call of a tool as a read."""
    if ctx.request_id is None or ctx.request is None:
        return await call_next(ctx)
    call: Call = ctx.request.state.call
    if ctx.method not in FREE:
        try:
            await call.spend("read")
        except Problem as problem:
            raise MCPError(code=REFUSED, message=problem.detail, data=document(problem)) from problem
    return await call_next(ctx)


def chosen(offers: Mapping[str, Offer], call: Call, names: Iterable[str]) -> set[str]:
    """Those of the tools `names` that are in a toolset of the call."""
    return {name for name in names if name not in offers or offers[name].toolset in (None, *call.toolsets)}


def _check_toolset(call: Call, offer: Offer | None) -> None:
    if offer is not None and offer.toolset is not None and offer.toolset not in call.toolsets:
        raise Forbidden(
            f"{offer.name} is in the toolset {offer.toolset!r}, which this connection left out.", field="name"
        )


def _cause(error: BaseException | None) -> Problem | None:
    while error is not None and not isinstance(error, Problem):
        error = error.__cause__
    return error


def _problem(name: str, error: Problem | ToolError) -> Problem:
    cause = error if isinstance(error, Problem) else error.__cause__
    if isinstance(cause, Problem):
        return cause
    if isinstance(error, UnexpectedToolError):
        log.error("mcp tool %s broke", name[:64], exc_info=cause)
        if isinstance(cause, OSError):
            return Unavailable("The database does not answer; nothing was changed.", headers={"Retry-After": "2"})
        return Problem("This is our fault, not yours; nothing was changed. It is in the log.")
    if isinstance(cause, ValidationError):
        return misused(name, cause)
    if cause is None and str(error).startswith("Unknown tool"):
        return NotFound(f"There is no tool {name[:64]!r} here.", field="name")
    return Problem(str(error)[:500])


def _target(arguments: Mapping[str, Any], result: CallToolResult) -> str | None:
    known: dict[str, Any] = result.structured_content or {}
    made: Any = known.get("id")
    found: Any = made if isinstance(made, str) else arguments.get("id")
    return found[:64] if isinstance(found, str) else None


def _log(call: Call, what: str, status: int, began: float) -> None:
    viewer = call.viewer
    who = "a stranger" if viewer is None else viewer.username
    by = f" by {viewer.agent.kind} {viewer.agent.id}" if viewer and viewer.agent else ""
    log.info("mcp %s for %s%s: %d in %.0f ms", what[:120], who, by, status, (time.perf_counter() - began) * 1000)
