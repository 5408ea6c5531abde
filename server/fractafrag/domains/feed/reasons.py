"""Pure room: why a work comes next, in plain words."""

from typing import Any

WORDS: dict[str, str] = {
    "interest": "Because you lingered on {title}",
    "session": "Like what you watched just now",
    "followed": "You follow who made it",
    "explored": "New here, and few have seen it yet",
    "fresh": "Published lately",
    "hot": "Many are enjoying it now",
    "together": "Enjoyed by those who enjoy what you do",
    "mood": "{mood}, as you asked",
    "unmet": "You have not met it yet",
    "again": "You have seen all others; this one longest ago",
}
"""Each code with what a person is told."""
MOOD_WORDS: dict[str, str] = {
    "calm": "Calm",
    "dark": "Dark",
    "hypnotic": "Hypnotic",
    "colourful": "Colourful",
    "3d": "3D",
    "audio": "It listens",
}
"""The moods that a feed may be asked for, and how each is called."""
WITHOUT_TITLE = "Like what you linger on"
NEAR = 0.35
"""The cosine from which on a work is like an interest or the session."""
FRESH_S = 3 * 86_400.0
MANY = 5.0
"""The sum of gains (1 for a view enjoyed to the full) from which on a hot work may be called enjoyed by many."""


def code_of(
    *,
    explored: bool,
    followed: bool,
    interest: float,
    session: float,
    age_s: float,
    hot: bool,
    gains: float,
    asked: bool = False,
    together: float = 0.0,
) -> str:
    """The strongest reason, as a key of WORDS; `interest` and `session` are cosines, 0 where there is none.

    `asked`: a mood was asked for, of which the work is; `together` as in neighbours.py.
    """
    if explored:
        return "explored"
    if followed:
        return "followed"
    if max(interest, session) >= NEAR:
        return "session" if session > interest else "interest"
    if asked:
        return "mood"
    if together >= NEAR:
        return "together"
    if hot and gains >= MANY:
        return "hot"
    return "fresh" if age_s < FRESH_S else "unmet"


def told(code: str, because: tuple[str, str] | None, mood: str | None = None) -> dict[str, Any]:
    """The Reason of a card; `because` is the id and title of the work that an interest is known by."""
    if code == "mood" and mood is not None:
        return {"code": code, "words": WORDS[code].format(mood=MOOD_WORDS[mood]), "because": None}
    if code == "interest" and because is not None:
        return {
            "code": code,
            "words": WORDS[code].format(title=because[1]),
            "because": {"id": because[0], "title": because[1]},
        }
    return {"code": code, "words": WITHOUT_TITLE if code == "interest" else WORDS[code], "because": None}
