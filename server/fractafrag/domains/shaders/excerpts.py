"""Pure room: a few of an author's lines, for somebody who must not be sent all of them."""

import unicodedata
from dataclasses import dataclass

EXCERPT_CHARACTERS = 120


@dataclass(frozen=True)
class Lines:
    """Lines `first` to `last` (from 1, both included) of a text of `total` lines."""

    text: str
    first: int
    last: int
    total: int


def page(text: str, first: int, last: int | None, max_bytes: int) -> Lines:
    """The lines from `first` to `last` (None: the end) of `text`, cut after the last line that fits in `max_bytes`.

    At least one line is given, itself cut when it is longer than that.
    """
    lines = text.removesuffix("\n").split("\n")
    first = min(max(first, 1), len(lines))
    wanted = lines[first - 1 : len(lines) if last is None else max(last, first)]
    shown: list[str] = []
    size = 0
    for line in wanted:
        size += len(line.encode("utf-8", "surrogatepass")) + 1
        if shown and size > max_bytes:
            break
        shown.append(line if size <= max_bytes else line.encode()[:max_bytes].decode("utf-8", "ignore"))
    return Lines("\n".join(shown), first, first + len(shown) - 1, len(lines))


def excerpt(code: str, line: int, column: int) -> str:
    """The author's line (from 1) and, below it, a caret under the column (from 1); no caret when the column is 0.

    At most EXCERPT_CHARACTERS of the line around the column; tabs and characters that move the cursor become spaces,
    so that the caret stands where it belongs. "" when there is no such line.
    """
    lines = code.replace("\r\n", "\n").split("\n")
    if not 1 <= line <= len(lines):
        return ""
    plain = printable(lines[line - 1])
    start = max(0, min(column - 1 - EXCERPT_CHARACTERS // 2, len(plain) - EXCERPT_CHARACTERS)) if column else 0
    shown = plain[start : start + EXCERPT_CHARACTERS].rstrip()
    if not 1 <= column <= len(plain) + 1:
        return shown
    return f"{shown}\n{' ' * (column - 1 - start)}^"


def printable(text: str) -> str:
    """`text` with a space for each character that is none to be seen: controls, marks of direction, halves of pairs."""
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
