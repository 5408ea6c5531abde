"""Password hashes: Argon2id in a few threads, so that neither the loop nor the memory is drowned."""

import asyncio
import base64
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fractafrag.core.errors import Unavailable

_Answer = TypeVar("_Answer")

# The first choice of the OWASP Password Storage Cheat Sheet: 46 MiB, one pass, one lane; about 40 ms.
_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)

# Each thread takes 46 MiB while it hashes.
_THREADS = 2
_MAX_WAITING = 64
_pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
_waiting = 0


def _nobodys_hash() -> str:
    """A hash that no password has, which costs as much to check as any other."""
    salt, digest = (base64.b64encode(bytes(size)).rstrip(b"=").decode() for size in (16, _hasher.hash_len))
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


NOBODYS_HASH = _nobodys_hash()


async def hash_password(password: str) -> str:
    """The Argon2id hash to store. Raises Unavailable when too many others wait."""
    normal = _normal(password)
    return await _in_thread(lambda: _hasher.hash(normal))


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long for an account that does not exist (None) as for one that does.

    Raises Unavailable when too many others wait.
    """
    normal = _normal(password)
    against = password_hash or NOBODYS_HASH
    return await _in_thread(lambda: _verify(against, normal))


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _verify(password_hash: str, normal: str) -> bool:
    try:
        return _hasher.verify(password_hash, normal)
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    # One keyboard sends é as one code point, another as two: they are the same password.
    return unicodedata.normalize("NFKC", password)


async def _in_thread(work: Callable[[], _Answer]) -> _Answer:
    global _waiting
    if _waiting >= _MAX_WAITING:
        raise Unavailable("Too many people are logging in at this moment.", headers={"Retry-After": "2"})
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool, work)
    finally:
        _waiting -= 1
