"""How works look from outside: what a person sends, a card in a list, a page alone."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fractafrag.core.text import Line, Prose, Source, VisibleLine
from fractafrag.domains.shaders.contract import LIMITS, Filter, Wrap
from fractafrag.domains.shaders.parameters import Parameters
from fractafrag.domains.shaders.passport import Passport

PassType = Literal["common", "buffer", "cubemap", "sound", "image"]
InputType = Literal["texture", "cubemap", "volume", "video", "music", "webcam", "mic", "keyboard", "buffer"]
Status = Literal["draft", "published", "archived"]
Visibility = Literal["public", "unlisted", "private"]
Sort = Literal["relevance", "trending", "new", "top"]


def _lowered(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


Licence = Annotated[
    Annotated[str, Field(max_length=64, description="An id of contract/shader.json.")] | None,
    BeforeValidator(_none_if_empty),
]
Title = Annotated[Line, Field(max_length=LIMITS.title_characters)]
Description = Annotated[Prose, Field(max_length=LIMITS.description_characters)]
# Tags and sources are bounded loosely here, against waste; `tags` and `passes` then name what is wrong with which.
Tags = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)]
Moment = Annotated[float, Field(ge=0, le=600, allow_inf_nan=False, description="Second of the still.")] | None


class _FromOutside(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class SamplerDraft(_FromOutside):
    """How a channel is sampled, as sent; what is left out takes the default of the input's type."""

    filter: Annotated[Filter | None, BeforeValidator(_lowered)] = None
    wrap: Annotated[Wrap | None, BeforeValidator(_lowered)] = None
    vflip: bool | None = Field(None, description='Also "true" and "false".')
    srgb: bool | None = Field(None, description='Also "true" and "false".')


class PassInputDraft(_FromOutside):
    """What a pass reads through one channel, as sent."""

    channel: int = Field(ge=0, lt=LIMITS.channels)
    type: Annotated[InputType, BeforeValidator(_lowered)]
    source: str | None = Field(
        None,
        max_length=80,
        description='Such as "Buffer A", "A", "Cube A", "noise-rgba-256" or another id of contract/media.json of this '
        'type, or "upload:" and the SHA-256 of a picture of your own; nothing for keyboard, webcam and mic.',
    )
    sampler: SamplerDraft | None = None


class PassDraft(_FromOutside):
    """One pass, as sent."""

    type: Annotated[PassType, BeforeValidator(_lowered)]
    name: str | None = Field(None, max_length=64, description='Such as "Buffer A"; found by type when left out.')
    code: Source
    inputs: list[PassInputDraft] = Field([], max_length=16)


class Sampler(BaseModel):
    """How a channel is sampled."""

    filter: Filter
    wrap: Wrap
    vflip: bool
    srgb: bool


class PassInput(BaseModel):
    """What a pass reads through one channel."""

    channel: int = Field(ge=0, lt=LIMITS.channels)
    type: InputType
    source: str
    sampler: Sampler


class Pass(BaseModel):
    """One pass in its full form; passes run in the order of the list, the image last."""

    type: PassType
    name: str = Field(description='"Common", "Buffer A" to "Buffer D", "Cube A", "Sound" or "Image".')
    code: str
    inputs: list[PassInput]


class ShaderError(BaseModel):
    """Where a compiler stumbled: the pass, the author's line in it (from 1), the column (0 when unknown)."""

    model_config = ConfigDict(populate_by_name=True)

    pass_: str = Field(alias="pass")
    line: int
    column: int
    message: str


Note = Annotated[Line, Field(max_length=300)]


class Origin(_FromOutside):
    """Where an imported work comes from, and what was changed so that it runs here."""

    format: Literal["glsl", "shadertoy", "isf", "sandbox", "book", "library"]
    author: Line = Field("", max_length=80)
    url: Line = Field("", max_length=300, pattern=r"^(https?://\S+)?$", description="Empty when it is not known.")
    changes: list[Note] = Field([], max_length=60)


class OriginDraft(Origin):
    """The same as sent, with the text as it came."""

    original: str | None = Field(None, max_length=262_144, description="Kept, and shown to nobody but its importer.")


class ShaderDraft(_FromOutside):
    """A new work. To be published it needs a title, a licence and an image pass."""

    title: Title = ""
    description: Description = ""
    tags: Tags = []
    licence: Licence = None
    visibility: Visibility = "public"
    status: Literal["draft", "published"] = "draft"
    passes: list[PassDraft] = Field(min_length=1, max_length=16)
    parameters: Parameters = Parameters()
    poster_at: Moment = None
    parent_id: str | None = Field(None, max_length=32, description="The work that this one was made from.")
    origin: OriginDraft | None = Field(
        None, description="Of an imported work; it is private unless `visibility` says otherwise."
    )


class ShaderChange(_FromOutside):
    """A change to a work: only what is sent is changed."""

    title: Title | None = None
    description: Description | None = None
    tags: Tags | None = None
    licence: Licence = None
    visibility: Visibility | None = None
    status: Status | None = None
    passes: list[PassDraft] | None = Field(None, min_length=1, max_length=16)
    parameters: Parameters | None = None
    poster_at: Moment = None


class Validation(_FromOutside):
    """Passes to compile, and nothing else."""

    passes: list[PassDraft] = Field(min_length=1, max_length=16)


class ValidationResult(BaseModel):
    """Whether the passes compile, and where they do not."""

    ok: bool
    errors: list[ShaderError]


class ImportRequest(_FromOutside):
    """A text that was written for somewhere else."""

    text: str = Field(min_length=1, max_length=1_000_000)
    filename: Line | None = Field(None, max_length=200, description="Its ending helps, and its name is a title.")


class ImportedWork(BaseModel):
    """One work of the text: a draft to send to `POST /shaders`, and what to know of it."""

    title: str
    description: str
    tags: list[str]
    licence: str | None
    passes: list[Pass]
    poster_at: float | None
    parameters: Parameters
    origin: Origin
    warnings: list[str]


class ImportList(BaseModel):
    """The works of a text, in its order."""

    items: list[ImportedWork]


class Author(BaseModel):
    """Who made it; by a program's name when they had one make it: "by Ada's agent Nightly"."""

    username: str
    display_name: str
    agent: str | None = Field(description="The name that the program had when it did; null for a person's own hand.")


class Stats(BaseModel):
    """What people did with it: votes up and down, works made from it, and up less down."""

    up: int
    down: int
    forks: int
    score: int


class Film(BaseModel):
    """A looping preview."""

    url: str
    type: str


class Still(BaseModel):
    """The poster in one of its sizes."""

    url: str
    type: str
    width: int
    height: int


class RenderError(BaseModel):
    """Why there is no picture; only the author is told."""

    reason: str = Field(description='"compile", "deadline", "blank", "unavailable"…')
    message: str
    errors: list[ShaderError]


class Render(BaseModel):
    """The picture of a work: `status` is of the current version, the media are of the newest version that has any."""

    status: Literal["pending", "ready", "failed"]
    poster_url: str | None
    posters: list[Still] = Field(description="In WebP for pages, the smallest first; last, in JPEG for other sites.")
    films: list[Film]
    facts: Passport | None = Field(description="The cost passport, once it is drawn.")
    error: RenderError | None


class ShaderCard(BaseModel):
    """A work in a list; its passes come with the page."""

    id: str
    title: str
    author: Author
    tags: list[str]
    licence: str | None
    status: Status
    visibility: Visibility
    version: int
    published_at: datetime | None
    updated_at: datetime
    stats: Stats
    my_vote: Literal[-1, 0, 1]
    render: Render


class ParentRef(BaseModel):
    """The work that another was made from."""

    id: str
    title: str
    author: Author


class ShaderPage(ShaderCard):
    """A work alone."""

    description: str
    created_at: datetime
    origin: Origin | None
    passes: list[Pass]
    parameters: Parameters
    poster_at: float | None
    parent: ParentRef | None


class CardList(BaseModel):
    """One page of cards; `next_cursor` is null on the last."""

    items: list[ShaderCard]
    next_cursor: str | None


class Lineage(BaseModel):
    """Where a work comes from, the nearest first, and what was made from it, the newest first."""

    ancestors: list[ShaderCard]
    forks: list[ShaderCard]


class VersionChange(_FromOutside):
    """What may be changed of a version: its name."""

    name: Annotated[VisibleLine, Field(min_length=1, max_length=80)] | None = Field(
        description='Such as "Before the colours"; null takes it away.'
    )


class Version(BaseModel):
    """One saved state of a work."""

    number: int
    name: str | None = Field(description="What its author calls it.")
    created_at: datetime
    title: str
    total_bytes: int
    author: Author
    poster_url: str | None = Field(description="The picture that was drawn of this version, if any was.")


class VersionList(BaseModel):
    """One page of versions, the newest first."""

    items: list[Version]
    next_cursor: str | None


class VersionPage(Version):
    """One saved state, whole."""

    description: str
    tags: list[str]
    licence: str | None
    passes: list[Pass]
    parameters: Parameters


class TagCount(BaseModel):
    """A tag and how many works carry it."""

    tag: str
    count: int


class TagList(BaseModel):
    """Tags, the most used first."""

    items: list[TagCount]


class OEmbed(BaseModel):
    """How another page shows a work: oEmbed 1.0, a video of 16:9."""

    version: Literal["1.0"]
    type: Literal["video"]
    title: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    cache_age: int = Field(description="Seconds.")
    width: int
    height: int
    html: str = Field(description="An iframe.")
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None
