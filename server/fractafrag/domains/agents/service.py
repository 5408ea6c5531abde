"""What may be done with programs that act for people: make keys, know them again, end them, write down what they do."""

from collections.abc import Sequence
from datetime import timedelta

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict, Forbidden, NotFound, NotSignedIn
from fractafrag.core.ids import is_id, new_id
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.limits import limits_of
from fractafrag.domains.accounts.viewer import SCOPES_IN_WORDS, Agent, Role, Scope, Viewer
from fractafrag.domains.agents import grant_queries, queries, tokens
from fractafrag.domains.agents.models import AgentRow
from fractafrag.domains.agents.queries import Bearer
from fractafrag.domains.agents.schemas import ActingAgent, CreatedKey, Key, NewKey, ScopeInWords, State, Via, WhoAmI

MAX_ACTIVE_KEYS = 50
MAX_NOTED = 64
"""Characters of an action and of a target in the trail."""


async def identify(session: ReadSession, credential: str, resource: str) -> Viewer:
    """Who acts with this credential on `resource` ("rest" or "mcp").

    Raises NotSignedIn for a credential that is unknown, expired, revoked or meant for another resource, Forbidden for
    one whose owner is suspended.
    """
    token = tokens.parse(credential)
    if token is not None and token.kind == "access":
        return await _identify_granted(session, token.text, resource)
    if token is None or token.kind != "key":
        raise refused("This is not one of our API keys.")
    found = await queries.bearer_by_prefix(session, None, token.prefix)
    # The digest is made in every case, so that the time says nothing about the prefix.
    known = tokens.same((found and found.agent.secret_hash) or b"", token.text, pepper())
    if found is None or not known:
        raise refused("There is no such API key.")
    return _viewer(found)


async def _identify_granted(session: ReadSession, text: str, resource: str) -> Viewer:
    found = await grant_queries.bearer_by_token(session, None, tokens.digest(text, pepper()), "access")
    if found is None or found.token.expires_at <= clock.now():
        raise refused("This token has expired, or was never one of ours; refresh it.")
    if found.bearer.agent.resource != resource:
        raise refused("This token is for another resource.")
    return _viewer(found.bearer, found.token.scopes)


def _viewer(bearer: Bearer, within: Sequence[str] | None = None) -> Viewer:
    agent = bearer.agent
    if agent.revoked_at is not None:
        raise refused("This key was revoked.")
    if agent.expires_at is not None and agent.expires_at <= clock.now():
        raise refused("This key has expired.")
    if bearer.banned_at is not None:
        raise Forbidden("This account is suspended.")
    known = {scope.value for scope in Scope}.intersection(agent.scopes if within is None else within)
    scopes = frozenset(Scope(scope) for scope in agent.scopes if scope in known)
    kind = "key" if agent.kind == "key" else "oauth"
    return Viewer(
        agent.user_id, bearer.username, Role(bearer.role), Agent(agent.id, agent.name, kind, scopes, agent.per_minute)
    )


def pepper() -> str:
    """The instance's secret that goes into every stored digest."""
    return settings().api_key_pepper.get_secret_value()


def refused(detail: str) -> NotSignedIn:
    """The answer to a credential that is not good."""
    problem = NotSignedIn(detail)
    problem.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return problem


async def create_key(session: WriteSession, owner: Viewer, form: NewKey) -> CreatedKey:
    """Makes a key, and tells its secret this once. Raises NotSignedIn, Forbidden, Conflict."""
    now = clock.now()
    account = await queries.lock_owner(session, owner, now)
    if account is None:
        raise NotSignedIn("This account is no longer there.")
    if account.banned_at is not None:
        raise Forbidden("This account is suspended.")
    if account.active_keys >= MAX_ACTIVE_KEYS:
        raise Conflict(f"You have {MAX_ACTIVE_KEYS} keys that work; revoke one first.")
    token = tokens.new_token("key")
    wanted = {Scope.BROWSE, *form.scopes}
    row = await queries.insert_agent(
        session,
        id=new_id(),
        user_id=owner.id,
        kind="key",
        name=form.name,
        scopes=[scope.value for scope in Scope if scope in wanted],
        prefix=token.prefix,
        secret_hash=tokens.digest(token.text, pepper()),
        per_minute=form.per_minute,
        created_at=now,
        expires_at=now + timedelta(days=form.expires_in_days) if form.expires_in_days else None,
    )
    return CreatedKey(**shown_key(row).model_dump(), secret=token.text)


async def revoke_key(session: WriteSession, owner: Viewer, key_id: str) -> None:
    """Ends a key at once; to end it twice changes nothing. Raises NotFound for those of others."""
    if not is_id(key_id) or not await queries.revoke_key(session, owner, key_id, clock.now()):
        raise NotFound("You have no such key.")


async def note_action(
    session: WriteSession, agent: Agent, *, via: Via, action: str, target: str | None, status: int, reading: bool
) -> None:
    """Writes down what a program did: each change by itself; reads, and refusals at the door, by the hour.

    No limit bounds how often a program can be refused (403, 429), so that a row for each would let it fill the disk.
    """
    await queries.note_action(
        session,
        agent.id,
        clock.now(),
        via=via,
        action=_plain(action) or "?",
        target=_plain(target) if target else None,
        status=status,
        summed=reading or status in (403, 429),
    )


async def prune(session: WriteSession) -> None:
    """Forgets what programs did longer ago than the trail is kept."""
    await queries.forget_actions(session, clock.now() - timedelta(days=settings().agent_trail_days))


async def who_am_i(session: ReadSession, viewer: Viewer) -> WhoAmI:
    """Who the viewer is and how far they may go. Raises NotSignedIn when their account is gone."""
    known = await queries.introduction(session, viewer)
    if known is None:
        raise NotSignedIn("This account is no longer there.")
    agent = viewer.agent
    return WhoAmI(
        username=viewer.username,
        display_name=known.display_name,
        role=viewer.role,
        via=agent.kind if agent else "session",
        agent=ActingAgent(id=agent.id, name=agent.name) if agent else None,
        scopes=[ScopeInWords(scope=scope, meaning=SCOPES_IN_WORDS[scope]) for scope in Scope if viewer.may(scope)],
        limits=limits_of(viewer),
        expires_at=known.expires_at,
    )


def shown_key(row: AgentRow) -> Key:
    """A key as its owner sees it in a list."""
    return Key(
        id=row.id,
        name=row.name,
        shown=tokens.shown("key", row.prefix or ""),
        scopes=scopes_of(row.scopes),
        per_minute=row.per_minute,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        state=state_of(row),
    )


def state_of(row: AgentRow) -> State:
    """Whether an agent works at this moment, and why it does not."""
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at is not None and row.expires_at <= clock.now() else "active"


def scopes_of(stored: Sequence[str]) -> list[Scope]:
    """The scopes of a stored agent, in the order in which they are told; what an older version knew is left out."""
    return [scope for scope in Scope if scope.value in stored]


def _plain(text: str) -> str | None:
    """Text out of an address, as far as a database and a person want to read it."""
    return text[:MAX_NOTED] if text.isprintable() else None
