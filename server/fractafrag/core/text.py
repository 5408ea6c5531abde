"""Text from outside: what a line, a paragraph and a source may contain."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_ALLOWED_CONTROLS = frozenset("\n\r\t")
_UNPRINTABLE = frozenset(("Cc", "Cs"))
_UNSAFE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _line(value: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(char) in _UNPRINTABLE or char in _UNSAFE for char in value):
        raise ValueError("must be one line without control characters")
    return value


def _prose(value: str) -> str:
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if any(
        (unicodedata.category(char) in _UNPRINTABLE and char not in _ALLOWED_CONTROLS) or char in _UNSAFE
        for char in value
    ):
        raise ValueError("must not contain control characters")
    return value


def _visible(value: str) -> str:
    # A name of blanks and joiners alone would leave a hole where somebody's name should stand.
    if not any(unicodedata.category(char)[0] in "LNPS" for char in value):
        raise ValueError("must have at least one visible character")
    return value


def _source(value: str) -> str:
    # PostgreSQL stores neither NUL nor half of a surrogate pair, and no GLSL compiler takes them.
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("must not contain NUL characters or lone surrogates")
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_line)]
"""One line for people: trimmed, NFC, no control or direction-changing characters."""
VisibleLine = Annotated[Line, AfterValidator(_visible)]
"""A `Line` that shows something: the name of somebody or something."""
Prose = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_prose)]
"""Several lines for people: as `Line`, with line breaks."""
Source = Annotated[str, AfterValidator(_source)]
"""Program text, kept to the byte, but for NUL."""
