"""What may be done with signals: report what was watched, and say whether one wants to be learned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.sealing import signing_key
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement import dwell, impressions, visitors
from fractafrag.domains.engagement.dwell import Refusal
from fractafrag.domains.engagement.impressions import Forged, Impression
from fractafrag.domains.engagement.queries import inherited, kept, logged, partitions
from fractafrag.domains.engagement.queries.logged import Spent, Told
from fractafrag.domains.engagement.schemas import EventDraft

_PURPOSE = "impressions 1"


@dataclass(frozen=True)
class Recorded:
    """What became of a batch: how many events were kept, how many were kept before, and which were not, and why."""

    accepted: int
    repeated: int
    dropped: Sequence[tuple[UUID, Refusal]]
    wished: bool = False
    """Whether anybody wished for more or less of something: they look for it at once."""


def seal(shown: Impression) -> str:
    """The token of an impression, under this instance's key."""
    return impressions.seal(signing_key(_PURPOSE), shown)


def unseal(token: str) -> Impression:
    """The impression inside a token. Raises Forged."""
    return impressions.unseal(signing_key(_PURPOSE), token)


async def record(session: WriteSession, events: Sequence[EventDraft]) -> Recorded:
    """Keeps what watchers report, each event once; the token of each says who reports, on what, and since when."""
    now = clock.now()
    dropped: list[tuple[UUID, Refusal]] = []
    told: list[Told] = []
    for event in {event.id: event for event in events}.values():
        try:
            shown = unseal(event.impression)
        except Forged:
            dropped.append((event.id, "unknown_impression"))
            continue
        reason = dwell.refusal(shown, event.ms, event.at, now)
        if reason is not None:
            dropped.append((event.id, reason))
            continue
        told.append(Told(event.id, event.kind, shown, event.ms, dwell.happened(shown, event.at, now)))
    heirs = await _heirs(session, [one.shown for one in told])
    told = [replace(one, shown=_now_of(heirs, one.shown)) for one in told]
    willing = await logged.lock(session, sorted({one.shown.viewer_id for one in told})) if told else {}
    dropped.extend((one.id, "learning_off") for one in told if not willing[one.shown.viewer_id])
    told = [one for one in told if willing[one.shown.viewer_id]]
    known = await logged.known(session, [(one.shown.served_at, one.id) for one in told]) if told else set[UUID]()
    fresh = [one for one in told if one.id not in known]
    if fresh:
        await logged.keep_impressions(session, list({one.shown.id: one.shown for one in fresh}.values()))
        first = min(one.shown.served_at for one in fresh)
        ids, viewers = [one.shown.id for one in fresh], sorted(willing)
        spent = await logged.spent(session, ids, viewers, first)
        await logged.keep_events(session, _bounded(fresh, spent), now)
    wished = any(one.kind in logged.WISHES for one in fresh)
    return Recorded(len(fresh), len(events) - len(fresh) - len(dropped), dropped, wished)


def _bounded(told: Sequence[Told], spent: dict[str, Spent]) -> list[Told]:
    """The same events, with no more dwell than one impression, and one watcher since the first of them, can have."""
    now = clock.now()
    first = min(one.shown.served_at for one in told)
    room = {one.shown.viewer_id: dwell.room(first, 0, now) for one in told}
    had: dict[int, int] = {}
    for viewer_id, before in spent.items():
        room[viewer_id] = dwell.room(first, before.ms, now)
        had |= before.each
    bounded: list[Told] = []
    for one in told:
        ms = one.ms
        if ms is not None:
            before_ms = had.get(one.shown.id, 0)
            ms = max(0, min(ms, dwell.LONGEST_MS - before_ms, room[one.shown.viewer_id]))
            had[one.shown.id] = before_ms + ms
            room[one.shown.viewer_id] -= ms
        bounded.append(Told(one.id, one.kind, one.shown, ms, one.at))
    return bounded


async def _heirs(session: WriteSession, shown: Sequence[Impression]) -> dict[str, str]:
    visitors_ = sorted({one.viewer_id for one in shown if visitors.is_visitor(one.viewer_id)})
    return await inherited.heirs(session, visitors_) if visitors_ else {}


def _now_of(heirs: Mapping[str, str], shown: Impression) -> Impression:
    """The impression as that of the account which the visitor has become meanwhile."""
    return shown._replace(viewer_id=heirs.get(shown.viewer_id, shown.viewer_id))


async def keep_served(session: WriteSession, tokens: Sequence[str]) -> None:
    """Writes down what was served, whether or not anything is ever reported of it."""
    shown: dict[int, Impression] = {}
    for token in tokens:
        try:
            one = unseal(token)
        except Forged:
            continue
        shown[one.id] = one
    heirs = await _heirs(session, list(shown.values()))
    theirs = [_now_of(heirs, one) for one in shown.values()]
    willing = await logged.lock(session, sorted({one.viewer_id for one in theirs}))
    wanted = [one for one in theirs if willing[one.viewer_id]]
    if wanted:
        await logged.keep_impressions(session, wanted)


async def is_learning(session: ReadSession, viewer: Viewer) -> bool:
    """Whether the viewer may be learned from."""
    return await logged.is_learning(session, viewer)


async def set_learning(session: WriteSession, viewer: Viewer, on: bool) -> None:
    """Whether the viewer may be learned from, from now on; what is kept already stays until it is erased."""
    await logged.set_learning(session, viewer, on, clock.now())


async def keep_house(session: WriteSession) -> None:
    """Makes the weeks to come, and forgets those that are over, and visitors who do not come any more."""
    now = clock.now()
    await kept.forget_visitors(session, now - visitors.LIFETIME)
    await partitions.make(session, now)
    await partitions.drop(session, now - timedelta(days=settings().engagement_days))
