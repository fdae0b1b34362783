"""Provisions that were withdrawn and come back: they keep their identity, and it is told how long they were away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz.distance import Indel

from clausewatch.change.lineage import known_lineage
from clausewatch.change.wording import keys
from clausewatch.nouns.change import Change, Compared
from clausewatch.nouns.document import Edition, Provision
from clausewatch.nouns.identity import LineageId

# A provision that comes back nearly word for word is the one that went: likeness of words as in `pairing`, far above
# what two clauses of one document reach. Shorter ones recur by chance.
SAME_AGAIN = 0.9
LEAST_WORDS = 6
# So many are named on the record; the changes tell of each.
NAMED = 3


@dataclass(frozen=True, slots=True)
class _Gone:
    """A provision of an earlier text that the text before no longer had; `since` is when it was first missed."""

    lineage: LineageId
    said: tuple[str, ...]
    since: datetime


def put_back(compared: Compared, old: Edition, new: Edition, earlier: Iterable[Edition]) -> Compared:
    """`compared` with provisions that stood in `earlier` texts under their old identity, and told as put back.

    `earlier` are the texts before `old`, newest first; they are asked for only while there are provisions without a
    past. What returns must have been gone from `old`; each identity returns once.
    """
    before = set(known_lineage(old))
    wanted = {
        place: said
        for place, own in enumerate(compared.lineage)
        if own not in before and len(said := _said(new, new.outline.provisions[place])) >= LEAST_WORDS
    }
    found: dict[int, _Gone] = {}
    missed, seen = old.version.observed_at, set(before)
    for edition in earlier if wanted else ():
        gone = [one for one in _gone(edition, missed) if one.lineage not in seen]
        seen.update(one.lineage for one in gone)
        for place in list(wanted):
            best = _best(wanted[place], gone)
            if best is not None:
                gone.remove(best)
                found[place] = best
                del wanted[place]
        missed = edition.version.observed_at
        if not wanted:
            break
    return _told(compared, new, found) if found else compared


def _said(edition: Edition, provision: Provision) -> tuple[str, ...]:
    content = edition.text.content
    return tuple(key for one in provision.statements for key in keys(one.of(content)))


def _gone(edition: Edition, missed: datetime) -> list[_Gone]:
    return [
        _Gone(own, _said(edition, provision), missed)
        for own, provision in zip(known_lineage(edition), edition.outline.provisions, strict=True)
    ]


def _best(said: tuple[str, ...], gone: list[_Gone]) -> _Gone | None:
    ranked = [(Indel.normalized_similarity(said, one.said, score_cutoff=SAME_AGAIN), one) for one in gone]
    score, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= SAME_AGAIN else None


def _told(compared: Compared, new: Edition, found: dict[int, _Gone]) -> Compared:
    lineage = tuple(
        found[place].lineage if place in found else own for place, own in enumerate(compared.lineage)
    )
    fresh = {compared.lineage[place]: gone for place, gone in found.items()}
    provisions = new.outline.provisions
    told = [
        f"“{provisions[place].title}” is put back: it was away since {gone.since:%Y-%m-%d}."
        for place, gone in sorted(found.items())
    ]
    more = [f"So are {len(told) - NAMED} more provisions."] if len(told) > NAMED else []
    reasons = (*told[:NAMED], *more)
    record = compared.record
    changes = tuple(_returned(one, fresh.get(one.lineage)) for one in record.changes)
    return Compared(replace(record, changes=changes, reasons=(*record.reasons, *reasons)), lineage)


def _returned(one: Change, gone: _Gone | None) -> Change:
    if gone is None:
        return one
    reason = f"put back: it was away since {gone.since:%Y-%m-%d}"
    return replace(one, lineage=gone.lineage, away_since=gone.since, reasons=(*one.reasons, reason))
