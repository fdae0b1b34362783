"""Leaving a watch by a link: the token in it, which only the instance can make, and whether one is right."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote

from clausewatch.nouns.identity import WatchId

_PURPOSE = b"clausewatch leave 1\n"


def leave_token(key: bytes, watch: WatchId) -> str:
    """The token that ends this watch and no other: HMAC-SHA-256 (RFC 2104) of its id under the instance's key, in hex."""
    return hmac.new(key, _PURPOSE + watch.encode(), hashlib.sha256).hexdigest()


def may_leave(key: bytes, watch: WatchId, token: str) -> bool:
    """Whether the token is that watch's, told in a time that does not depend on how much of it is right."""
    return hmac.compare_digest(leave_token(key, watch).encode(), token.encode("utf-8", "replace"))


def leave_link(key: bytes, watch: WatchId, base_url: str) -> str:
    """The address at which the watch can be left."""
    return f"{base_url.rstrip('/')}/watch/{quote(watch, safe='')}/unsubscribe?token={leave_token(key, watch)}"
