"""The courier of a watch's channel."""

from __future__ import annotations

from clausewatch.nouns.subscription import Channel, Message, Watch
from clausewatch.ports import Courier, Delivered


class Couriers:
    """A courier that hands each message to the courier of the watch's channel.

    A channel that is not set up is no fault of the receiver, so its messages wait and are tried again.
    """

    def __init__(self, email: Courier | None, webhook: Courier | None) -> None:
        self._email = email
        self._webhook = webhook

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        """What the channel's courier says; never raises for what the other side does."""
        if watch.channel is Channel.FEED:
            return Delivered(ok=False, detail="a feed is pulled by its readers, not sent", permanent=True)
        courier = self._email if watch.channel is Channel.EMAIL else self._webhook
        if courier is None:
            return Delivered(
                ok=False, detail=f"this instance is not set up to send to the channel {watch.channel}"
            )
        return courier.deliver(message, watch)
