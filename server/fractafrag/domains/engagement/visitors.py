"""Pure room: who watches: an account, or a visitor whom only a random name in a cookie tells from others."""

from datetime import timedelta

from fractafrag.core.ids import is_id, new_id

PREFIX = "v-"
OFF = "off"
"""What stands in the cookie of a visitor who does not want to be learned from."""
LIFETIME = timedelta(days=30)
"""How long a visitor who does not come back is remembered."""


def visitor_of(cookie: str | None) -> str | None:
    """The visitor in a cookie; None without one, with one that is not of ours, and for whoever said no."""
    return cookie if cookie and cookie.startswith(PREFIX) and is_id(cookie.removeprefix(PREFIX)) else None


def new_visitor() -> str:
    """A name that no other visitor has, and nobody guesses."""
    return PREFIX + new_id()


def is_visitor(viewer_id: str) -> bool:
    """Whether this is a visitor and no account."""
    return viewer_id.startswith(PREFIX)
