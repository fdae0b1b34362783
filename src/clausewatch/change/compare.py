"""The comparison of two consecutive editions, as a numbered procedure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.change.collecting import with_collection
from clausewatch.change.dating import record_dates
from clausewatch.change.differences import Difference, differences
from clausewatch.change.headlines import Told, headline
from clausewatch.change.joining import joined
from clausewatch.change.lineage import aligned, carried, known_lineage
from clausewatch.change.narrate import sentence
from clausewatch.change.nature import Nature
from clausewatch.change.observing import circumstances, observe
from clausewatch.change.parting import parted
from clausewatch.change.renames import with_renames
from clausewatch.change.rules import Evidence, ruling
from clausewatch.change.shifts import case_of, direction, shifts
from clausewatch.change.sources import Sources, paired, sources_of, with_declared
from clausewatch.change.units import Unit, units
from clausewatch.change.weighing import weigh
from clausewatch.nouns.change import (
    Change,
    ChangeClass,
    ChangeRecord,
    Compared,
    Direction,
    PastState,
    RecordDates,
    Severity,
)
from clausewatch.nouns.document import Cause, Edition, Judgement, Version
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import (
    CaptureId,
    DocumentId,
    LineageId,
    ProvisionId,
    RecordId,
    digest_of,
    slug,
)
from clausewatch.nouns.observed import UNCOLLECTED, Collected

RECIPE = "change/7"

# What the reader of a record wants listed. Furniture and dates make a record's class but are no changes of a clause.
_UNLISTED = frozenset(
    {
        Nature.NOTHING,
        Nature.FURNITURE,
        Nature.REPEATED,
        Nature.HEADING,
        Nature.PRINTED_DATE,
        Nature.EDITION,
        Nature.CUT,
        Nature.COLLECTED,
    }
)


def compare(
    old: Edition,
    new: Edition,
    past: tuple[PastState, ...] = (),
    collected: Collected = UNCOLLECTED,
    last_seen: datetime | None = None,
) -> Compared:
    """The change record between two consecutive versions and the lineage of the new one's provisions.

    `past` holds the document's states up to `old`, newest last; it tells a page that alternates between whole texts
    from a rule that changed. `collected` says how both texts were collected: what came or went with a page that was
    joined or left out is no change of the publisher's. `last_seen` is when `old` was last seen, for what is backdated. The
    same inputs give the same record; comparing an edition with itself gives no changes.
    """
    # (1) Units of both sides: statements, lead-ins, headings, and what stands outside provisions.
    before, after = both = units(old), units(new)
    # (2) Pair them, in place and across the text; provisions follow from their units.
    sources = sources_of(old.text, new.text, both)
    pairing = paired(sources, both)
    partners = aligned(old, new, both, pairing)
    identities = known_lineage(old)
    lineage = carried(identities, new, partners)
    # (3) What differs, and of which nature.
    found = with_renames(differences(before, after, pairing), after, new.version.document)
    found = with_collection(with_declared(found, sources), both, pairing, _unguessed(collected, sources))
    # (4) What it means: shifts, direction, severity, a sentence each.
    told = joined(parted(found), old.text.content, new.text.content)
    sides = _Side(old, identities), _Side(new, lineage)
    changes = tuple(_change(one, *sides, sources) for one in told if _listed(one))
    # (5) The class, with reasons.
    evidence = Evidence(old, new, found, past, reordered=sources.reordered)
    ruled, observed = ruling(evidence), observe(evidence, collected, sources)
    substantive = ruled.change_class is ChangeClass.SUBSTANTIVE
    # (6) The clocks.
    came = tuple(one.new for one in told if one.new is not None and _listed(one))
    restamped = any(one.nature is Nature.PRINTED_DATE for one in found)
    dates = record_dates(old, new, came, reworded=substantive, restamped=restamped, last_seen=last_seen)
    # (7) The record.
    again = observed.seen_words is not None
    told_as = Told(old.version, new.version, ruled.change_class, changes, dates, again=again)
    record = ChangeRecord(
        id=record_id(new.version.document, new.version.observed_at, old.version.id, new.version.id),
        document=new.version.document,
        from_version=old.version.id,
        to_version=new.version.id,
        capture=None,
        observed_at=new.version.observed_at,
        cause=new.version.cause,
        verdict=Verdict.OK,
        change_class=ruled.change_class,
        alert=substantive and new.version.cause is Cause.PUBLISHED,
        severity=_worst(changes) if substantive else Severity.NONE,
        direction=_direction(changes),
        headline=headline(told_as),
        reasons=(*ruled.reasons, *circumstances(observed)),
        dates=dates,
        changes=changes,
        recipe=RECIPE,
        observed=observed,
    )
    return Compared(record, lineage)


def _unguessed(collected: Collected, sources: Sources) -> Collected:
    """How the sides were collected; without the number of pages where each page is known and none need be guessed."""
    if not sources.known:
        return collected
    return replace(collected, before=replace(collected.before, sources=None))


def _listed(one: Difference) -> bool:
    split = one.edits and one.nature is Nature.CUT
    return one.nature not in _UNLISTED or bool(split)


@dataclass(frozen=True, slots=True)
class _Side:
    """An edition with the lineage of its provisions."""

    edition: Edition
    lineage: tuple[LineageId, ...]

    def belonging(self, unit: Unit | None) -> tuple[ProvisionId, LineageId]:
        """The provision that holds the unit; empty for what stands outside all provisions."""
        if unit is None or unit.provision is None:
            return "", ""
        return self.edition.outline.provisions[unit.provision].id, self.lineage[unit.provision]


def _change(one: Difference, old: _Side, new: _Side, sources: Sources) -> Change:
    case = case_of(one, old.edition, new.edition)
    shift = shifts(case)
    weight = weigh(case, shift)
    shown = one.new or one.old
    assert shown is not None
    provision, identity = new.belonging(one.new)
    if not provision:
        provision, identity = old.belonging(one.old)
    return Change(
        kind=one.kind,
        provision=provision,
        lineage=identity,
        section=shown.section,
        old=one.old.text if one.old else None,
        new=one.new.text if one.new else None,
        old_span=one.old.span if one.old else None,
        new_span=one.new.span if one.new else None,
        shift=shift,
        direction=direction(case, shift),
        severity=weight.severity,
        summary=sentence(one, shift, case.facts),
        reasons=weight.reasons,
        source=sources.page_of(one),
    )


def _worst(changes: tuple[Change, ...]) -> Severity:
    # A substantive record is never of severity none, even where each edit taken alone looks slight.
    weighty = [one.severity for one in changes if one.severity is not Severity.NONE]
    return max(weighty, key=lambda one: one.rank, default=Severity.LOW)


def _direction(changes: tuple[Change, ...]) -> Direction:
    """The direction all weighty changes share, neutral when none has one, unclear when they disagree."""
    told = {one.direction for one in changes if one.severity is not Severity.NONE} - {Direction.NEUTRAL}
    if not told:
        return Direction.NEUTRAL
    return told.pop() if len(told) == 1 else Direction.UNCLEAR


def record_id(document: DocumentId, observed_at: datetime, *parts: str) -> RecordId:
    """A citable identifier: date seen, platform, document and eight hexadecimal digits of what was compared."""
    return f"{observed_at:%Y-%m-%d}-{slug(document)}-{digest_of(document, *parts)[:8]}"


def capture_record(
    document: DocumentId,
    last_good: Version,
    capture_id: CaptureId,
    observed_at: datetime,
    judgement: Judgement,
) -> ChangeRecord:
    """The record that something else came instead of the document: no changes, no alert, the verdict's reasons."""
    return ChangeRecord(
        id=record_id(document, observed_at, last_good.id, capture_id),
        document=document,
        from_version=last_good.id,
        to_version=None,
        capture=capture_id,
        observed_at=observed_at,
        cause=Cause.PUBLISHED,
        verdict=judgement.verdict,
        change_class=ChangeClass.CAPTURE,
        alert=False,
        severity=Severity.NONE,
        direction=Direction.NEUTRAL,
        headline=f"The capture shows no document ({judgement.verdict.value}); the last good text stays current",
        reasons=judgement.reasons,
        dates=RecordDates(),
        changes=(),
        recipe=RECIPE,
    )
