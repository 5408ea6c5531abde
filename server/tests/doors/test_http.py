"""The HTTP door: one error shape, bounded bodies, named requests, an app for every address."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from fractafrag.doors.http import create_app


def assert_problem(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert body["status"] == status
    return body


async def test_an_unknown_address_of_the_api_is_a_problem(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/nothing-here"), 404)


async def test_a_wrong_method_is_a_problem(client: httpx.AsyncClient) -> None:
    assert_problem(await client.put("/instance"), 405)


async def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/auth/login", content=b"x" * 10_000_000)
    assert assert_problem(answer, 413)["field"] == "body"


async def test_a_body_that_hides_its_size_is_refused_while_it_is_read(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b" " * 65536

    answer = await client.post("/auth/login", content=endless(), headers={"content-type": "application/json"})
    assert assert_problem(answer, 413)["field"] == "body"


@pytest.mark.parametrize("body", [b"\xff\xfe{", b"{", b"[" * 100_000, b'{"login": "\xc3\x28"}', b""])
async def test_a_body_that_is_not_json_is_a_problem(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/auth/login", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert assert_problem(answer, answer.status_code)["field"] == "body"


async def test_a_request_gets_a_name_and_keeps_a_good_one(client: httpx.AsyncClient) -> None:
    assert len((await client.get("/instance")).headers["x-request-id"]) == 12
    named = await client.get("/instance", headers={"X-Request-Id": "trace-7"})
    assert named.headers["x-request-id"] == "trace-7"
    forged = await client.get("/instance", headers={"X-Request-Id": "a b{evil}"})
    assert forged.headers["x-request-id"] != "a b{evil}"


async def test_the_app_answers_every_address_a_person_may_open(
    database: object, tmp_path: Path, setting: Callable[..., None]
) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>the app</title>")
    (tmp_path / "assets" / "main-abc.js").write_text("1")
    setting(WEB_DIST=str(tmp_path))
    transport = httpx.ASGITransport(create_app(database))  # pyright: ignore[reportArgumentType]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as person:
        for address in ("/", "/explore", "/s/abc", "/index.html", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"):
            page = await person.get(address)
            assert "the app" in page.text, address
            assert page.headers["cache-control"] == "no-cache"
            assert "default-src 'self'" in page.headers["content-security-policy"]
        asset = await person.get("/assets/main-abc.js")
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert_problem(await person.get("/assets/gone.js"), 404)
        assert_problem(await person.get("/renders/gone.webp"), 404)


async def test_the_api_pages_need_no_foreign_host(client: httpx.AsyncClient) -> None:
    page = await client.get("http://test/api/docs")
    assert page.status_code == 200
    assert "https://" not in page.text
    schema = await client.get("http://test/api/v1/openapi.json")
    assert schema.status_code == 200, schema.text
    assert schema.json()["info"]["title"] == "Fractafrag"


async def test_alive_needs_nothing_and_ready_names_what_is_missing(client: httpx.AsyncClient) -> None:
    assert (await client.get("http://test/health/live")).status_code == 200
    answer = await client.get("http://test/health/ready")
    assert answer.status_code == 503
    body = answer.json()
    assert body["parts"]["database"] is True
    assert body["parts"]["redis"] is True
    assert body["parts"]["renderer"] is False
    assert body["reasons"]["renderer"]
    assert body["reasons"]["worker"] == "no worker has swept for 30 seconds"
