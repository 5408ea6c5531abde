"""Pure room: how two orders become one page, without showing anything twice or leaving anything out."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Mixed(Generic[Row]):
    """A page and how far each of the two lists was used up; None where nothing of a list was."""

    page: list[Row]
    last_hot: Row | None
    last_new: Row | None


def mix(hot: Sequence[Row], new: Sequence[Row], name: Callable[[Row], str], size: int, seed: str) -> Mixed[Row]:
    """Takes from `hot` and `new` in turn until `size` different works are found, then shuffles them by `seed`.

    Both lists hold works that no page has shown, in their own orders, at least `size` of each or all that are left. A
    work that was already taken from the other list is passed over, and counts as used up in this one too. So what all
    pages have shown is always exactly what stands above `last_hot` in one order or above `last_new` in the other, and
    two positions tell the next page what is left. The shuffle stays inside the page, hence it changes none of this.
    """
    page: list[Row] = []
    taken: set[str] = set()
    used = [0, 0]
    lists = (hot, new)
    turn = 0
    while len(page) < size and any(used[side] < len(lists[side]) for side in (0, 1)):
        side = turn % 2
        turn += 1
        while used[side] < len(lists[side]):
            row = lists[side][used[side]]
            used[side] += 1
            if name(row) not in taken:
                taken.add(name(row))
                page.append(row)
                break
    random.Random(seed).shuffle(page)
    return Mixed(page, hot[used[0] - 1] if used[0] else None, new[used[1] - 1] if used[1] else None)
