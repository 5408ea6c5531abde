"""Which limits hold for whom: names and settings of what `core.limits` counts."""

from typing import Literal

from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Viewer

LimitName = Literal["read", "write", "login", "register", "publish", "validate", "events"]
ACTING: tuple[LimitName, ...] = ("read", "write", "publish", "validate")
"""The limits that a program meets; the others are of people who join and log in."""


def limit_spec(name: LimitName) -> str:
    """The setting of a limit, such as "60/minute"."""
    spec: str = getattr(settings(), f"limit_{name}")
    return spec


def limits_of(viewer: Viewer | None) -> dict[str, str]:
    """What holds for a viewer, COUNT/PERIOD by name of limit; `agent` is the one that a key has of its own."""
    agent = viewer.agent if viewer else None
    own = {"agent": f"{agent.per_minute}/minute"} if agent and agent.per_minute else {}
    return {name: limit_spec(name) for name in ACTING} | own


def counters(name: LimitName, viewer: Viewer | None, address: str) -> list[tuple[str, str, str]]:
    """What a use of a limit is counted against, as (name, spec, who) of `spend_within`, in this order.

    By account, all its programs together, or by `address` for a stranger; but first against the limit that a key has
    of its own, so that a program at the end of that one does not use up its owner's.
    """
    agent = viewer.agent if viewer else None
    own = [("agent", f"{agent.per_minute}/minute", f"agent:{agent.id}")] if agent and agent.per_minute else []
    return [*own, (name, limit_spec(name), f"account:{viewer.id}" if viewer else address)]
