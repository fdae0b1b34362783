"""Signed webhooks, after the Standard Webhooks specification."""

from __future__ import annotations

from datetime import UTC

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from clausewatch.delivery.posting import Poster, WebhookSettings, unusable
from clausewatch.nouns.subscription import Message, Watch
from clausewatch.ports import AddressGuard, Clock, Delivered


class WebhookCourier:
    """Posts a message's payload to the watch's address, signed with the watch's secret; see `Poster` for how."""

    def __init__(self, settings: WebhookSettings, guard: AddressGuard, clock: Clock) -> None:
        self._poster = Poster(settings, guard, clock)
        self._clock = clock

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        """What the receiver said; never raises for what it does."""
        headers = self._headers(message, watch)
        if headers is None:
            return unusable("the watch's secret cannot sign; it must be whsec_ and base64")
        return self._poster.post(watch.target, message.payload.encode(), headers)

    def _headers(self, message: Message, watch: Watch) -> dict[str, str] | None:
        at = self._clock.now().astimezone(UTC)
        try:
            signature = Webhook(watch.secret).sign(message.id, at, message.payload)
        except (ValueError, EmptyWebhookSecretError):
            return None
        return {
            "webhook-id": message.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signature,
        }
