"""Where things stand in a document: addresses of provisions, places of quotations."""

from __future__ import annotations

from clausewatch.nouns.document import Outline, Span, Text
from clausewatch.nouns.identity import ProvisionId, slug


def unique_ids(titles: tuple[str, ...]) -> tuple[ProvisionId, ...]:
    """A slug for each title, made unique by -2, -3 … in order; the same titles always give the same ids."""
    taken: dict[str, int] = {}
    used: set[str] = set()
    found: list[ProvisionId] = []
    for title in titles:
        plain = slug(title) if title else "text"
        count = taken.get(plain, 0) + 1
        name = plain if count == 1 else f"{plain}-{count}"
        while name in used:
            count += 1
            name = f"{plain}-{count}"
        taken[plain] = count
        used.add(name)
        found.append(name)
    return tuple(found)


def locate(text: Text, quotation: str) -> tuple[Span, ...]:
    """Every place where the content is exactly the quotation, in order; nothing is folded or guessed."""
    found: list[Span] = []
    at = text.content.find(quotation) if quotation else -1
    while at >= 0:
        found.append(Span(at, at + len(quotation)))
        at = text.content.find(quotation, at + 1)
    return tuple(found)


def provision_at(outline: Outline, place: int) -> ProvisionId | None:
    """The provision whose span holds that place of the content."""
    for each in outline.provisions:
        if each.start <= place < each.end:
            return each.id
    return None
