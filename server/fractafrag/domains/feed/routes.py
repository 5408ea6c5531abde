"""The HTTP end of the feed."""

from typing import Any

from fastapi import APIRouter

from fractafrag.core import clock
from fractafrag.core.web import Cursor, Limit, Reading
from fractafrag.domains.agents.deps import MaybeViewer, limited
from fractafrag.domains.feed import queries
from fractafrag.domains.shaders.deps import answer, problems
from fractafrag.domains.shaders.schemas import CardList

router = APIRouter(tags=["feed"])


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
