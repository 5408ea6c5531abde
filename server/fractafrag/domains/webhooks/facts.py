"""What has happened to webhooks."""

from dataclasses import dataclass

from fractafrag.core.facts import Fact


@dataclass(frozen=True)
class WebhookDue(Fact):
    """A message to a webhook was written down and is to be sent."""

    delivery_id: str
