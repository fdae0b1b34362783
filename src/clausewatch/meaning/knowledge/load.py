"""Reading knowledge and regulations: from the shipped files, or from bytes of the same form."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files

from clausewatch.meaning.knowledge.checked import Entry, known_topics, parsed, unique
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Bearing, Modality, RegulationEntry
from clausewatch.nouns.knowledge import Effect, Knowledge, Regulations, SectorNote, TopicKnowledge

_TOPIC_FIELDS = frozenset(
    {
        *("id", "title", "what", "why", "by_modality", "sectors", "facts", "questions", "actions"),
        *("severity", "change_watch", "related"),
    }
)
_ENTRY_FIELDS = frozenset(
    {
        *("id", "instrument", "citation", "provision", "jurisdiction", "gist", "condition", "applies_from"),
        *("source", "topics", "bearings", "tier", "words", "audience", "verify"),
    }
)


@cache
def knowledge() -> Knowledge:
    """The knowledge that comes with Clausewatch."""
    return read_knowledge(_shipped("knowledge.yaml"), "knowledge.yaml")


@cache
def regulations() -> Regulations:
    """The regulations that come with Clausewatch; their topics are those of the shipped knowledge."""
    known = [topic.id for topic in knowledge().topics]
    return read_regulations(_shipped("regulations.yaml"), "regulations.yaml", known)


def read_knowledge(data: bytes, name: str, topics: Collection[str] | None = None) -> Knowledge:
    """The knowledge in `data`. Ids are held against `topics` (the taxonomy's) when given; `related` against both.

    Raises BadInputError with file, line, id and mend.
    """
    file, tree, raw = parsed(data, name, "topics")
    entries = [Entry.of(file, item, place) for place, item in enumerate(raw, start=1)]
    unique(file, (entry.id for entry in entries))
    known = frozenset(topics) if topics is not None else frozenset(entry.id for entry in entries)
    for entry in entries:
        known_topics(entry, (entry.id, *entry.texts("related")), known)
    return Knowledge(str(tree["version"]), tuple(_topic(entry) for entry in entries))


def read_regulations(data: bytes, name: str, topics: Collection[str]) -> Regulations:
    """The regulations in `data`; every topic named is one of `topics`. Raises BadInputError with file, line, id, mend."""
    file, tree, raw = parsed(data, name, "entries")
    entries = [Entry.of(file, item, place) for place, item in enumerate(raw, start=1)]
    unique(file, (entry.id for entry in entries))
    known = frozenset(topics)
    for entry in entries:
        known_topics(entry, entry.texts("topics"), known)
    as_of = str(tree.get("as_of", ""))
    return Regulations(str(tree["version"]), as_of, tuple(_regulation(entry) for entry in entries))


def _topic(entry: Entry) -> TopicKnowledge:
    entry.only(_TOPIC_FIELDS)
    return TopicKnowledge(
        id=entry.id,
        title=entry.text("title"),
        what=entry.text("what"),
        why=entry.text("why"),
        effects=tuple(
            (entry.one_of(Modality, name, "modality"), Effect(part.text("users"), part.text("businesses")))
            for name, part in entry.within("by_modality")
        ),
        sectors=tuple(_sector(part) for part in entry.listed("sectors")),
        facts=entry.texts("facts"),
        questions=entry.texts("questions"),
        actions=entry.texts("actions"),
        severity=tuple(
            (entry.one_of(Severity, name, "severity"), _severity_text(entry, value))
            for name, value in _severities(entry).items()
        ),
        change_watch=entry.texts("change_watch"),
        related=entry.texts("related"),
    )


def _sector(part: Entry) -> SectorNote:
    part.only({"sector", "when", "note", "terms", "also"})
    return SectorNote(
        part.text("sector"),
        part.text("when"),
        part.text("note"),
        part.texts("terms"),
        part.texts("also", optional=True),
    )


def _severities(entry: Entry) -> dict[str, object]:
    value = entry.fields.get("severity")
    if not isinstance(value, dict):
        raise entry.fault("`severity` is no mapping", "Write `high: when ...` lines under it")
    return value


def _severity_text(entry: Entry, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise entry.fault("a severity has no text", "Say after it when it is so")
    return value


def _regulation(entry: Entry) -> RegulationEntry:
    entry.only(_ENTRY_FIELDS)
    tier = entry.fields.get("tier")
    if tier not in {1, 2} or isinstance(tier, bool):
        raise entry.fault("`tier` is neither 1 nor 2", "Write `tier: 1` or `tier: 2`")
    audience = entry.text("audience", optional=True)
    if audience not in {"", "consumers"}:
        raise entry.fault(f"`{audience}` is no audience", "Write `audience: consumers` or leave it out")
    return RegulationEntry(
        id=entry.id,
        instrument=entry.text("instrument"),
        citation=entry.text("citation"),
        provision=entry.text("provision"),
        jurisdiction=entry.text("jurisdiction"),
        gist=entry.text("gist"),
        applies_from=entry.day("applies_from"),
        source=entry.text("source"),
        topics=entry.texts("topics"),
        bearings=tuple(entry.one_of(Bearing, value, "bearing") for value in entry.texts("bearings")),
        tier=1 if tier == 1 else 2,
        verify=entry.flag("verify"),
        condition=entry.text("condition"),
        words=entry.texts("words", optional=True),
        consumers=audience == "consumers",
    )


def _shipped(name: str) -> bytes:
    return files("clausewatch.meaning.knowledge").joinpath(name).read_bytes()
