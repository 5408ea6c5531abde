"""What has happened to works."""

from dataclasses import dataclass
from typing import ClassVar

from fractafrag.core.facts import Fact


@dataclass(frozen=True)
class ShaderPublished(Fact):
    """This version is what the world sees from now on: a first publication, or a change to a published work."""

    owned_by: ClassVar[str | None] = "author_id"

    shader_id: str
    version: int
    author_id: str


@dataclass(frozen=True)
class ShaderRendered(Fact):
    """The picture of a published version is there (`status` "ready"), or will not be ("failed"), since `at` (ISO)."""

    shader_id: str
    version: int
    status: str
    at: str


@dataclass(frozen=True)
class RenderRequested(Fact):
    """The author asks for a new try at a picture that failed."""

    owned_by: ClassVar[str | None] = "author_id"

    shader_id: str
    version: int
    author_id: str


@dataclass(frozen=True)
class RedrawWished(Fact):
    """The operator has the pictures of many works drawn again, or some of them are still to be drawn."""

    redraw_id: str


@dataclass(frozen=True)
class ShaderRedrawn(Fact):
    """Another picture took the place of the one that was shown: the work may look otherwise than it did."""

    shader_id: str
    version: int


@dataclass(frozen=True)
class ShaderSeeded(Fact):
    """A work of the library came in, new or changed: its pictures can wait for those of people."""

    shader_id: str
    version: int


@dataclass(frozen=True)
class ShaderForked(Fact):
    """Somebody began a work of their own from another."""

    shader_id: str
    parent_id: str
    author_id: str
