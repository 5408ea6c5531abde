"""What may be done with programs that act for people."""

from fractafrag.core import clock
from fractafrag.core.db import ReadSession
from fractafrag.core.errors import Forbidden, NotSignedIn
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Agent, Role, Scope, Viewer
from fractafrag.domains.agents import queries, tokens
from fractafrag.domains.agents.queries import Bearer


async def identify(session: ReadSession, credential: str, resource: str) -> Viewer:
    """Who acts with this credential on `resource` ("rest" or "mcp").

    Raises NotSignedIn for a credential that is unknown, expired, revoked or meant for another resource, Forbidden for
    one whose owner is suspended.
    """
    token = tokens.parse(credential)
    if token is None or token.kind != "key":
        raise refused("This is not one of our API keys.")
    found = await queries.bearer_by_prefix(session, None, token.prefix)
    stored = found.agent.secret_hash if found else None
    if found is None or stored is None or not tokens.same(stored, token.text, pepper()):
        raise refused("There is no such API key.")
    return _viewer(found)


def _viewer(bearer: Bearer) -> Viewer:
    agent = bearer.agent
    if agent.revoked_at is not None:
        raise refused("This key was revoked.")
    if agent.expires_at is not None and agent.expires_at <= clock.now():
        raise refused("This key has expired.")
    if bearer.banned_at is not None:
        raise Forbidden("This account is suspended.")
    known = {scope.value for scope in Scope}
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
