"""The HTTP end of works."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.errors import NotFound, NotOffered, Unprocessable, refuses
from fractafrag.core.text import Line
from fractafrag.core.web import (
    Cursor,
    Limit,
    Reading,
    SeenVersion,
    SeenVersionIfAny,
    Writing,
    database,
    problems,
    tagged,
)
from fractafrag.domains.accounts.deps import limited_by_address
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.deps import Acting, MaybeViewer, Once, limited
from fractafrag.domains.shaders import passport, service, sharing, tags, words, works
from fractafrag.domains.shaders.cursors import ID
from fractafrag.domains.shaders.deps import ShaderId, answer, this_site
from fractafrag.domains.shaders.dialects import reading, writing
from fractafrag.domains.shaders.dialects.archive import Archive
from fractafrag.domains.shaders.dialects.imported import Imported, ImportProblem
from fractafrag.domains.shaders.passport import Tier
from fractafrag.domains.shaders.queries import shown, tag_counts, whole
from fractafrag.domains.shaders.queries.shared import shared
from fractafrag.domains.shaders.schemas import (
    CardList,
    ImportList,
    ImportRequest,
    Lineage,
    OEmbed,
    ShaderChange,
    ShaderDraft,
    ShaderPage,
    Sort,
    Status,
    TagList,
    Validation,
    ValidationResult,
    VersionChange,
    VersionList,
    VersionPage,
)
from fractafrag.gateways import renderer

_SHADER = {"ver": "0.1", "info": {"id": "3kTMd9hQeW2z", "name": "Slow rainbow"}, "renderpass": [{"type": "image"}]}
_FILE = {"Shader": _SHADER}

ARCHIVED = 5_000
"""The most works of one archive."""
ARCHIVED_AT_ONCE = 20

router = APIRouter(tags=["shaders"])
oembed_router = APIRouter(tags=["sharing"], dependencies=[limited_by_address("read")])


VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.post(
    "/shaders",
    status_code=201,
    response_model=ShaderPage,
    responses=tagged(201),
    dependencies=[limited("publish")],
)
async def create_shader(draft: ShaderDraft, session: Writing, viewer: Acting, once: Once) -> Any:
    """Makes a work, as a draft or published at once."""
    shader_id = await service.create(session, viewer, draft)
    return await once.keep(answer(await shown.page(session, viewer, shader_id), 201, 1))


@router.get("/shaders", response_model=CardList, dependencies=[limited("read")])
async def list_shaders(
    session: Reading,
    viewer: MaybeViewer,
    q: Annotated[Line | None, Query(max_length=200, description="Words; quotes, `or` and `-word` as usual.")] = None,
    tag: Annotated[Line | None, Query(max_length=64)] = None,
    author: Annotated[Line | None, Query(max_length=64, description="A username.")] = None,
    cost: Annotated[Tier | None, Query(description="Only works whose pictures cost at most this to draw.")] = None,
    sort: Annotated[Sort | None, Query(description="Relevance when there are words, else trending.")] = None,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Any:
    """Public works by words, tag, author and cost."""
    asked = words.parse(q) if q else None
    if asked is None and sort == "relevance":
        sort = None
    found = await shown.list_cards(
        session,
        viewer,
        search=shown.Search(
            asked, (tags.key(tag),) if tag else (), author or None, tiers=passport.at_most(cost) if cost else ()
        ),
        sort=sort or ("relevance" if asked else "trending"),
        cursor=cursor,
        limit=limit,
    )
    return answer({"items": found.items, "next_cursor": found.next_cursor})


@router.get("/me/shaders", response_model=CardList, dependencies=[limited("read")])
async def list_my_shaders(
    session: Reading,
    viewer: Acting,
    status: Annotated[Status | None, Query(description="All but the archived when left out.")] = None,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Any:
    """One's own works, the last changed first."""
    found = await shown.own_cards(session, viewer, status=status, cursor=cursor, limit=limit)
    return answer({"items": found.items, "next_cursor": found.next_cursor})


@router.get("/tags", response_model=TagList, dependencies=[limited("read")])
async def list_tags(session: Reading, viewer: MaybeViewer) -> Any:
    """The tags of the newest works, the most used first."""
    return answer(await tag_counts.tags(session, viewer))


@router.get("/shaders/{shader_id}", response_model=ShaderPage, responses=tagged(), dependencies=[limited("read")])
async def get_shader(shader_id: ShaderId, session: Reading, viewer: MaybeViewer) -> Any:
    """A work with its passes; its ETag is its version."""
    page = await shown.page(session, viewer, shader_id)
    return answer(page, version=page["version"])


@router.patch(
    "/shaders/{shader_id}",
    response_model=ShaderPage,
    responses=tagged(),
    dependencies=[limited("write")],
)
async def change_shader(
    shader_id: ShaderId, seen: SeenVersion, change: ShaderChange, session: Writing, viewer: Acting
) -> Any:
    """Saves a new version made from the one in `If-Match`; a published work shows it at once."""
    await service.change(session, viewer, shader_id, seen, change)
    page = await shown.page(session, viewer, shader_id)
    return answer(page, version=page["version"])


@router.delete("/shaders/{shader_id}", status_code=204, dependencies=[limited("write")])
async def archive_shader(shader_id: ShaderId, seen: SeenVersionIfAny, session: Writing, viewer: Acting) -> None:
    """Archives a work: nobody but its author sees it any more. With `If-Match`, only the version that you saw."""
    await service.archive(session, viewer, shader_id, seen)


@router.get("/shaders/{shader_id}/versions", response_model=VersionList, dependencies=[limited("read")])
async def list_versions(
    shader_id: ShaderId, session: Reading, viewer: MaybeViewer, cursor: Cursor = None, limit: Limit = 20
) -> Any:
    """The versions of a work, the newest first; others than its author see those that were public."""
    return answer(await shown.versions(session, viewer, shader_id, cursor=cursor, limit=limit))


@router.get("/shaders/{shader_id}/versions/{number}", response_model=VersionPage, dependencies=[limited("read")])
async def get_version(shader_id: ShaderId, number: VersionNumber, session: Reading, viewer: MaybeViewer) -> Any:
    """One version, whole."""
    return answer(await shown.version(session, viewer, shader_id, number))


@router.patch(
    "/shaders/{shader_id}/versions/{number}",
    response_model=VersionPage,
    dependencies=[limited("write")],
)
async def name_version(
    shader_id: ShaderId, number: VersionNumber, change: VersionChange, session: Writing, viewer: Acting
) -> Any:
    """Names a version, or takes its name away; who may see the version reads the name, too."""
    await service.name_version(session, viewer, shader_id, number, change.name)
    return answer(await shown.version(session, viewer, shader_id, number))


@router.post(
    "/shaders/{shader_id}/versions/{number}/restore",
    response_model=ShaderPage,
    responses=tagged(),
    dependencies=[limited("write")],
)
async def restore_version(
    shader_id: ShaderId, number: VersionNumber, seen: SeenVersionIfAny, session: Writing, viewer: Acting, once: Once
) -> Any:
    """Saves the content of an earlier version as a new one. With `If-Match`, only over the version that you saw."""
    await service.restore(session, viewer, shader_id, number, seen)
    page = await shown.page(session, viewer, shader_id)
    return await once.keep(answer(page, version=page["version"]))


@router.post(
    "/shaders/{shader_id}/fork",
    status_code=201,
    response_model=ShaderPage,
    responses=tagged(201),
    dependencies=[limited("publish")],
)
async def fork_shader(shader_id: ShaderId, session: Writing, viewer: Acting, once: Once) -> Any:
    """Makes a draft of one's own from a work; it keeps the licence, and names the parent and its author."""
    made = await service.fork(session, viewer, shader_id)
    return await once.keep(answer(await shown.page(session, viewer, made), 201, 1))


@router.post(
    "/shaders/{shader_id}/render",
    status_code=202,
    response_model=ShaderPage,
    responses=problems(409) | tagged(202),
    dependencies=[limited("write")],
)
async def retry_render(shader_id: ShaderId, session: Writing, viewer: Acting, once: Once) -> Any:
    """Has a picture that failed tried again."""
    await service.request_picture(session, viewer, shader_id)
    page = await shown.page(session, viewer, shader_id)
    return await once.keep(answer(page, 202, page["version"]))


@router.get("/shaders/{shader_id}/lineage", response_model=Lineage, dependencies=[limited("read")])
async def get_lineage(shader_id: ShaderId, session: Reading, viewer: MaybeViewer) -> Any:
    """Where a work comes from, and what was made from it."""
    return answer(await shown.lineage(session, viewer, shader_id))


@router.post(
    "/validate",
    response_model=ValidationResult,
    responses=problems(503),
    dependencies=[limited("validate")],
)
async def validate(validation: Validation) -> Any:
    """Whether passes compile, and where they do not; nothing is stored."""
    full = service.full_passes(validation.passes)
    service.gate(full)
    found = await renderer.renderer().validate(full)
    return answer({"ok": found.ok, "errors": [error.document() for error in found.errors]})


@router.post("/imports", response_model=ImportList, dependencies=[limited("validate")])
@refuses(Unprocessable)
async def read_import(given: ImportRequest) -> Any:
    """Reads GLSL, Shadertoy's JSON, ISF, GLSL Sandbox or Book of Shaders into drafts; nothing is stored."""
    try:
        found = await asyncio.to_thread(reading.read, given.text, given.filename)
    except ImportProblem as problem:
        raise Unprocessable(str(problem), field="text") from problem
    return answer({"items": [_imported(one) for one in found]})


def _imported(work: Imported) -> dict[str, Any]:
    plain = asdict(work)
    origin = {name: plain["origin"][name] for name in ("format", "author", "url")}
    kept = ("title", "description", "tags", "licence", "passes", "poster_at", "parameters", "warnings")
    return {name: plain[name] for name in kept} | {"origin": origin | {"changes": plain["changes"]}}


@router.get(
    "/shaders/{shader_id}/export",
    dependencies=[limited("read")],
    response_class=Response,
    responses={200: {"content": {"application/json": {"example": _FILE}, "text/plain": {}}, "description": "A file."}},
)
async def export_shader(
    shader_id: ShaderId,
    session: Reading,
    viewer: MaybeViewer,
    form: Annotated[
        Literal["shadertoy", "shadertoy-site", "glsl"],
        Query(
            alias="format",
            description="JSON as Shadertoy's API gives it, or as its site keeps it; or one text of all passes.",
        ),
    ] = "shadertoy",
) -> Response:
    """A work as a file for elsewhere; what only this platform knows of it stands under `fractafrag`."""
    page = await shown.page(session, viewer, shader_id)
    if form == "glsl":
        return _file(works.written(page["passes"]), "text/plain", f"{shader_id}.glsl")
    document = writing.shadertoy(_told(page, page["author"]["username"]), "site" if form == "shadertoy-site" else "api")
    return _file(orjson.dumps(document, option=orjson.OPT_INDENT_2), "application/json", f"{shader_id}.json")


def _told(work: Mapping[str, Any], author: str) -> writing.Told:
    kept = ("id", "title", "description", "tags", "licence", "poster_at", "parameters", "origin", "passes")
    return writing.Told(
        **{name: work[name] for name in kept},
        author=author,
        date=int(work["created_at"].timestamp()),
        url=f"{this_site().address}/s/{work['id']}",
        original=work.get("original"),
    )


@router.get(
    "/me/archive",
    dependencies=[limited("validate")],
    response_class=Response,
    responses={
        200: {
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            "description": "A ZIP that `fractafrag import` reads back.",
            "headers": {"Works": {"description": "How many works are in it.", "schema": {"type": "integer"}}},
        }
    },
)
async def get_my_archive(request: Request, session: Reading, viewer: Acting) -> Response:
    """All of one's own works, drafts and archived ones too, as one file that is made while it is sent."""
    count = min(await whole.count(session, viewer), ARCHIVED)
    headers = {
        "Content-Disposition": f'attachment; filename="{viewer.username}-shaders.zip"',
        "Works": str(count),
        # It is packed already: said so that nobody packs it again on the way.
        "Content-Encoding": "identity",
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_archive(database(request), viewer), headers=headers, media_type="application/zip")


async def _archive(opened: Database, viewer: Viewer) -> AsyncIterator[bytes]:
    # A transaction for each handful of works: none stays open for as long as somebody's line is slow.
    archive, after, left = Archive(viewer.username, this_site().address), "", ARCHIVED
    while left > 0:
        async with opened.read() as session:
            rows = await whole.works(session, viewer, after=after, limit=min(ARCHIVED_AT_ONCE, left))
        for row in rows:
            stood = row.status if row.visibility == "public" else f"{row.status}, {row.visibility}"
            told = _told(row._mapping, viewer.username)  # pyright: ignore[reportPrivateUsage]
            yield await asyncio.to_thread(archive.add, told, stood, row.updated_at)
            after = row.id
        left -= len(rows)
        if len(rows) < ARCHIVED_AT_ONCE:
            break
    yield await asyncio.to_thread(archive.finish, clock.now())


def _file(content: str | bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=kind, headers=headers)


@oembed_router.get("/oembed", response_model=OEmbed, responses=problems(404, 501))
async def oembed(
    url: Annotated[str, Query(max_length=2048, description="The address of a work's page, or of its embed.")],
    session: Reading,
    form: Annotated[str, Query(alias="format", max_length=16, description="`json` or `xml`.")] = "json",
    maxwidth: Annotated[int | None, Query(ge=1, le=100_000, description="Pixels.")] = None,
    maxheight: Annotated[int | None, Query(ge=1, le=100_000, description="Pixels.")] = None,
) -> Any:
    """How to show a work on another page, by oEmbed 1.0; works that strangers may not see are not there."""
    if form not in ("json", "xml"):
        raise NotOffered("The format is json or xml.", field="format")
    shader_id = sharing.work_in(this_site(), url)
    if shader_id is None or not ID.fullmatch(shader_id):
        raise NotFound("There is no work of this instance at this address.", field="url")
    told = sharing.oembed(this_site(), await shared(session, None, shader_id), maxwidth, maxheight)
    return Response(sharing.as_xml(told), media_type="text/xml") if form == "xml" else answer(told)
