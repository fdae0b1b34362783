"""Signed webhooks, after the Standard Webhooks specification."""

from __future__ import annotations

from datetime import UTC, datetime

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from clausewatch.delivery.posting import Poster, WebhookSettings, unusable
from clausewatch.nouns.subscription import Message, Watch
from clausewatch.ports import AddressGuard, Clock, Delivered


class WebhookCourier:
    """Posts a message's payload to the watch's address, signed with the watch's secret; see `Poster` for how.

    While a secret is being rotated there is a signature by each, as the specification has it: a receiver that knows
    either can verify.
    """

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
            signed = [Webhook(each).sign(message.id, at, message.payload) for each in _secrets(watch, at)]
        except (ValueError, EmptyWebhookSecretError):
            return None
        return {
            "webhook-id": message.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signed),
        }


def _secrets(watch: Watch, at: datetime) -> tuple[str, ...]:
    """The newest first."""
    both = watch.previous_secret and watch.previous_until is not None and at < watch.previous_until
    return (watch.secret, watch.previous_secret) if both else (watch.secret,)
