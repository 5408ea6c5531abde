"""What a page of cards says of itself: why each is there, and the impression by which it is reported on."""

import secrets
from collections.abc import Sequence
from typing import Any

from fractafrag.core import clock
from fractafrag.domains.engagement.impressions import Impression, packed
from fractafrag.domains.engagement.service import signals
from fractafrag.domains.feed import reasons
from fractafrag.domains.feed.ranking import POLICY
from fractafrag.domains.feed.scroll import Placed

ORDERS = {"new": "The newest first", "trending": "The hottest first", "following": "You follow who made it"}


def policy_of(slot: Placed, mood: str | None) -> str:
    """The name under which a slot is logged: the algorithm, its version, the number of its weights, and the mood."""
    return f"{POLICY}-{slot.weights}" + (f"-{mood}" if mood else "")


def show(
    page: dict[str, Any],
    watcher: str | None,
    order: Sequence[Placed] | str,
    first: int = 0,
    mood: str | None = None,
) -> list[str]:
    """Gives each card of a page its `reason`, and its `impression` unless nobody is to be learned from; the latter.

    `order`: the slots of the cards, or the name of a fixed order, of ORDERS.
    """
    tokens: list[str] = []
    now = clock.now()
    cards = page["items"]
    if isinstance(order, str):
        reason = {"code": order, "words": ORDERS[order], "because": None}
        placed = [(Placed("", "", order, None, 1.0), order, reason)] * len(cards)
    else:
        placed = [(slot, policy_of(slot, mood), reasons.told(slot.reason, slot.because, mood)) for slot in order]
    for place, (card, (slot, policy, reason)) in enumerate(zip(cards, placed, strict=True)):
        card["impression"], card["reason"] = None, reason
        if watcher is not None:
            shown = Impression(
                id=secrets.randbits(63),
                viewer_id=watcher,
                shader_id=card["id"],
                version=card["version"],
                slot=first + place,
                reason=slot.reason,
                policy=policy,
                propensity=slot.propensity,
                served_at=now,
                features=packed(slot.features),
            )
            card["impression"] = signals.seal(shown)
            tokens.append(card["impression"])
    return tokens
