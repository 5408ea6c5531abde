"""Access tokens: only ours, only now, only for this, or a 401 that says so."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt

from fractafrag.core import clock
from fractafrag.core.settings import settings
from fractafrag.domains.accounts import access
from fractafrag.domains.accounts.viewer import Role, Viewer

Join = Callable[..., Awaitable[httpx.Response]]


def claims(**changes: Any) -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp())
    good: dict[str, Any] = {
        "iss": "fractafrag",
        "aud": "fractafrag-api",
        "sub": "abcdefghijkm",
        "sid": "abcdefghijkn",
        "jti": "abcdefghijkp",
        "iat": now,
        "exp": now + 900,
        "username": "ada",
        "role": "user",
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def signed(key: str | None = None, algorithm: str = "HS256", **changes: Any) -> str:
    key = settings().jwt_secret.get_secret_value() if key is None else key
    return jwt.encode(claims(**changes), key, algorithm)  # pyright: ignore[reportUnknownMemberType]


FORGERIES: dict[str, Callable[[], str]] = {
    "another key": lambda: signed("another-secret-of-sufficient-length-0123456789"),
    "no signature": lambda: jwt.encode(claims(role="admin"), None, "none"),  # pyright: ignore
    "a signature cut off": lambda: signed().rpartition(".")[0] + ".",
    "another algorithm": lambda: signed(settings().jwt_secret.get_secret_value() * 2, "HS512"),
    "another audience": lambda: signed(aud="somebody-else"),
    "no audience": lambda: signed(aud=None),
    "another issuer": lambda: signed(iss="somebody-else"),
    "expired": lambda: signed(exp=int(datetime.now(UTC).timestamp()) - 6),
    "expired as text": lambda: signed(exp="tomorrow"),
    "an endless life": lambda: signed(exp=None),
    "infinite": lambda: signed(exp=1e999),
    "issued tomorrow": lambda: signed(iat=int(datetime.now(UTC).timestamp()) + 86_400),
    "no session": lambda: signed(sid=None),
    "a role that is none": lambda: signed(role="emperor"),
    "a role as a list": lambda: signed(role=["admin"]),
    "a subject as a number": lambda: signed(sub=1),
    "nonsense": lambda: "nonsense",
    "empty parts": lambda: "..",
    "NUL": lambda: "a.b\x00.c",
    "very long": lambda: "a" * 10_000,
    "a bomb of dots": lambda: "." * 10_000,
}


async def test_a_token_that_is_not_good_is_a_problem_and_never_a_stranger(
    client: httpx.AsyncClient, database: Any
) -> None:
    assert (await client.get("/users/ada", headers={"Authorization": f"Bearer {signed()}"})).status_code == 404
    for name, forgery in FORGERIES.items():
        for path in ("/me", "/users/ada"):
            answer = await client.get(path, headers={b"Authorization": b"Bearer " + forgery().encode()})
            assert answer.status_code == 401, name
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_credential_that_nobody_understands_is_not_ignored(client: httpx.AsyncClient, database: Any) -> None:
    for authorization in ("Basic YWRhOnB3", "Bearer", "Bearer ", "nonsense", "Token x", "bearer: x"):
        answer = await client.get("/users/ada", headers={"Authorization": authorization})
        assert answer.status_code == 401, authorization


async def test_a_well_made_token_of_an_account_that_is_gone_is_a_problem(
    client: httpx.AsyncClient, database: Any
) -> None:
    answer = await client.get("/me", headers={"Authorization": f"Bearer {signed()}"})
    assert answer.status_code == 401


async def test_without_a_token_me_is_nobody(client: httpx.AsyncClient, database: Any) -> None:
    answer = await client.get("/me")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer resource_metadata=")


async def test_a_token_lives_for_a_quarter_of_an_hour(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    for minutes, status in ((14, 200), (16, 401)):
        with clock.frozen(datetime.now(UTC) + timedelta(minutes=minutes)):
            assert (await client.get("/me")).status_code == status


async def test_the_life_of_a_token_is_a_setting(
    client: httpx.AsyncClient, join: Join, setting: Callable[..., None]
) -> None:
    setting(ACCESS_TOKEN_MINUTES="1")
    assert (await join(client)).json()["expires_in"] == 60
    with clock.frozen(datetime.now(UTC) + timedelta(minutes=2)):
        assert (await client.get("/me")).status_code == 401


def test_a_token_says_who_through_which_session_and_for_how_long(services: object) -> None:
    token = access.issue(Viewer("abcdefghijkm", "ada", Role.MODERATOR), "abcdefghijkn")
    found = access.read(token)
    assert found.viewer == Viewer("abcdefghijkm", "ada", Role.MODERATOR)
    assert found.viewer.moderates
    assert found.session_id == "abcdefghijkn"
    header = jwt.get_unverified_header(token)
    assert header["alg"] == "HS256"
