"""`fractafrag media migrate`: copies every poster and film from one place to the other, and proves each by its name."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from fractafrag.gateways.media import Media, content_name

AT_ONCE = 8


@dataclass
class Outcome:
    """What became of the files: copied now, there before, and those whose content does not fit their name."""

    copied: int = 0
    present: int = 0
    bytes: int = 0
    broken: list[str] = field(default_factory=list[str])

    @property
    def seen(self) -> int:
        """All files that were looked at."""
        return self.copied + self.present + len(self.broken)


async def migrate(source: Media, target: Media, progress: Callable[[Outcome, str], None]) -> Outcome:
    """Copies what the target lacks; may be stopped and begun again at any time. Raises OSError when a place is away.

    A name is the hash of the content, so what was read is checked before it is written, and again as it came to lie.
    """
    outcome = Outcome()
    names = source.names()
    lock = asyncio.Lock()

    async def carry() -> None:
        while (found := await _next(names, lock)) is not None:
            name, size = found
            await _copy(source, target, name, size, outcome)
            progress(outcome, name)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(carry())
    return outcome


async def _next(names: AsyncIterator[tuple[str, int]], lock: asyncio.Lock) -> tuple[str, int] | None:
    async with lock:  # one reader at a time: it is one listing
        return await anext(names, None)


async def _copy(source: Media, target: Media, name: str, size: int, outcome: Outcome) -> None:
    if await target.size(name) == size:
        outcome.present += 1
        return
    data = await source.get(name)
    suffix = name.rpartition(".")[2]
    if data is None or content_name(data, suffix) != name:
        outcome.broken.append(name)
        return
    await target.put(data, suffix)
    arrived = await target.get(name)
    if arrived is None or content_name(arrived, suffix) != name:
        outcome.broken.append(name)
        return
    outcome.copied += 1
    outcome.bytes += len(data)
