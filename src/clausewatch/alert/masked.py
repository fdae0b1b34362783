"""Targets as others than their owners may see them: enough to know one's own again, too little to use it."""

from __future__ import annotations

from urllib.parse import urlsplit

from clausewatch.nouns.subscription import Channel, Watch

HIDDEN = "…"


def listed_target(watch: Watch) -> str:
    """The target as the operator's lists show it: whose it is, but nothing that is a secret."""
    return watch.target if watch.channel is Channel.EMAIL else masked_target(watch.channel, watch.target)


def masked_target(channel: Channel, target: str) -> str:
    """The target without what lets one write to it: `l…@example.org`, `https://example.org/…`; empty for a feed.

    The path of a webhook is hidden as well, for with most receivers it is the secret.
    """
    if channel is Channel.FEED or not target:
        return ""
    if channel is Channel.EMAIL:
        local, _, host = target.rpartition("@")
        return f"{local[:1]}{HIDDEN}@{host}"
    try:
        parts = urlsplit(target)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return HIDDEN
    return f"{parts.scheme}://{parts.hostname}{port}/{HIDDEN}" if parts.hostname else HIDDEN
