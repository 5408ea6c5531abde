"""What has happened in engagement."""

from dataclasses import dataclass

from fractafrag.core.facts import Fact


@dataclass(frozen=True)
class ViewsValued(Fact):
    """Views of these watchers, accounts and visitors, have new values; `views.valued_at` tells which."""

    viewer_ids: tuple[str, ...]


@dataclass(frozen=True)
class ShaderReported(Fact):
    """Somebody finds a work out of place."""

    report_id: str
    shader_id: str
