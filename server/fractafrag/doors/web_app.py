"""Serves the built web app and the media when no nginx stands in front."""

from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from fractafrag.core.settings import settings
from fractafrag.core.web import ANY_PAGE, nowhere
from fractafrag.domains.engagement.deps import remember
from fractafrag.domains.feed.deps import OpeningIfAny
from fractafrag.domains.feed.front import front_page
from fractafrag.domains.shaders.deps import SharedIfAny, this_site
from fractafrag.domains.shaders.sharing import app_page, embed_page
from fractafrag.doors import renders
from fractafrag.gateways.media import IMMUTABLE

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self' blob:; connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
APP = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
"""What the app's page says of itself."""
# An embed stands in anybody's page and in a sandbox of its own: its scripts have no origin, so no session of a person
# here is ever theirs to use, even where the page around it sets no sandbox.
EMBED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors *; "
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
)
NOT_PAGES = (
    "api/",
    "health/",
    "mcp/",
    "renders/",
    "media-set/",
    "assets/",
    "feeds/",
    "problems/",
    "oauth/",
    ".well-known/",
)
NOT_BUILT = "<!doctype html><title>Fractafrag</title><p>The web app is not built yet: run <code>make run</code>."


class MediaSet(StaticFiles):
    """The media set of the built app: files that change with a new version of the platform at most."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = "public, max-age=604800, stale-while-revalidate=2592000"
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response


class ImmutableFiles(StaticFiles):
    """Files whose name changes with their content: a browser need never ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = IMMUTABLE
            # An embed has no origin (below): to it even our own scripts are another site's.
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def mount(app: FastAPI) -> None:
    """Adds `/renders`, the app's assets, and the app's page for every other address that a person may open."""
    media, dist = settings().media_dir, settings().web_dist
    if settings().media_store == "volume":
        media.mkdir(parents=True, exist_ok=True)
        app.mount("/renders", ImmutableFiles(directory=media), name="renders")
    else:
        app.include_router(renders.router)
    app.mount("/media-set", MediaSet(directory=dist / "media-set", check_dir=False), name="media-set")
    app.mount("/assets", ImmutableFiles(directory=dist / "assets", check_dir=False), name="assets")

    @app.get("/", include_in_schema=False)
    async def front(opening: OpeningIfAny) -> Response:
        if opening is None:
            return _html(dist / "index.html", APP)
        headers = {**APP, "Cache-Control": "private, no-cache"}
        return remember(
            _html(dist / "index.html", headers, lambda index: front_page(index, opening.page)), opening.watcher
        )

    @app.get("/s/{shader_id}", include_in_schema=False)
    @app.get("/s/{shader_id}/v/{number}", include_in_schema=False)
    async def work(shared: SharedIfAny) -> Response:
        return _html(
            dist / "index.html", APP, lambda index: index if shared is None else app_page(index, this_site(), shared)
        )

    @app.get("/embed/{shader_id}", include_in_schema=False)
    async def embed(shared: SharedIfAny) -> Response:
        headers = {"Cache-Control": "public, max-age=60", "Content-Security-Policy": EMBED_POLICY}
        status = 200 if shared else 404
        return _html(dist / "embed.html", headers, lambda page: embed_page(page, this_site(), shared), status)

    @app.get(ANY_PAGE, include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if f"{path}/".startswith(NOT_PAGES):
            raise nowhere(request)
        public = _inside(dist, path)
        if public is not None:
            return FileResponse(public, headers={"Cache-Control": "public, max-age=3600"})
        index = dist / "index.html"
        return FileResponse(index, headers=APP) if index.is_file() else HTMLResponse(NOT_BUILT, 503, APP)


def _html(template: Path, headers: Mapping[str, str], fill: Callable[[str], str] = str, status: int = 200) -> Response:
    """A page of the built app, completed by `fill`; 503 where it is not built."""
    try:
        page = template.read_text()
    except FileNotFoundError:
        return HTMLResponse(NOT_BUILT, 503, headers)
    return HTMLResponse(fill(page), status, headers)


def _inside(folder: Path, path: str) -> Path | None:
    found = (folder / path).resolve()
    return (
        found
        if path
        and found.is_file()
        and found.is_relative_to(folder.resolve())
        and found.name not in ("index.html", "embed.html")
        else None
    )
