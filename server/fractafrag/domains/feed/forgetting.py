"""Pure room: what it means that an interest is forgotten: which views made it, and which of them count no more.

Vectors and moments are those of the room `taste`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fractafrag.domains.feed.taste import ALIKE, NEAR, Glance, Interest, Taste, Vector, nearest, typical


@dataclass(frozen=True)
class Forgotten:
    """That an interest is forgotten: its name, the works that made it, and where it lay, where that is known.

    What was liked of it until `at` counts no more.
    """

    interest: str
    works: frozenset[str]
    x: Vector | None
    at: float


def made_of(taste: Taste, interest: Interest, glances: Sequence[Glance], vectors: Mapping[str, Vector]) -> list[str]:
    """All works that an interest comes from, the most typical first: its members, and what is liked and nearest to it.

    Members alone are the latest few; the older ones would make the same interest again.
    """
    members = typical(interest, vectors)
    liked = {one.work: one.x for one in glances if one.y > 0 and one.work not in members}
    others: list[str] = []
    for work, x in liked.items():
        place, cosine = nearest(taste.interests, x)
        if cosine >= NEAR and taste.interests[place].number == interest.number:
            others.append(work)
    return [*members, *others]


def remembered(glances: Sequence[Glance], forgotten: Sequence[Forgotten]) -> list[Glance]:
    """The views without what was liked of a forgotten interest until then, in their order; a dislike stays.

    A view that became known only afterwards is of it from a cosine of ALIKE on: below, it may be another's.
    """
    return [glance for glance in glances if not any(_gone(glance, one) for one in forgotten)]


def _gone(glance: Glance, one: Forgotten) -> bool:
    if glance.y <= 0 or glance.at > one.at:
        return False
    return glance.work in one.works or (one.x is not None and float(one.x @ glance.x) >= ALIKE)
