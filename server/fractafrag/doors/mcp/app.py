"""How MCP is reached over HTTP: identity, hosts, limits; mounted into the API, or an application of its own."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from fractafrag import __version__
from fractafrag.core.asgi import App, BodyLimit, Receive, RequestNames, Scope, Send
from fractafrag.core.db import Database
from fractafrag.core.errors import NotSignedIn
from fractafrag.core.log import set_up_logging
from fractafrag.core.queue import poke_soon
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.core.web import database as database_of
from fractafrag.core.web import speak_problems
from fractafrag.domains.accounts.deps import caller_address
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.calls import Call
from fractafrag.domains.agents.deps import viewer_of
from fractafrag.doors import health
from fractafrag.doors.mcp.server import create_server

PATH = "/mcp"
READONLY_PATH = "/mcp/readonly"
MAX_CREDENTIAL = 4096


class Identified:
    """Lets a request through to `app` only with an identity, or, where `strangers` may come in, without any.

    A credential that is not good is refused everywhere.
    """

    def __init__(self, app: App, path: str, *, strangers: bool) -> None:
        self.app = app
        self.path = path
        self.strangers = strangers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            viewer = await self._viewer(request)
        except NotSignedIn as problem:
            problem.headers["WWW-Authenticate"] = challenge(self.path, problem.headers.get("WWW-Authenticate"))
            raise
        request.state.call = Call(database_of(request), viewer, caller_address(request))
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


def challenge(path: str, known: str | None) -> str:
    """The WWW-Authenticate header of RFC 9728: where a client learns how to get a credential for `path`."""
    metadata = f"{settings().public_url.rstrip('/')}/.well-known/oauth-protected-resource{path}"
    separator = ", " if known and known != "Bearer" else " "
    return f'{known or "Bearer"}{separator}resource_metadata="{metadata}"'


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


def _manager(server: MCPServer) -> StreamableHTTPSessionManager:
    app = server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=settings().max_body_bytes,
        transport_security=security(),
    )
    del app  # its only route is ours to place
    return server.session_manager


def mount(app: FastAPI) -> list[StreamableHTTPSessionManager]:
    """Adds `/mcp` and `/mcp/readonly`; the lifespan of `app` must enter `run()` of each of what comes back."""
    managers: list[StreamableHTTPSessionManager] = []
    for path, readonly in ((PATH, False), (READONLY_PATH, True)):
        found = _manager(create_server(readonly=readonly))
        managers.append(found)
        app.add_route(path, Identified(StreamableHTTPASGIApp(found), path, strangers=readonly), include_in_schema=False)
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
