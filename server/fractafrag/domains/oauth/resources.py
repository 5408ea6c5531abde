"""Pure room: which resource a token is for (RFC 8707), and where that is told (RFC 9728)."""

from typing import Literal
from urllib.parse import urlsplit

from fractafrag.domains.accounts.viewer import Scope

Audience = Literal["mcp", "rest"]

PATHS: dict[str, Audience] = {"": "mcp", "/mcp": "mcp", "/mcp/readonly": "mcp", "/api/v1": "rest"}
"""Each path below the public address that is a resource; the bare address is the MCP server's for older clients."""
_HOME: dict[Audience, str] = {"mcp": "/mcp", "rest": "/api/v1"}
METADATA = "/.well-known/oauth-protected-resource"
_PORTS = {"https": 443, "http": 80}


def audience(resource: str | None, public_url: str) -> Audience | None:
    """Whom a token for `resource` is for; MCP when a client names none, None when it is not ours.

    A trailing slash and a query (which toolsets) make no other resource.
    """
    if resource is None:
        return "mcp"
    asked, ours = _parts(resource), _parts(public_url)
    if asked is None or ours is None or asked[0] != ours[0]:
        return None
    return PATHS.get(asked[1])


def scopes(path: str) -> tuple[Scope, ...]:
    """What there is to be allowed at the resource; the read-only door publishes nothing."""
    return (Scope.BROWSE, Scope.DRAFT) if path == "/mcp/readonly" else tuple(Scope)


def address(who: Audience, public_url: str) -> str:
    """The resource identifier of an audience."""
    return public_url.rstrip("/") + _HOME[who]


def metadata_url(path: str, public_url: str) -> str:
    """Where the metadata of the resource at `path` are."""
    return f"{public_url.rstrip('/')}{METADATA}{path}"


def challenge(path: str, public_url: str, known: str | None = None) -> str:
    """The WWW-Authenticate header for `path`: where a client learns how to get in, and which scopes to ask for.

    `known` is a header that says already what was wrong with a credential.
    """
    said = known or "Bearer"
    separator = ", " if "=" in said else " "
    return f'{said}{separator}resource_metadata="{metadata_url(path, public_url)}", scope="{" ".join(scopes(path))}"'


def _parts(url: str) -> tuple[tuple[str, str, int | None], str] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if "#" in url or parts.username is not None or not parts.hostname:
        return None
    return (parts.scheme, parts.hostname, port or _PORTS.get(parts.scheme)), parts.path.rstrip("/")
