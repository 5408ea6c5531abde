"""Identifiers: short enough for an address bar, long enough never to meet."""

import secrets

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 12


def new_id() -> str:
    """A random id of 12 base-58 characters (70 bits): no 0, O, I or l to confuse."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
