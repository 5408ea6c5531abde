"""The HTTP end of the feed."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Response

from fractafrag.core import clock
from fractafrag.core.errors import NotFound
from fractafrag.core.settings import settings
from fractafrag.core.text import Line
from fractafrag.core.web import Cursor, Limit, Reading
from fractafrag.domains.accounts import names
from fractafrag.domains.accounts.deps import limited_by_address
from fractafrag.domains.agents.deps import MaybeViewer, limited
from fractafrag.domains.feed import atom, queries
from fractafrag.domains.feed.atom import Entry, Head
from fractafrag.domains.shaders import tags
from fractafrag.domains.shaders.deps import answer, problems
from fractafrag.domains.shaders.schemas import CardList

ENTRIES = 50
ATOM_MAX_AGE_S = 60

router = APIRouter(tags=["feed"])
atom_router = APIRouter(prefix="/feeds", tags=["atom"], dependencies=[limited_by_address("read")])


@router.get("/feed", response_model=CardList, responses=problems(400, 401, 422), dependencies=[limited("read")])
async def get_feed(session: Reading, viewer: MaybeViewer, cursor: Cursor = None, limit: Limit = 20) -> Any:
    """What comes next: the hottest and the newest, mixed anew each day, each work once."""
    return answer(await queries.mixed(session, viewer, cursor, limit, clock.now().date()))


@router.get("/feed/new", response_model=CardList, responses=problems(400, 401, 422), dependencies=[limited("read")])
async def get_new(session: Reading, viewer: MaybeViewer, cursor: Cursor = None, limit: Limit = 20) -> Any:
    """The newest first."""
    return answer(await queries.newest(session, viewer, cursor, limit))


@router.get(
    "/feed/trending", response_model=CardList, responses=problems(400, 401, 422), dependencies=[limited("read")]
)
async def get_trending(session: Reading, viewer: MaybeViewer, cursor: Cursor = None, limit: Limit = 20) -> Any:
    """The hottest first: Wilson's lower bound of the votes times the decayed attention."""
    return answer(await queries.trending(session, viewer, cursor, limit))


class AtomResponse(Response):
    """A feed, as its readers know it."""

    media_type = "application/atom+xml"


def _atom(head: Head, entries: Sequence[Entry]) -> Response:
    """The feed; a cache may keep it for a while without asking."""
    document = atom.write(settings().public_url.rstrip("/"), head, entries)
    return AtomResponse(document, headers={"Cache-Control": f"public, max-age={ATOM_MAX_AGE_S}"})


@atom_router.get("/new.atom", response_class=AtomResponse)
async def atom_of_new(session: Reading) -> Response:
    """The newest public works as an Atom feed."""
    head = Head(f"New on {settings().instance_name}", "/feeds/new.atom", "/explore?sort=new")
    return _atom(head, await queries.newest_entries(session, None, ENTRIES))


@atom_router.get("/trending.atom", response_class=AtomResponse)
async def atom_of_trending(session: Reading) -> Response:
    """The hottest public works as an Atom feed."""
    head = Head(f"Trending on {settings().instance_name}", "/feeds/trending.atom", "/explore?sort=trending")
    return _atom(head, await queries.trending_entries(session, None, ENTRIES))


@atom_router.get("/people/{username}.atom", response_class=AtomResponse, responses=problems(404))
async def atom_of_person(username: Annotated[str, Path(max_length=64)], session: Reading) -> Response:
    """Somebody's public works as an Atom feed, the newest first."""
    name = names.normal_username(username)
    found = await queries.entries_by(session, None, name, ENTRIES) if name else None
    if name is None or found is None:
        raise NotFound("There is nobody of this name.")
    shown, entries = found
    head = Head(f"{shown} on {settings().instance_name}", f"/feeds/people/{name}.atom", f"/u/{name}", shown)
    return _atom(head, entries)


@atom_router.get("/tags/{tag}.atom", response_class=AtomResponse)
async def atom_of_tag(tag: Annotated[Line, Path(max_length=64)], session: Reading) -> Response:
    """The newest public works with a tag as an Atom feed; empty while no work has it."""
    key = tags.key(tag)
    path = quote(key, safe="")
    head = Head(f"#{key} on {settings().instance_name}", f"/feeds/tags/{path}.atom", f"/explore?tag={path}")
    return _atom(head, await queries.tagged_entries(session, None, key, ENTRIES))
