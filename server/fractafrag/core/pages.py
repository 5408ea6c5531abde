"""Keyset pages: a cursor says after which row to go on, so that new rows never shift a page."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson
from pydantic import BaseModel

from fractafrag.core.errors import Invalid

Row = TypeVar("Row")
Item = TypeVar("Item")

MAX_CURSOR = 512


class Page(BaseModel, Generic[Item]):
    """One page of a list; `next_cursor` is null on the last."""

    items: list[Item]
    next_cursor: str | None = None


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Rows of one page and the cursor of the next."""

    rows: Sequence[Row]
    next_cursor: str | None


def encode_cursor(kind: str, *key: Any) -> str:
    """An opaque text of the list's `kind` and the sort key (JSON values) of the last row shown."""
    return base64.urlsafe_b64encode(orjson.dumps([kind, *key])).rstrip(b"=").decode()


def decode_cursor(kind: str, cursor: str, *types: type) -> list[Any]:
    """The sort key inside a cursor. Raises Invalid when it is not one of ours, or of another list."""
    try:
        if len(cursor) > MAX_CURSOR:
            raise ValueError("too long")
        padded = cursor + "=" * (-len(cursor) % 4)
        found_kind, *key = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if found_kind != kind or len(key) != len(types):
            raise ValueError("of another list")
        if not all(isinstance(part, wanted) for part, wanted in zip(key, types, strict=True)):
            raise ValueError("of another shape")
    except (ValueError, TypeError, binascii.Error) as error:
        raise forged_cursor() from error
    return key


def moment(stamp: str) -> datetime:
    """An ISO moment out of a cursor. Raises Invalid."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError as error:
        raise forged_cursor() from error
    if found.tzinfo != UTC or not 2000 <= found.year <= 9999:
        raise forged_cursor()
    return found


def forged_cursor() -> Invalid:
    """What is answered to a cursor that was made up."""
    return Invalid("This cursor is not one that this list gave out.", field="cursor")
