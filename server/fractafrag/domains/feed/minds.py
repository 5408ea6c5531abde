"""What somebody is to the feed at this moment: their taste, out of what they watched and what they said of it."""

from dataclasses import dataclass, replace
from functools import cached_property

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.feed import forgetting, slate_queries, taste
from fractafrag.domains.feed.ranking import Person
from fractafrag.domains.feed.scroll import MIDDLE
from fractafrag.domains.feed.slate_queries import History, Said
from fractafrag.domains.feed.taste import Interest, Taste, Vector

NOBODY = "-"
"""Who watches where nobody is to be learned from: no view is ever theirs."""


@dataclass(frozen=True)
class Mind:
    """A taste as it is at `now`, in seconds since the epoch, and what it was made of."""

    taste: Taste
    past: History
    said: Said
    now: float

    @property
    def surprise(self) -> float:
        """The dial, from 0, familiar, to 1, surprise."""
        return MIDDLE if self.said.surprise is None else self.said.surprise

    @property
    def known_at(self) -> float:
        """When the latest of what this is made of came to be known."""
        return max(self.past.valued_at, self.said.changed_at)

    @property
    def vectors(self) -> dict[str, Vector]:
        """Where the works lie of which the taste is made."""
        return {**self.said.vectors, **self.past.vectors}

    @cached_property
    def person(self) -> Person:
        """The directions of this taste."""
        centres, weights = taste.directions(self.taste, self.now)
        session = taste.session(self.taste, self.now)
        return Person(
            centres,
            weights,
            session,
            self.taste.dislike,
            taste.muted_directions(self.taste),
            taste.unwanted(self.past.glances, self.now),
        )

    @cached_property
    def loud(self) -> list[Interest]:
        """The interests that may speak, in the order of `person`."""
        return taste.loud(self.taste, self.now)

    def known_by(self, place: int) -> tuple[str, str] | None:
        """Id and title of the work by which the interest at a place of `person` is known, if it may be seen."""
        medoid = self.loud[place].medoid
        title = self.past.titles.get(medoid or "") or self.said.titles.get(medoid or "")
        return (medoid, title) if medoid and title else None


async def mind_of(session: ReadSession, viewer: Viewer | None, watcher: str, now: float) -> Mind:
    """The mind of an account or a visitor, in two statements; what is forgotten is no part of its past."""
    past = await slate_queries.history(session, viewer, watcher)
    said = await slate_queries.said(session, viewer, watcher)
    past = replace(past, glances=forgetting.remembered(past.glances, said.forgotten))
    found = Taste()
    for glance in past.glances:
        found = taste.after(found, glance)
    found = taste.obeying(taste.merged(found, now), said.steers, now)
    found = taste.with_new_session(found, said.session_since)
    return Mind(taste.with_medoids(found, {**said.vectors, **past.vectors}), past, said, now)
