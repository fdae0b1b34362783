"""A watch as a line: the same on the command line and in the API. Its secret has no part in it."""

from __future__ import annotations

from clausewatch.alert import listed_target
from clausewatch.nouns.subscription import Watch


def watch_line(each: Watch) -> dict[str, object]:
    """What the watch asks for and when it is told."""
    return {
        "id": each.id,
        "name": each.name,
        "channel": each.channel.value,
        "target": listed_target(each),
        "platforms": list(each.platforms),
        "documents": list(each.documents),
        "minimum": each.minimum.value,
        "muted": list(each.muted),
        "scope": {
            "topics": list(each.scope.topics),
            "provisions": list(each.scope.provisions),
            "regulations": list(each.scope.regulations),
            "search": each.scope.search,
            "kinds": [kind.value for kind in each.scope.kinds],
            "directions": [direction.value for direction in each.scope.directions],
            "classes": [of.value for of in each.scope.classes],
        },
        "timing": {
            "pace": each.timing.pace.value,
            "zone": each.timing.zone,
            "minute": each.timing.minute,
            "weekday": each.timing.weekday,
            "quiet_from": each.timing.quiet_from,
            "quiet_until": each.timing.quiet_until,
        },
        "snoozed_until": each.snoozed_until.isoformat() if each.snoozed_until else None,
        "created_at": each.created_at.isoformat(),
    }
