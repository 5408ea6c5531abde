"""The MCP end of agents: a program asks in whose name, and how far, it may act."""

from typing import Annotated

from mcp_types import CallToolResult
from pydantic import BaseModel, Field

from fractafrag.domains.accounts.deps import LimitName, limit_spec
from fractafrag.domains.accounts.viewer import SCOPES_IN_WORDS, Scope
from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Ctx, Offer, call_of

LIMITS: tuple[LimitName, ...] = ("read", "write", "publish", "validate")


class ScopeShown(BaseModel):
    """A scope in plain words."""

    scope: Scope
    meaning: str


class Whoami(BaseModel):
    """Who acts here, through which program, and how far."""

    username: str | None = Field(description="null for a stranger, who may only read.")
    agent: str | None = Field(description="Name of the key or program; works made through it carry it.")
    scopes: list[ScopeShown]
    limits: dict[str, str] = Field(description="COUNT/PERIOD by kind of call.")


async def whoami(ctx: Ctx) -> Annotated[CallToolResult, Whoami]:
    """Who you act for, which scopes you have, and how often you may call. Call it once before you save or publish."""
    viewer = call_of(ctx).viewer
    scopes = [scope for scope in Scope if (viewer.may(scope) if viewer else scope is Scope.BROWSE)]
    limits: dict[str, str] = {name: limit_spec(name) for name in LIMITS}
    if viewer and viewer.agent and viewer.agent.per_minute:
        limits["this key"] = f"{viewer.agent.per_minute}/minute"
    return answer(
        Whoami(
            username=viewer.username if viewer else None,
            agent=viewer.agent_name if viewer else None,
            scopes=[ScopeShown(scope=scope, meaning=SCOPES_IN_WORDS[scope]) for scope in scopes],
            limits=limits,
        )
    )


OFFERS = (Offer(whoami, "Who am I?"),)
