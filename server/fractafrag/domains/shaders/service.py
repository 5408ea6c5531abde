"""What may be done with works: create, change, archive, restore, fork; and what becomes of their pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict, Forbidden, NotFound, Stale, Unprocessable
from fractafrag.core.facts import record
from fractafrag.core.ids import id_of, new_id
from fractafrag.domains.accounts.viewer import Scope, Viewer
from fractafrag.domains.shaders import facts as told
from fractafrag.domains.shaders import glsl, heat, licences, parameters, passes, passport, tags
from fractafrag.domains.shaders.cards import Stats
from fractafrag.domains.shaders.contract import LICENCES
from fractafrag.domains.shaders.cursors import ID
from fractafrag.domains.shaders.facts import RenderRequested, ShaderPublished, ShaderRendered, ShaderSeeded
from fractafrag.domains.shaders.heat import Standing
from fractafrag.domains.shaders.passes import FullPass, PassProblem
from fractafrag.domains.shaders.queries import pictures, shown, stored
from fractafrag.domains.shaders.queries.pictures import PictureTimes
from fractafrag.domains.shaders.queries.stored import Work
from fractafrag.domains.shaders.schemas import PassDraft, ShaderChange, ShaderDraft
from fractafrag.domains.shaders.tags import TagProblem
from fractafrag.domains.shaders.works import Content
from fractafrag.domains.uploads import service as uploads
from fractafrag.domains.uploads.pictures import sha256_of


@dataclass(frozen=True)
class PictureJob:
    """What the renderer is to draw."""

    passes: tuple[FullPass, ...]
    poster_at: float | None
    parameters: Mapping[str, Any]
    owner: str
    """The author's id: their works take turns with those of others."""


async def create_imported(session: WriteSession, author: Viewer, draft: ShaderDraft, mark: str) -> bool:
    """Makes the work that belongs to `mark`, unless it was made before: then False. Raises Unprocessable."""
    number = id_of(f"import:{mark}")
    if await stored.work(session, number) is not None:
        return False
    await create(session, author, draft, number)
    return True


async def create(session: WriteSession, author: Viewer, draft: ShaderDraft, number: str | None = None) -> str:
    """Makes a new work, published or not; its id, `number` if one is given. Raises Unprocessable, naming the field."""
    author.need(Scope.PUBLISH if draft.status == "published" else Scope.DRAFT)
    parent = await _parent(session, author, draft.parent_id) if draft.parent_id else None
    content = Content(
        draft.title,
        draft.description,
        _tags(draft.tags),
        draft.licence or (parent.content.licence if parent else None),
        draft.poster_at,
        full_passes(draft.passes),
        draft.parameters.model_dump(),
    )
    imported: dict[str, Any] = {}
    visibility = draft.visibility
    if draft.origin:
        imported = {"origin": draft.origin.model_dump(exclude={"original"}), "original": draft.origin.original}
        # Somebody else's work: whether all may see it is for the importer to say.
        visibility = visibility if "visibility" in draft.model_fields_set else "private"
    return await _insert(
        session, author, content, draft.status, visibility, parent, number or new_id(), imported=imported
    )


async def put(session: WriteSession, author: Viewer, shader_id: str, content: Content) -> bool:
    """Makes the author's published work of this id have this content: new, a new version, or nothing (False)."""
    old = await stored.work(session, shader_id)
    if old is None:
        await _insert(session, author, content, "published", "public", None, shader_id, seeded=True)
        return True
    if old.author_id != author.id:
        raise Conflict(f"Shader {shader_id} belongs to somebody else.")
    return await _save(session, author, old, replace(old, content=content), seeded=True)


async def fork(session: WriteSession, author: Viewer, shader_id: str) -> str:
    """Makes a draft of one's own from a work that one may see; it keeps the licence and remembers the parent."""
    author.need(Scope.DRAFT)
    parent = await _visible(session, author, shader_id)
    return await _insert(session, author, parent.content, "draft", "public", parent, new_id())


async def change(session: WriteSession, author: Viewer, shader_id: str, seen: int, wanted: ShaderChange) -> None:
    """Saves a new version made from version `seen`; nothing when nothing would change.

    Raises NotFound for the works of others, Stale when somebody saved in between, Unprocessable naming the field.
    """
    old = await _own(session, author, shader_id)
    _check_seen(seen, old)
    sent = wanted.model_fields_set
    new = replace(
        old,
        status=wanted.status or old.status,
        visibility=wanted.visibility or old.visibility,
        content=replace(
            old.content,
            title=old.content.title if wanted.title is None else wanted.title,
            description=old.content.description if wanted.description is None else wanted.description,
            tags=old.content.tags if wanted.tags is None else _tags(wanted.tags),
            licence=wanted.licence if "licence" in sent else old.content.licence,
            poster_at=wanted.poster_at if "poster_at" in sent else old.content.poster_at,
            passes=old.content.passes if wanted.passes is None else full_passes(wanted.passes),
            parameters=wanted.parameters.model_dump() if wanted.parameters else old.content.parameters,
        ),
    )
    await _save(session, author, old, new)


async def archive(session: WriteSession, author: Viewer, shader_id: str, seen: int | None = None) -> None:
    """Takes a work out of the world's sight; a change of status brings it back. Raises NotFound, Stale."""
    old = await _own(session, author, shader_id)
    _check_seen(seen, old)
    await _save(session, author, old, replace(old, status="archived"))


async def restore(session: WriteSession, author: Viewer, shader_id: str, number: int, seen: int | None = None) -> None:
    """Saves the content of an earlier version as a new one. Raises NotFound, Stale."""
    old = await _own(session, author, shader_id)
    _check_seen(seen, old)
    content = await stored.content_of(session, shader_id, number)
    if content is None:
        raise NotFound(f"There is no version {number} of shader {shader_id}.")
    await _save(session, author, old, replace(old, content=content))


async def name_version(session: WriteSession, author: Viewer, shader_id: str, number: int, name: str | None) -> None:
    """Gives a version of one's own work a name, or takes it away; no new version. Raises NotFound."""
    work = await _own(session, author, shader_id)
    author.need(Scope.PUBLISH if work.status == "published" else Scope.DRAFT)
    if not await stored.name_version(session, shader_id, number, name):
        raise NotFound(f"There is no version {number} of shader {shader_id}.")


async def request_picture(session: WriteSession, author: Viewer, shader_id: str) -> None:
    """Has a picture that failed tried again. Raises Conflict when it has not failed."""
    work = await _own(session, author, shader_id)
    author.need(Scope.PUBLISH)
    if await stored.picture_status(session, shader_id, work.version) != "failed":
        raise Conflict("Only a picture that failed can be tried again.")
    await stored.start_picture(session, shader_id, work.version, work.content.picture_hash)
    await stored.show_picture(session, shader_id)
    await record(session, RenderRequested(shader_id, work.version, work.author_id))


async def begin_picture(session: WriteSession, shader_id: str, version: int) -> PictureJob | None:
    """What to draw for this version; None when it is no longer the one to show, or its picture is there already."""
    work = await stored.work(session, shader_id)
    if work is None or work.version != version or work.status != "published":
        return None
    if await stored.picture_status(session, shader_id, version) != "pending":
        return None
    if await stored.start_picture(session, shader_id, version, work.content.picture_hash):
        await _after_picture(session, shader_id, version, "ready")
        return None
    values = parameters.values_of(work.content.parameters)
    return PictureJob(work.content.passes, work.content.poster_at, values, work.author_id)


async def show_poster(
    session: WriteSession, shader_id: str, version: int, poster_url: str, posters: Sequence[Mapping[str, Any]]
) -> None:
    """Shows a still while the film is still to be drawn."""
    await stored.keep_poster(session, shader_id, version, poster_url, posters)
    await stored.show_picture(session, shader_id)


async def finish_picture(
    session: WriteSession,
    shader_id: str,
    version: int,
    *,
    renderer: str,
    poster_url: str | None,
    posters: Sequence[Mapping[str, Any]],
    films: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Any],
) -> None:
    """Shows the picture that was drawn; `facts` are what the renderer measured."""
    if await stored.finish_picture(
        session,
        shader_id,
        version,
        renderer=renderer,
        poster_url=poster_url,
        posters=posters,
        films=films,
        facts=passport.passport(facts),
    ):
        await _after_picture(session, shader_id, version, "ready")


async def fail_picture(
    session: WriteSession, shader_id: str, version: int, reason: str, message: str, errors: Sequence[Mapping[str, Any]]
) -> None:
    """Tells the author why there is no picture."""
    error = {"reason": reason, "message": message, "errors": list(errors)}
    if await stored.fail_picture(session, shader_id, version, error):
        await _after_picture(session, shader_id, version, "failed")


async def picture_times(session: ReadSession) -> PictureTimes:
    """How long the pictures of the last hour took, and what became of them."""
    return await pictures.times(session, None, timedelta(hours=1))


async def cards(session: ReadSession, viewer: Viewer | None, shader_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The cards of those of these works that are public, in this order."""
    return await shown.listed_cards(session, viewer, shader_ids)


async def related(session: ReadSession, viewer: Viewer | None, shader_id: str, limit: int) -> list[dict[str, Any]]:
    """The cards of public works that share the most tags with this one. Raises NotFound."""
    return await shown.related(session, viewer, shader_id, limit)


async def standing(session: WriteSession, viewer: Viewer, shader_id: str) -> Standing:
    """The votes and heat of a published work, held until the commit. Raises NotFound, Conflict when not published."""
    found = await stored.lock_standing(session, viewer, shader_id) if ID.fullmatch(shader_id) else None
    if found is None:
        raise not_found(shader_id)
    current, status = found
    if current is None or status != "published":
        raise Conflict("Only published works are voted on.")
    return current


async def stand(session: WriteSession, shader_id: str, after: Standing) -> Stats:
    """Keeps a new standing; the Stats that result."""
    return await stored.save_standing(session, shader_id, after)


def full_passes(drafts: Sequence[PassDraft]) -> tuple[FullPass, ...]:
    """The passes in their full form. Raises Unprocessable, naming the field."""
    try:
        return tuple(passes.normalise([draft.model_dump() for draft in drafts]))
    except PassProblem as problem:
        raise Unprocessable(problem.reason, field=problem.field) from problem


def gate(full: Sequence[FullPass]) -> None:
    """Raises Unprocessable for sources that must not reach a compiler, naming the field."""
    try:
        glsl.check(full)
    except PassProblem as problem:
        raise Unprocessable(problem.reason, field=problem.field) from problem


def not_found(shader_id: str) -> NotFound:
    """What a stranger is told of a draft, too: that it exists is nobody's business."""
    return NotFound(f"There is no shader {shader_id}, or it is not public.")


def _tags(given: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(tags.normalise(given))
    except TagProblem as problem:
        raise Unprocessable(problem.reason, field=problem.field) from problem


def _stale(seen: int, current: int | None) -> Stale:
    return Stale(
        f"You changed version {seen}, but version {current} is the current one.",
        field="If-Match",
        current_version=current,
    )


def _check_seen(seen: int | None, current: Work) -> None:
    if seen is not None and seen != current.version:
        raise _stale(seen, current.version)


async def _own(session: WriteSession, author: Viewer, shader_id: str) -> Work:
    work = await _visible(session, author, shader_id)
    if work.author_id != author.id:
        raise Forbidden(f"Shader {shader_id} is not yours; fork it to change it.")
    return work


async def _visible(session: WriteSession, viewer: Viewer, shader_id: str) -> Work:
    work = await stored.work(session, shader_id) if ID.fullmatch(shader_id) else None
    if work is None or not work.visible_to(viewer):
        raise not_found(shader_id)
    return work


async def _parent(session: WriteSession, author: Viewer, shader_id: str) -> Work:
    try:
        return await _visible(session, author, shader_id)
    except NotFound as error:
        raise Unprocessable(error.detail, field="parent_id") from error


def _check(work: Work, parent_licence: str | None) -> None:
    """Raises Unprocessable for what must not be saved, or not be published."""
    licence = work.content.licence
    if licence is not None and licence not in LICENCES:
        raise Unprocessable(f"The licences are {', '.join(sorted(LICENCES))}.", field="licence")
    permitted = licences.permitted(parent_licence)
    if licence is not None and licence not in permitted:
        raise Unprocessable(
            f"This was made from a work under {parent_licence}, so it can be under {' or '.join(sorted(permitted))}.",
            field="licence",
        )
    if work.status != "published":
        return
    if not work.content.title:
        raise Unprocessable("To be published, a work needs a title.", field="title")
    if licence is None:
        raise Unprocessable("To be published, a work needs a licence.", field="licence")
    if not glsl.drawable(work.content.passes):
        raise Unprocessable("To be published, a work needs an image pass.", field="passes")
    gate(work.content.passes)


async def _insert(
    session: WriteSession,
    author: Viewer,
    content: Content,
    status: str,
    visibility: str,
    parent: Work | None,
    shader_id: str,
    *,
    seeded: bool = False,
    imported: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    published_at = clock.now() if status == "published" else None
    parent_id = parent.id if parent else None
    work = Work(shader_id, author.id, 1, status, visibility, published_at, parent_id, content)
    _check(work, parent.content.licence if parent else None)
    first_heat = heat.at_publication(published_at) if published_at else 0.0
    await stored.insert_work(session, author, work, parent.version if parent else None, first_heat, imported)
    await _note_pictures(session, author, work)
    await _after_save(session, work, seeded=seeded)
    if parent:
        await record(session, told.ShaderForked(work.id, parent.id, author.id))
    return work.id


async def _save(session: WriteSession, author: Viewer, old: Work, new: Work, *, seeded: bool = False) -> bool:
    """Saves a new version; False when nothing would change."""
    author.need(Scope.PUBLISH if "published" in (old.status, new.status) else Scope.DRAFT)
    if new == old:
        return False
    first = new.status == "published" and old.published_at is None
    new = replace(new, version=old.version + 1, published_at=clock.now() if first else old.published_at)
    _check(new, await stored.inherited_licence(session, new.id) if new.parent_id else None)
    first_heat = heat.at_publication(new.published_at) if first and new.published_at else None
    if not await stored.update_work(session, author, new, old.version, first_heat):
        raise _stale(old.version, await stored.current_version(session, new.id))
    await _note_pictures(session, author, new)
    await _after_save(session, new, seeded=seeded)
    return True


async def _note_pictures(session: WriteSession, author: Viewer, work: Work) -> None:
    """Notes which of people's pictures a version reads. Raises Unprocessable for one that its author may not take."""
    read = {
        sha256: f"passes.{index}.inputs.{at}.source"
        for index, one in enumerate(work.content.passes)
        for at, given in enumerate(one["inputs"])
        if (sha256 := sha256_of(given["source"])) is not None
    }
    strange = await uploads.use(session, author, work.id, work.parent_id, read.keys())
    if strange is not None:
        raise Unprocessable("You have no such picture: upload it first.", field=read[strange])


async def _after_save(session: WriteSession, saved: Work, *, seeded: bool) -> None:
    if saved.status == "published":
        drawn = await stored.start_picture(session, saved.id, saved.version, saved.content.picture_hash)
        published = ShaderPublished(saved.id, saved.version, saved.author_id)
        await record(session, ShaderSeeded(saved.id, saved.version) if seeded else published)
        if drawn:
            await _after_picture(session, saved.id, saved.version, "ready")
            return
    await stored.show_picture(session, saved.id)


async def _after_picture(session: WriteSession, shader_id: str, version: int, status: str) -> None:
    await stored.show_picture(session, shader_id)
    await record(session, ShaderRendered(shader_id, version, status, clock.now().isoformat()))
