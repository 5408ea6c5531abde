"""Prometheus is told what was answered and what is still to be done; nobody else is."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from fractafrag.core import clock
from fractafrag.domains.shaders.models import RedrawRow
from tests.works import Person, person, renderer

__all__ = ["person", "renderer"]

People = Callable[[str], Awaitable[Person]]
TOKEN = {"Authorization": "Bearer a-token-of-the-operator"}


@pytest.fixture
async def operator(fresh_app: Any, setting: Callable[..., None]) -> Any:
    setting(METRICS_TOKEN="a-token-of-the-operator")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fresh_app), base_url="http://test") as client:
        yield client


async def scrape(operator: httpx.AsyncClient) -> dict[tuple[str, tuple[str, ...]], float]:
    answer = await operator.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_there_is_nothing_without_the_token(operator: httpx.AsyncClient, setting: Callable[..., None]) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "a-token-of-the-operator"[:-1]}):
        assert (await operator.get("/metrics", headers=headers)).status_code == 404
    setting(METRICS_TOKEN="")
    assert (await operator.get("/metrics", headers={"Authorization": "Bearer "})).status_code == 404


async def test_requests_are_counted_by_operation_and_never_by_address(operator: httpx.AsyncClient) -> None:
    for path in ("/api/v1/shaders/one", "/api/v1/shaders/two", "/api/v1/feed", "/nowhere/at/all.php"):
        await operator.get(path)
    seen = await scrape(operator)
    assert seen["fractafrag_requests_total", ("get_shader", "404")] == 2
    assert seen["fractafrag_requests_total", ("get_feed", "200")] == 1
    assert seen["fractafrag_request_seconds_count", ("get_feed",)] == 1
    assert not [key for key in seen if "nowhere" in str(key)]


async def test_pictures_that_are_drawn_again_are_seen(operator: httpx.AsyncClient, database: Any) -> None:
    assert not [key for key in await scrape(operator) if key[0] == "fractafrag_redraw_works"]
    async with database.write() as session:
        session.add(RedrawRow(id="one", scope="all", renderer="1", total=9, done=4, failed=1, asked_at=clock.now()))
    seen = await scrape(operator)
    assert {key[1][0]: value for key, value in seen.items() if key[0] == "fractafrag_redraw_works"} == {
        "done": 4,
        "failed": 1,
        "left": 4,
    }


async def test_work_that_is_still_to_be_done_is_seen(
    operator: httpx.AsyncClient, database: Any, person: People
) -> None:
    from fractafrag.doors.worker import relay

    ada = await person("ada")
    await ada.make(status="published")
    assert (await scrape(operator))["fractafrag_facts_unrelayed", ()] == 1
    await relay(database)
    seen = await scrape(operator)
    assert seen["fractafrag_facts_unrelayed", ()] == 0
    assert seen["fractafrag_jobs", ("waiting", "shaders.render_preview")] == 1
