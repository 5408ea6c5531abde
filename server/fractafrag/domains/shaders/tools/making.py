"""Tools that keep something: a draft, a new version of a draft, a fork."""

from typing import Annotated, Any, TypeVar

import orjson
from mcp_types import CallToolResult
from pydantic import BaseModel, Field, ValidationError

from fractafrag.core import once
from fractafrag.core.db import WriteSession
from fractafrag.core.errors import Conflict, Unprocessable
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Ctx, Offer, call_of
from fractafrag.domains.shaders import licences, service
from fractafrag.domains.shaders.contract import LICENCES
from fractafrag.domains.shaders.queries import shown
from fractafrag.domains.shaders.schemas import ShaderChange, ShaderDraft
from fractafrag.domains.shaders.tools import sources
from fractafrag.domains.shaders.tools.links import page_url, studio_url

Id = Annotated[str, Field(max_length=64)]
Form = TypeVar("Form", ShaderDraft, ShaderChange)


class Saved(BaseModel):
    """A draft as it is stored now."""

    id: str
    version: int = Field(description="Send it with your next change.")
    status: str
    title: str
    licence: str | None
    url: str = Field(description="Where its author sees it.")
    studio_url: str
    parent_id: str | None = None
    permitted_licences: list[str] | None = Field(None, description="Of a fork, when not all are.")
    replayed: bool | None = Field(None, description="true: this was done before, under the same idempotency_key.")
    next: str


async def save_draft(
    ctx: Ctx,
    code: sources.Code = None,
    passes: sources.Passes = None,
    title: str | None = None,
    description: Annotated[str | None, Field(description="One honest sentence.")] = None,
    tags: Annotated[list[str] | None, Field(description="Lower case, such as noise, 3d, calm.")] = None,
    licence: Annotated[str | None, Field(description="SPDX id; needed to publish.")] = None,
    id: Annotated[str | None, Field(max_length=64, description="The draft to change; none: a new one.")] = None,
    version: Annotated[int | None, Field(ge=1, description="With id: the version that you changed.")] = None,
    parent_id: Annotated[str | None, Field(max_length=32, description="Of a new one: what it was made from.")] = None,
    idempotency_key: Annotated[
        str | None, Field(pattern=once.KEY_PATTERN, description="Your name for this call: repeated, it saves once.")
    ] = None,
) -> Annotated[CallToolResult, Saved]:
    """Keep a draft that only its author sees, or change one of yours: only what you send is changed.

    Earlier versions stay. Nothing becomes public; publish_shader does that.
    """
    call = call_of(ctx)
    viewer = call.acting()
    fields = {"title": title, "description": description, "tags": tags, "licence": licence, "parent_id": parent_id}
    sent: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if code is not None or passes is not None:
        sent["passes"] = sources.drafts(code, passes)
    form = _change(sent) if id is not None else _new(sent)
    await call.spend("write" if id is not None else "publish")
    async with call.database.write() as session:
        if idempotency_key is None:
            return answer(await _save(session, viewer, form, id, version))
        whose = once.owner(viewer.id, viewer.agent.id if viewer.agent else None)
        request = orjson.dumps([id, version, form.model_dump(mode="json", exclude_unset=True)])
        kept = await once.first(session, whose, idempotency_key, once.fingerprint(b"mcp", b"save_draft", request))
        if kept is not None:
            return answer(Saved.model_validate(orjson.loads(kept.body) | {"replayed": True}))
        saved = await _save(session, viewer, form, id, version)
        body = orjson.dumps(saved.model_dump(exclude_unset=True))
        await once.keep(session, whose, idempotency_key, once.Kept(200, {}, body))
        return answer(saved)


async def _save(
    session: WriteSession, viewer: Viewer, form: ShaderDraft | ShaderChange, shader_id: str | None, version: int | None
) -> Saved:
    if isinstance(form, ShaderDraft):
        made = await service.create(session, viewer, form)
        return _saved(await shown.page(session, viewer, made), "Look at it with render_shader; then publish_shader.")
    assert shader_id is not None
    page = await shown.page(session, viewer, shader_id)
    if page["author"]["username"] == viewer.username and page["status"] != "draft":
        raise Conflict(
            f"Shader {shader_id} is {page['status']}: a change would be seen at once. Fork it, or let its author "
            f"change it at {studio_url(page['id'])}.",
            field="id",
        )
    if version is None:
        raise Unprocessable("With id, send the version that you changed, as get_shader told it.", field="version")
    await service.change(session, viewer, shader_id, version, form)
    page = await shown.page(session, viewer, shader_id)
    before = f"Version {version} is kept and can be restored at {studio_url(page['id'])}."
    return _saved(page, before if page["version"] != version else "Nothing was different, so nothing was saved.")


def _new(sent: dict[str, Any]) -> ShaderDraft:
    if "passes" not in sent:
        raise Unprocessable("A new draft needs code or passes.", field="code")
    return _form(ShaderDraft, sent)


def _change(sent: dict[str, Any]) -> ShaderChange:
    if "parent_id" in sent:
        raise Unprocessable("What a draft was made from is said when it is new.", field="parent_id")
    if not sent:
        raise Unprocessable("There is nothing to change: send code, title, description, tags or licence.", field="code")
    return _form(ShaderChange, sent)


def _form(kind: type[Form], sent: dict[str, Any]) -> Form:
    try:
        return kind.model_validate(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Unprocessable(f"{field}: {first['msg'].removeprefix('Value error, ')}", field=field) from error


def _saved(page: dict[str, Any], hint: str) -> Saved:
    more: dict[str, Any] = {"parent_id": page["parent"]["id"]} if page["parent"] else {}
    return Saved(
        id=page["id"],
        version=page["version"],
        status=page["status"],
        title=page["title"],
        licence=page["licence"],
        url=page_url(page["id"]),
        studio_url=studio_url(page["id"]),
        next=hint,
        **more,
    )


async def fork_shader(ctx: Ctx, id: Id) -> Annotated[CallToolResult, Saved]:
    """Make a draft of your own from a public work: it keeps licence and parent. Change it with save_draft."""
    call = call_of(ctx)
    viewer = call.acting()
    async with call.database.write() as session:
        made = await service.fork(session, viewer, id)
        page = await shown.page(session, viewer, made)
    saved = _saved(
        page, f"get_shader({page['id']}) has its code; change it and save_draft(id, version={page['version']})."
    )
    permitted = licences.permitted(page["licence"])
    bound = (
        {} if page["licence"] is None or len(permitted) == len(LICENCES) else {"permitted_licences": sorted(permitted)}
    )
    return answer(saved.model_copy(update=bound))


OFFERS = (
    Offer(save_draft, "Save a draft", limit=None, toolset="make", reads=False, repeatable=False),
    Offer(fork_shader, "Fork a shader", limit="publish", toolset="make", reads=False, repeatable=False),
)
