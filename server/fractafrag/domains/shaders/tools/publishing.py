"""The tool that shows a draft to the world, when it compiles and, where the client can ask, when the person agrees."""

from typing import Annotated, Any, Literal

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Elicit, Resolve
from mcp_types import CallToolResult
from pydantic import BaseModel, Field

from fractafrag.core.db import Database
from fractafrag.core.errors import Conflict, Forbidden
from fractafrag.domains.accounts.viewer import Scope, Viewer
from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Ctx, Offer, call_of, may_ask
from fractafrag.domains.shaders import service
from fractafrag.domains.shaders.queries import shown
from fractafrag.domains.shaders.schemas import ShaderChange
from fractafrag.domains.shaders.tools.links import page_url, studio_url
from fractafrag.domains.shaders.tools.trying import CompileError, told
from fractafrag.gateways import renderer

Visibility = Literal["public", "unlisted"]


class Agreement(BaseModel):
    """What the person is asked."""

    publish: bool = Field(True, title="Publish it", description="Everybody can see it then, under its licence.")


class Published(BaseModel):
    """Whether it is public now, and if not, why."""

    published: bool
    id: str
    version: int
    title: str
    url: str
    visibility: str | None = None
    errors: list[CompileError] = []
    errors_left_out: int = 0
    next: str


async def agreed(ctx: Ctx, id: str) -> Agreement | Elicit[Agreement]:
    """Asks the person where the client can; else the model's call itself is the agreement."""
    call = call_of(ctx)
    page = await _own(call.database, call.acting(), id)
    if page["status"] == "published" or not may_ask(ctx):
        return Agreement(publish=True)
    return Elicit(
        f"Publish “{page['title']}” ({page['licence'] or 'no licence'}) on {page_url(page['id'])}?", Agreement
    )


async def publish_shader(
    ctx: Ctx,
    id: Annotated[str, Field(max_length=64, description="Your draft.")],
    agreement: Annotated[ElicitationResult[Agreement], Resolve(agreed)],
    visibility: Annotated[Visibility, Field(description="unlisted: only who has the address.")] = "public",
) -> Annotated[CallToolResult, Published]:
    """Show a draft to everybody, in the person's name. Only when they want it; clients that can, ask them once more.

    It is compiled first: what does not compile is not published. It needs a title and a licence.
    """
    call = call_of(ctx)
    viewer = call.acting()
    page = await _own(call.database, viewer, id)
    if not isinstance(agreement, AcceptedElicitation) or not agreement.data.publish:
        return answer(_answer(page, False, "The person did not agree. It stays a draft; ask them what to change."))
    if page["status"] == "published":
        return answer(_answer(page, True, "It was published before.", visibility=page["visibility"]))
    service.gate(page["passes"])
    found = await renderer.renderer().validate(page["passes"], owner=viewer.id)
    if not found.ok:
        hint = "It does not compile, so it stays a draft. Mend it, save_draft, and publish again."
        return answer(_answer(page, False, hint, **told(page["passes"], found.errors)))
    async with call.database.write() as session:
        change = ShaderChange.model_validate({"status": "published", "visibility": visibility})
        await service.change(session, viewer, id, page["version"], change)
        page = await shown.page(session, viewer, id)
    hint = f"Its picture is being drawn. To take it back, the person archives it at {studio_url(page['id'])}."
    return answer(_answer(page, True, hint, visibility=page["visibility"]))


async def _own(database: Database, viewer: Viewer, shader_id: str) -> dict[str, Any]:
    """The viewer's own work, which they may publish. Raises NotFound, Forbidden, Conflict."""
    viewer.need(Scope.PUBLISH)
    async with database.read() as session:
        page = await shown.page(session, viewer, shader_id)
    if page["author"]["username"] != viewer.username:
        raise Forbidden(f"Shader {shader_id} is not yours; fork it to change it.")
    if page["status"] == "archived":
        raise Conflict(f"Shader {shader_id} is archived; its author can bring it back at {studio_url(page['id'])}.")
    return page


def _answer(page: dict[str, Any], published: bool, hint: str, **more: Any) -> Published:
    return Published(
        published=published,
        id=page["id"],
        version=page["version"],
        title=page["title"],
        url=page_url(page["id"]),
        next=hint,
        **more,
    )


OFFERS = (Offer(publish_shader, "Publish a shader", limit="publish", toolset="make", reads=False),)
