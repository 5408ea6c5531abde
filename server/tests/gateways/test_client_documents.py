"""Client-id metadata documents: the real gateway and its fake keep the same promises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from fractafrag.core import clock
from fractafrag.gateways.client_documents import (
    FRESH_S,
    MAX_BYTES,
    ClientDocuments,
    FakeClientDocuments,
    NoDocument,
    WebClientDocuments,
    client_documents,
    fresh_seconds,
)
from fractafrag.gateways.outbound import Answer, FakeOutbound, NotAllowed

URL = "https://app.example.org/client.json"
JSON = {"content-type": "application/json"}
Put = Callable[[bytes], None]


@pytest.fixture(params=["fake", "real"])
def either(request: pytest.FixtureRequest) -> tuple[ClientDocuments, Put]:
    """Documents, and how to put one at URL."""
    if request.param == "fake":
        fake = FakeClientDocuments()
        return fake, lambda body: fake.bodies.update({URL: body})
    way = FakeOutbound()
    way.answers[URL] = Answer(404, {}, b"")
    return WebClientDocuments(way), lambda body: way.answers.update({URL: Answer(200, JSON, body)})


async def test_a_document_is_an_object_of_bounded_size(either: tuple[ClientDocuments, Put]) -> None:
    documents, put = either
    with pytest.raises(NoDocument, match="404"):
        await documents.fetch(URL)
    room = MAX_BYTES - len('{"name": ""}')
    put(b'{"name": "%s"}' % (b"x" * room))
    found = await documents.fetch(URL)
    assert found.data == {"name": "x" * room}
    assert found.fresh_s == FRESH_S[0]
    put(b'{"name": "%s"}' % (b"x" * (room + 1)))
    with pytest.raises(NoDocument, match="bytes"):
        await documents.fetch(URL)
    for body in (b"", b"[]", b'"text"', b"{", b"\xff", b"[" * 5000):
        put(body)
        with pytest.raises(NoDocument, match="JSON"):
            await documents.fetch(URL)


async def test_only_a_plain_200_of_json_is_a_document() -> None:
    way = FakeOutbound()
    for answer in (
        Answer(302, {"location": "https://other.example/"}, b"{}"),
        Answer(500, JSON, b"{}"),
        Answer(200, {"content-type": "text/html"}, b"{}"),
        Answer(200, {}, b"{}"),
        NotAllowed("The address leads into a private network."),
    ):
        way.answers[URL] = answer
        with pytest.raises(NoDocument):
            await WebClientDocuments(way).fetch(URL)
    way.answers[URL] = Answer(200, {"content-type": "application/client+json; charset=utf-8"}, b"{}")
    assert (await WebClientDocuments(way).fetch(URL)).data == {}


async def test_networks_that_are_open_to_webhooks_are_not_open_to_strangers(setting: Callable[..., None]) -> None:
    setting(OUTBOUND_PRIVATE_NETWORKS="127.0.0.0/8")
    with pytest.raises(NoDocument, match="private"):
        await client_documents().fetch("https://127.0.0.1:9/client.json")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, FRESH_S[0]),
        ({"cache-control": "max-age=3600"}, 3600),
        ({"cache-control": "public, max-age=3600", "age": "600"}, 3000),
        ({"cache-control": "max-age=1"}, FRESH_S[0]),
        ({"cache-control": "max-age=999999999"}, FRESH_S[1]),
        ({"cache-control": "no-store, max-age=3600"}, FRESH_S[0]),
        ({"cache-control": "max-age=never"}, FRESH_S[0]),
        ({"expires": "Fri, 02 Jan 2026 01:00:00 GMT"}, 3600),
        ({"expires": "0"}, FRESH_S[0]),
        ({"expires": "Thu, 01 Jan 2026 00:00:00 GMT"}, FRESH_S[0]),
    ],
)
def test_how_long_a_document_is_believed(headers: dict[str, str], seconds: int) -> None:
    with clock.frozen(datetime(2026, 1, 2, tzinfo=UTC)):
        assert fresh_seconds(headers) == seconds


def test_a_date_is_read_as_http_writes_it() -> None:
    soon = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(hours=2)
    with clock.frozen(datetime(2026, 1, 2, tzinfo=UTC)):
        assert fresh_seconds({"expires": format_datetime(soon, usegmt=True)}) == 7200
