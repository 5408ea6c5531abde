"""Pure room: the cost passport of a version: what the renderer measured of it, checked, one form for all readers."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

FORM = 4
"""Counts up when the pictures that are asked of the renderer change in size, length or form, or its facts in kind.

A picture of an earlier form is still shown; it is drawn anew when `fractafrag render-all` is asked.
"""

Tier = Literal["light", "medium", "heavy", "extreme"]
TIERS: tuple[Tier, ...] = ("light", "medium", "heavy", "extreme")
Milliseconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Probed(BaseModel):
    """What a frame of one size costs."""

    width: int
    height: int
    frame_ms: Milliseconds
    ms_per_megapixel: Milliseconds


class Loop(BaseModel):
    """How the film's end meets its start."""

    seamless: bool = Field(description="The work itself comes back to where it began.")
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    join: Literal["period", "faded", "cut"] = Field(
        description="period: it comes back by itself; faded: its first frames fade in from its last; cut: it jumps."
    )


class Passport(BaseModel):
    """What a version asks of the machine that draws it, and of the eyes that see it; null is what was not measured."""

    form: int = Field(description="Of this passport; 0: from before there were any.")
    tier: Tier | None = Field(description="Light below 500 ms a megapixel, medium below 2,500, heavy below 10,000.")
    ms_per_megapixel: Milliseconds | None = Field(description="In software on two cores of the server's processor.")
    frame_ms: Milliseconds | None = Field(description="One frame of 480×270.")
    compile_ms: Milliseconds | None
    clock: Literal["processor", "wall"] | None = Field(
        description="What measured the cost: processor time, which a crowded machine does not change, or the wall's."
    )
    probes: list[Probed] | None = Field(description="The small sizes from which the cost of others is foretold.")
    mean_luma: Share | None = Field(description="Of the still, Rec. 709.")
    contrast: Share | None = Field(description="Standard deviation of the still's luma, at most 0.5.")
    motion: Share | None = Field(description="Mean change of luma in a tenth of a second.")
    blank: bool | None = Field(description="Every moment that was tried is of one colour.")
    static: bool | None = Field(description="Nothing moves.")
    nan: bool | None = Field(description="Some pixels are no numbers.")
    flash_area: Share | None = Field(description="The largest share that flashed more than three times in a second.")
    flashing: bool | None = Field(description="That is a quarter or more, which WCAG 2.2 (2.3.1) forbids to show.")
    film: Literal["full", "reduced", "omitted"] | None
    film_note: str | None = Field(description="Why the film is not what was asked for.")
    loop: Loop | None = Field(description="Of the film, if there is one.")


def passport(measured: Mapping[str, Any]) -> dict[str, Any]:
    """The passport of what a renderer measured: a value that is missing, or no such value, is None there."""
    known = {name: measured.get(name) for name in Passport.model_fields} | {"form": FORM}
    try:
        return Passport.model_validate(known).model_dump()
    except ValidationError as error:
        unfit = {str(one["loc"][0]) for one in error.errors()}
        return Passport.model_validate(known | dict.fromkeys(unfit)).model_dump()


def at_most(tier: Tier) -> tuple[Tier, ...]:
    """The tiers that cost no more than this one."""
    return TIERS[: TIERS.index(tier) + 1]
