"""Limits: a sliding window that holds, says what is left, and never closes the house."""

import logging
from collections.abc import Callable

import pytest

from fractafrag.core.limits import Allowance, spend


@pytest.fixture
def counted(database: object, setting: Callable[..., None]) -> Callable[..., None]:
    """Limits are on for this test; they are off for the others."""
    setting(RATE_LIMITS="on")
    return setting


@pytest.mark.usefixtures("counted")
async def test_the_limit_holds_and_says_what_is_left() -> None:
    first = await spend("write", "2/minute", "somebody")
    second = await spend("write", "2/minute", "somebody")
    third = await spend("write", "2/minute", "somebody")
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.allowed, first.remaining, first.limit) == (True, 1, 2)
    assert (second.allowed, second.remaining) == (True, 0)
    assert third.allowed is False
    assert 1 <= third.reset_s <= 60


@pytest.mark.usefixtures("counted")
async def test_one_person_does_not_use_up_the_limit_of_another() -> None:
    await spend("write", "1/minute", "somebody")
    other = await spend("write", "1/minute", "other")
    assert other is not None
    assert other.allowed


async def test_switched_off_nothing_is_counted(database: object) -> None:
    for _ in range(5):
        assert await spend("write", "1/minute", "somebody") is None


async def test_without_redis_requests_pass_and_the_log_says_so(
    counted: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    counted(REDIS_URL="redis://127.0.0.1:9/0")
    with caplog.at_level(logging.WARNING):
        assert await spend("write", "1/minute", "somebody") is None
    assert "Redis is away" in caplog.text


def test_the_headers_say_when_to_come_back() -> None:
    assert Allowance("read", 60, True, 5, 4, 30).headers() == {
        "RateLimit-Policy": '"read";q=5;w=60',
        "RateLimit": '"read";r=4;t=30',
        "RateLimit-Limit": "5",
        "RateLimit-Remaining": "4",
        "RateLimit-Reset": "30",
    }
    assert Allowance("read", 60, False, 5, 0, 30).headers()["Retry-After"] == "30"
