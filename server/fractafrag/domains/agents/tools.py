"""The MCP end of agents: a program asks in whose name, and how far, it may act."""

from typing import Annotated

from mcp_types import CallToolResult
from pydantic import BaseModel, Field

from fractafrag.domains.accounts.limits import limits_of
from fractafrag.domains.accounts.viewer import Scope
from fractafrag.domains.agents import service
from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Ctx, Offer, call_of
from fractafrag.domains.agents.schemas import ScopeInWords


class Whoami(BaseModel):
    """Who acts here, through which program, and how far."""

    username: str | None = Field(description="null for a stranger, who may only read.")
    display_name: str | None = None
    agent: str | None = Field(default=None, description="Your name here; works made through you carry it.")
    scopes: list[ScopeInWords]
    limits: dict[str, str] = Field(description="COUNT/PERIOD by kind of call.")
    expires_at: str | None = Field(default=None, description="When your key ends.")


async def whoami(ctx: Ctx) -> Annotated[CallToolResult, Whoami]:
    """Who you act for, which scopes you have, and how often you may call. Call it once before you save or publish."""
    call = call_of(ctx)
    if call.viewer is None:
        browse = ScopeInWords(scope=Scope.BROWSE, meaning="See public shaders.")
        return answer(Whoami(username=None, scopes=[browse], limits=limits_of(None)))
    async with call.database.read() as session:
        known = await service.who_am_i(session, call.viewer)
    more: dict[str, str] = {"agent": known.agent.name} if known.agent else {}
    if known.expires_at:
        more["expires_at"] = known.expires_at.isoformat()
    return answer(
        Whoami(
            username=known.username, display_name=known.display_name, scopes=known.scopes, limits=known.limits, **more
        )
    )


OFFERS = (Offer(whoami, "Who am I?"),)
