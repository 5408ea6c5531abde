"""The tool that looks at a shader: several moments in one picture, and numbers."""

import base64
import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from mcp_types import CallToolResult, ImageContent
from pydantic import BaseModel, Field

from fractafrag.core.errors import Unprocessable
from fractafrag.domains.accounts.viewer import Scope
from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Call, Ctx, Offer, call_of
from fractafrag.domains.shaders.parameters import values_of
from fractafrag.domains.shaders.passes import FullPass
from fractafrag.domains.shaders.queries import shown
from fractafrag.domains.shaders.tools import sources
from fractafrag.domains.shaders.tools.links import VIEWER, page_url
from fractafrag.domains.shaders.tools.reading import picture_of
from fractafrag.domains.shaders.tools.trying import CompileError, told
from fractafrag.gateways import renderer
from fractafrag.gateways.renderer import Refused, Sheet, SheetWish

Aspect = Literal["16:9", "1:1", "9:16"]
RATIOS: dict[Aspect, float] = {"16:9": 16 / 9, "1:1": 1.0, "9:16": 9 / 16}
TIMES = (0.5, 2.0, 4.0, 8.0)
NARROWEST, LOWEST, LONGEST = 64, 36, 640
SHEET_PIXELS = 750_000
"""Some models count a picture as one token for 750 pixels: the sheet stays at a thousand."""
TYPE = "image/jpeg"
"""What every host and every model takes, the small local ones, too."""
PASSES = "fractafrag/passes"
"""Where, beside the result, the viewer finds the passes: a model that sent them need not read them again."""
VALUES = "fractafrag/parameters"
"""Where it finds the values of the parameters that were drawn with, if there are any."""

Moment = Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)]


class Cell(BaseModel):
    """One moment: luma 0 to 1, its standard deviation, and whether some of it is no number."""

    time: float
    mean_luma: float
    contrast: float
    nan: bool


class SheetShape(BaseModel):
    """Pixels and cells of the picture, row by row."""

    width: int
    height: int
    columns: int
    rows: int


class SheetFacts(BaseModel):
    """All moments together; `motion` is the change between them, `frame_ms` one frame of 480×270 in software."""

    mean_luma: float
    contrast: float
    motion: float
    nan_fraction: float
    frame_ms: float
    ms_per_megapixel: float
    tier: str
    blank: bool
    static: bool


class Sight(BaseModel):
    """What was seen; with ok: false, why nothing was."""

    ok: bool
    id: str | None = None
    title: str | None = Field(None, description="Its author's words.")
    author: str | None = None
    url: str | None = None
    flashing: bool | None = Field(None, description="Of a stored work: over 3 flashes a second on a quarter of it.")
    times: list[float] = []
    sheet: SheetShape | None = None
    cells: list[Cell] = []
    facts: SheetFacts | None = None
    notes: list[str] = []
    reason: str | None = Field(None, description="compile, limits, deadline or crash.")
    errors: list[CompileError] = []
    errors_left_out: int = 0


async def render_shader(
    ctx: Ctx,
    code: sources.Code = None,
    passes: sources.Passes = None,
    id: Annotated[str | None, Field(max_length=64, description="Instead: a stored work.")] = None,
    times: Annotated[list[Moment], Field(min_length=1, max_length=9, description="Seconds.")] = list(TIMES),  # noqa: B006
    width: Annotated[int, Field(ge=NARROWEST, le=LONGEST, description="Pixels of one cell.")] = 320,
    aspect: Aspect = "16:9",
    parameters: sources.Values = None,
) -> Annotated[CallToolResult, Sight]:
    """See a shader: one picture with a cell for each time, row by row, and measurements. Stores nothing.

    Look at it before you say that it works. facts: blank, static, nan_fraction above 0, tier heavy: mend these.
    """
    call = call_of(ctx)
    call.acting().need(Scope.DRAFT)
    about, full, kept = await _wanted(call, code, passes, id)
    values = kept | sources.values(parameters)
    outcome = await renderer.renderer().sheet(full, _wish(times, width, aspect), values, call.acting().id)
    beside = {PASSES: list(full), **({VALUES: values} if values else {})}
    if isinstance(outcome, Refused):
        notes = [] if outcome.errors else [outcome.message[:300]]
        sight = Sight(ok=False, reason=outcome.reason, notes=notes, **told(full, outcome.errors), **about)
        return answer(sight, meta=beside)
    data = base64.b64encode(outcome.image.data).decode()
    picture = ImageContent(type="image", data=data, mime_type=outcome.image.type)
    return answer(_sight(outcome, about), more=[picture], meta=beside)


async def _wanted(
    call: Call, code: str | None, passes: Sequence[dict[str, Any]] | None, shader_id: str | None
) -> tuple[dict[str, Any], tuple[FullPass, ...], dict[str, Any]]:
    """What is known of the work besides its passes, its passes, and the values of its parameters."""
    if shader_id is None:
        return {}, sources.full(code, passes), {}
    if code is not None or passes is not None:
        raise Unprocessable("Send one of code, passes and id.", field="id")
    async with call.database.read() as session:
        page = await shown.page(session, call.viewer, shader_id)
    facts: dict[str, Any] = picture_of(page).get("facts") or {}
    about: dict[str, Any] = {
        "id": page["id"],
        "title": page["title"],
        "author": page["author"]["username"],
        "url": page_url(page["id"]),
        "flashing": facts.get("flashing"),
    }
    return about, tuple(page["passes"]), values_of(page["parameters"])


def _wish(times: Sequence[float], width: int, aspect: Aspect) -> SheetWish:
    """A cell as wide as wanted, unless it would be too high or the sheet too large."""
    ratio = RATIOS[aspect]
    widest = min(width, LONGEST * min(1.0, ratio), math.sqrt(SHEET_PIXELS / len(times) * ratio))
    narrowest = max(NARROWEST, LOWEST * ratio)
    wide = max(narrowest, widest)
    return SheetWish(tuple(times), round(wide), round(wide / ratio), TYPE)


def _sight(sheet: Sheet, about: dict[str, Any]) -> Sight:
    facts = SheetFacts.model_validate(sheet.facts)
    return Sight(
        ok=True,
        **about,
        times=[cell["time"] for cell in sheet.cells],
        sheet=SheetShape(width=sheet.width, height=sheet.height, columns=sheet.columns, rows=sheet.rows),
        cells=[Cell.model_validate(cell) for cell in sheet.cells],
        facts=facts,
        notes=_notes(facts, sheet.facts.get("note")),
    )


def _notes(facts: SheetFacts, note: Any) -> list[str]:
    found: list[str] = [str(note)[:300]] if note else []
    if facts.blank:
        found.append("Every cell is one flat colour: is fragColor set, and anything inside the picture?")
    elif facts.static:
        found.append("The cells are the same: nothing depends on iTime, or too little.")
    if facts.nan_fraction > 0:
        found.append(
            f"{facts.nan_fraction:.2%} of the pixels are no numbers: guard sqrt, log, pow, normalize, division."
        )
    if facts.tier in ("heavy", "extreme"):
        found.append("Too heavy for most machines: get_guide(topic=cost) says what to save.")
    return found


OFFERS = (Offer(render_shader, "Look at a shader", limit="validate", toolset="make", view=VIEWER),)
