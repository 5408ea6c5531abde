"""What may be done to let clients in: register one, take its request, decide on it, exchange the code for tokens."""

import logging
import re
from dataclasses import dataclass, replace
from datetime import timedelta

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict, NotFound, Unavailable, Unprocessable
from fractafrag.core.ids import is_id, new_id
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import SCOPES_IN_WORDS, Scope, Viewer
from fractafrag.domains.agents import grants, tokens
from fractafrag.domains.agents.grants import Pair, Permission
from fractafrag.domains.agents.models import AgentRow
from fractafrag.domains.agents.schemas import ScopeInWords
from fractafrag.domains.agents.service import pepper, scopes_of, state_of
from fractafrag.domains.oauth import queries, redirects, resources
from fractafrag.domains.oauth.clients import AuthMethod, Client
from fractafrag.domains.oauth.models import OAuthClientRow
from fractafrag.domains.oauth.queries import Asked
from fractafrag.domains.oauth.resources import Audience
from fractafrag.domains.oauth.schemas import AskingClient, ConsentRequest, Grant, GrantClient, GrantList

log = logging.getLogger(__name__)

REQUEST_LIFE = timedelta(minutes=10)
CODE_LIFE = timedelta(seconds=60)
REQUEST_KEPT = timedelta(days=1)
"""How long a code that comes back is known for one that was used."""
UNUSED_LIFE = timedelta(days=7)
"""How long a client is kept that nobody has let in."""
IDLE_LIFE = timedelta(days=180)
"""How long one that nobody lets in any more."""
STALE_LIFE = timedelta(days=1)
"""How long a document is believed beyond its time while its server is away."""
MAX_UNUSED_CLIENTS = 10_000
MAX_STATE = 1024
DEFAULT_SCOPES = (Scope.BROWSE, Scope.DRAFT)
"""What a client asks for that names no scope."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Known:
    """A client; `fresh`, or described by a document that must be read again, or only `usable` while that fails."""

    client: Client
    fresh: bool
    usable: bool


@dataclass(frozen=True)
class Wish:
    """What a client asks a person for. `redirect_uri` is the client's own and normal."""

    client: Client
    redirect_uri: str
    redirect_given: bool
    state: str | None
    scopes: frozenset[Scope]
    audience: Audience
    challenge: str


@dataclass(frozen=True)
class Code:
    """A code, and what the client must prove to use it."""

    redirect_uri: str
    redirect_given: bool
    audience: Audience
    challenge: str
    expires_at: float
    used: bool


def issuer() -> str:
    """Who we are to clients (RFC 8414): the public address, without a slash at its end."""
    return settings().public_url.rstrip("/")


def consent_page(request_id: str) -> str:
    """Where the person decides."""
    return f"{issuer()}/consent?request={request_id}"


def asked_scopes(text: str | None) -> frozenset[Scope]:
    """The scopes that a client names, as far as they are ours (RFC 6749 §3.3 lets us leave out the rest)."""
    return frozenset(DEFAULT_SCOPES) if text is None else frozenset(scopes_of(text.split()))


def is_challenge(text: str) -> bool:
    """Whether this is a SHA-256 in base64url (RFC 7636 §4.2)."""
    return _CHALLENGE.fullmatch(text) is not None


async def known_client(session: ReadSession, client_id: str) -> Known | None:
    """What is known of a client."""
    row = await queries.client(session, None, client_id)
    if row is None:
        return None
    fresh = row.fresh_until is None or row.fresh_until > clock.now()
    usable = row.fresh_until is None or row.fresh_until + STALE_LIFE > clock.now()
    return Known(_client(row), fresh, usable)


async def remember_document(session: WriteSession, client: Client, fresh_s: int) -> None:
    """Keeps what a document says, for so many seconds."""
    now = clock.now()
    await queries.put_client(session, **_values(client), created_at=now, fresh_until=now + timedelta(seconds=fresh_s))


async def register(session: WriteSession, client: Client, secret: str | None) -> None:
    """Keeps a client that registered itself, and a digest of its secret. Raises Unavailable when too many did."""
    if await queries.count_unused_clients(session) >= MAX_UNUSED_CLIENTS:
        raise Unavailable("Too many clients have registered and were never used.", headers={"Retry-After": "3600"})
    known = replace(client, secret_hash=tokens.digest(secret, pepper()) if secret else None)
    await queries.put_client(session, **_values(known), created_at=clock.now())


def proves(client: Client, secret: str) -> bool:
    """Whether this is the client's secret."""
    return client.secret_hash is not None and tokens.same(client.secret_hash, secret, pepper())


async def begin(session: WriteSession, wish: Wish) -> str:
    """Keeps a request for a person to decide on; its id."""
    request_id = new_id()
    now = clock.now()
    await queries.insert_request(
        session,
        id=request_id,
        client_id=wish.client.id,
        redirect_uri=wish.redirect_uri,
        redirect_given=wish.redirect_given,
        state=wish.state,
        scopes=list(grants.in_order({*wish.scopes, Scope.BROWSE})),
        audience=wish.audience,
        challenge=wish.challenge,
        created_at=now,
        expires_at=now + REQUEST_LIFE,
    )
    return request_id


async def open_request(session: ReadSession, viewer: Viewer, request_id: str) -> Asked:
    """A request that is still to be decided. Raises NotFound, Conflict."""
    asked = await queries.request(session, viewer, request_id) if is_id(request_id) else None
    if asked is None:
        raise NotFound("There is no such request, or it has expired; begin again in the program that wants to connect.")
    if asked.request.decided_at is not None:
        raise _decided()
    if asked.request.expires_at <= clock.now():
        raise NotFound("This request has expired; begin again in the program that wants to connect.")
    return asked


async def approve(session: WriteSession, viewer: Viewer, request_id: str, scopes: frozenset[Scope]) -> str:
    """Lets the client in with these scopes, or fewer than it asked for; where the browser goes on.

    Raises NotFound, Conflict, Unprocessable for a scope that was not asked for.
    """
    asked = await open_request(session, viewer, request_id)
    granted = grants.in_order({*scopes, Scope.BROWSE})
    if not set(granted) <= set(asked.request.scopes):
        raise Unprocessable("The program did not ask for this.", field="scopes")
    code, now = tokens.new_token("code").text, clock.now()
    if not await queries.decide(
        session,
        viewer,
        request_id,
        now,
        granted=granted,
        code_hash=tokens.digest(code, pepper()),
        code_expires_at=now + CODE_LIFE,
    ):
        raise _decided()
    await queries.mark_client_used(session, asked.client.id, now)
    return _back(asked, code=code)


async def deny(session: WriteSession, viewer: Viewer, request_id: str) -> str:
    """Sends the client away; where the browser goes on. Raises NotFound, Conflict."""
    asked = await open_request(session, viewer, request_id)
    if not await queries.decide(session, viewer, request_id, clock.now()):
        raise _decided()
    return _back(asked, error="access_denied", error_description="The person said no.")


async def look_at_code(session: ReadSession, client_id: str, code: str) -> Code | None:
    """What must be proved to use a code; None when it is unknown, another client's, or expired.

    One that was used already is still looked at: only `redeem` may end what came of it.
    """
    row = await queries.by_code(session, None, tokens.digest(code, pepper()))
    if row is None or row.client_id != client_id or row.code_expires_at is None:
        return None
    if row.code_used_at is None and row.code_expires_at <= clock.now():
        return None
    audience: Audience = "rest" if row.audience == "rest" else "mcp"
    expires_at, used = row.code_expires_at.timestamp(), row.code_used_at is not None
    return Code(row.redirect_uri, row.redirect_given, audience, row.challenge, expires_at, used)


async def redeem(session: WriteSession, client_id: str, code: str) -> Pair | None:
    """Exchanges a code for tokens, once. A second time ends what the first gave: None, and that must be committed."""
    code_hash, now = tokens.digest(code, pepper()), clock.now()
    row = await queries.by_code(session, None, code_hash)
    if row is None or row.client_id != client_id:
        return None
    asked = await queries.use_code(session, code_hash, now)
    if asked is None:
        log.warning("a used code of client %s came back; its tokens are ended", client_id)
        await grants.end_family(session, row.id)
        return None
    request = asked.request
    if request.code_expires_at is None or request.code_expires_at <= now or request.user_id is None:
        return None
    scopes = frozenset(Scope(scope) for scope in request.granted or ())
    name = _client(asked.client).agent_name
    return await grants.issue(
        session, Permission(request.user_id, client_id, request.audience, name, scopes), request.id
    )


async def prune(session: WriteSession) -> None:
    """Forgets what has expired: requests, tokens, clients that nobody lets in."""
    now = clock.now()
    await queries.prune(session, now - REQUEST_KEPT, now - UNUSED_LIFE, now - IDLE_LIFE)
    await grants.prune(session)


async def own_grants(session: ReadSession, viewer: Viewer) -> GrantList:
    """The programs that the viewer has connected: those that may act, then those that might."""
    rows = await grants.own(session, viewer)
    names = await queries.names(session, viewer, [row.client_id for row in rows if row.client_id])
    return GrantList(items=[_shown_grant(row, *names.get(row.client_id or "", (row.name, None))) for row in rows])


def shown_request(asked: Asked) -> ConsentRequest:
    """A request as the person sees it who is asked."""
    client, request = _client(asked.client), asked.request
    return ConsentRequest(
        id=request.id,
        client=AskingClient(id=client.id, name=client.name, uri=client.uri, kind=client.kind),
        redirect_host=redirects.shown(request.redirect_uri),
        scopes=[ScopeInWords(scope=scope, meaning=SCOPES_IN_WORDS[scope]) for scope in scopes_of(request.scopes)],
        resource=resources.address("rest" if request.audience == "rest" else "mcp", settings().public_url),
        expires_at=request.expires_at,
    )


def _shown_grant(row: AgentRow, name: str, uri: str | None) -> Grant:
    return Grant(
        id=row.id,
        client=GrantClient(id=row.client_id or "", name=name, uri=uri),
        scopes=scopes_of(row.scopes),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        state=state_of(row),
    )


def _back(asked: Asked, **parameters: str) -> str:
    # RFC 9207: a client that talks to many servers must know which one answers.
    return redirects.with_parameters(asked.request.redirect_uri, **parameters, state=asked.request.state, iss=issuer())


def _decided() -> Conflict:
    return Conflict("This request has been answered already; begin again in the program that wants to connect.")


def _values(client: Client) -> dict[str, object]:
    return {
        "id": client.id,
        "kind": client.kind,
        "name": client.name,
        "uri": client.uri,
        "redirect_uris": list(client.redirect_uris),
        "auth_method": client.auth_method,
        "secret_hash": client.secret_hash,
    }


def _client(row: OAuthClientRow) -> Client:
    kind = "document" if row.kind == "document" else "registered"
    methods: dict[str, AuthMethod] = {
        "client_secret_post": "client_secret_post",
        "client_secret_basic": "client_secret_basic",
    }
    method = methods.get(row.auth_method, "none")
    return Client(row.id, kind, row.name, row.uri, tuple(row.redirect_uris), method, row.secret_hash)
