"""All SQL of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.models import RefreshFamilyRow, RefreshTokenRow, UserRow
from fractafrag.domains.accounts.viewer import Role, Viewer


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against."""

    id: str
    password_hash: str | None


@dataclass(frozen=True)
class FoundToken:
    """A refresh token whose family is locked, and whose account it is."""

    family_id: str
    expires_at: datetime
    rotated_at: datetime | None
    user: UserRow


async def credentials_by_login(
    session: ReadSession, viewer: None, username: str | None, email: str | None
) -> Credentials | None:
    """The account of a normal username or a normal e-mail address; nobody is signed in yet who could ask."""
    wanted = UserRow.email == email if email is not None else UserRow.username == username
    return await _credentials(session, select(UserRow.id, UserRow.password_hash).where(wanted))


async def own_credentials(session: ReadSession, viewer: Viewer) -> Credentials | None:
    """The viewer's own."""
    return await _credentials(session, select(UserRow.id, UserRow.password_hash).where(UserRow.id == viewer.id))


async def _credentials(session: ReadSession, statement: Select[str, str | None]) -> Credentials | None:
    row = (await session.execute(statement)).one_or_none()
    return Credentials(row.id, row.password_hash) if row else None


async def own_account(session: ReadSession, viewer: Viewer) -> UserRow | None:
    """The viewer's own account, whole."""
    return await session.scalar(select(UserRow).where(UserRow.id == viewer.id))


async def person(session: ReadSession, viewer: Viewer | None, username: str) -> UserRow | None:
    """The account with this normal username, which everybody may see."""
    return await session.scalar(select(UserRow).where(UserRow.username == username))


async def accounts(session: ReadSession, viewer: None, user_ids: Sequence[str]) -> Sequence[UserRow]:
    """Those of these accounts that there are; asked by the house itself."""
    return (await session.scalars(select(UserRow).where(UserRow.id.in_(user_ids)))).all()


async def insert_user(session: WriteSession, **values: Any) -> UserRow | None:
    """A new account; None when its name or address is taken."""
    return await session.scalar(insert(UserRow).values(**values).on_conflict_do_nothing().returning(UserRow))


async def taken(session: WriteSession, username: str, email: str) -> list[str]:
    """Which of "username" and "email" belong to somebody already."""
    name_taken, email_taken = (
        await session.execute(
            select(exists().where(UserRow.username == username), exists().where(UserRow.email == email))
        )
    ).one()
    return [field for field, is_taken in (("username", name_taken), ("email", email_taken)) if is_taken]


async def update_profile(session: WriteSession, viewer: Viewer, **values: Any) -> UserRow | None:
    """The viewer's account after the change. Raises EmailTaken."""
    try:
        return await session.scalar(update(UserRow).where(UserRow.id == viewer.id).values(**values).returning(UserRow))
    except IntegrityError as error:
        if "uq_users_email" in str(error.orig):
            raise EmailTaken from error
        raise


class EmailTaken(Exception):
    """Somebody else has this address."""


async def lock_proven(session: WriteSession, proven: Credentials) -> UserRow | None:
    """The account, locked, if its password is still the one that was proven.

    The lock makes logins and changes of password of one account wait for each other, so that no session can slip in
    behind the change that ends all sessions.
    """
    return await session.scalar(
        select(UserRow)
        .where(UserRow.id == proven.id, UserRow.password_hash == proven.password_hash)
        .with_for_update(key_share=True)
    )


async def set_password(session: WriteSession, user_id: str, password_hash: str) -> None:
    """Stores another hash."""
    await session.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=password_hash))


async def set_role(session: WriteSession, username: str, role: Role) -> UserRow | None:
    """The account with its new role; None when there is none of this name."""
    return await session.scalar(
        update(UserRow).where(UserRow.username == username).values(role=role.value).returning(UserRow)
    )


async def insert_family(
    session: WriteSession, family_id: str, user_id: str, now: datetime, expires_at: datetime
) -> None:
    """A new session without a token."""
    await session.execute(
        insert(RefreshFamilyRow).values(
            id=family_id, user_id=user_id, created_at=now, used_at=now, expires_at=expires_at
        )
    )


async def insert_token(session: WriteSession, token_hash: bytes, family_id: str, expires_at: datetime) -> None:
    """A new refresh token of the family."""
    await session.execute(
        insert(RefreshTokenRow).values(token_hash=token_hash, family_id=family_id, expires_at=expires_at)
    )


async def lock_token(session: WriteSession, token_hash: bytes) -> FoundToken | None:
    """The token, after its family is locked, so that of two requests with it one sees what the other did."""
    family_id = await session.scalar(
        select(RefreshFamilyRow.id)
        .join(RefreshTokenRow, RefreshTokenRow.family_id == RefreshFamilyRow.id)
        .where(RefreshTokenRow.token_hash == token_hash)
        .with_for_update(of=RefreshFamilyRow)
    )
    if family_id is None:
        return None
    # Read only now: a statement sees what was committed before it began, and the lock may have been waited for.
    row = (
        await session.execute(
            select(RefreshTokenRow.expires_at, RefreshTokenRow.rotated_at, UserRow)
            .join(RefreshFamilyRow, RefreshFamilyRow.id == RefreshTokenRow.family_id)
            .join(UserRow, UserRow.id == RefreshFamilyRow.user_id)
            .where(RefreshTokenRow.token_hash == token_hash)
        )
    ).one_or_none()
    return FoundToken(family_id, row.expires_at, row.rotated_at, row.UserRow) if row else None


async def mark_rotated(session: WriteSession, token_hash: bytes, now: datetime) -> None:
    """The token has been exchanged; from now on its use gives a thief away."""
    await session.execute(
        update(RefreshTokenRow).where(RefreshTokenRow.token_hash == token_hash).values(rotated_at=now)
    )


async def prolong_family(session: WriteSession, family_id: str, now: datetime, expires_at: datetime) -> None:
    """The session was used: it lives on, and its tokens that have expired by themselves are forgotten."""
    await session.execute(
        update(RefreshFamilyRow).where(RefreshFamilyRow.id == family_id).values(used_at=now, expires_at=expires_at)
    )
    await session.execute(
        delete(RefreshTokenRow).where(RefreshTokenRow.family_id == family_id, RefreshTokenRow.expires_at <= now)
    )


async def prune_families(session: WriteSession, user_id: str, now: datetime, keep: int) -> None:
    """Forgets the account's expired sessions, and all but the `keep` that were used last."""
    too_many = (
        select(RefreshFamilyRow.id)
        .where(RefreshFamilyRow.user_id == user_id)
        .order_by(RefreshFamilyRow.used_at.desc(), RefreshFamilyRow.id)
        .offset(keep)
        .scalar_subquery()
    )
    await session.execute(
        delete(RefreshFamilyRow).where(
            RefreshFamilyRow.user_id == user_id,
            or_(RefreshFamilyRow.expires_at <= now, RefreshFamilyRow.id.in_(too_many)),
        )
    )


async def end_families(session: WriteSession, user_id: str) -> list[tuple[str, datetime]]:
    """Ends all sessions of an account; (id, when last used) of each."""
    rows = await session.execute(
        delete(RefreshFamilyRow)
        .where(RefreshFamilyRow.user_id == user_id)
        .returning(RefreshFamilyRow.id, RefreshFamilyRow.used_at)
    )
    return [(row.id, row.used_at) for row in rows]


async def end_family(session: WriteSession, family_id: str) -> None:
    """Ends one session."""
    await session.execute(delete(RefreshFamilyRow).where(RefreshFamilyRow.id == family_id))


async def end_family_of_token(session: WriteSession, token_hash: bytes) -> Sequence[str]:
    """Ends the session that a refresh token belongs to; its id, if there is one."""
    family_id = select(RefreshTokenRow.family_id).where(RefreshTokenRow.token_hash == token_hash).scalar_subquery()
    rows = await session.scalars(
        delete(RefreshFamilyRow).where(RefreshFamilyRow.id == family_id).returning(RefreshFamilyRow.id)
    )
    return rows.all()
