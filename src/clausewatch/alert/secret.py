"""Webhook secrets in the form of the Standard Webhooks specification: `whsec_` and base64 of 24 to 64 bytes."""

from __future__ import annotations

import base64
import binascii

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


def webhook_secret(random: bytes) -> str:
    """The secret made of `random`, which the caller draws from the operating system: 24 to 64 bytes."""
    if not SHORTEST <= len(random) <= LONGEST:
        raise ValueError(f"a webhook secret is made of {SHORTEST} to {LONGEST} bytes, not {len(random)}")
    return PREFIX + base64.b64encode(random).decode("ascii")


def secret_fault(secret: str) -> str | None:
    """What is wrong with a webhook secret, as the end of a sentence; None when it can sign."""
    if not secret.startswith(PREFIX):
        return f"does not begin with `{PREFIX}`"
    try:
        key = base64.b64decode(secret[len(PREFIX) :], validate=True)
    except (binascii.Error, ValueError):
        return f"is not base64 after `{PREFIX}`"
    if not SHORTEST <= len(key) <= LONGEST:
        return f"holds {len(key)} bytes where {SHORTEST} to {LONGEST} are asked for"
    return None
