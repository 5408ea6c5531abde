"""What has happened to people's pictures."""

from dataclasses import dataclass

from fractafrag.core.facts import Fact


@dataclass(frozen=True)
class UploadDeleted(Fact):
    """Somebody deleted a picture; others may have the same."""

    sha256: str
