"""A topic over time as pages and programs are shown it: every step with the words it rests on and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clausewatch.meaning.adoption import adoption_of, borne_out, claims
from clausewatch.meaning.alike import held_nearly
from clausewatch.meaning.compare import stance_by
from clausewatch.meaning.quote import shortened
from clausewatch.meaning.recipe import recipe
from clausewatch.meaning.stances import telling
from clausewatch.nouns.adoption import Adoption, AdoptionEvent, Doubt, EditionHeld, Step
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeKind, ChangeRecord
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Finding, Modality, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId, RecordId, VersionId
from clausewatch.nouns.stated import Stated, StatedId
from clausewatch.storage import Connection, records, review
from clausewatch.storage import adoption as rows
from clausewatch.storage.spoken import as_ruled
from clausewatch.storage.stated import rows_by_id
from clausewatch.web.addresses import change_path, provision_path
from clausewatch.web.asking import BadFilterError

_SAME_WORDS = frozenset({ChangeKind.MOVED, ChangeKind.RENAMED_HEADING})


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A step with its words: those seen, or the last ones before it was dropped. `record` is the change that brought it.

    `href` leads to the provision in the first version that words it so. `stance` is empty where nothing telling is left.
    """

    event: AdoptionEvent
    platform: Platform
    document: Document
    title: str
    quotation: str
    clipped: bool
    stance: str
    href: str
    record: RecordId | None

    @property
    def record_href(self) -> str:
        return change_path(self.record) if self.record else ""


@dataclass(frozen=True, slots=True)
class OverTime:
    """The adoption, its events as shown (oldest first), and the modalities it can be narrowed to with their documents.

    `outdated` says that an earlier recipe read all of it, the present one nothing yet; `mixed` that editions which only an
    earlier one read are left out: a difference between two recipes is no change of a platform.
    """

    adoption: Adoption
    events: tuple[ShownEvent, ...]
    modalities: tuple[tuple[Modality, int], ...]
    outdated: bool = False
    mixed: bool = False

    @property
    def first(self) -> tuple[ShownEvent, ...]:
        """Who was first seen to take it up."""
        wanted = self.adoption.first_taken_up
        return tuple(each for each in self.events if each.event in wanted)

    def beginning(self, step: Step) -> tuple[ShownEvent, ...]:
        """The platforms' first events that are this step."""
        wanted = frozenset(each for each in self.adoption.beginnings if each.step is step)
        return tuple(each for each in self.events if each.event in wanted)

    @property
    def already(self) -> tuple[ShownEvent, ...]:
        return self.beginning(Step.ALREADY_THERE)

    @property
    def unsure(self) -> tuple[ShownEvent, ...]:
        return self.beginning(Step.FIRST_SEEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """The recipe that speaks for the whole history with all editions, and whether another one read some of them."""

    recipe: str
    editions: tuple[EditionHeld, ...]
    mixed: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What the events are shown with."""

    owners: Mapping[PlatformId, Platform]
    stated: Mapping[StatedId, Stated]
    records: Mapping[VersionId, RecordId]


def reading(connection: Connection) -> Reading:
    """What is the same for all topics: by whom the editions were read, and which there are."""
    by = rows.recipes_held(connection)
    # One recipe speaks for the whole history: the present one, or where it has read nothing yet the one that read most.
    speaking = recipe() if recipe() in by or not by else max(by, key=lambda each: by[each])
    return Reading(speaking, rows.editions_held(connection, speaking), mixed=len(by) > 1)


def over_time(
    connection: Connection,
    owners: tuple[Platform, ...],
    asked: tuple[TopicId, Modality | None],
    read: Reading,
) -> OverTime:
    """How the topic spread over these platforms, in all modalities or in one; `read` is what `reading` gives now."""
    topic, modality = asked
    said = rows.rows_telling(connection, topic, modality)
    spread = adoption_of(asked, owners, read.editions, said)
    found = rows_by_id(connection, {each.row for each in spread.events})
    rulings = review.by_document(connection, {each.document for each in found.values()})
    known = _Known(
        {each.id: each for each in owners},
        {row: as_ruled(each, rulings) for row, each in found.items()},
        rows.records_into(connection, {each.document for each in spread.events}),
    )
    claimed = claims(spread)
    changed = records.by_id(
        connection, (known.records[each.version] for each in claimed if each.version in known.records)
    )
    doubts: dict[AdoptionEvent, Doubt | None] = {}
    for each in claimed:
        if not _touched(each, known, changed):
            doubts[each] = Doubt.UNCHANGED
        else:
            doubts[each] = Doubt.REWORDED if _stood_on(connection, each, known, spread) else None
    adoption = borne_out(spread, doubts)
    shown = tuple(_shown(each, known, adoption) for each in adoption.events)
    return OverTime(
        adoption,
        shown,
        rows.modalities_of(connection, topic),
        outdated=read.recipe != recipe(),
        mixed=read.mixed,
    )


def _touched(event: AdoptionEvent, known: _Known, changed: Mapping[RecordId, ChangeRecord]) -> bool:
    """Whether the record of the edition changed words of the provision that the step rests on."""
    record = changed.get(known.records.get(event.version, ""))
    lineage = known.stated[event.row].lineage
    return record is not None and any(
        each.lineage == lineage and each.kind not in _SAME_WORDS for each in record.changes
    )


def _stood_on(connection: Connection, event: AdoptionEvent, known: _Known, adoption: Adoption) -> bool:
    """Whether some document of the platform had the words of the step nearly so before they came, or after they went."""
    row = known.stated[event.row]
    _, place = _statement(row, adoption)
    documents = {each.id for each in known.owners[event.platform].documents}
    coming = event.step is not Step.DROPPED
    others = rows.words_standing(connection, documents, event.at, before=coming)
    return held_nearly(place.of(row.text), others)


def modality_asked(given: str) -> Modality | None:
    """The modality that the parameter names, None where it is empty; BadFilterError for another word."""
    if not given:
        return None
    try:
        return Modality(given)
    except ValueError as error:
        known = ", ".join(each.value for each in Modality)
        raise BadFilterError("modality", given, "is no modality", f"It takes {known}") from error


def _shown(event: AdoptionEvent, known: _Known, adoption: Adoption) -> ShownEvent:
    owner = known.owners[event.platform]
    row = known.stated[event.row]
    finding, place = _statement(row, adoption)
    words, clipped = shortened(row.text, place)
    quotation = words.of(row.text)
    return ShownEvent(
        event=event,
        platform=owner,
        document=_document(owner, row.document),
        title=row.title,
        quotation=quotation,
        clipped=clipped,
        stance=stance_by(finding.plain.modality, place.of(row.text), row.lead_in).value if finding else "",
        href=provision_path(row.document, row.address, row.first_version),
        record=known.records.get(event.version),
    )


def _statement(row: Stated, adoption: Adoption) -> tuple[Finding | None, Span]:
    """What says most about the matter, and where in the row's text; the whole of it where nothing telling is left."""
    findings = [
        each for each in row.said.findings if adoption.modality is None or each.modality is adoption.modality
    ]
    finding = telling(findings, (adoption.topic,))
    place = finding.statement if finding else row.place
    return finding, Span(place.start - row.place.start, place.end - row.place.start)


def _document(owner: Platform, identifier: DocumentId) -> Document:
    return next(each for each in owner.documents if each.id == identifier)
