"""The evidence of a record: what differs and where, what stood before and how long, how the pages were collected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from clausewatch.change.differences import Difference
from clausewatch.change.furniture import MENU_WORDS
from clausewatch.change.nature import Nature
from clausewatch.change.rules import Evidence, differing, targets
from clausewatch.change.sources import Sources
from clausewatch.change.units import Role
from clausewatch.change.wording import DATE_MARK
from clausewatch.nouns.change import PastState
from clausewatch.nouns.document import StatementKind
from clausewatch.nouns.observed import Aspect, Collected, Observed, PageObserved, Place, Turn

_SPELLINGS = frozenset({Nature.SPELLING, Nature.LOCALE, Nature.GRAMMAR})
_MARKUP = frozenset({Nature.PUNCTUATION, Nature.CUT, Nature.NOTHING})
_TURNS = {
    Turn.DECLARED: "was added to the declaration",
    Turn.WITHDRAWN: "was taken out of the declaration",
    Turn.READDRESSED: "stands in the declaration in the place of another address of the same page",
}
_AROUND = frozenset({Nature.FURNITURE, Nature.COLLECTED})


def observe(evidence: Evidence, collected: Collected, sources: Sources) -> Observed:
    """What is known of the transition beside its words. The same evidence gives the same answer."""
    old, new = evidence.old, evidence.new
    aspects = {aspect for one in evidence.found for aspect in _aspects(one)}
    if not evidence.found and old.text.content != new.text.content:
        aspects.add(Aspect.MARKUP)
    if not evidence.found and (old.text.blocks, old.text.marks) != (new.text.blocks, new.text.marks):
        aspects.add(Aspect.MARKUP)
    if targets(old.text) != targets(new.text):
        aspects.add(Aspect.LINK_TARGETS)
    exactly = [one for one in evidence.past[:-1] if one.text and one.text == new.version.text]
    words = evidence.returned_to
    return Observed(
        differs=tuple(aspect for aspect in Aspect if aspect in aspects),
        where=_places(evidence.found),
        seen_exactly=exactly[-1].observed_at if exactly else None,
        seen_words=words.observed_at if words else None,
        stood_days=round(evidence.stood_days, 2),
        usual_days=_usual_days(evidence.past),
        returns=evidence.returns,
        sources_moved=len(set(new.version.captures) - set(old.version.captures)),
        collected=collected,
        pages=sources.pages(evidence.found, collected),
        reordered=sources.reordered,
    )


def circumstances(observed: Observed) -> tuple[str, ...]:
    """What of the evidence explains a class beside the words, a sentence each."""
    told = []
    collected = observed.collected
    if observed.pages:
        told.extend(_pages(observed.pages))
    elif collected.sources:
        told.append(
            f"The number of pages joined went from {collected.before.sources} to {collected.after.sources}."
        )
    elif collected.changed:
        told.append("The rules by which the pages are read and cut out changed with this text.")
    if observed.reordered:
        told.append("The pages that make the document are joined in another order.")
    if collected.failures and not any(page.failures for page in observed.pages):
        kinds = ", ".join(dict.fromkeys(verdict.value for verdict in collected.failures))
        told.append(f"A capture failed in between ({kinds}); the last good text is compared.")
    if observed.seen_exactly is not None:
        told.append(f"This very text stood before, since {observed.seen_exactly:%Y-%m-%d}.")
    return tuple(told)


def _pages(pages: Sequence[PageObserved]) -> list[str]:
    """What is known of each page of a document that is put together from several."""
    told = [
        f"{page.url} {_TURNS[page.turn]}: that is the collector's doing."
        for page in pages
        if page.turn in _TURNS
    ]
    kept = [page for page in pages if page.turn not in (Turn.DECLARED, Turn.WITHDRAWN)]
    moved = [page for page in kept if page.differences]
    if moved and len(kept) > 1:
        named = ", ".join(page.url for page in moved)
        told.append(f"Wording changed on {len(moved)} of {len(kept)} pages: {named}.")
    for page in pages:
        if page.failures:
            kinds = ", ".join(verdict.value for verdict in page.failures)
            told.append(f"{page.url} was bad in between ({kinds}); its last good text is compared.")
    return told


def _aspects(one: Difference) -> list[Aspect]:
    if one.nature in _SPELLINGS:
        return [Aspect.SPELLING]
    if one.nature in _MARKUP:
        return [Aspect.MARKUP]
    if one.nature is Nature.ORDER:
        return [Aspect.ORDER]
    keys = (*differing(one, old=True), *differing(one, old=False))
    found = [Aspect.DATES] if any(key.startswith(DATE_MARK) for key in keys) else []
    if any(key[0].isdigit() for key in keys):
        found.append(Aspect.NUMBERS)
    if any(not key[0].isdigit() and not key.startswith(DATE_MARK) for key in keys):
        found.append(Aspect.WORDING)
    return found


def _places(found: Sequence[Difference]) -> tuple[Place, ...]:
    places = {_place(one) for one in found}
    return tuple(place for place in Place if place in places)


def _place(one: Difference) -> Place:
    unit = one.new or one.old
    assert unit is not None
    if one.nature in _AROUND:
        return Place.BANNER if len(unit.keys) > MENU_WORDS else Place.MENU
    if unit.kind is StatementKind.ROW:
        return Place.TABLE
    return Place.HEADING if unit.role is Role.HEADING else Place.BODY


def _usual_days(past: Sequence[PastState]) -> float | None:
    lasted = [
        (after.observed_at - before.observed_at).total_seconds() / 86_400 for before, after in pairwise(past)
    ]
    return round(median(lasted), 2) if lasted else None
