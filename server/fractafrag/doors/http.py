"""The HTTP door: middleware, routers, the built web app, one shape for errors."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from fractafrag import __version__
from fractafrag.core.asgi import BodyLimit, ConditionalGet, Faults, HeadAsGet, RateLimitHeaders, RequestNames
from fractafrag.core.db import Database
from fractafrag.core.log import set_up_logging
from fractafrag.core.queue import poke_soon
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.core.web import speak_problems
from fractafrag.domains.accounts.routes import router as accounts
from fractafrag.domains.agents.routes import people
from fractafrag.domains.agents.routes import router as agents
from fractafrag.domains.agents.trail import RestTrail
from fractafrag.domains.embeddings.routes import router as embeddings
from fractafrag.domains.engagement.deps import inherit
from fractafrag.domains.engagement.routes import router as engagement
from fractafrag.domains.engagement.schemas import MAX_BATCH_BYTES
from fractafrag.domains.feed.routes import atom_router
from fractafrag.domains.feed.routes import router as feed
from fractafrag.domains.oauth.routes import router as oauth
from fractafrag.domains.shaders.routes import oembed_router
from fractafrag.domains.shaders.routes import router as shaders
from fractafrag.domains.uploads.routes import router as uploads
from fractafrag.domains.webhooks.routes import messages_out
from fractafrag.domains.webhooks.routes import router as webhooks
from fractafrag.doors import health, instance, mcp, metrics, openapi, problems, web_app
from fractafrag.doors.cors import OpenToAll
from fractafrag.doors.oauth import Advertised
from fractafrag.doors.oauth import mount as mount_oauth

log = logging.getLogger(__name__)

DESCRIPTION = """
Living shaders for people and their agents: browse, compile, fork and publish.

Every error is `application/problem+json`. Lists are keyset pages: pass `next_cursor` back as `cursor`. The ETag of a
shader is its version number, quoted; send it back in `If-Match` when you change one.
"""


def _operation_id(route: APIRoute) -> str:
    return route.name


def create_app(database: Database | None = None) -> FastAPI:
    """The ASGI application; without a `database` it opens, and in the end closes, its own."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        own = None
        if database is None:
            set_up_logging()
            own = app.state.database = Database(settings().database_url, settings().database_pool, on_news=poke_soon)
        async with mcp.running(managers):
            yield
        if own is not None:
            await own.close()
            await redis_client().aclose()

    app = FastAPIOffline(
        docs_url="/api/docs",
        redoc_url=None,
        static_url="/api/docs/static",
        openapi_url="/api/v1/openapi.json",
        title="Fractafrag",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        swagger_ui_oauth2_redirect_url="/api/docs/oauth2-redirect",
    )
    if database is not None:
        app.state.database = database
    app.state.arrivals = (inherit,)
    speak_problems(app)

    # Each by itself and the busiest first: FastAPI looks through routers of routers once more for each of their levels.
    for router in (
        feed,
        engagement,
        shaders,
        embeddings,
        accounts,
        people,
        agents,
        oauth,
        uploads,
        webhooks,
        instance.router,
    ):
        app.include_router(router, prefix="/api/v1")
    app.webhooks.include_router(messages_out)
    app.include_router(atom_router)
    app.include_router(oembed_router)
    app.include_router(problems.router)
    app.include_router(health.router)
    metrics.mount(app)
    openapi.describe(app)
    managers = mcp.mount(app)
    mount_oauth(app)
    web_app.mount(app)

    # The last added is the first to see a request and the last to see its answer.
    app.add_middleware(Faults)
    app.add_middleware(ConditionalGet, prefixes=openapi.CONDITIONAL)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(HeadAsGet, but=("/mcp", "/oauth/", "/.well-known/"))
    app.add_middleware(RateLimitHeaders)
    app.add_middleware(Advertised)
    usual = settings().max_body_bytes
    own = {"/api/v1/uploads": max(usual, settings().upload_bytes), "/api/v1/events": min(usual, MAX_BATCH_BYTES)}
    app.add_middleware(BodyLimit, limit=usual, own=own)
    app.add_middleware(RestTrail)
    app.add_middleware(OpenToAll)
    app.add_middleware(RequestNames)
    if settings().trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings().trusted_proxies)
    return app
