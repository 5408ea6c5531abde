"""The score is fitted to what came of what it chose, and says under which weights it chose."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.domains.engagement.impressions import unpacked
from fractafrag.domains.engagement.service import signals
from fractafrag.domains.feed import ranking, weights
from fractafrag.domains.feed.ranking import FEATURES, HAND_SET
from tests.feed.worlds import NOON, World, pages, watched_by
from tests.works import Person

People = Callable[..., Awaitable[Person]]
AGE = FEATURES.index("age") - 1
_OTHERS = """
    INSERT INTO ranking_weights (fitted_at, weights, views, loss, loss_by_hand) VALUES (now(), '{1, 2}', 9, 1, 1)
"""


async def shown(world: World, who: Person, count: int, **params: Any) -> list[dict[str, Any]]:
    """What somebody is shown on so many pages, put down as served."""
    cards = [card for page in await pages(who.http, count, **params) for card in page]
    async with world.database.write() as session:
        await signals.keep_served(session, [card["impression"] for card in cards])
    return cards


async def valued(world: World, feature: int, below: float, above: float) -> None:
    """Values what was served by one feature alone: `above` where it is greater than in the middle."""
    async with world.database.write() as session:
        rows = (await session.execute(text("SELECT id, features FROM impressions WHERE features IS NOT NULL"))).all()
        told = {row.id: unpacked(row.features)[feature] for row in rows}
        middle = float(np.median(list(told.values())))
        for number, value in told.items():
            y = above if value > middle else below
            await session.execute(text("UPDATE impressions SET y = :y WHERE id = :id"), {"y": y, "id": number})


async def kept(world: World) -> list[Any]:
    async with world.database.read() as session:
        return list(await session.execute(text("SELECT * FROM ranking_weights ORDER BY number")))


async def test_what_people_make_of_the_feed_moves_its_weights(person: People, world: World) -> None:
    readers = [await person(name) for name in ("ada", "bob", "cyd")]
    with clock.frozen(NOON):
        for reader in readers:
            await watched_by(world, reader, at=NOON, kind0=3, kind1=3)
            cards = await shown(world, reader, 6)
            assert {signals.unseal(card["impression"]).policy for card in cards} == {"taste-3-0"}
        assert await weights.refit(world.database) is None
        # The older, the better: the contrary of what was set by hand.
        await valued(world, AGE, -1.0, 2.0)
        number = await weights.refit(world.database)
        (row,) = await kept(world)
        assert row.number == number
        assert row.views > ranking.LEAST_VIEWS
        assert row.loss < row.loss_by_hand
        assert row.weights[1 + AGE] > HAND_SET[1 + AGE] + 0.1
        later = await shown(world, readers[0], 1)
    assert {signals.unseal(card["impression"]).policy for card in later} == {f"taste-3-{number}"}


async def test_a_card_says_what_it_was_chosen_by_and_of_a_mood_nothing(person: People, world: World) -> None:
    ada = await person("ada")
    await world.has_mood("calm", "kind2")
    with clock.frozen(NOON):
        await watched_by(world, ada, at=NOON, kind0=3)
        for card in await shown(world, ada, 1):
            features = unpacked(signals.unseal(card["impression"]).features)
            assert len(features) == len(FEATURES) - 1
            age_days = (NOON - datetime.fromisoformat(card["published_at"])).total_seconds() / 86_400
            assert features[AGE] == pytest.approx(np.log1p(age_days), rel=2e-3)
        for card in await shown(world, ada, 1, mood="calm"):
            assert signals.unseal(card["impression"]).features == b""
        # They are the person's own: told with all else that is kept of them.
        told = (await ada.http.get("/me/engagement")).json()["impressions"]
    assert {None if one["features"] is None else len(one["features"]) for one in told} == {None, len(FEATURES) - 1}


async def test_weights_of_another_version_of_the_score_are_not_read(world: World) -> None:
    async with world.database.write() as session:
        await session.execute(text(_OTHERS))
    async with world.database.read() as session:
        assert (await weights.current(session)).number == 0


def test_what_does_not_foretell_the_latest_views_is_not_learned() -> None:
    random = np.random.default_rng(3)
    found = np.ones((1000, len(FEATURES)))
    found[:, 1:] = random.uniform(-1, 1, (1000, len(FEATURES) - 1))
    y = np.where(random.random(1000) < ranking.score(found, HAND_SET), 1.0, -1.0)
    turned = y.copy()
    turned[200:] *= -1  # what came before was the contrary
    lesson = ranking.learned(found, turned)
    assert lesson is not None
    assert lesson.loss > lesson.loss_by_hand
    assert (lesson.b == HAND_SET).all()
    assert ranking.learned(found[:240], y[:240]) is None
