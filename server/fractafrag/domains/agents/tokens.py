"""Pure room: how the credentials of programs look, and what is kept of them."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal

Kind = Literal["key", "access", "refresh", "code"]

_MARKS: dict[str, Kind] = {"ffk": "key", "ffa": "access", "ffr": "refresh", "ffc": "code"}
_KINDS = {kind: mark for mark, kind in _MARKS.items()}
_FORM = re.compile(r"(ff[karc])_([0-9A-Za-z]{8})_([0-9A-Za-z_-]{43})")
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True)
class Token:
    """A credential in its parts: `prefix` (8 characters) finds it and may be shown, `text` is the whole secret."""

    kind: Kind
    prefix: str
    text: str

    @property
    def shown(self) -> str:
        """What a list may show of it."""
        return shown(self.kind, self.prefix)


def shown(kind: Kind, prefix: str) -> str:
    """What a list may show of the credential with this prefix."""
    return f"{_KINDS[kind]}_{prefix}_…"


def new_token(kind: Kind) -> Token:
    """A new credential: 8 characters to find it by, and 256 random bits."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return Token(kind, prefix, f"{_KINDS[kind]}_{prefix}_{secrets.token_urlsafe(32)}")


def parse(text: str) -> Token | None:
    """The credential in its parts; None for anything that is not one of ours."""
    found = _FORM.fullmatch(text) if len(text) <= 64 else None
    return Token(_MARKS[found[1]], found[2], text) if found else None


def digest(text: str, pepper: str) -> bytes:
    """What is stored: HMAC-SHA-256 (RFC 2104) under the instance's pepper, 32 bytes.

    A leaked database alone then lets nobody test guesses; 256 random bits need no slow hash.
    """
    return hmac.digest(pepper.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256)


def same(stored: bytes, text: str, pepper: str) -> bool:
    """Whether `stored` is the digest of `text`, in constant time."""
    return hmac.compare_digest(stored, digest(text, pepper))
