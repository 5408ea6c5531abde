"""Pure room: what a client is, by a document of its own or by registration, and what people are told of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from fractafrag.domains.oauth import redirects

AuthMethod = Literal["none", "client_secret_post", "client_secret_basic"]
AUTH_METHODS: tuple[AuthMethod, ...] = ("none", "client_secret_post", "client_secret_basic")
MAX_ID = 512
MAX_NAME = 40
MAX_HOST = 60
MAX_REDIRECTS = 10
MAX_URI = 512


@dataclass(frozen=True)
class Client:
    """A program that asks to act for people. `secret_hash` is there when it has a secret to prove who it is."""

    id: str
    kind: Literal["document", "registered"]
    name: str
    uri: str | None
    redirect_uris: tuple[str, ...]
    auth_method: AuthMethod = "none"
    secret_hash: bytes | None = None

    @property
    def agent_name(self) -> str:
        """What stands beside the works that it makes; the host of a document is proved, so it is shown."""
        if self.kind == "registered":
            return self.name
        host = (urlsplit(self.id).hostname or "")[:MAX_HOST]
        return host if self.name == host else f"{self.name} ({host})"

    def redirect(self, asked: str | None) -> str | None:
        """The normal URI to go back to, if `asked` (or the only one there is) is the client's; else None."""
        if asked is None:
            return self.redirect_uris[0] if len(self.redirect_uris) == 1 else None
        try:
            wanted = redirects.normal(asked)
        except ValueError:
            return None
        return wanted if any(redirects.matches(one, wanted) for one in self.redirect_uris) else None


class BadClient(Exception):
    """What a client says of itself cannot be taken; `field` is the member that is wrong."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field} {why}")
        self.field = field


def is_document_id(client_id: str, *, loopback: bool) -> bool:
    """Whether a client_id is the address of a document; with `loopback` also one on this machine."""
    if not client_id.startswith(("https://", "http://")) or len(client_id) > MAX_ID:
        return False
    try:
        parts = urlsplit(client_id)
    except ValueError:
        return False
    secure = parts.scheme == "https" or (loopback and redirects.is_loopback(parts.hostname or ""))
    segments = parts.path.split("/")[1:]
    return (
        secure
        and re.fullmatch(r"[\x21-\x7e]+", client_id) is not None
        and bool(parts.hostname)
        and parts.path not in ("", "/")
        and not {".", ".."} & {segment.replace("%2e", ".").replace("%2E", ".") for segment in segments}
        and parts.username is None
        and "#" not in client_id
    )


def from_document(url: str, data: Mapping[str, Any]) -> Client:
    """The client that a document at `url` describes. Raises BadClient."""
    if data.get("client_id") != url:
        raise BadClient("client_id", "must be the address of the document")
    if "client_secret" in data or "client_secret_expires_at" in data:
        raise BadClient("client_secret", "has no place in a document that everybody can read")
    # RFC 7591 has client_secret_basic where nothing is said; a document cannot mean that.
    if data.get("token_endpoint_auth_method", "none") != "none":
        raise BadClient("token_endpoint_auth_method", "must be none")
    host = (urlsplit(url).hostname or "")[:MAX_NAME]
    said = data.get("client_uri")
    uri = _web_address(said) if urlsplit(said if isinstance(said, str) else "").hostname == host else None
    return Client(
        url,
        "document",
        clean_name(data.get("client_name"), host),
        uri or f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/",
        redirect_uris(data.get("redirect_uris")),
    )


def redirect_uris(said: Any) -> tuple[str, ...]:
    """The redirect URIs of a client, normal. Raises BadClient."""
    if not isinstance(said, Sequence) or isinstance(said, str) or not 1 <= len(said) <= MAX_REDIRECTS:  # pyright: ignore[reportUnknownArgumentType]
        raise BadClient("redirect_uris", f"must be 1 to {MAX_REDIRECTS} URIs")
    found: list[str] = []
    for one in said:  # pyright: ignore[reportUnknownVariableType]
        why = redirects.flaw(one) if isinstance(one, str) else "is not a URI"
        if why is not None:
            raise BadClient("redirect_uris", f"has one that {why}")
        try:
            found.append(redirects.normal(str(one)))  # pyright: ignore[reportUnknownArgumentType]
        except ValueError as error:
            raise BadClient("redirect_uris", f"has one that {error}") from error
    return tuple(dict.fromkeys(found))


def clean_name(said: Any, otherwise: str) -> str:
    """One visible line of at most MAX_NAME characters; `otherwise` where nothing is left."""
    text = unicodedata.normalize("NFC", said[:400]) if isinstance(said, str) else ""
    # Also without what joins, hides or turns text around: a name must look like what it is.
    kept = "".join(" " if char.isspace() else char for char in text if not _hidden(char))
    name = " ".join(kept.split())[:MAX_NAME].strip()
    return name if any(unicodedata.category(char)[0] in "LNPS" for char in name) else otherwise


def _hidden(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char)[0] == "C"


def _web_address(said: Any) -> str | None:
    if not isinstance(said, str) or len(said) > MAX_URI or redirects.flaw(said) is not None:
        return None
    return said if said.startswith("https://") else None


def registered(client_id: str, name: str | None, uri: str | None, uris: Sequence[str], method: str | None) -> Client:
    """The client that registers itself; its secret is still to be added. Raises BadClient."""
    if method not in AUTH_METHODS:
        raise BadClient("token_endpoint_auth_method", f"must be one of {', '.join(AUTH_METHODS)}")
    where = redirect_uris(list(uris))
    return Client(
        client_id, "registered", clean_name(name, redirects.shown(where[0])), _web_address(uri), where, method
    )
