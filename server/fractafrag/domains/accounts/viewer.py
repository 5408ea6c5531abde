"""Pure room: who is looking, as every domain sees them."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do beyond their own things."""

    USER = "user"
    MODERATOR = "moderator"
    ADMIN = "admin"


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in; a stranger is `None`."""

    id: str
    username: str
    role: Role

    @property
    def moderates(self) -> bool:
        """Whether they may judge the works of others."""
        return self.role in (Role.MODERATOR, Role.ADMIN)
