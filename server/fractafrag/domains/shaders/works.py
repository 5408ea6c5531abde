"""Pure room: what a version of a work consists of, and when two versions have the same picture."""

import hashlib
import json
from dataclasses import dataclass

from fractafrag.domains.shaders.passes import FullPass, total_bytes

RECIPE = 1
"""Counts up when the pictures that are asked of the renderer change in size, length or form."""


@dataclass(frozen=True)
class Content:
    """Everything that a version keeps; `poster_at` is the second of the still, None when the renderer is to choose."""

    title: str
    description: str
    tags: tuple[str, ...]
    licence: str | None
    poster_at: float | None
    passes: tuple[FullPass, ...]

    @property
    def total_bytes(self) -> int:
        """The UTF-8 size of all code."""
        return total_bytes(self.passes)

    @property
    def picture_hash(self) -> str:
        """64 hexadecimal digits, the same for all works that look the same: passes, moment of the still, recipe."""
        form = json.dumps([RECIPE, self.poster_at, self.passes], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(form.encode()).hexdigest()
