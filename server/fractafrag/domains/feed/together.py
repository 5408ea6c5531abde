"""What may be done about works that the same people enjoy: work out anew which they are, in steps."""

from collections.abc import Sequence

import numpy as np

from fractafrag.core.db import WriteSession
from fractafrag.domains.feed import neighbours, together_queries

PEOPLE_AT_ONCE = 500
MOST_PEOPLE = 20_000
"""People whose views are read at most; a night begins with others than the one before."""
KEPT_AT_ONCE = 100

View = tuple[str, str, float]


async def works(session: WriteSession) -> list[str]:
    """The works that take part, the most enjoyed first."""
    return await together_queries.enjoyed(session, neighbours.MOST_WORKS)


async def gather(session: WriteSession, taking_part: Sequence[str], after: str) -> tuple[list[View], str | None]:
    """What the next people behind `after` watched, and the last of them; None where there are no more."""
    people = await together_queries.people(session, after, PEOPLE_AT_ONCE)
    if not people:
        return [], None
    return await together_queries.views(session, people, taking_part), people[-1]


def work_out(taking_part: Sequence[str], views: Sequence[View]) -> list[tuple[str, str, float]]:
    """(work, other, weight) for all works, from (watcher, work, y); takes some seconds of one core at most."""
    place = {work: at for at, work in enumerate(taking_part)}
    numbers = {person: at for at, person in enumerate(sorted({person for person, _, _ in views}))}
    people = np.array([numbers[person] for person, _, _ in views], np.intp)
    at = np.array([place[work] for _, work, _ in views], np.intp)
    y = np.array([y for _, _, y in views], np.float64)
    found = neighbours.strongest(neighbours.ease(people, at, y, len(taking_part)))
    return [
        (taking_part[int(work)], taking_part[int(other)], float(weight))
        for work, other, weight in zip(found.work, found.other, found.weight, strict=True)
    ]


async def keep(session: WriteSession, some: Sequence[str], pairs: Sequence[tuple[str, str, float]]) -> None:
    """Keeps what was worked out about some works."""
    wanted = set(some)
    await together_queries.keep(session, some, [pair for pair in pairs if pair[0] in wanted])


async def forget_others(session: WriteSession, taking_part: Sequence[str]) -> None:
    """Forgets what was known of works that no longer take part."""
    await together_queries.forget_others(session, taking_part)
