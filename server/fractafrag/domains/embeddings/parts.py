"""Pure room: the parts of which a work's vector is made, and how they are kept."""

import numpy as np

from fractafrag.domains.embeddings import idioms, look
from fractafrag.domains.embeddings.projection import Block, Floats

RECIPE = 1
"""Counts up when the encoder changes, or what is measured; works are then looked at again."""
WORDS = 384
LOOK = slice(WORDS, WORDS + len(look.NAMES))
CODE = slice(LOOK.stop, LOOK.stop + len(idioms.NAMES))
COLUMNS = CODE.stop
BLOCKS = (
    Block(0, WORDS, 0.4, standardised=False),
    Block(LOOK.start, LOOK.stop, 0.3, standardised=True),
    Block(CODE.start, CODE.stop, 0.3, standardised=True),
)
"""Words say as much as two fifths; the look, and how it is made, share the rest (bench/RESULTS.md)."""


def packed(values: Floats) -> bytes:
    """Numbers as half-precision floats, little-endian."""
    return values.astype("<f2").tobytes()


def raw_row(words: bytes, seen: bytes | None, code: bytes) -> Floats:
    """The parts side by side, (COLUMNS,); NaN for the look of a work that could not be drawn."""
    row = np.full(COLUMNS, np.nan, np.float32)
    row[:WORDS] = np.frombuffer(words, "<f2")
    row[CODE] = np.frombuffer(code, "<f2")
    if seen is not None:
        row[LOOK] = np.frombuffer(seen, "<f2")
    return row
