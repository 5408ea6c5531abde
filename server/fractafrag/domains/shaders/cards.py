"""Pure room: from the row of a query to the JSON of a card, the same for every list."""

from typing import Any, TypedDict

import orjson


class Stats(TypedDict):
    """Counters of a work: votes up and down, forks, and up less down."""

    up: int
    down: int
    forks: int
    score: int


NO_PICTURE: dict[str, Any] = {
    "status": "pending",
    "poster_url": None,
    "posters": [],
    "films": [],
    "facts": None,
    "error": None,
}
"""What a card shows of a work that was never rendered."""


def card(row: Any) -> dict[str, Any]:
    """A ShaderCard of a row with the columns of `queries.CARD`; `render` and `render_error` are JSON texts.

    The picture is put through as text that PostgreSQL wrote, unread, but for an author who is to be told of an error.
    """
    return {
        "id": row.id,
        "title": row.title,
        "author": author_of(row),
        "tags": row.tags,
        "licence": row.licence,
        "status": row.status,
        "visibility": row.visibility,
        "version": row.version,
        "published_at": row.published_at,
        "updated_at": row.updated_at,
        "stats": stats(row),
        "my_vote": row.my_vote,
        "render": _render(row.render, row.render_error),
    }


def author_of(row: Any) -> dict[str, Any]:
    """The Author of a row; `agent` is the name of the program through which it was made, or None."""
    return {"username": row.username, "display_name": row.display_name, "agent": row.agent}


def stats(row: Any) -> Stats:
    """The Stats of a row with counters."""
    return {"up": row.up, "down": row.down, "forks": row.forks, "score": row.score}


def _render(shown: str, error: str | None) -> Any:
    if error is None:
        return orjson.Fragment(shown)
    return {**orjson.loads(shown), "error": orjson.Fragment(error)}
