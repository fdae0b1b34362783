"""A notice about the changes of a day or week, in every form a channel may want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.nouns.subscription import Brief, Message, Watch
from clausewatch.publish.foot import Foot
from clausewatch.publish.html import html_digest
from clausewatch.publish.plain import plain_digest
from clausewatch.publish.record_line import canonical_json, instant, record_line
from clausewatch.publish.sheet import MOST_QUOTED, Sheet, sheet
from clausewatch.publish.spoken import spoken_headline
from clausewatch.publish.told import Told
from clausewatch.publish.words import DIRECTIONS, SEVERITIES, one_line

MOST_RECORDS = 20
"""Records whose changes are quoted; the others are named. Mail readers cut a message of about 100 KB short."""

MOST_PAYLOAD = 400_000
"""Characters of a webhook's payload that records may take with their changes; receivers take a megabyte and more."""

_CHANGES_OF_EACH = 3


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest shows: a line for every record, the gravest first, and the changes of the first ones."""

    title: str
    lines: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    foot: Foot


def digest_message(
    digest: str, told: Sequence[Told], watch: Watch, base_url: str, leave: str = ""
) -> Message:
    """The message of that digest: the same whenever it is made again of the same records, in whatever order they are
    given, but for the words of an editor who ruled on them meanwhile. Policy text in it is hostile: the subject is one line, the HTML is escaped, the payload is JSON."""
    ordered = sorted(
        told, key=lambda each: (-each.record.severity.rank, each.record.observed_at, each.record.id)
    )
    platforms = list(dict.fromkeys(one_line(each.platform.name, 60) for each in ordered))
    count = f"{len(ordered)} change{'' if len(ordered) == 1 else 's'}"
    title = f"{count}: {', '.join(platforms)}"
    shown = Digest(
        title=one_line(title, 180),
        lines=tuple(_line(each, base_url) for each in ordered),
        sheets=tuple(_sheet(each, base_url, len(ordered)) for each in ordered[:MOST_RECORDS]),
        foot=Foot(f"{base_url.rstrip('/')}/", leave, one_line(watch.name, 120)),
    )
    subject = one_line(f"{watch.timing.pace.value.capitalize()} digest, {title}", 170)
    payload = {
        "type": "changes.digest",
        "id": digest,
        "watch": watch.id,
        "timestamp": instant(max(each.record.observed_at for each in ordered)),
        "data": _data(ordered, base_url),
    }
    return Message(
        id=digest,
        subject=one_line(f"[Clausewatch] {subject}", 180),
        text=plain_digest(shown),
        html=html_digest(shown),
        payload=canonical_json(payload),
        leave=leave,
        brief=Brief(subject, shown.lines),
    )


def _data(ordered: Sequence[Told], base_url: str) -> list[dict[str, object]]:
    """Every record: in full while there is room, then without its changes, which its address has. A receiver that refuses
    a body for its size would lose them all."""
    lines = []
    room = MOST_PAYLOAD
    for each in ordered:
        line = record_line(each.record, each.document, each.platform, each.source)
        line["url"] = f"{base_url.rstrip('/')}/change/{each.record.id}/"
        size = len(canonical_json(line))
        if size > room:
            line |= {"changes": [], "changes_left_out": len(each.record.changes)}
        else:
            room -= size
        lines.append(line)
    return lines


def _line(told: Told, base_url: str) -> tuple[str, str]:
    record = told.record
    where = f"{one_line(told.platform.name, 80)}: {one_line(told.document.name, 120)}"
    rated = f"{SEVERITIES[record.severity]}, {DIRECTIONS[record.direction]}"
    return (
        f"{where} - {one_line(spoken_headline(record.headline), 300)} ({rated})",
        f"{base_url.rstrip('/')}/change/{record.id}/",
    )


def _sheet(told: Told, base_url: str, of: int) -> Sheet:
    room = MOST_QUOTED // min(of, MOST_RECORDS)
    return sheet(told.record, told.document, told.platform, base_url, _CHANGES_OF_EACH, room)
