"""The REST end of oauth: what a person is asked, what they answered, and how they take it back."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from fractafrag.core.web import Cursor, Limit, Reading, Writing, problems
from fractafrag.domains.accounts.deps import SignedIn, limited, same_origin
from fractafrag.domains.agents import grants
from fractafrag.domains.agents.schemas import ActionList
from fractafrag.domains.oauth import service
from fractafrag.domains.oauth.schemas import Approval, ConsentRequest, Decision, GrantList

router = APIRouter(tags=["oauth"])

RequestId = Annotated[str, Path(max_length=64)]
GrantId = Annotated[str, Path(max_length=64)]

_NO_REQUEST = "There is no such request, or it has expired."
_ANSWERED = "It has been answered already."


@router.get(
    "/oauth/requests/{request_id}",
    dependencies=[limited("read")],
    responses=problems(s404=_NO_REQUEST, s409=_ANSWERED),
)
async def get_consent_request(request_id: RequestId, viewer: SignedIn, session: Reading) -> ConsentRequest:
    """What a program asks the signed-in person for: the page `/consent?request=ID` shows it."""
    return service.shown_request(await service.open_request(session, viewer, request_id))


@router.post(
    "/oauth/requests/{request_id}/approve",
    dependencies=[same_origin, limited("write")],
    responses=problems(s404=_NO_REQUEST, s409=_ANSWERED, s422="A scope that the program did not ask for."),
)
async def approve_consent_request(
    request_id: RequestId, approval: Approval, response: Response, viewer: SignedIn, session: Writing
) -> Decision:
    """Lets the program act for the signed-in person, with the scopes that it asked for or fewer."""
    response.headers["Cache-Control"] = "no-store"
    return Decision(redirect_to=await service.approve(session, viewer, request_id, frozenset(approval.scopes)))


@router.post(
    "/oauth/requests/{request_id}/deny",
    dependencies=[same_origin, limited("write")],
    responses=problems(s404=_NO_REQUEST, s409=_ANSWERED),
)
async def deny_consent_request(
    request_id: RequestId, response: Response, viewer: SignedIn, session: Writing
) -> Decision:
    """Sends the program away."""
    response.headers["Cache-Control"] = "no-store"
    return Decision(redirect_to=await service.deny(session, viewer, request_id))


@router.get("/grants", dependencies=[limited("read")])
async def list_grants(viewer: SignedIn, session: Reading) -> GrantList:
    """The programs that one has connected: those that may act, then those that might."""
    return await service.own_grants(session, viewer)


@router.delete(
    "/grants/{grant_id}", status_code=204, dependencies=[limited("write")], responses=problems(s404=grants.NOT_YOURS)
)
async def revoke_grant(grant_id: GrantId, viewer: SignedIn, session: Writing) -> None:
    """Disconnects a program at once. It stays listed, with what it did."""
    await grants.revoke(session, viewer, grant_id)


@router.get(
    "/grants/{grant_id}/actions",
    dependencies=[limited("read")],
    responses=problems(s400="The cursor is none.", s404=grants.NOT_YOURS),
)
async def list_grant_actions(
    grant_id: GrantId, viewer: SignedIn, session: Reading, cursor: Cursor = None, limit: Limit = 20
) -> ActionList:
    """What a connected program did, the newest first: changes one by one, reads and refusals summed up by the hour."""
    return await grants.actions(session, viewer, grant_id, cursor, limit)
