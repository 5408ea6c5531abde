"""Pure room: what a tag is: one lower-case word of letters, digits and a few signs."""

import re
import unicodedata
from collections.abc import Iterable

from fractafrag.domains.shaders.contract import LIMITS

_TAG = re.compile(r"[\w][\w.+#-]*")


class TagProblem(ValueError):
    """Which tag is wrong, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def normalise(tags: Iterable[str]) -> list[str]:
    """Tags as they are stored: lower case, without `#`, spaces become hyphens, each once, in order.

    Empty ones are dropped. Raises TagProblem for one that is too long or has other signs, and when there are too many.
    """
    found: list[str] = []
    for index, given in enumerate(tags):
        tag = key(given)
        if not tag:
            continue
        if len(tag) > LIMITS.tag_characters:
            raise TagProblem(f"tags.{index}", f"A tag may have {LIMITS.tag_characters} characters.")
        if not _TAG.fullmatch(tag):
            raise TagProblem(f"tags.{index}", "A tag is made of letters, digits, and the signs - _ . + #.")
        if tag not in found:
            found.append(tag)
    if len(found) > LIMITS.tags:
        raise TagProblem("tags", f"A work may have {LIMITS.tags} tags.")
    return found


def key(text: str) -> str:
    """The form under which a tag is stored and looked for, whatever it was typed like."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip().lstrip("#")
    return re.sub(r"\s+", "-", plain.strip())
