"""schemathesis over the whole OpenAPI document: no fault, no undocumented status, every answer of its declared shape.

`make test` takes a few examples of each operation, always the same; `make fuzz` many, and others each time.
"""

# schemathesis leaves much of what it gives untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportAttributeAccessIssue=false

import asyncio
import os
import socket
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import text

from fractafrag.core.db import Database
from fractafrag.core.ids import new_id
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.domains.accounts import access
from fractafrag.doors.http import create_app
from fractafrag.doors.worker_signs import ALIVE_KEY
from fractafrag.gateways.renderer import FakeRenderer
from tests.works import Person

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))


def no_fault(context: Any, response: Any, case: Any) -> bool | None:
    """No 5xx, but for the 501 with which oEmbed's own specification answers a form that is not offered."""
    return None if response.status_code == 501 else not_a_server_error(context, response, case)


CHECKS: list[Any] = [
    no_fault,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
CALM = hypothesis_settings(
    max_examples=EXAMPLES or 18,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink] if EXAMPLES else [Phase.generate],
    suppress_health_check=list[Any](HealthCheck),
)


@dataclass
class Platform:
    """A running server, the credentials of its actors, and ids of things that are there."""

    url: str
    actors: dict[str, str | None] = field(default_factory=dict[str, str | None])
    known: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])


@contextmanager
def serving() -> Generator[str]:
    """The application on loopback, with a database and an event loop of its own."""
    server = uvicorn.Server(uvicorn.Config(create_app(), log_config=None, lifespan="on"))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
async def platform(person: Callable[..., Awaitable[Person]], database: Database) -> Platform:
    """Ada with a draft, a published work, keys and a webhook; somebody else has a work, too."""
    ada, bob = await person("ada"), await person("bob")
    async with database.write() as session:
        await session.execute(text("UPDATE users SET email = username || '@example.org'"))
    draft, shown, foreign = await ada.make(status="draft"), await ada.make(tags=["2d"]), await bob.make()
    await ada.save(shown, title="New")
    keys = [
        (await ada.http.post("/keys", json={"name": "Bot", "scopes": [*scopes]})).json()
        for scopes in (["browse"], ["draft", "publish"])
    ]
    hook = (await ada.http.post("/webhooks", json={"url": "https://example.org/in"})).json()
    delivery = (await ada.http.post(f"/webhooks/{hook['id']}/test")).json()
    found = Platform("")
    found.actors = {
        "stranger": None,
        "person": access.issue(ada.viewer, new_id()),
        "browse key": keys[0]["secret"],
        "publish key": keys[1]["secret"],
    }
    found.known = {
        "shader_id": [draft["id"], shown["id"], foreign["id"]],
        "number": [1, 2],
        "username": ["ada", "Bob"],
        "key_id": [keys[0]["id"]],
        "webhook_id": [hook["id"]],
        "delivery_id": [delivery["id"]],
        "slug": ["not-found"],
        "tag": ["2d"],
        "If-Match": ['"1"', '"2"'],
    }
    # The parts that are not there are not what is asked after here.
    await redis_client().set(ALIVE_KEY, "1", ex=3600)
    return found


def fuzz(platform: Platform, document: dict[str, Any]) -> tuple[int, list[str]]:
    """Sends examples of every operation; how many answers came, and what was wrong with them."""
    answers, wrong = 0, list[str]()
    with requests.Session() as session:
        for result in schemathesis.openapi.from_dict(document).get_all_operations():
            operation: Any = result.ok()
            try:
                answers += fuzz_one(platform, session, operation)
            except Exception as error:  # whatever it is, the other operations are asked too
                wrong.append(f"{operation.label}: {type(error).__name__}: {error}")
    return answers, wrong


def fuzz_one(platform: Platform, session: requests.Session, operation: Any) -> int:
    """Sends examples of one operation; how many. Raises what the first wrong answer broke."""
    strategies = [operation.as_strategy(generation_mode=mode) for mode in MODES]
    answers = 0

    @CALM
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        nonlocal answers
        case: Any = data.draw(st.one_of(strategies))
        secret = platform.actors[data.draw(st.sampled_from(sorted(platform.actors)))]
        for place in (case.path_parameters, case.headers):
            for name in sorted(set(place or ()) & set(platform.known)):
                if data.draw(st.integers(0, 3)):
                    place[name] = data.draw(st.sampled_from(platform.known[name]))
        bearer = {"Authorization": f"Bearer {secret}"} if secret else {}
        answer = case.call(base_url=platform.url, session=session, headers=bearer, timeout=30)
        session.cookies.clear()
        answers += 1
        case.validate_response(answer, checks=CHECKS)

    ask()
    return answers


@pytest.mark.timeout(0 if EXAMPLES else 180)
@pytest.mark.usefixtures("media")
async def test_the_document_tells_everything_that_the_api_answers(
    platform: Platform, setting: Callable[..., None], renderer: FakeRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fractafrag.doors.health.renderer", lambda: renderer)
    document: dict[str, Any] = create_app().openapi()
    assert settings().rate_limits == "off"
    # Another spelling of the same address: the server's event loop needs a client of its own.
    setting(REDIS_URL=f"{settings().redis_url}?client_name=server")
    with serving() as url:
        platform.url = url
        answers, wrong = await asyncio.to_thread(fuzz, platform, document)
    assert not wrong, "\n\n".join(wrong)
    assert answers > 10 * len(document["paths"])
