"""Secrets that must be read again are sealed before they are stored, and what goes out and comes back is signed."""

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fractafrag.core.settings import settings

NONCE = 12


class Unreadable(Exception):
    """What was sealed under another key, or for something else, or was changed since."""


@lru_cache
def _derived(key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"fractafrag signing {purpose}".encode()).derive(key.encode())


def signing_key(purpose: str) -> bytes:
    """32 bytes with which to sign what goes out and comes back; of their own for each purpose."""
    return _derived(settings().secrets_key.get_secret_value(), purpose)


@lru_cache
def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"fractafrag sealed secrets 1").derive(key.encode()))


def seal(secret: bytes, what: str) -> bytes:
    """`secret` under AES-256-GCM, bound to `what` it belongs to: it cannot be moved to another row."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(settings().secrets_key.get_secret_value()).encrypt(nonce, secret, what.encode())


def unseal(sealed: bytes, what: str) -> bytes:
    """The secret that was sealed. Raises Unreadable."""
    cipher = _cipher(settings().secrets_key.get_secret_value())
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], what.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("It was sealed under another SECRETS_KEY, or was changed.") from error
