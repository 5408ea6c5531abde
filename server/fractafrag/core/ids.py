"""Identifiers: short enough for an address bar, long enough never to meet."""

import hashlib
import re
import secrets

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 12

_FORM = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_id() -> str:
    """A random id of 12 base-58 characters (70 bits): no 0, O, I or l to confuse."""
    # 128 bits for 70: no id is likelier than another by more than 2⁻⁵⁷ of its chance.
    return _written(secrets.randbits(128))


def id_of(name: str) -> str:
    """The id that always belongs to this name."""
    return _written(int.from_bytes(hashlib.sha256(name.encode()).digest()))


def _written(number: int) -> str:
    digits: list[str] = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def is_id(text: str) -> bool:
    """Whether `text` could be an id; what could not be one is not looked for."""
    return _FORM.fullmatch(text) is not None
