"""Pure room: where a browser may be sent back to."""

import ipaddress
import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from pydantic import AnyUrl, TypeAdapter, ValidationError

MAX_LENGTH = 1024

_URL = TypeAdapter(AnyUrl)
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,63}")
# What a browser would not hand to a program, but do or show itself.
_OF_BROWSERS = frozenset(
    {
        "about",
        "blob",
        "chrome",
        "chrome-extension",
        "content",
        "data",
        "file",
        "filesystem",
        "ftp",
        "ftps",
        "intent",
        "jar",
        "javascript",
        "mailto",
        "moz-extension",
        "ms-appx",
        "resource",
        "safari-web-extension",
        "sms",
        "tel",
        "vbscript",
        "view-source",
        "ws",
        "wss",
    }
)


def normal(uri: str) -> str:
    """The URI as it is stored and compared: scheme and host in lower case, no default port. Raises ValueError."""
    try:
        return str(_URL.validate_python(uri))
    except ValidationError as error:
        raise ValueError("is not a URI") from error


def flaw(uri: str) -> str | None:
    """Why nobody may be sent to `uri`; None for https, http on this person's own machine, and a program's own scheme.

    RFC 8252 asks that a program's own scheme be a reversed domain name; editors in use have plain words, so only those
    that mean something to the browser itself are refused.
    """
    if len(uri) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    if not _VISIBLE.fullmatch(uri) or any(char in uri for char in "\\\"'<>`{}|^*"):
        return "has characters that no URI has"
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a URI"
    if "#" in uri:
        return "has a fragment"
    if parts.username is not None or parts.password is not None:
        return "names a user"
    if parts.scheme == "https":
        return None if host else "names no host"
    if parts.scheme == "http":
        return None if host and is_loopback(host) else "must be https, or http on 127.0.0.1"
    if not _SCHEME.fullmatch(parts.scheme) or parts.scheme in _OF_BROWSERS:
        return "has a scheme that no program of its own has"
    return None if len(uri) > len(parts.scheme) + 1 else "leads nowhere"


def is_loopback(host: str) -> bool:
    """Whether a host (an IPv6 address without brackets) is the person's own machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def matches(registered: str, asked: str) -> bool:
    """Whether `asked` is the registered URI, both normal: to the letter, but for the port on one's own machine.

    A program there takes whatever port is free (RFC 8252 §7.3).
    """
    if registered == asked:
        return True
    one, other = urlsplit(registered), urlsplit(asked)
    return (
        one.scheme == other.scheme == "http"
        and one.hostname == other.hostname
        and is_loopback(one.hostname or "")
        and (one.path, one.query) == (other.path, other.query)
    )


def shown(uri: str) -> str:
    """What a person is told of it: the host with its port, or the scheme of a program."""
    parts = urlsplit(uri)
    return parts.netloc if parts.scheme in ("http", "https") else f"{parts.scheme}:"


def with_parameters(uri: str, **parameters: str | None) -> str:
    """The URI with these added to its query, which is otherwise kept to the letter; None is left out."""
    parts = urlsplit(uri)
    added = urlencode({name: value for name, value in parameters.items() if value is not None})
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))
