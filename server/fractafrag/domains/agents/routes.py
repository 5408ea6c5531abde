"""The HTTP end of agents: a person's keys, what was done with them, and who is asking."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from fractafrag.core import clock
from fractafrag.core.errors import NotFound
from fractafrag.core.ids import is_id
from fractafrag.core.web import Cursor, Limit, Reading, Writing, problems
from fractafrag.domains.accounts import deps as persons
from fractafrag.domains.accounts import names
from fractafrag.domains.accounts import queries as accounts
from fractafrag.domains.accounts.deps import SignedIn
from fractafrag.domains.accounts.schemas import Person
from fractafrag.domains.agents import queries, service
from fractafrag.domains.agents.deps import Acting, MaybeViewer, limited
from fractafrag.domains.agents.schemas import Action, ActionList, CreatedKey, KeyList, NewKey, WhoAmI

router = APIRouter(tags=["agents"])
people = APIRouter(tags=["accounts"])
"""What programs, too, may see of accounts, which stand below and do not know them."""

KeyId = Annotated[str, Path(max_length=64)]


_NOT_YOURS = "You have no such key."


@router.get("/whoami", dependencies=[limited("read")])
async def whoami(viewer: Acting, session: Reading) -> WhoAmI:
    """Who is asking, through which program, with which scopes and limits."""
    return await service.who_am_i(session, viewer)


@people.get("/users/{username}", dependencies=[limited("read")], responses=problems(s404="Nobody has this name."))
async def get_user(username: str, viewer: MaybeViewer, session: Reading) -> Person:
    """Somebody's profile; the name in any case."""
    normal = names.normal_username(username)
    found = await accounts.person(session, viewer, normal) if normal else None
    if found is None:
        raise NotFound("Nobody has this name.")
    return Person.model_validate(found)


@router.get("/keys", dependencies=[persons.limited("read")])
async def list_keys(viewer: SignedIn, session: Reading) -> KeyList:
    """One's API keys without their secrets: those that work, then those that did."""
    rows = await queries.own_agents(session, viewer, "key", clock.now())
    return KeyList(items=[service.shown_key(row) for row in rows])


@router.post(
    "/keys",
    status_code=201,
    dependencies=[persons.limited("write")],
    responses=problems(
        s409="There are too many keys that work already.", s422="A field is against a rule; `errors` says which."
    ),
)
async def create_key(form: NewKey, response: Response, viewer: SignedIn, session: Writing) -> CreatedKey:
    """Makes an API key. Its secret stands in this answer alone: nobody can be told it again.

    Therefore no `Idempotency-Key` is heeded here: an answer that is kept to be repeated would keep the secret. When the
    answer is lost, revoke the key and make another.
    """
    response.headers["Cache-Control"] = "no-store"
    return await service.create_key(session, viewer, form)


@router.delete(
    "/keys/{key_id}", status_code=204, dependencies=[persons.limited("write")], responses=problems(s404=_NOT_YOURS)
)
async def revoke_key(key_id: KeyId, viewer: SignedIn, session: Writing) -> None:
    """Ends a key at once. It stays listed, with what it did."""
    await service.revoke_key(session, viewer, key_id)


@router.get(
    "/keys/{key_id}/actions",
    dependencies=[persons.limited("read")],
    responses=problems(s400="The cursor is none.", s404=_NOT_YOURS),
)
async def list_key_actions(
    key_id: KeyId, viewer: SignedIn, session: Reading, cursor: Cursor = None, limit: Limit = 20
) -> ActionList:
    """What was done with a key, the newest first: changes one by one, reads and refusals summed up by the hour."""
    found = await queries.actions(session, viewer, "key", key_id, cursor, limit) if is_id(key_id) else None
    if found is None:
        raise NotFound(_NOT_YOURS)
    rows = [Action.model_validate(row, from_attributes=True) for row in found.rows]
    return ActionList(items=rows, next_cursor=found.next_cursor)
