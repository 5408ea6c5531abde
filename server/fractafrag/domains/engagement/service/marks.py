"""What people may do with works and their authors: vote."""

from fractafrag.core import clock
from fractafrag.core.db import WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.queries import logged, votes
from fractafrag.domains.shaders import service as shaders
from fractafrag.domains.shaders.cards import Stats
from fractafrag.domains.shaders.heat import after_vote


async def vote(session: WriteSession, viewer: Viewer, shader_id: str, value: int) -> Stats:
    """Makes `value` (1, -1, or 0 for none) the viewer's vote, however often it is said; the Stats that result.

    Raises NotFound for works that the viewer may not see, Conflict for those that are not published.
    """
    # The work is locked first, so that two votes at once are counted one after the other.
    before = await shaders.standing(session, viewer, shader_id)
    old = await votes.vote_of(session, viewer, shader_id)
    if value == (old[0] if old else 0):
        return await shaders.stand(session, shader_id, before)
    new = (value, clock.now()) if value else None
    await votes.save_vote(session, viewer, shader_id, new)
    kind = {1: "upvote", -1: "downvote", 0: "unvote"}[value]
    await logged.derive(session, viewer, kind, clock.now(), shader_id=shader_id, author_id=None)
    return await shaders.stand(session, shader_id, after_vote(before, old, new))
