"""What has happened to the places of works."""

from dataclasses import dataclass

from fractafrag.core.facts import Fact


@dataclass(frozen=True)
class EmbeddingRequested(Fact):
    """This version of a work is to be looked at: it was missed, or is known in an old way only."""

    shader_id: str
    version: int


@dataclass(frozen=True)
class SpaceOutgrown(Fact):
    """There are many more works than the space was fitted on, or none was fitted yet."""
