"""Watches and alerts as JSON-ready values: whole for who keeps the instance, masked for everybody else."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from clausewatch.nouns.subscription import Alert, Attempt, Watch
from clausewatch.publish.record_line import instant

_WORD = re.compile(r"\S+")
_SHORTEST_HINT = 4


def watch_line(watch: Watch) -> dict[str, object]:
    """The watch with its target as it was given; its secret is never told."""
    scope, timing = watch.scope, watch.timing
    return {
        "id": watch.id,
        "name": watch.name,
        "channel": watch.channel.value,
        "target": watch.target,
        "platforms": list(watch.platforms),
        "documents": list(watch.documents),
        "minimum": watch.minimum.value,
        "muted": list(watch.muted),
        "scope": {
            "topics": list(scope.topics),
            "provisions": list(scope.provisions),
            "regulations": list(scope.regulations),
            "search": scope.search,
            "kinds": [each.value for each in scope.kinds],
            "directions": [each.value for each in scope.directions],
            "classes": [each.value for each in scope.classes],
        },
        "timing": {
            "pace": timing.pace.value,
            "zone": timing.zone,
            "minute": timing.minute,
            "weekday": timing.weekday,
            "quiet_from": timing.quiet_from,
            "quiet_until": timing.quiet_until,
        },
        "snoozed_until": instant(watch.snoozed_until) if watch.snoozed_until else None,
        "created_at": instant(watch.created_at),
    }


def masked_watch_line(watch: Watch) -> dict[str, object]:
    """The watch for whoever asks: target and name without any address that could be written to."""
    return {
        **watch_line(watch),
        "name": _WORD.sub(lambda found: _unaddressed(found[0]), watch.name),
        "target": masked(watch.target),
        "active": watch.active,
    }


def masked(target: str) -> str:
    """As much of an e-mail or webhook address as its owner needs to know it again, and never enough to use it.

    Of a mailbox the first letter and the last part of the host, of a webhook its host. Anything else is hidden whole.
    """
    if not target:
        return ""
    if "://" in target:
        return _masked_address(target)
    local, at, host = target.rpartition("@")
    if not at:
        return "…"
    hint = local[0] if len(local) >= _SHORTEST_HINT else ""
    return f"{hint}…@….{host.rpartition('.')[2]}" if "." in host else f"{hint}…@…"


def _unaddressed(word: str) -> str:
    return masked(word) if "@" in word or "://" in word else word


def _masked_address(target: str) -> str:
    try:
        parts = urlsplit(target)
        host = parts.hostname
    except ValueError:
        return "…"
    return f"{parts.scheme}://{host}/…" if host else "…"


def delivery_line(alert: Alert, tries: tuple[Attempt, ...] = ()) -> dict[str, object]:
    """Where an alert stands and when it was tried. What the other side said is left out: it may repeat the address."""
    return {
        "id": alert.id,
        "watch": alert.watch,
        "record": alert.record,
        "digest": alert.digest or None,
        "created_at": instant(alert.created_at),
        "state": alert.state.value,
        "attempts": alert.attempts,
        "next_attempt_at": instant(alert.next_attempt_at) if alert.next_attempt_at else None,
        "tries": [
            {"number": each.number, "at": instant(each.at), "delivered": each.delivered} for each in tries
        ],
    }
