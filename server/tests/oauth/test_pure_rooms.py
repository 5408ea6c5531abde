"""Redirects, resources and documents, judged without asking anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.oauth import clients, redirects, resources, service
from tests.oauth.conftest import HOME, told


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org/back",
        "https://example.org:8443/back?x=1",
        "http://127.0.0.1:1/back",
        "http://127.9.9.9/back",
        "http://localhost/",
        "http://[::1]:9/back",
        "cursor://anysphere.cursor-retrieval/oauth/callback",
        "com.example.app:/back",
        "vscode://vendor.extension/back",
    ],
)
def test_where_one_may_be_sent_back_to(uri: str) -> None:
    assert redirects.flaw(uri) is None
    assert redirects.matches(redirects.normal(uri), redirects.normal(uri))


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "blob:https://example.org/x",
        "http://example.org/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://2130706433/",
        "https://",
        "https:///back",
        "https://user@example.org/",
        "https://example.org/#",
        "https://example.org\\@evil.example/",
        "https://*.example.org/",
        "//example.org/",
        "/back",
        "x:",
        "",
        "a:b",
        "https://example.org/\u00e4",
    ],
)
def test_where_nobody_is_sent(uri: str) -> None:
    assert redirects.flaw(uri) is not None


def test_only_the_port_of_ones_own_machine_is_free() -> None:
    assert redirects.matches("http://localhost/back", "http://localhost:5/back")
    for other in (
        "http://127.0.0.1:5/back",
        "http://localhost:5/back2",
        "http://localhost:5/back?x",
        "https://localhost:5/back",
    ):
        assert not redirects.matches("http://localhost/back", other)
    assert not redirects.matches("https://example.org/back", "https://example.org:444/back")


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_is_added_to_an_address_arrives_and_changes_nothing_else(state: str, value: str) -> None:
    found = redirects.with_parameters(
        "com.example:/back?empty=&a=b%20c", state=state or "x", code=value or "y", none=None
    )
    assert found.startswith("com.example:/back?empty=&a=b%20c&")
    assert told(found) == {"a": "b c", "state": state or "x", "code": value or "y"}


@pytest.mark.parametrize(
    ("resource", "whose"),
    [
        (None, "mcp"),
        (HOME, "mcp"),
        (f"{HOME}/mcp", "mcp"),
        (f"{HOME}/mcp/", "mcp"),
        (f"{HOME}/mcp/readonly", "mcp"),
        (f"{HOME}/mcp?toolsets=make", "mcp"),
        (f"{HOME.upper()}/mcp", "mcp"),
        (f"{HOME}/api/v1", "rest"),
        (f"{HOME}/api/v1/", "rest"),
        (f"{HOME}/api", None),
        (f"{HOME}/mcpx", None),
        (f"{HOME}/MCP", None),
        (f"{HOME}/mcp#x", None),
        ("https://127.0.0.1:8000/mcp", None),
        ("http://127.0.0.1/mcp", None),
        ("http://user@127.0.0.1:8000/mcp", None),
        ("http://127.0.0.1:8000@evil.example/mcp", None),
        ("http://127.0.0.1:99999999/mcp", None),
        ("mcp", None),
        ("", None),
    ],
)
def test_which_resource_is_meant(resource: str | None, whose: str | None) -> None:
    assert resources.audience(resource, HOME) == whose
    assert resources.audience(resource, HOME + "/") == whose


def test_a_port_that_goes_without_saying_may_be_said() -> None:
    assert resources.audience("https://example.org:443/mcp", "https://example.org") == "mcp"


def test_a_challenge_keeps_what_was_said() -> None:
    leads = f'resource_metadata="{HOME}/.well-known/oauth-protected-resource/mcp/readonly", scope="browse draft"'
    assert resources.challenge("/mcp/readonly", HOME) == f"Bearer {leads}"
    known = 'Bearer error="invalid_token"'
    assert resources.challenge("/mcp/readonly", HOME, known) == f"{known}, {leads}"


@given(st.text(max_size=100))
def test_a_name_is_one_short_visible_line(said: str) -> None:
    name = clients.clean_name(said, "host")
    assert 0 < len(name) <= clients.MAX_NAME
    assert name == name.strip()
    assert name.isprintable()


def test_unknown_scopes_are_left_out() -> None:
    assert service.asked_scopes("openid offline_access browse") == {"browse"}
    assert service.asked_scopes("openid") == frozenset()
    assert service.asked_scopes(None) == {"browse", "draft"}
