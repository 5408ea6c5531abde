"""What a route may ask about who watches: an account, a visitor known by a cookie, or nobody to learn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Depends, Request, Response

from fractafrag.core.db import WriteSession
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.deps import MaybeViewer as MaybePerson
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.deps import MaybeViewer
from fractafrag.domains.engagement import visitors
from fractafrag.domains.engagement.service import memory

COOKIE = "fractafrag_visitor"
COOKIE_PATH = "/"
"""The app's page is served with the beginning of its visitor's feed."""


@dataclass(frozen=True)
class Watcher:
    """Who watches: `id` of an account or a visitor, or None where nobody is to be learned from."""

    id: str | None
    viewer: Viewer | None

    @property
    def visitor(self) -> str | None:
        """The visitor's id, where it is no account."""
        return self.id if self.id and visitors.is_visitor(self.id) else None


VisitorCookie = Annotated[
    str | None,
    Cookie(alias=COOKIE, max_length=32, description="The name of a visitor without an account, or `off`."),
]


def _watcher_of(viewer: Viewer | None, cookie: str | None) -> Watcher:
    if viewer is not None:
        # What a program reads says nothing of its owner's taste.
        return Watcher(None if viewer.agent else viewer.id, viewer)
    if cookie == visitors.OFF:
        return Watcher(None, None)
    return Watcher(visitors.visitor_of(cookie) or visitors.new_visitor(), None)


def watching_stranger(cookies: Mapping[str, str]) -> Watcher:
    """Who watches, of a request that tells no account; a name too long to be one of ours is none."""
    return _watcher_of(None, cookies.get(COOKIE, "")[:32] or None)


async def _watcher(viewer: MaybeViewer, cookie: VisitorCookie = None) -> Watcher:
    return _watcher_of(viewer, cookie)


Watching = Annotated[Watcher, Depends(_watcher)]
"""Who watches; a stranger gets a name, which `remember` puts into their cookie."""


async def _watcher_in_person(viewer: MaybePerson, cookie: VisitorCookie = None) -> Watcher:
    return _watcher_of(viewer, cookie)


WatchingInPerson = Annotated[Watcher, Depends(_watcher_in_person)]
"""The same, but 403 for a program."""


async def inherit(session: WriteSession, request: Request, viewer: Viewer) -> None:
    """What is done when somebody enters: the visitor of this browser becomes them."""
    visitor = visitors.visitor_of(request.cookies.get(COOKIE))
    if visitor is not None:
        await memory.inherit(session, visitor, viewer)


def remember(response: Response, watcher: Watcher) -> Response:
    """The answer, with the cookie by which a visitor is known from page to page."""
    if watcher.visitor is not None:
        set_cookie(response, watcher.visitor)
    return response


def set_cookie(response: Response, value: str) -> None:
    """Sets the visitor's cookie: their name, or that they do not want one."""
    response.set_cookie(
        COOKIE,
        value,
        max_age=int(visitors.LIFETIME.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        samesite="lax",
        secure=settings().cookies_over_https,
    )
