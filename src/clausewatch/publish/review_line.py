"""Items of the review queue and rulings as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.review import Item, Reviewed
from clausewatch.publish.record_line import instant


def item_line(item: Item) -> dict[str, object]:
    """The item: what the program says, what is shown, why it waits, and the rulings on it that count."""
    return {
        "item": item.id,
        "kind": item.kind.value,
        "document": item.document,
        "subject": item.subject,
        "title": item.title,
        "lineage": item.lineage,
        "severity": item.severity.value,
        "doubt": round(item.doubt, 4),
        "why": list(item.why),
        "about": item.about,
        "values": [
            {"field": each.matter.value, "machine": each.machine, "shown": each.shown} for each in item.values
        ],
        "statements": [
            {"span": [each.span.start, each.span.end], "text": each.text, "rests": each.digest in item.words}
            for each in item.grounds
        ],
        "reviewed": [review_line(each) for each in item.reviewed],
    }


def review_line(reviewed: Reviewed) -> dict[str, object]:
    """One ruling, as the corrections log tells it."""
    return {
        "number": reviewed.number,
        "item": reviewed.target.item,
        "document": reviewed.target.document,
        "subject": reviewed.subject,
        "field": reviewed.target.matter.value,
        "ruling": reviewed.ruling.value,
        "old": reviewed.old,
        "new": reviewed.new,
        "reason": reviewed.reason,
        "reviewer": reviewed.reviewer,
        "at": instant(reviewed.at),
        "correction": reviewed.correction,
        "about": reviewed.about,
        "overridden": reviewed.overridden,
    }
