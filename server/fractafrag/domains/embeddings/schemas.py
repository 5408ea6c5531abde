"""How likeness looks from outside."""

from typing import Literal

from pydantic import Field

from fractafrag.domains.shaders.schemas import CardList


class SimilarList(CardList):
    """One page of works like one, the most alike first; `next_cursor` is null on the last."""

    by: Literal["likeness", "tags"] = Field(
        description="`likeness`: by words, look and code; `tags`: by shared tags, until it was looked at."
    )
