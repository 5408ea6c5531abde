"""What has happened in engagement."""

from dataclasses import dataclass

from fractafrag.core.facts import Fact


@dataclass(frozen=True)
class ViewsValued(Fact):
    """Views of these watchers, accounts and visitors, have new values; `views.valued_at` tells which."""

    viewer_ids: tuple[str, ...]
