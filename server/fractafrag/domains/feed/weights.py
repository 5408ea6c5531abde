"""What may be done about the weights of the score: read those that hold, and fit them anew to what was watched."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from fractafrag.core import clock
from fractafrag.core.db import Database, ReadSession
from fractafrag.core.settings import settings
from fractafrag.domains.engagement.service import lessons
from fractafrag.domains.feed import ranking, weights_queries
from fractafrag.domains.feed.ranking import FEATURES, HAND_SET, POLICY, Floats, Lesson

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Weights:
    """b of `ranking.score`, (len(FEATURES),), and its number: 0 is what was set by hand."""

    number: int
    b: Floats


async def current(session: ReadSession) -> Weights:
    """The weights that hold. What another version of the score left is not read."""
    found = await weights_queries.current(session)
    if found is None or len(found[1]) != len(FEATURES):
        return Weights(0, HAND_SET)
    return Weights(found[0], np.array(found[1]))


async def refit(database: Database) -> int | None:
    """Fits the weights to the last week's showings; their number, or None where there were too few."""
    async with database.write() as session:
        taught = await lessons.latest(session, f"{POLICY}-")
    lesson = await asyncio.to_thread(_learned, taught)
    if lesson is None:
        return None
    now = clock.now()
    async with database.write() as session:
        number = await weights_queries.keep(
            session, lesson.b.tolist(), now, views=len(taught), loss=lesson.loss, by_hand=lesson.loss_by_hand
        )
        # No showing that is still kept names older ones.
        await weights_queries.forget(session, now - timedelta(days=settings().engagement_days), number)
    log.info(
        "the score was fitted to %d showings",
        len(taught),
        extra={"number": number, "loss": round(lesson.loss, 4), "loss_by_hand": round(lesson.loss_by_hand, 4)},
    )
    return number


def _learned(taught: Sequence[tuple[tuple[float, ...], float]]) -> Lesson | None:
    rows = [(seen, y) for seen, y in taught if len(seen) == len(FEATURES) - 1]
    if not rows:
        return None
    found = np.ones((len(rows), len(FEATURES)))
    found[:, 1:] = [seen for seen, _ in rows]
    return ranking.learned(found, np.array([y for _, y in rows]))
