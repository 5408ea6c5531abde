"""Pure room: an impression, one showing of one work to one watcher, and the token that proves it was really served.

The token travels with the card and comes back with what the watcher did. It is signed, so serving needs no write, and
nobody can report on a work that was never put before them, at a moment when it was not, or in the place of another.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

LONGEST_NAME = 24
"""Characters of a reason or a policy."""
MAX_TOKEN = 256
LIFETIME = timedelta(hours=24)
"""How long after the showing it may still be reported on."""
MOST_FEATURES = 16

_FORM, _FORM_WITH_FEATURES = 1, 2
_FIXED = struct.Struct(">BQQIHf")
_MAC = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Forged(ValueError):
    """A token that this instance did not make, or that was changed since."""


class Impression(NamedTuple):
    """What was shown to whom, where, why and how surely.

    `id` has 63 random bits. `viewer_id` is an account's id or a visitor's (visitors.py). `slot` counts from 0 in the
    order of the feed as the watcher meets it. `reason` and `policy` are short names in a-z, 0-9, `-` and `_`, of
    why the work was taken and of the algorithm that took it. `propensity` in (0, 1] is the probability with which that
    policy would have put this work into this slot, given what it knew then. `features` are what it went by, up to
    MOST_FEATURES numbers of 16 bits as `packed` writes them; empty where it went by nothing or by something else as
    well.
    """

    id: int
    viewer_id: str
    shader_id: str
    version: int
    slot: int
    reason: str
    policy: str
    propensity: float
    served_at: datetime
    features: bytes = b""


def packed(features: Sequence[float]) -> bytes:
    """Numbers as big-endian halves, two bytes each, cut to ±65,504. Raises ValueError beyond MOST_FEATURES."""
    if len(features) > MOST_FEATURES:
        raise ValueError(f"at most {MOST_FEATURES} features, not {len(features)}")
    return struct.pack(f">{len(features)}e", *(max(-65_504.0, min(65_504.0, one)) for one in features))


def unpacked(features: bytes) -> tuple[float, ...]:
    """The numbers again, to three digits."""
    return struct.unpack(f">{len(features) // 2}e", features)


def seal(key: bytes, shown: Impression) -> str:
    """The token of an impression, about 150 characters of A-Z, a-z, 0-9, `-` and `_`; HMAC-SHA-256, 16 bytes of it.

    The moment is kept to the millisecond, the propensity in 32 bits. Raises ValueError for what does not fit.
    """
    served_ms = round(shown.served_at.timestamp() * 1000)
    if len(shown.features) > 2 * MOST_FEATURES or len(shown.features) % 2:
        raise ValueError("not an impression: features of another form")
    form = _FORM_WITH_FEATURES if shown.features else _FORM
    try:
        fixed = _FIXED.pack(form, shown.id, served_ms, shown.version, shown.slot, shown.propensity)
        names = b"".join(_name(part) for part in (shown.viewer_id, shown.shader_id, shown.reason, shown.policy))
    except (struct.error, UnicodeEncodeError) as error:
        raise ValueError(f"not an impression: {error}") from error
    body = fixed + names + shown.features
    return base64.urlsafe_b64encode(body + _mac(key, body)).rstrip(b"=").decode()


def unseal(key: bytes, token: str) -> Impression:
    """The impression inside a token. Raises Forged."""
    try:
        if len(token) > MAX_TOKEN:
            raise ValueError("too long")
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        body, mac = whole[:-_MAC], whole[-_MAC:]
        if not hmac.compare_digest(mac, _mac(key, body)):
            raise ValueError("of another key")
        form, number, served_ms, version, slot, propensity = _FIXED.unpack_from(body)
        (viewer_id, shader_id, reason, policy), features = _names(body[_FIXED.size :])
        if form != (_FORM_WITH_FEATURES if features else _FORM):
            raise ValueError("of another form")
    except (ValueError, binascii.Error, struct.error, IndexError) as error:
        raise Forged("This is not a token of an impression, or not one of ours.") from error
    served_at = _EPOCH + timedelta(milliseconds=served_ms)
    return Impression(number, viewer_id, shader_id, version, slot, reason, policy, propensity, served_at, features)


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, hashlib.sha256)[:_MAC]


@lru_cache(4096)
def _name(part: str) -> bytes:
    if not 0 < len(part) <= LONGEST_NAME:
        raise ValueError(f"a name has 1 to {LONGEST_NAME} characters, not {len(part)}")
    return bytes([len(part)]) + part.encode("ascii")


def _names(rest: bytes) -> tuple[tuple[str, str, str, str], bytes]:
    found: list[str] = []
    for _ in range(4):
        size = rest[0]
        found.append(rest[1 : 1 + size].decode("ascii"))
        rest = rest[1 + size :]
    viewer_id, shader_id, reason, policy = found
    return (viewer_id, shader_id, reason, policy), rest
