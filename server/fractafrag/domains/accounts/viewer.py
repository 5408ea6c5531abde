"""Pure room: who is looking, as every domain sees them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from fractafrag.core.errors import Forbidden


class Role(StrEnum):
    """What somebody may do beyond their own things."""

    USER = "user"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a program may do for the person that it acts for."""

    BROWSE = "browse"
    DRAFT = "draft"
    PUBLISH = "publish"


SCOPES_IN_WORDS: dict[Scope, str] = {
    Scope.BROWSE: "See public shaders, and your own works and drafts.",
    Scope.DRAFT: "Check and draw code, make drafts, and change or archive your drafts.",
    Scope.PUBLISH: "Publish in your name, and change or archive what you have published.",
}
"""What a person is told that a scope allows."""


def is_of_program(credential: str) -> bool:
    """Whether this wants to be the credential of a program, as `agents` gives them out, and not a person's token."""
    return re.match("ff[a-z]_", credential) is not None


@dataclass(frozen=True)
class Agent:
    """A program that acts for somebody, by an API key or by a grant of OAuth."""

    id: str
    name: str
    kind: Literal["key", "oauth"]
    scopes: frozenset[Scope]
    per_minute: int | None = None


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in, in person or through an agent; a stranger is `None`."""

    id: str
    username: str
    role: Role
    agent: Agent | None = None

    @property
    def moderates(self) -> bool:
        """Whether they may judge the works of others; no program may."""
        return self.agent is None and self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def agent_name(self) -> str | None:
        """The name of the program that acts for them, if one does."""
        return self.agent.name if self.agent else None

    def may(self, scope: Scope) -> bool:
        """Whether they may do this: a person may, a program only with the scope."""
        return self.agent is None or scope in self.agent.scopes

    def need(self, scope: Scope) -> None:
        """Raises Forbidden unless they may do this."""
        if not self.may(scope):
            assert self.agent is not None
            raise Forbidden(
                f"{self.agent.name} acts for {self.username} without the scope {scope.value!r}; "
                "its owner can make a key with more scopes.",
                needed_scope=scope.value,
            )
