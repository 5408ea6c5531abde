"""Pure room: one way down the feed: what was put where, so that a page read again is the same page.

The whole of it lies in Redis (scrolls.py). A cursor names it and the place in it; it also carries two bytes of each of
the last works, so that a scroll that was lost goes on without showing them twice.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from fractafrag.core.ids import is_id
from fractafrag.core.pages import decode_cursor, encode_cursor, forged_cursor
from fractafrag.domains.feed.reasons import MOOD_WORDS

KIND = "scroll"
MOST_SLOTS = 1200
"""Slots that are remembered; what lies further back is forgotten first."""
MOST_MARKS = 90
LONGEST = 1_000_000
MIDDLE = 0.5
"""Where the dial stands until somebody turns it."""


@dataclass(frozen=True)
class Placed:
    """A slot: the work, who made it, why it is there, by which work the interest is known, and its propensity.

    `weights` is the number of the weights that scored it; `features` are what these went by, without the intercept, and
    empty where something else had a say.
    """

    work: str
    author: str
    reason: str
    because: tuple[str, str] | None
    propensity: float
    weights: int = 0
    features: tuple[float, ...] = ()


@dataclass
class Scroll:
    """`start` is the place of the first slot still remembered; `known_at` when the latest view behind them was valued.

    `marks` are of works that a lost part of the scroll has shown, the latest last. `surprise` is None until slots are
    chosen, and then what the dial of whoever scrolls says; of a `mood` are all works, if there is one. What was
    `prepared` was chosen before anybody asked for it.
    """

    id: str
    watcher: str
    surprise: float | None
    start: int = 0
    slots: list[Placed] = field(default_factory=list[Placed])
    marks: tuple[bytes, ...] = ()
    known_at: float = 0.0
    builds: int = 0
    ended: bool = False
    mood: str | None = None
    prepared: bool = False

    @property
    def end(self) -> int:
        """The place behind the last slot."""
        return self.start + len(self.slots)

    def at(self, place: int, count: int) -> list[Placed]:
        """Up to `count` slots from `place` on."""
        return self.slots[max(0, place - self.start) :][:count]

    def put(self, slots: Iterable[Placed]) -> None:
        """Appends slots, and forgets the oldest beyond MOST_SLOTS."""
        self.slots.extend(slots)
        spare = max(0, len(self.slots) - MOST_SLOTS)
        del self.slots[:spare]
        self.start += spare

    def cut(self, place: int) -> None:
        """Forgets every slot from `place` on: they are to be chosen anew."""
        del self.slots[max(0, place - self.start) :]
        self.ended = False
        if self.prepared and place == 0:
            # Nothing of it was shown, and the dial may have been turned.
            self.surprise = None

    def had(self, work: str) -> bool:
        """Whether a lost part of this scroll may have shown the work."""
        return bool(self.marks) and mark(work) in self.marks


@dataclass(frozen=True)
class Place:
    """What a cursor says: which scroll, where in it, how surprising, of which mood, and marks of what came last."""

    scroll: str
    place: int
    surprise: float
    mood: str | None
    marks: tuple[bytes, ...]


def mark(work: str) -> bytes:
    """Two bytes by which a work is known again; one in 65,536 others has the same."""
    return hashlib.blake2b(work.encode(), digest_size=2).digest()


def cursor_of(scroll: Scroll, place: int) -> str:
    """The cursor of the page that begins at `place`."""
    shown = [mark(one.work) for one in scroll.slots[: max(0, place - scroll.start)][-MOST_MARKS:]]
    marks = base64.b85encode(b"".join([*scroll.marks, *shown][-MOST_MARKS:])).decode()
    surprise = MIDDLE if scroll.surprise is None else scroll.surprise
    return encode_cursor(KIND, scroll.id, place, surprise, scroll.mood or "", marks)


def place_of(cursor: str) -> Place:
    """What a cursor says. Raises Invalid."""
    name, place, surprise, mood, marks = decode_cursor(KIND, cursor, str, int, float, str, str)
    try:
        raw = base64.b85decode(marks)
    except (ValueError, binascii.Error) as error:
        raise forged_cursor() from error
    if not is_id(name) or not 0 <= place <= LONGEST or not 0 <= surprise <= 1 or isinstance(place, bool):
        raise forged_cursor()
    if mood not in ("", *MOOD_WORDS):
        raise forged_cursor()
    return Place(name, place, surprise, mood or None, tuple(raw[at : at + 2] for at in range(0, len(raw) - 1, 2)))


def written(scroll: Scroll) -> bytes:
    """The scroll as it is kept."""
    slots = [
        [one.work, one.author, one.reason, one.because, one.propensity, one.weights, one.features]
        for one in scroll.slots
    ]
    marks = [one.hex() for one in scroll.marks]
    return orjson.dumps(
        [
            scroll.id,
            scroll.watcher,
            scroll.surprise,
            scroll.start,
            slots,
            marks,
            scroll.known_at,
            scroll.builds,
            scroll.ended,
            scroll.mood,
            scroll.prepared,
        ]
    )


def read(kept: bytes | str) -> Scroll:
    """The scroll out of what was kept. Raises ValueError for what this version did not write."""
    try:
        name, watcher, surprise, start, slots, given, known_at, builds, ended, mood, prepared = orjson.loads(kept)
        placed = [
            Placed(work, author, why, _pair(because), chance, weights, tuple(features))
            for work, author, why, because, chance, weights, features in slots
        ]
        marks = tuple(bytes.fromhex(one) for one in given)
    except (TypeError, ValueError) as error:
        raise ValueError("not a scroll") from error
    return Scroll(name, watcher, surprise, start, placed, marks, known_at, builds, ended, mood, prepared)


def _pair(because: Any) -> tuple[str, str] | None:
    return (because[0], because[1]) if because else None
