"""Watches and alerts as JSON-ready values: whole for who keeps the instance, masked for everybody else."""

from __future__ import annotations

import re

from clausewatch.alert import listed_target, masked_target
from clausewatch.nouns.subscription import Alert, Attempt, Channel, Watch
from clausewatch.publish.record_line import instant

_WORD = re.compile(r"\S+")


def watch_line(watch: Watch) -> dict[str, object]:
    """The watch as who keeps it reads it: a mailbox whole, a webhook masked; its secret is never told."""
    scope, timing = watch.scope, watch.timing
    return {
        "id": watch.id,
        "name": watch.name,
        "channel": watch.channel.value,
        "target": listed_target(watch),
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
        "active": watch.active,
    }


def masked_watch_line(watch: Watch) -> dict[str, object]:
    """The watch for whoever asks: target and name without any address that could be written to."""
    return {
        **watch_line(watch),
        "name": _WORD.sub(lambda found: _unaddressed(found[0]), watch.name),
        "target": masked_target(watch.channel, watch.target),
    }


def _unaddressed(word: str) -> str:
    if "://" in word:
        return masked_target(Channel.WEBHOOK, word)
    return masked_target(Channel.EMAIL, word) if "@" in word else word


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
