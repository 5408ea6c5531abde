"""Pure room: the cost passport of a version: what the renderer measured of it, checked, one form for all readers."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

FORM = 1
"""Counts up when the passport gets more to say; a passport of an earlier form says null there."""

Tier = Literal["light", "medium", "heavy", "extreme"]
TIERS: tuple[Tier, ...] = ("light", "medium", "heavy", "extreme")
Milliseconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Passport(BaseModel):
    """What a version asks of the machine that draws it, and of the eyes that see it; null is what was not measured."""

    form: int = Field(description="Of this passport; 0: from before there were any.")
    tier: Tier | None = Field(description="Light below 500 ms a megapixel, medium below 2,500, heavy below 10,000.")
    ms_per_megapixel: Milliseconds | None = Field(description="In software on two cores of the server's processor.")
    frame_ms: Milliseconds | None = Field(description="One frame of 480×270.")
    compile_ms: Milliseconds | None
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
