"""The courier of a watch's channel."""

from __future__ import annotations

from clausewatch.nouns.subscription import Channel, Message, Watch
from clausewatch.ports import Courier, Delivered


class Couriers:
    """A courier that hands each message to the courier of the watch's channel.

    A channel that is not set up is no fault of the receiver, so its messages wait and are tried again.
    """

    def __init__(self, email: Courier | None, webhook: Courier | None, chat: Courier | None = None) -> None:
        self._by_channel = {Channel.EMAIL: email, Channel.WEBHOOK: webhook, Channel.CHAT: chat}

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        """What the channel's courier says; never raises for what the other side does."""
        if watch.channel is Channel.FEED:
            return Delivered(ok=False, detail="a feed is pulled by its readers, not sent", permanent=True)
        courier = self._by_channel[watch.channel]
        if courier is None:
            return Delivered(
                ok=False, detail=f"this instance is not set up to send to the channel {watch.channel}"
            )
        return courier.deliver(message, watch)
