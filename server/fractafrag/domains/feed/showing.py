"""What a page of cards says of itself: why each is there, and the impression by which it is reported on."""

import secrets
from collections.abc import Sequence
from typing import Any

from fractafrag.core import clock
from fractafrag.domains.engagement.impressions import Impression
from fractafrag.domains.engagement.service import signals
from fractafrag.domains.feed import reasons
from fractafrag.domains.feed.scroll import Placed

POLICY = "taste-2"
ORDERS = {"new": "The newest first", "trending": "The hottest first", "following": "You follow who made it"}


def show(
    page: dict[str, Any],
    watcher: str | None,
    policy: str,
    slots: Sequence[Placed] = (),
    first: int = 0,
    mood: str | None = None,
) -> list[str]:
    """Gives each card of a page its `reason`, and its `impression` unless nobody is to be learned from; the latter."""
    tokens: list[str] = []
    for place, card in enumerate(page["items"]):
        slot = slots[place] if slots else None
        card["impression"] = None
        card["reason"] = (
            reasons.told(slot.reason, slot.because, mood)
            if slot
            else {"code": policy, "words": ORDERS[policy], "because": None}
        )
        if watcher is not None:
            shown = Impression(
                id=secrets.randbits(63),
                viewer_id=watcher,
                shader_id=card["id"],
                version=card["version"],
                slot=first + place,
                reason=slot.reason if slot else policy,
                policy=policy,
                propensity=slot.propensity if slot else 1.0,
                served_at=clock.now(),
            )
            card["impression"] = signals.seal(shown)
            tokens.append(card["impression"])
    return tokens
