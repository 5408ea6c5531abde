"""The outbox: what has happened is written beside the row it is about, and told onwards after the commit.

`record` puts a fact into the same transaction as the change itself. The relay (doors/worker.py) later turns each
fact into deliveries, one for each reaction, and every delivery is tried until it is done or has failed for good.
Because both tables are in PostgreSQL, an emptied Redis or a killed worker loses nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core import clock
from fractafrag.core.db import Model, ReadSession, WriteSession

RESEND_AFTER = timedelta(seconds=60)
"""How long a sent delivery may lie in the broker before it is sent again; doubles with each sending."""
LEASE = timedelta(seconds=20)
"""How long a running delivery is left alone without a sign of life from its worker."""

KEPT = timedelta(days=7)
"""How long a fact is kept after it was told and everything that follows from it is done."""


@dataclass(frozen=True)
class Fact:
    """Something that has happened: a frozen dataclass of ids and plain values, named in the past tense.

    `owned_by` names the field that says whose doing it is: reactions to one person's facts take turns with those to
    everybody else's.
    """

    kinds: ClassVar[dict[str, type["Fact"]]] = {}
    owned_by: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        Fact.kinds[cls.__name__] = cls


class FactRow(Model):
    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_unrelayed", "id", postgresql_where=text("relayed_at IS NULL")),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    relayed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


_UNFINISHED = ("waiting", "running")
_OPEN = "state IN ('waiting', 'running')"


class DeliveryRow(Model):
    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_due",
            "due_at",
            postgresql_where=text(_OPEN),
        ),
        Index("ix_deliveries_failed", "task", postgresql_where=text("state = 'failed'")),
        Index("uq_deliveries_fact_id_task", "fact_id", "task", unique=True),
        Index("ix_deliveries_turn", "task", "turn", "id", postgresql_where=text(f"{_OPEN} AND owner IS NOT NULL")),
        Index("ix_deliveries_owner", "owner", "task", "turn", postgresql_where=text(f"{_OPEN} AND owner IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("facts.id", ondelete="CASCADE"))
    task: Mapped[str] = mapped_column(Text)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text, server_default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    sent: Mapped[int] = mapped_column(Integer, server_default="0")
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    error: Mapped[str | None] = mapped_column(Text)
    # Whose it is, and the round in which it is theirs: the first of everybody before the second of anybody.
    owner: Mapped[str | None] = mapped_column(Text)
    turn: Mapped[int] = mapped_column(BigInteger, server_default="0")


@dataclass(frozen=True)
class Claim:
    """A delivery that this worker, and no other, is to carry out now."""

    id: int
    task: str
    arguments: dict[str, Any]
    attempts: int


@dataclass(frozen=True)
class Depth:
    """How much is still to be done: (task, state, count) of deliveries, seconds that the oldest waits, facts untold."""

    jobs: tuple[tuple[str, str, int], ...]
    oldest_s: float
    unrelayed: int


async def record(session: WriteSession, fact: Fact) -> None:
    """Writes the fact into the outbox of this transaction; the commit then pokes the relay."""
    await session.execute(insert(FactRow).values(kind=type(fact).__name__, body=asdict(fact), created_at=clock.now()))
    session.info["news"] = True


async def unrelayed(session: WriteSession, limit: int = 200) -> Sequence[FactRow]:
    """The oldest facts that nobody has been told of, locked against other relays."""
    rows = await session.scalars(
        select(FactRow)
        .where(FactRow.relayed_at.is_(None))
        .order_by(FactRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def plan(session: WriteSession, fact: FactRow, deliveries: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Writes down who is to be told of `fact`: (task name, arguments) each, at most once a task."""
    kind = Fact.kinds.get(fact.kind)
    owner = fact.body.get(kind.owned_by) if kind and kind.owned_by else None
    for task, arguments in deliveries:
        turn = _next_turn(task, owner) if owner else 0
        await session.execute(
            insert(DeliveryRow)
            .values(fact_id=fact.id, task=task, arguments=arguments, due_at=clock.now(), owner=owner, turn=turn)
            .on_conflict_do_nothing(index_elements=["fact_id", "task"])
        )
    await session.execute(update(FactRow).where(FactRow.id == fact.id).values(relayed_at=clock.now()))


def _next_turn(task: str, owner: str) -> Any:
    """The round after the owner's last, or the one that goes on now (start-time fair queueing, P. Goyal 1996)."""
    open_ones = DeliveryRow.state.in_(_UNFINISHED), DeliveryRow.task == task, DeliveryRow.owner.is_not(None)
    own_next = select(func.max(DeliveryRow.turn) + 1).where(*open_ones, DeliveryRow.owner == owner)
    present = select(func.min(DeliveryRow.turn)).where(*open_ones)
    return func.greatest(own_next.scalar_subquery(), present.scalar_subquery(), 0)


async def take_due(session: WriteSession, limit: int = 500) -> Sequence[tuple[int, str]]:
    """(id, task) of deliveries to send now: new ones, ones the broker lost, and ones whose worker fell silent."""
    due = (
        select(DeliveryRow.id)
        .where(DeliveryRow.state.in_(_UNFINISHED), DeliveryRow.due_at <= clock.now())
        .order_by(DeliveryRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    pause = RESEND_AFTER.total_seconds() * func.power(2, func.least(DeliveryRow.sent, 6))
    rows = await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(due))
        .values(
            state="waiting",
            sent=DeliveryRow.sent + 1,
            due_at=bindparam("now", clock.now(), DateTime(timezone=True)) + func.make_interval(*[0] * 6, pause),
        )
        .returning(DeliveryRow.id, DeliveryRow.task)
    )
    return sorted((row.id, row.task) for row in rows)


async def claim(session: WriteSession, delivery_id: int) -> Claim | None:
    """Takes a waiting delivery for this worker; None when it is done or in other hands.

    One that has an owner only says that there is work: what is taken is that delivery of its task whose turn it is.
    """
    named = (
        await session.execute(select(DeliveryRow.task, DeliveryRow.owner).where(DeliveryRow.id == delivery_id))
    ).one_or_none()
    if named is None:
        return None
    taken = DeliveryRow.id == delivery_id
    if named.owner is not None:
        taken = DeliveryRow.id == _whose_turn(named.task)
    row = (
        await session.execute(
            update(DeliveryRow)
            .where(taken, DeliveryRow.state == "waiting")
            .values(state="running", attempts=DeliveryRow.attempts + 1, due_at=clock.now() + LEASE)
            .returning(DeliveryRow.id, DeliveryRow.task, DeliveryRow.arguments, DeliveryRow.attempts)
        )
    ).one_or_none()
    return Claim(row.id, row.task, row.arguments, row.attempts) if row else None


def _whose_turn(task: str) -> Any:
    # What broke a moment ago waits for its time, whoever's turn it is.
    ripe = or_(DeliveryRow.sent > 0, DeliveryRow.due_at <= clock.now())
    return (
        select(DeliveryRow.id)
        .where(DeliveryRow.task == task, DeliveryRow.owner.is_not(None), DeliveryRow.state == "waiting", ripe)
        .order_by(DeliveryRow.turn, DeliveryRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


async def still_alive(session: WriteSession, delivery: Claim) -> None:
    """Renews the lease of a running delivery."""
    await _set(session, delivery, due_at=clock.now() + LEASE)


async def done(session: WriteSession, delivery: Claim) -> None:
    """The delivery was carried out."""
    await _set(session, delivery, state="done", error=None)


async def try_again(session: WriteSession, delivery: Claim, error: str, after: timedelta) -> None:
    """The delivery broke and is due again `after` a while."""
    await _set(session, delivery, state="waiting", error=error[:2000], due_at=clock.now() + after, sent=0)


async def give_up(session: WriteSession, delivery: Claim, error: str) -> None:
    """The delivery has failed for good."""
    await _set(session, delivery, state="failed", error=error[:2000])


async def _set(session: WriteSession, delivery: Claim, **values: Any) -> None:
    # The attempt number fences off a worker that was thought dead: it may no longer speak for the delivery.
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery.id, DeliveryRow.state == "running", DeliveryRow.attempts == delivery.attempts)
        .values(**values)
    )


_PRUNE = text(
    """
    DELETE FROM facts WHERE id IN (
        SELECT f.id FROM facts f WHERE f.relayed_at < :before
        AND NOT EXISTS (SELECT FROM deliveries d WHERE d.fact_id = f.id AND d.state <> 'done')
        ORDER BY f.id LIMIT :rows
    )
    """
)


async def prune(session: WriteSession, limit: int = 1000) -> int:
    """Forgets the oldest facts that were told a week ago, and all their deliveries, if each of these is done.

    `limit` at most; how many. What failed for good is kept, to be looked at.
    """
    gone: Any = await session.execute(_PRUNE, {"before": clock.now() - KEPT, "rows": limit})
    return gone.rowcount


async def depth(session: ReadSession) -> Depth:
    """What lies in the queue at this moment; deliveries that are done are not in it, those that failed for good are."""
    now = clock.now()
    open_ones = await session.execute(
        select(DeliveryRow.task, DeliveryRow.state, func.count(), func.min(FactRow.created_at))
        .join(FactRow, FactRow.id == DeliveryRow.fact_id)
        .where(DeliveryRow.state.in_(_UNFINISHED))
        .group_by(DeliveryRow.task, DeliveryRow.state)
    )
    failed = await session.execute(
        select(DeliveryRow.task, func.count()).where(DeliveryRow.state == "failed").group_by(DeliveryRow.task)
    )
    unrelayed_count = await session.scalar(select(func.count()).where(FactRow.relayed_at.is_(None)))
    rows = open_ones.all()
    oldest = min((row[3] for row in rows), default=now)
    jobs = [(row[0], row[1], row[2]) for row in rows] + [(row[0], "failed", row[1]) for row in failed]
    return Depth(tuple(jobs), max(0.0, (now - oldest).total_seconds()), unrelayed_count or 0)
