"""Pure room: how what somebody typed into the search field becomes a question to the full-text index."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Words:
    """`whole` as typed; `head` and `prefix` when the last word may still be unfinished, both empty otherwise."""

    whole: str
    head: str
    prefix: str


def parse(typed: str) -> Words:
    """Splits off the last word, to be matched by its beginning: "fractal noi" finds noise.

    Quotes, `-word` and `or` keep the meaning that web searches give them, so a last word in their reach is whole.
    """
    whole = " ".join(typed.split())
    head, _, last = whole.rpartition(" ")
    plain = _WORD.fullmatch(last) and '"' not in whole and last.lower() != "or" and not head.lower().endswith(" or")
    return Words(whole, head, last.lower()) if plain else Words(whole, "", "")
