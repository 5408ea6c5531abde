"""How votes look from outside."""

from typing import Literal

from pydantic import BaseModel, Field

from fractafrag.domains.shaders.schemas import Stats


class Vote(BaseModel):
    """Up, down, or none."""

    value: Literal[-1, 0, 1]


class VoteResult(BaseModel):
    """The vote as it stands now, and what everybody's votes come to."""

    my_vote: Literal[-1, 0, 1] = Field(description="What this person's vote is now.")
    stats: Stats
