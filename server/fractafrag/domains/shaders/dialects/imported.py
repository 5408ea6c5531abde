"""Pure room: a work that was read from somewhere else, and what is wrong with what cannot be read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fractafrag.domains.shaders.parameters import nothing

MAX_CHARACTERS = 16 * 1024 * 1024
MAX_WORKS = 1000
NOTES = 60


class ImportProblem(ValueError):
    """Why a text cannot be read; a sentence for people."""


@dataclass(frozen=True)
class Origin:
    """Where a work comes from: `format` is a name of FORMATS, the others are as their author wrote them, or empty."""

    format: str
    author: str = ""
    url: str = ""
    id: str = ""


@dataclass
class Imported:
    """One work: its draft in our form, where it comes from, what was changed in it, and what to know of it.

    `passes` are drafts as `passes.normalise` takes them; `licence` is an SPDX id of the contract. Only our own exports
    know `poster_at` (seconds), `parameters` and the `original` text, if it was imported before.
    """

    title: str
    passes: list[dict[str, Any]]
    origin: Origin
    description: str = ""
    tags: list[str] = field(default_factory=list[str])
    licence: str | None = None
    poster_at: float | None = None
    parameters: dict[str, Any] = field(default_factory=nothing)
    original: str | None = None
    changes: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])

    def change(self, said: str) -> None:
        """Tells a change once."""
        if said not in self.changes and len(self.changes) < NOTES:
            self.changes.append(said)

    def warn(self, said: str) -> None:
        """Tells a warning once."""
        if said not in self.warnings and len(self.warnings) < NOTES:
            self.warnings.append(said)


FORMATS = {
    "glsl": "GLSL",
    "shadertoy": "Shadertoy",
    "isf": "ISF",
    "sandbox": "GLSL Sandbox",
    "book": "Book of Shaders",
    "library": "Fractafrag",
}
"""What people call each format."""

_STATED = (
    ("CC0-1.0", r"SPDX-License-Identifier:\s*CC0-1\.0|\bCC0\b|public domain"),
    ("MIT", r"SPDX-License-Identifier:\s*MIT\b|\bMIT Licen[cs]e\b|licen[cs]ed? (?:under )?(?:the )?MIT\b"),
    ("Apache-2.0", r"SPDX-License-Identifier:\s*Apache-2\.0|Apache Licen[cs]e,? (?:Version )?2"),
    ("Unlicense", r"SPDX-License-Identifier:\s*Unlicense|unlicense\.org"),
    ("BSD-3-Clause", r"SPDX-License-Identifier:\s*BSD-3-Clause"),
    ("BSD-2-Clause", r"SPDX-License-Identifier:\s*BSD-2-Clause"),
    ("MPL-2.0", r"SPDX-License-Identifier:\s*MPL-2\.0"),
    ("GPL-3.0-or-later", r"SPDX-License-Identifier:\s*GPL-3\.0-or-later"),
    ("GPL-3.0-only", r"SPDX-License-Identifier:\s*GPL-3\.0(?:-only)?\b"),
    ("CC-BY-NC-SA-4.0", r"CC[- ]BY[- ]NC[- ]SA[- ]4"),
    ("CC-BY-NC-SA-3.0", r"CC[- ]BY[- ]NC[- ]SA|Attribution-NonCommercial-ShareAlike"),
    ("CC-BY-NC-4.0", r"CC[- ]BY[- ]NC[- ]4|Attribution-NonCommercial 4"),
    ("CC-BY-SA-4.0", r"CC[- ]BY[- ]SA|Attribution-ShareAlike"),
    ("CC-BY-4.0", r"CC[- ]BY[- ]4|Creative Commons Attribution 4"),
)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def stated_licence(sources: Iterable[str]) -> str | None:
    """The licence that comments of the sources name, as an SPDX id of the contract; None when they name none."""
    comments = "\n".join(found[0][:2000] for code in sources for found in _COMMENT.finditer(code))[:200_000]
    return next((spdx for spdx, words in _STATED if re.search(words, comments, re.IGNORECASE)), None)


def plain(value: Any, most: int) -> str:
    """A text of theirs as one of ours: without control characters, at most `most` long; "" for what is none."""
    if not isinstance(value, str):
        return ""
    kept = "".join(one for one in value if one in "\n\t" or (one.isprintable() and not 0xD800 <= ord(one) <= 0xDFFF))
    return kept.strip()[:most]


def source(value: Any) -> str:
    """Code of theirs: lines end with a newline alone, no byte order mark, nothing that UTF-8 cannot hold."""
    if not isinstance(value, str):
        return ""
    text = value.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    return text.encode("utf-8", "replace").decode("utf-8")
