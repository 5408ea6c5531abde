"""How MCP is reached over HTTP: identity, hosts, limits; mounted into the API, or an application of its own."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from fractafrag import __version__
from fractafrag.core.asgi import App, BodyLimit, Receive, RequestNames, Scope, Send
from fractafrag.core.db import Database
from fractafrag.core.errors import Invalid, NotSignedIn, WrongMethod
from fractafrag.core.log import set_up_logging
from fractafrag.core.queue import poke_soon
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.core.web import database as database_of
from fractafrag.core.web import speak_problems
from fractafrag.domains.accounts.deps import caller_address
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.calls import TOOLSETS, Call, Toolset
from fractafrag.domains.agents.deps import viewer_of
from fractafrag.domains.oauth.resources import challenge
from fractafrag.doors import health
from fractafrag.doors.mcp.server import create_server

PATH = "/mcp"
READONLY_PATH = "/mcp/readonly"
MAX_CREDENTIAL = 4096
SESSION_IDLE_S = 15 * 60
MAX_SESSIONS = 1000


class Identified:
    """Lets a request through to `app` only with an identity, or, where `strangers` may come in, without any.

    A credential that is not good is refused everywhere. Without `sessions` only POST is answered: a stream that waits
    for word from us would wait for ever.
    """

    def __init__(self, app: App, path: str, *, strangers: bool, sessions: bool) -> None:
        self.app = app
        self.path = path
        self.strangers = strangers
        self.sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            viewer = await self._viewer(request)
        except NotSignedIn as problem:
            known = problem.headers.get("WWW-Authenticate")
            problem.headers["WWW-Authenticate"] = challenge(self.path, settings().public_url, known)
            raise
        if not self.sessions and request.method != "POST":
            raise WrongMethod("Send POST: there is no stream to wait at.", headers={"Allow": "POST"})
        scope["user"] = _principal(viewer)
        # The space around a value is none of it (RFC 9110, 5.5), but not every HTTP parser takes it away.
        scope["headers"] = [(name, value.strip(b" \t")) for name, value in scope["headers"]]
        request.state.call = Call(database_of(request), viewer, caller_address(request), _toolsets(request))
        await self.app(scope, receive, send)

    async def _viewer(self, request: Request) -> Viewer | None:
        given = request.headers.get("authorization")
        if given is None:
            if self.strangers:
                return None
            raise NotSignedIn("Send Authorization: Bearer, with an API key or a token of OAuth.")
        scheme, _, credential = given.partition(" ")
        if scheme.lower() != "bearer" or not credential.strip() or len(credential) > MAX_CREDENTIAL:
            raise NotSignedIn("Authorization must be: Bearer CREDENTIAL.")
        return await viewer_of(database_of(request), credential.strip(), "mcp")


def _toolsets(request: Request) -> frozenset[Toolset]:
    """Those in `?toolsets=`, or all. Raises Invalid."""
    given = request.query_params.get("toolsets")
    if given is None:
        return frozenset(TOOLSETS)
    names = frozenset(name.strip() for name in given.split(","))
    if not names <= set(TOOLSETS):
        raise Invalid(f"The toolsets are {', '.join(TOOLSETS)}.", field="toolsets")
    return frozenset(toolset for toolset in TOOLSETS if toolset in names)


def _principal(viewer: Viewer | None) -> AuthenticatedUser:
    """Whose session it is, so that the SDK lets nobody else use it."""
    via = viewer.agent.id if viewer and viewer.agent else ""
    return AuthenticatedUser(AccessToken(token="", client_id=via, scopes=[], subject=viewer.id if viewer else None))


def security() -> TransportSecuritySettings:
    """Under which hosts and for which origins' pages we answer: others may have been rebound to our address."""
    public = urlsplit(settings().public_url)
    hosts, origins = {public.netloc}, {f"{public.scheme}://{public.netloc}"}
    if _loopback(public.hostname or ""):
        ports = {port for port in (public.port, settings().port, settings().mcp_port) if port}
        names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]") for port in ports}
        hosts |= names
        origins |= {f"{public.scheme}://{name}" for name in names}
    elif public.port is None:
        hosts.add(f"{public.netloc}:{443 if public.scheme == 'https' else 80}")
    return TransportSecuritySettings(allowed_hosts=sorted(hosts), allowed_origins=sorted(origins))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _manager(server: MCPServer, *, sessions: bool) -> StreamableHTTPSessionManager:
    """Clients before 2026-07-28 can be asked back, in the middle of a call, only within a session."""
    app = server.streamable_http_app(
        stateless_http=not sessions,
        session_idle_timeout=SESSION_IDLE_S,
        max_sessions=MAX_SESSIONS,
        max_request_body_size=settings().max_body_bytes,
        transport_security=security(),
    )
    del app  # its only route is ours to place
    return server.session_manager


def mount(app: FastAPI) -> list[StreamableHTTPSessionManager]:
    """Adds `/mcp` and `/mcp/readonly`; the lifespan of `app` must enter `run()` of each of what comes back."""
    managers: list[StreamableHTTPSessionManager] = []
    for path, readonly in ((PATH, False), (READONLY_PATH, True)):
        # A stranger gets no session: it would be memory that anybody may take, and nothing here asks back.
        sessions = settings().mcp_sessions and not readonly
        found = _manager(create_server(readonly=readonly), sessions=sessions)
        managers.append(found)
        served = Identified(StreamableHTTPASGIApp(found), path, strangers=readonly, sessions=sessions)
        app.router.routes.append(Route(path, served))
    return managers


@asynccontextmanager
async def running(managers: list[StreamableHTTPSessionManager]) -> AsyncGenerator[None]:
    """While the block lasts, the mounted servers answer."""
    async with AsyncExitStack() as stack:
        for manager in managers:
            await stack.enter_async_context(manager.run())
        yield


def create_mcp_app(database: Database | None = None) -> FastAPI:
    """MCP and its health alone, as an application; without a `database` it opens, and in the end closes, its own."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        own = None
        if database is None:
            set_up_logging()
            own = app.state.database = Database(settings().database_url, settings().database_pool, on_news=poke_soon)
        async with running(managers):
            yield
        if own is not None:
            await own.close()
            await redis_client().aclose()

    app = FastAPI(title="Fractafrag MCP", version=__version__, openapi_url=None, lifespan=lifespan)
    if database is not None:
        app.state.database = database
    speak_problems(app)
    managers = mount(app)
    app.include_router(health.router)
    app.add_middleware(BodyLimit, limit=settings().max_body_bytes)
    app.add_middleware(RequestNames)
    if settings().trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings().trusted_proxies)
    return app
