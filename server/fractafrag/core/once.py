"""Exactly once: what was answered to a request that names itself is kept with the work, and given to its repetition.

`first` claims the name with a row that no other transaction can write until this one ends. A repetition that comes
while the first is still under way therefore waits, and then finds either the kept answer or, when the first was
undone, a free name. A refusal undoes its transaction and with it the claim, so errors are never repeated.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, DateTime, Index, Integer, LargeBinary, Text, and_, delete, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core import clock
from fractafrag.core.db import Model, WriteSession
from fractafrag.core.errors import Conflict, Unprocessable

LIFETIME = timedelta(hours=24)
MAX_KEY = 200
KEY_PATTERN = r"^[\x21-\x7e]{1,200}$"
"""Visible ASCII."""
MAX_BODY = 1_048_576
FIELD = "Idempotency-Key"


class KeptAnswerRow(Model):
    """What was answered to a request that named itself; no status while its transaction lasts."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    owner: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@dataclass(frozen=True)
class Kept:
    """An answer as it was first given."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def owner(user_id: str, agent_id: str | None) -> str:
    """Whose names these are: a person's and each of their programs' do not meet."""
    return f"{user_id}/{agent_id or ''}"


def fingerprint(*parts: bytes) -> bytes:
    """What makes a request the same request: 32 bytes of its parts (method, path, body) in their order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()


async def first(session: WriteSession, whose: str, key: str, print_: bytes) -> Kept | None:
    """Claims `key` of owner `whose`: None when nobody had it, so that the work is to be done, else the kept answer.

    Waits for another transaction that holds the same key. Raises Unprocessable when the key was used for another
    request, Conflict when the work was done but its answer was too large to keep.
    """
    now = clock.now()
    row = insert(KeptAnswerRow).values(owner=whose, key=key, fingerprint=print_, created_at=now)
    claimed = await session.execute(
        row.on_conflict_do_update(
            index_elements=[KeptAnswerRow.owner, KeptAnswerRow.key],
            set_={"fingerprint": print_, "created_at": now, "status": None, "headers": None, "body": None},
            where=KeptAnswerRow.created_at < now - LIFETIME,
        ).returning(KeptAnswerRow.key)
    )
    if claimed.one_or_none() is not None:
        return None
    columns = (KeptAnswerRow.fingerprint, KeptAnswerRow.status, KeptAnswerRow.headers, KeptAnswerRow.body)
    found = (await session.execute(select(*columns).where(_of(whose, key)))).one()
    if found.fingerprint != print_:
        raise Unprocessable("This key was used for another request; every request needs a new one.", field=FIELD)
    if found.status is None or found.body is None:
        raise Conflict("This request was carried out; its answer was too large to be kept.", field=FIELD)
    return Kept(found.status, found.headers or {}, found.body)


async def keep(session: WriteSession, whose: str, key: str, answer: Kept) -> None:
    """Keeps the answer to the request that claimed `key` in this transaction; only the claim when it is too large."""
    if len(answer.body) > MAX_BODY:
        return
    await session.execute(
        update(KeptAnswerRow)
        .where(_of(whose, key))
        .values(status=answer.status, headers=dict(answer.headers), body=answer.body)
    )


async def prune(session: WriteSession) -> None:
    """Forgets what is older than a day."""
    await session.execute(delete(KeptAnswerRow).where(KeptAnswerRow.created_at < clock.now() - LIFETIME))


def _of(whose: str, key: str) -> ColumnElement[bool]:
    return and_(KeptAnswerRow.owner == whose, KeptAnswerRow.key == key)
