"""Moods: the works that have most of what makes one are found by its direction."""

import numpy as np
import pytest

from fractafrag.domains.embeddings import idioms, look, moods, parts, projection
from fractafrag.domains.embeddings.projection import Floats


def works(count: int = 300, seed: int = 1) -> Floats:
    random = np.random.default_rng(seed)
    raw = random.normal(size=(count, parts.COLUMNS)).astype(np.float32)
    raw[:, : parts.WORDS] /= np.linalg.norm(raw[:, : parts.WORDS], axis=1, keepdims=True)
    # What looks alike has many numbers in common, as in life: ten causes for all of them.
    causes = random.normal(size=(count, 10))
    raw[:, parts.LOOK] = causes @ random.normal(size=(10, len(look.NAMES))) + 0.3 * raw[:, parts.LOOK]
    raw[:, parts.CODE] = causes @ random.normal(size=(10, len(idioms.NAMES))) + 0.3 * raw[:, parts.CODE]
    return raw


@pytest.mark.parametrize("name", moods.MOODS)
def test_the_direction_of_a_mood_leads_to_its_works(name: str) -> None:
    raw = works()
    points = projection.project(projection.fit(raw, parts.BLOCKS)[0], raw)
    direction = moods.directions(raw, points)[name]
    assert np.linalg.norm(direction) == pytest.approx(1, abs=1e-4)
    score = moods.scores(raw, moods.MOODS[name])
    best = np.argsort(-(points @ direction))[:10]
    assert score[best].mean() > np.quantile(score, 0.9)


def test_a_work_that_was_never_drawn_has_a_mood_by_its_code() -> None:
    raw = works()
    raw[5, parts.LOOK] = np.nan
    assert np.isfinite(moods.scores(raw, moods.MOODS["calm"])).all()
    assert moods.scores(raw, moods.MOODS["dark"])[5] == 0


def test_where_no_work_has_more_of_it_than_another_only_the_traits_choose() -> None:
    raw = works(40)
    raw[:, parts.CODE] = 0
    points = projection.project(projection.fit(raw, parts.BLOCKS)[0], raw)
    assert moods.directions(raw, points)["audio"].tolist() == [1.0] + [0.0] * 127
    assert moods.MOODS["audio"].traits == ("audio",)


def test_every_weight_is_of_a_number_that_exists() -> None:
    known = {*look.NAMES, *idioms.NAMES}
    assert all(set(mood.weights) <= known for mood in moods.MOODS.values())


def test_parts_come_back_as_they_were_kept() -> None:
    row = works(1)[0]
    kept = [parts.packed(row[: parts.WORDS]), parts.packed(row[parts.LOOK]), parts.packed(row[parts.CODE])]
    assert np.allclose(parts.raw_row(kept[0], kept[1], kept[2]), row, atol=0.02)
    unseen = parts.raw_row(kept[0], None, kept[2])
    assert np.isnan(unseen[parts.LOOK]).all()
    assert np.isfinite(unseen[parts.CODE]).all()
