"""The HTTP end of the feed."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from starlette.background import BackgroundTask

from fractafrag.core.errors import NotFound, Unprocessable, refuses
from fractafrag.core.settings import settings
from fractafrag.core.text import Line
from fractafrag.core.web import Cursor, Limit, Reading, Writing
from fractafrag.domains.accounts import names
from fractafrag.domains.accounts.deps import limited as limited_in_person
from fractafrag.domains.accounts.deps import limited_by_address
from fractafrag.domains.agents.deps import Acting, limited
from fractafrag.domains.engagement import served
from fractafrag.domains.engagement.deps import Watcher, Watching, WatchingInPerson, remember
from fractafrag.domains.engagement.service import marks
from fractafrag.domains.feed import atom, own_taste, queries, service
from fractafrag.domains.feed.atom import Entry, Head
from fractafrag.domains.feed.deps import Scrolling
from fractafrag.domains.feed.schemas import Dial, FeedPage, Steering, Taste
from fractafrag.domains.feed.scroll import Placed
from fractafrag.domains.feed.showing import show
from fractafrag.domains.shaders import tags
from fractafrag.domains.shaders.deps import answer, problems

ENTRIES = 50
ATOM_MAX_AGE_S = 60

router = APIRouter(tags=["feed"])
atom_router = APIRouter(prefix="/feeds", tags=["atom"], dependencies=[limited_by_address("read")])


def _serve(
    page: dict[str, Any],
    watcher: Watcher,
    order: Sequence[Placed] | str,
    first: int = 0,
    mood: str | None = None,
) -> Response:
    """A page with the impressions that its cards are; they are noted once the answer has left."""
    tokens = show(page, watcher.id, order, first, mood)
    response = remember(answer(page), watcher)
    if tokens:
        # Each serving is an impression of its own: a page that is taken from a cache was not served.
        response.headers["Cache-Control"] = "private, no-store"
    response.background = BackgroundTask(served.note, tokens)
    return response


@router.get("/feed", response_model=FeedPage, responses=problems(400, 401, 422), dependencies=[limited("read")])
async def get_feed(scrolling: Scrolling, session: Reading, watcher: Watching, limit: Limit = 20) -> Any:
    """What comes next: chosen by what one watched, one living work after another, each once, and why.

    Follow `next_cursor`; what is watched meanwhile changes what comes after the page. Once everything was seen, what
    was seen longest ago comes again. Without a cursor a new scroll begins, with `mood` one of that mood alone.
    """
    items, more = await service.page(session, watcher.viewer, scrolling.scroll, scrolling.place, limit)
    page = {"items": [card for card, _ in items], "next_cursor": more}
    return _serve(page, watcher, [slot for _, slot in items], scrolling.place, scrolling.scroll.mood)


@router.get("/feed/new", response_model=FeedPage, responses=problems(400, 401, 422), dependencies=[limited("read")])
async def get_new(session: Reading, watcher: Watching, cursor: Cursor = None, limit: Limit = 20) -> Any:
    """The newest first."""
    return _serve(await queries.newest(session, watcher.viewer, cursor, limit), watcher, "new")


@router.get(
    "/feed/trending", response_model=FeedPage, responses=problems(400, 401, 422), dependencies=[limited("read")]
)
async def get_trending(session: Reading, watcher: Watching, cursor: Cursor = None, limit: Limit = 20) -> Any:
    """The hottest first: Wilson's lower bound of the votes times the decayed attention."""
    return _serve(await queries.trending(session, watcher.viewer, cursor, limit), watcher, "trending")


@router.get("/feed/following", response_model=FeedPage, responses=problems(400, 422), dependencies=[limited("read")])
async def get_following(
    session: Reading, viewer: Acting, watcher: Watching, cursor: Cursor = None, limit: Limit = 20
) -> Any:
    """What those publish whom one follows, the newest first."""
    return _serve(await marks.works_of_followed(session, viewer, cursor, limit), watcher, "following")


InterestId = Annotated[str, Path(max_length=24, description="`id` of an interest of `GET /me/taste`.")]


@router.get("/me/taste", response_model=Taste, responses=problems(409), dependencies=[limited_in_person("read")])
async def get_taste(watcher: WatchingInPerson, session: Reading) -> Any:
    """What the feed believes that one likes: interests shown by works, and what became of the last half hour.

    Of a stranger, too, by their cookie. 409 where learning is switched off.
    """
    return remember(answer(await own_taste.told(session, watcher.viewer, watcher.id)), watcher)


@router.patch(
    "/me/taste/{interest}",
    response_model=Taste,
    responses=problems(404, 409),
    dependencies=[limited_in_person("write")],
)
@refuses(Unprocessable)
async def steer_interest(interest: InterestId, wanted: Steering, watcher: WatchingInPerson, session: Writing) -> Any:
    """Mutes an interest, so that the feed brings nothing of its kind, pins it, so that it stays, or lets it go.

    Or forgets it: what was liked of it until now no longer counts.
    """
    steered = await own_taste.steer(
        session,
        watcher.viewer,
        watcher.id,
        interest,
        muted=wanted.muted,
        pinned=wanted.pinned,
        forgotten=wanted.forgotten,
    )
    return answer(steered)


@router.delete("/me/taste", status_code=204, responses=problems(409), dependencies=[limited_in_person("write")])
async def forget_taste(watcher: WatchingInPerson, session: Writing) -> None:
    """Begins anew: what was watched until now no longer counts, and nothing is muted or pinned; votes and saves stay.

    What was watched is still kept, and not shown again as new; `DELETE /me/engagement` erases it.
    """
    await own_taste.begin_anew(session, watcher.viewer, watcher.id)


@router.delete("/me/taste/session", status_code=204, responses=problems(409), dependencies=[limited_in_person("write")])
async def forget_session(watcher: WatchingInPerson, session: Writing) -> None:
    """Lets the last half hour no longer say what comes next; what lasts of it stays."""
    await own_taste.end_session(session, watcher.viewer, watcher.id)


@router.put("/me/taste/dial", response_model=Dial, responses=problems(409), dependencies=[limited_in_person("write")])
async def turn_dial(wanted: Dial, watcher: WatchingInPerson, session: Writing) -> Any:
    """Keeps how much surprise one wants; a feed that begins without `surprise` begins with it."""
    await own_taste.turn_dial(session, watcher.viewer, watcher.id, wanted.surprise)
    return remember(answer({"surprise": wanted.surprise}), watcher)


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
