"""Serves the built web app and the media when no nginx stands in front."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from fractafrag.core.settings import settings
from fractafrag.core.web import ANY_PAGE, nowhere
from fractafrag.doors import renders
from fractafrag.gateways.media import IMMUTABLE

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self' blob:; connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
NOT_BUILT = "<!doctype html><title>Fractafrag</title><p>The web app is not built yet: run <code>make run</code>."


class ImmutableFiles(StaticFiles):
    """Files whose name changes with their content: a browser need never ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = IMMUTABLE
        return response


def mount(app: FastAPI) -> None:
    """Adds `/renders`, the app's assets, and the app's page for every other address that a person may open."""
    media, dist = settings().media_dir, settings().web_dist
    if settings().media_store == "volume":
        media.mkdir(parents=True, exist_ok=True)
        app.mount("/renders", ImmutableFiles(directory=media), name="renders")
    else:
        app.include_router(renders.router)
    app.mount("/assets", ImmutableFiles(directory=dist / "assets", check_dir=False), name="assets")

    @app.get(ANY_PAGE, include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if f"{path}/".startswith(
            ("api/", "health/", "mcp/", "renders/", "assets/", "feeds/", "problems/", "oauth/", ".well-known/")
        ):
            raise nowhere(request)
        public = _inside(dist, path)
        if public is not None:
            return FileResponse(public, headers={"Cache-Control": "public, max-age=3600"})
        index = dist / "index.html"
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, 503, headers)
        return FileResponse(index, headers=headers)


def _inside(folder: Path, path: str) -> Path | None:
    found = (folder / path).resolve()
    return (
        found
        if path and found.is_file() and found.is_relative_to(folder.resolve()) and found.name != "index.html"
        else None
    )
