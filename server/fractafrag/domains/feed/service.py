"""What the feed may be asked: the next page of somebody's scroll, chosen by what they watched."""

import hashlib
from typing import Any

import numpy as np

from fractafrag.core import clock
from fractafrag.core.db import ReadSession
from fractafrag.core.ids import new_id
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings import service as embeddings
from fractafrag.domains.embeddings.service import Mood
from fractafrag.domains.feed import ranking, reasons, slate, slate_queries, taste, weights
from fractafrag.domains.feed.minds import NOBODY, Mind, mind_of
from fractafrag.domains.feed.ranking import Person, Works
from fractafrag.domains.feed.scroll import Placed, Scroll, cursor_of
from fractafrag.domains.feed.slate_queries import Candidates
from fractafrag.domains.feed.weights import Weights

AHEAD = slate.BLOCK
"""Slots that are chosen at once: what is watched meanwhile changes the rest."""
AHEAD_OF_NOBODY = 60
"""The same where nothing that is watched changes anything."""
DRAWN_INTERESTS = 4
OF_EACH = 60


async def page(
    session: ReadSession, viewer: Viewer | None, scroll: Scroll, place: int, limit: int
) -> tuple[list[tuple[dict[str, Any], Placed]], str | None]:
    """Cards from `place` on, each with its slot, and the cursor of the next page; the scroll grows where it must.

    One statement while slots are left, six when more are chosen, seven when everything has been seen; one more where
    slots were left, and what is known of their viewer has changed, and one more of a mood. What has become invisible
    since it was chosen is left out; a page is only empty at the end.
    """
    place = max(place, scroll.start)
    while True:
        if scroll.end < place + limit and not scroll.ended:
            ahead = AHEAD_OF_NOBODY if scroll.watcher == NOBODY else AHEAD
            await _choose(session, viewer, scroll, max(ahead, limit), place)
        slots = scroll.at(place, limit)
        if not slots:
            return [], None
        found, known_at = await slate_queries.cards(session, viewer, scroll.watcher, [slot.work for slot in slots])
        if known_at is not None and (known_at > scroll.known_at or (scroll.known_at and not known_at)):
            # They have watched something since these slots were chosen, said what they want, or erased all that was
            # known: chosen anew from here.
            scroll.cut(place)
            scroll.known_at = known_at
            continue
        place += len(slots)
        items = [(found[slot.work], slot) for slot in slots if slot.work in found]
        if items:
            break
    more = None if scroll.ended and place >= scroll.end else cursor_of(scroll, place)
    return items, more


async def opening(session: ReadSession, viewer: Viewer | None, watcher: str) -> Scroll:
    """How somebody's feed would begin if they came now, by the dial as they left it."""
    scroll = Scroll(new_id(), watcher, None, prepared=True)
    await _choose(session, viewer, scroll, AHEAD, 0)
    return scroll


async def _choose(session: ReadSession, viewer: Viewer | None, scroll: Scroll, count: int, place: int) -> None:
    """Appends `count` slots, where there are so many works; those from `place` on go first if their choice is dated."""
    now = clock.now()
    mind = await mind_of(session, viewer, scroll.watcher, now.timestamp())
    if mind.known_at > scroll.known_at:
        scroll.cut(place)
    if scroll.surprise is None:
        scroll.surprise = mind.surprise
    rng = _dice(scroll)
    mood = await embeddings.mood(session, viewer, scroll.mood) if scroll.mood else None
    near = await _near(session, viewer, scroll, mood, _points(mind.person, rng))
    had = [slot.work for slot in scroll.slots]
    found = await slate_queries.candidates(
        session,
        viewer,
        scroll.watcher,
        near,
        had,
        now,
        liked=taste.last_liked(mind.taste),
        alone=scroll.mood is not None,
    )
    by = await weights.current(session)
    scroll.put(_ranked(found, mind, by, mood, scroll, rng, count))
    if (missing := count - (scroll.end - scroll.start - len(had))) > 0:
        had = [slot.work for slot in scroll.slots]
        of = near if scroll.mood else None
        old = await slate_queries.seen_longest_ago(session, viewer, scroll.watcher, had, missing, of)
        scroll.put(Placed(work, author, "again", None, 1.0) for work, author in old if not scroll.had(work))
        scroll.ended = len(old) < missing
    scroll.builds += 1
    scroll.known_at = max(scroll.known_at, mind.known_at)


async def _near(
    session: ReadSession, viewer: Viewer | None, scroll: Scroll, mood: Mood | None, points: list[taste.Vector]
) -> list[str]:
    """The works around these points; of a mood, those of the mood, and none while nobody knows where it lies."""
    if mood is not None:
        [found] = await embeddings.neighbours(session, viewer, [mood.x], mood.works, mood.traits)
        return [one.shader_id for one in found]
    return [] if scroll.mood else await embeddings.around(session, viewer, points, OF_EACH)


def _dice(scroll: Scroll) -> np.random.Generator:
    seed = hashlib.blake2b(f"{scroll.id} {scroll.builds}".encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(seed))


def _points(person: Person, rng: np.random.Generator) -> list[taste.Vector]:
    """Where to look around: the three strongest interests, one of the others by its weight, and the session."""
    places = list(range(len(person.weights)))[: DRAWN_INTERESTS - 1]
    others = person.weights[len(places) :]
    if len(others):
        places.append(len(places) + int(rng.choice(len(others), p=others / others.sum())))
    points = [person.centres[place] for place in places]
    return points if person.session is None else [*points, person.session]


def _ranked(
    found: Candidates,
    mind: Mind,
    by: Weights,
    mood: Mood | None,
    scroll: Scroll,
    rng: np.random.Generator,
    count: int,
) -> list[Placed]:
    """The next slots, block by block, from what was found."""
    person = mind.person
    own = np.array(found.own, bool)
    followed = np.array(found.followed, bool)
    works = Works(found.x, found.together, found.age_s, 1.0 * followed - 1.0 * own, found.gains, found.views)
    qualities = ranking.draw_quality(
        works, ranking.prior_of(float(found.gains.sum()), float(found.views.sum())), 1 + slate.REDRAWS, rng
    )
    features = ranking.features(person, works, qualities[0])
    averse = ranking.unwanted(person, found.x)
    lean = (ranking.leaning(found.x, mood.x) if mood else 0.0) - ranking.AVERSION * averse
    scores = ranking.scores_of_draws(features, by.b, qualities, lean)
    liking, which = ranking.interest_of(person, found.x)
    numbers = {author: number for number, author in enumerate(sorted({*found.authors, *_authors(scroll)}))}
    authors = np.array([numbers[author] for author in found.authors], np.intp)
    before = [numbers[author] for author in _authors(scroll)]
    young = (found.views < slate.YOUNG_UNDER) & ~own & (averse < 0.5)
    fits = ranking.allowed(person, found.x) & ~np.array([scroll.had(work) for work in found.ids], bool)
    kinds = np.where(liking >= reasons.NEAR, which, -1)
    left = np.flatnonzero(fits)
    placed: list[Placed] = []
    while len(left) and len(placed) < count:
        dial = slate.dial(mind.surprise if scroll.surprise is None else scroll.surprise)
        chosen = slate.block(
            scores[:, left], found.x[left], authors[left], young[left], dial, rng, before=before, kinds=kinds[left]
        )
        for slot in chosen:
            at = int(left[slot.index])
            code = reasons.code_of(
                explored=slot.explored,
                followed=found.followed[at],
                interest=float(liking[at]),
                session=float(features[at, 2]),
                age_s=float(found.age_s[at]),
                hot=found.hot[at],
                gains=float(found.gains[at]),
                asked=mood is not None,
                together=float(found.together[at]),
            )
            because = mind.known_by(int(which[at])) if code == "interest" else None
            # Where a mood or an aversion spoke as well, what came of it teaches nothing about these.
            seen = () if mood or averse[at] else tuple(features[at, 1:].round(4).tolist())
            placed.append(Placed(found.ids[at], found.authors[at], code, because, slot.propensity, by.number, seen))
            before.append(int(authors[at]))
        left = np.delete(left, [slot.index for slot in chosen])
    return placed[:count]


def _authors(scroll: Scroll) -> list[str]:
    return [slot.author for slot in scroll.slots[-(slate.BLOCK - 1) :]]
