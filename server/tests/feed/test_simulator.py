"""The simulator of bench/feed at its smallest: what is served does better than chance in the same world."""

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench" / "feed"


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any, Any]]:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])
    names = ("world", "policies", "simulate")
    yield tuple(importlib.import_module(name) for name in names)  # type: ignore[misc]
    for name in names:
        sys.modules.pop(name, None)


def test_the_feed_is_enjoyed_more_than_any_order_and_spreads_what_it_shows(
    simulator: tuple[Any, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, policies, simulate = simulator
    kind = replace(world.WORLDS[0], rounds=4)

    def small(given: Any, seed: int) -> Any:
        return world.make(given, seed, works=600, people=12)

    monkeypatch.setattr(simulate, "make", small)
    ours = simulate.run(kind, policies.Ours("ours"), 0)
    chance = simulate.run(kind, policies.Random("random"), 0)
    assert ours.mean_y > chance.mean_y + 0.3
    assert ours.gini < 0.9
    assert 0 < ours.young_share < 1


def test_an_interval_of_paired_differences_is_students(simulator: tuple[Any, Any, Any]) -> None:
    _, _, simulate = simulator
    mean, half = simulate.interval([1.0, 2.0, 3.0])
    assert mean == 2.0
    assert half == pytest.approx(4.303 / 3**0.5, abs=1e-3)


def test_equal_counts_have_no_inequality_and_one_of_many_nearly_all(simulator: tuple[Any, Any, Any]) -> None:
    _, _, simulate = simulator
    np = importlib.import_module("numpy")
    assert simulate.gini(np.ones(50)) == pytest.approx(0)
    assert simulate.gini(np.eye(50)[0]) == pytest.approx(0.98)
