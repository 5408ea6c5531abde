"""Letters: 16×16 glyphs by their code (Latin-1, the first at the top left), as masks and distances.

Red is the glyph, green and blue the direction to its outline, alpha 127/255 plus the distance to the outline in
cells, negative inside. A glyph stands in the middle half of its cell, so letters follow each other every half cell.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from .fields import Field

# Texels of a cell in the file, and how many times finer glyphs are drawn before they are measured.
CELL, FINER = 64, 3


def _to_nearest(inside: NDArray[np.bool_]) -> Field:
    """Texels from each texel to the nearest that is set (Felzenszwalb and Huttenlocher, 2012: one axis after the other)."""
    size = inside.shape[0]
    apart = ((np.arange(size)[:, None] - np.arange(size)[None, :]) ** 2).astype(np.float32)
    squares = np.where(inside, 0, 1e6).astype(np.float32)
    # squares[y, x] → min over y', then over x'
    squares = np.stack([(squares + apart[row][:, None]).min(0) for row in range(size)])
    squares = np.stack([(squares + apart[column][None, :]).min(1) for column in range(size)], axis=1)
    return np.sqrt(squares)


def _glyph(code: int, font: ImageFont.FreeTypeFont, baseline: int) -> Field:
    """The coverage of one glyph in its cell, drawn `FINER` times as large."""
    side = CELL * FINER
    image = Image.new("L", (side, side))
    text = chr(code)
    width = font.getlength(text)
    # A letter too wide for half a cell is narrowed to it.
    limit = side * 0.47
    if width <= limit:
        ImageDraw.Draw(image).text(((side - width) / 2, baseline), text, 255, font, anchor="ls")
    else:
        wide = Image.new("L", (int(np.ceil(width)), side))
        ImageDraw.Draw(wide).text((0, baseline), text, 255, font, anchor="ls")
        narrow = wide.resize((int(limit), side), Image.Resampling.LANCZOS)
        image.paste(narrow, (round((side - limit) / 2), 0))
    return np.asarray(image, np.float32) / 255


def letters() -> Field:
    """The atlas of 1024×1024; a code without a glyph has an empty cell whose distance is the farthest."""
    side = CELL * FINER
    font = ImageFont.load_default(int(side * 0.72))
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType.")
    atlas = np.zeros((16 * CELL, 16 * CELL, 4), np.float32)
    atlas[..., 1:3] = 0.5
    atlas[..., 3] = 1
    baseline = round(side * 0.72)
    # What the font draws for a character that it does not have.
    missing = _glyph(0xFFFF, font, baseline)
    for code in [*range(33, 127), *range(161, 256)]:
        glyph = _glyph(code, font, baseline)
        inside = glyph > 0.5
        if not inside.any() or np.array_equal(glyph, missing):
            continue
        signed = np.where(inside, 0.5 - _to_nearest(~inside), _to_nearest(inside) - 0.5)
        dy, dx = np.gradient(signed)

        def shrunk(field: Field) -> Field:
            return field.reshape(CELL, FINER, CELL, FINER).mean((1, 3))

        row, column = divmod(code, 16)
        cell = atlas[row * CELL : (row + 1) * CELL, column * CELL : (column + 1) * CELL]
        cell[..., 0] = shrunk(glyph)
        cell[..., 1] = 0.5 + 0.5 * shrunk(dx)
        cell[..., 2] = 0.5 - 0.5 * shrunk(dy)
        cell[..., 3] = 127 / 255 + shrunk(signed) / side
    return np.clip(atlas, 0, 1)
