"""What may be done with the tokens of grants: hand over a pair, rotate it, end it.

A family is all tokens that descend from one authorization. Each refresh exchanges the refresh token for a new one; when
an exchanged one comes back later than `GRACE`, two parties hold it, one of them a thief, and the whole family ends.
Within `GRACE` it is a client that asked twice, and gets a sibling.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import NotFound
from fractafrag.core.ids import is_id
from fractafrag.domains.accounts.viewer import Scope, Viewer
from fractafrag.domains.agents import grant_queries, queries, service, tokens
from fractafrag.domains.agents.grant_queries import GrantedBearer, TokenKind
from fractafrag.domains.agents.models import AgentRow
from fractafrag.domains.agents.schemas import Action, ActionList

log = logging.getLogger(__name__)

ACCESS_LIFE = timedelta(hours=1)
IDLE_LIFE = timedelta(days=30)
"""How long a grant lives without a refresh."""
GRACE = timedelta(seconds=30)
"""How long an exchanged refresh token still gives a sibling."""
MAX_FAMILIES = 20
"""Authorizations of one grant that live at once: machines on which the same program runs."""
MAX_OF_FAMILY = 200
NOT_YOURS = "You have connected no such program."


@dataclass(frozen=True)
class Permission:
    """What a person allowed a client: `resource` is "rest" or "mcp", `name` what the works will say."""

    user_id: str
    client_id: str
    resource: str
    name: str
    scopes: frozenset[Scope]


@dataclass(frozen=True)
class Pair:
    """What a client gets: two tokens in full, and what the access token allows."""

    access: str
    refresh: str
    scopes: tuple[Scope, ...]
    expires_in_s: int


@dataclass(frozen=True)
class Shown:
    """A token that a client shows: whose it is, what it allows, and for which resource."""

    client_id: str
    resource: str
    scopes: tuple[Scope, ...]


async def issue(session: WriteSession, permission: Permission, family: str) -> Pair:
    """Makes or changes the person's grant, and gives the first tokens of a new family.

    A new permission says anew what the client may do: tokens of older families never do more than the grant.
    """
    now = clock.now()
    scopes = in_order(permission.scopes)
    agent_id = await grant_queries.put_grant(
        session,
        user_id=permission.user_id,
        client_id=permission.client_id,
        resource=permission.resource,
        name=permission.name,
        scopes=scopes,
        now=now,
        expires_at=now + IDLE_LIFE,
    )
    pair = await _hand_over(session, agent_id, family, scopes, scopes)
    await grant_queries.prune_tokens(session, agent_id, now, MAX_FAMILIES, MAX_OF_FAMILY)
    return pair


async def rotate(session: WriteSession, refresh: str, client_id: str, scopes: Iterable[Scope]) -> Pair | None:
    """Exchanges a refresh token of the client for a new pair, of which the access token has these scopes at most.

    A refusal is returned as None, not raised: what it ended must be committed.
    """
    found = await grant_queries.lock_by_token(session, _digest(refresh), "refresh")
    if found is None or not _is_good(found, client_id):
        return None
    token, agent, now = found.token, found.bearer.agent, clock.now()
    if token.rotated_at is None:
        await grant_queries.mark_rotated(session, token.token_hash, now)
    elif now - token.rotated_at > GRACE:
        log.warning("a used refresh token of grant %s came back; its family is ended", agent.id)
        await grant_queries.end_family(session, token.family, agent.id)
        return None
    await grant_queries.prolong(session, agent.id, now + IDLE_LIFE)
    allowed = _scopes(found)
    narrowed = in_order(set(allowed).intersection(scopes))
    pair = await _hand_over(session, agent.id, token.family, narrowed, in_order(map(Scope, token.scopes)))
    await grant_queries.prune_tokens(session, agent.id, now, MAX_FAMILIES, MAX_OF_FAMILY)
    return pair


async def look_at(session: ReadSession, token: str, kind: TokenKind) -> Shown | None:
    """What a token is good for; None for one that is not good. One that was exchanged is still looked at."""
    found = await grant_queries.bearer_by_token(session, None, _digest(token), kind)
    if found is None or not _is_good(found, found.bearer.agent.client_id):
        return None
    agent = found.bearer.agent
    return Shown(agent.client_id or "", agent.resource or "", _scopes(found))


async def end_by_token(session: WriteSession, token: str, kind: TokenKind, client_id: str) -> None:
    """Ends what the client gives back (RFC 7009): an access token alone, a refresh token with its whole family."""
    found = await grant_queries.lock_by_token(session, _digest(token), kind)
    if found is None or found.bearer.agent.client_id != client_id:
        return
    if kind == "access":
        await grant_queries.end_token(session, found.token.token_hash)
    else:
        await grant_queries.end_family(session, found.token.family, found.bearer.agent.id)


async def end_family(session: WriteSession, family: str) -> None:
    """Ends all tokens of one authorization."""
    await grant_queries.end_family(session, family)


async def revoke(session: WriteSession, viewer: Viewer, grant_id: str) -> None:
    """Ends the viewer's grant at once; it stays listed. Raises NotFound."""
    if not is_id(grant_id) or not await grant_queries.revoke(session, viewer, grant_id, clock.now()):
        raise NotFound(NOT_YOURS)


async def own(session: ReadSession, viewer: Viewer) -> Sequence[AgentRow]:
    """The viewer's grants: those that work, then those that did, the newest first."""
    return await queries.own_agents(session, viewer, "oauth", clock.now())


async def actions(session: ReadSession, viewer: Viewer, grant_id: str, cursor: str | None, limit: int) -> ActionList:
    """One page of what was done with a grant of the viewer, the newest first. Raises NotFound, Invalid."""
    found = await queries.actions(session, viewer, "oauth", grant_id, cursor, limit) if is_id(grant_id) else None
    if found is None:
        raise NotFound(NOT_YOURS)
    rows = [Action.model_validate(row, from_attributes=True) for row in found.rows]
    return ActionList(items=rows, next_cursor=found.next_cursor)


async def prune(session: WriteSession) -> None:
    """Forgets tokens that have expired."""
    await grant_queries.prune_expired(session, clock.now())


def in_order(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """Scopes from the least to the most."""
    wanted = set(scopes)
    return tuple(scope for scope in Scope if scope in wanted)


async def _hand_over(
    session: WriteSession, agent_id: str, family: str, scopes: tuple[Scope, ...], refresh_scopes: tuple[Scope, ...]
) -> Pair:
    now = clock.now()
    access, refresh = tokens.new_token("access").text, tokens.new_token("refresh").text
    await grant_queries.insert_token(
        session, _digest(access), agent_id, family, "access", scopes, now, now + ACCESS_LIFE
    )
    await grant_queries.insert_token(
        session, _digest(refresh), agent_id, family, "refresh", refresh_scopes, now, now + IDLE_LIFE
    )
    return Pair(access, refresh, scopes, int(ACCESS_LIFE.total_seconds()))


def _is_good(found: GrantedBearer, client_id: str | None) -> bool:
    agent = found.bearer.agent
    return (
        agent.client_id == client_id
        and agent.revoked_at is None
        and found.bearer.banned_at is None
        and found.token.expires_at > clock.now()
    )


def _scopes(found: GrantedBearer) -> tuple[Scope, ...]:
    both = set(found.token.scopes).intersection(found.bearer.agent.scopes)
    return tuple(scope for scope in Scope if scope.value in both)


def _digest(token: str) -> bytes:
    return tokens.digest(token, service.pepper())
