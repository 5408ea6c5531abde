"""Where a list of works goes on: a sort key and an id, read back with distrust."""

import math
import re
from datetime import UTC, datetime

from fractafrag.core.ids import ALPHABET, LENGTH
from fractafrag.core.pages import decode_cursor, forged_cursor, moment

ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
WHOLE = 2**31 - 1
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def number_key(kind: str, cursor: str | None) -> tuple[float, str]:
    """The (number, id) after which the list `kind` goes on; above everything without a cursor. Raises Invalid."""
    if cursor is None:
        return math.inf, ""
    number, shader_id = decode_cursor(kind, cursor, float, str)
    return number, known_id(shader_id)


def whole_key(kind: str, cursor: str) -> tuple[int, str]:
    """The (whole number, id) after which the list `kind` goes on. Raises Invalid."""
    number, shader_id = decode_cursor(kind, cursor, int, str)
    return max(-WHOLE, min(number, WHOLE)), known_id(shader_id)


def moment_key(kind: str, cursor: str | None) -> tuple[datetime, str]:
    """The (moment, id) after which the list `kind` goes on; the end of time without a cursor. Raises Invalid."""
    if cursor is None:
        return END_OF_TIME, ""
    stamp, shader_id = decode_cursor(kind, cursor, str, str)
    return moment(stamp), known_id(shader_id)


def known_id(text: str) -> str:
    """An id out of a cursor. Raises Invalid."""
    if not ID.fullmatch(text):
        raise forged_cursor()
    return text
