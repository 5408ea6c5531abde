"""Tools that try code without keeping it: compile it, look at it."""

from collections.abc import Sequence
from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import BaseModel, ConfigDict, Field

from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Offer
from fractafrag.domains.shaders.excerpts import excerpt, printable
from fractafrag.domains.shaders.passes import FullPass
from fractafrag.domains.shaders.tools import sources
from fractafrag.gateways import renderer
from fractafrag.gateways.renderer import Complaint

ERRORS = 12
MESSAGE_CHARACTERS = 300


class CompileError(BaseModel):
    """Where the compiler stumbled: the author's line in the pass, from 1; column 0 when unknown."""

    model_config = ConfigDict(populate_by_name=True)

    pass_: str = Field(alias="pass")
    line: int
    column: int
    message: str
    excerpt: str = Field(description="That line, and a caret under the column.")


class Cost(BaseModel):
    """What one frame costs: `frame_ms` at 480×270."""

    frame_ms: float
    ms_per_megapixel: float
    tier: str


class Verdict(BaseModel):
    """Whether it compiles, and where not."""

    ok: bool
    errors: list[CompileError]
    errors_left_out: int = 0
    cost: Cost | None = Field(None, description="Of a picture drawn in software; see the guide `cost`.")


async def validate_shader(
    code: sources.Code = None, passes: sources.Passes = None
) -> Annotated[CallToolResult, Verdict]:
    """Compile with the real WebGL2 compiler; stores nothing. Errors name the pass and the line in your own text.

    ok: false is an answer, not a failure of the call: mend the lines it names and call again.
    """
    full = sources.full(code, passes)
    found = await renderer.renderer().validate(full, cost=True)
    cost: dict[str, Any] = {"cost": Cost.model_validate(found.cost)} if found.cost else {}
    return answer(Verdict(ok=found.ok, **told(full, found.errors), **cost))


def told(full: Sequence[FullPass], complaints: Sequence[Complaint]) -> dict[str, Any]:
    """`errors` and, when there are too many, `errors_left_out`, for a result."""
    code = {one["name"]: one["code"] for one in full}
    errors = [
        CompileError.model_validate(
            one.document()
            | {
                "message": printable(one.message[:MESSAGE_CHARACTERS]),
                "excerpt": excerpt(code.get(one.pass_name, ""), one.line, one.column),
            }
        )
        for one in complaints[:ERRORS]
    ]
    more = len(complaints) - len(errors)
    return {"errors": errors, "errors_left_out": more} if more else {"errors": errors}


OFFERS = (Offer(validate_shader, "Compile a shader", limit="validate", toolset="make"),)
