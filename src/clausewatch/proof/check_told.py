"""What a pack tells, against the leaves: records, texts, quotations, analyses, the redline, and their order in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from clausewatch.nouns.identity import digest
from clausewatch.proof import pack
from clausewatch.proof.check_leaves import check_record, check_version
from clausewatch.proof.parts import Parts, RecordFile, read_object
from clausewatch.proof.selector import Selector, selects
from clausewatch.proof.statement import LeafKind

FORM = "it is not in the one form that it has in a pack"


def captures(parts: Parts) -> None:
    """Every record is the one that a leaf names, and every leaf of a capture has its record."""
    for leaf in parts.of(LeafKind.CAPTURE).values():
        name = f"record-{leaf.said['capture']}.json"
        with parts.telling(name):
            content = parts.bytes(name)
            if digest(content) != leaf.subjects["record"]:
                raise ValueError("it is not the record that was logged")
            said = read_object(content)
            check_record(said, leaf)
            parts.records[leaf.said["capture"]] = RecordFile(content, said)
    _must_be(parts, parts.named("record-", ".json"), [f"record-{each}.json" for each in parts.records])


def versions(parts: Parts) -> None:
    """Every text is the one that a leaf names, read from bodies that are here."""
    found = {}
    for leaf in parts.of(LeafKind.VERSION).values():
        name = f"text-{leaf.said['version']}.txt"
        with parts.telling(name):
            if digest(parts.bytes(name)) != leaf.subjects["text"]:
                raise ValueError("it is not the text that was logged")
            check_version(leaf, {name: each.said for name, each in parts.records.items()})
            found[leaf.said["version"]] = parts.text(name)
    parts.texts = found
    _must_be(parts, parts.named("text-", ".txt"), [f"text-{each}.txt" for each in found])
    with parts.telling(pack.EXTRACTOR):
        if pack.extractors(parts.of(LeafKind.VERSION).values()) != parts.bytes(pack.EXTRACTOR):
            raise ValueError("it is not what the leaves say")


def quotes(parts: Parts) -> None:
    """Every quotation stands literally at its place, between the words it says stand around it; and so does what the change
    record quotes."""
    texts = {digest(each.encode()): each for each in parts.texts.values()}
    made = []
    with parts.telling(pack.QUOTES):
        for number, line in enumerate(parts.lines(pack.QUOTES)):
            selector = _selector(line["target"]["selector"])
            source = str(line["target"]["source"]).removeprefix("urn:sha256:")
            if not selects(selector, texts[source]):
                raise ValueError(f"quotation {number} does not stand at its place")
            parts.quoted.add((source, selector.exact))
            made.append(pack.annotation(number, source, selector))
        if pack.json_lines(made) != parts.files.get(f"{pack.FOLDER}{pack.QUOTES}", b""):
            raise ValueError(FORM)
        parts.quotes = len(made)


def change(parts: Parts) -> None:
    """What the change record quotes of either side is a quotation from that side's text."""
    if not parts.has(pack.CHANGE):
        return
    with parts.telling(pack.CHANGE):
        said = parts.object(f"{pack.FOLDER}{pack.CHANGE}")
        told = parts.object(f"{pack.FOLDER}{pack.REDLINE}") if parts.has(pack.REDLINE) else None
        for side in ("old", "new"):
            among = parts.texts.values() if told is None else (parts.texts[told[side]],)
            sources = {digest(each.encode()) for each in among}
            quoted = {words for source, words in parts.quoted if source in sources}
            if any(each[side] is not None and each[side] not in quoted for each in said["changes"]):
                raise ValueError(f"it quotes as {side} what is no quotation from that text")


def reports(parts: Parts) -> None:
    """Every analysis is the one that was logged, and what is told of it belongs to it."""
    expected = []
    for leaf in parts.of(LeafKind.ANALYSIS).values():
        version = leaf.said["version"]
        expected.append(version)
        with parts.telling(f"report-{version}.json"):
            content = parts.bytes(f"report-{version}.json")
            if digest(content) != leaf.subjects["report"]:
                raise ValueError("it is not the analysis that was logged")
            rows = read_object(content)["provisions"]
            _said(parts, version, rows)
    _must_be(parts, parts.named("report-", ".json"), [f"report-{each}.json" for each in expected])
    _must_have_leaves(parts, parts.named("said-", ".jsonl"), [f"said-{each}.jsonl" for each in expected])


def _said(parts: Parts, version: str, rows: Sequence[Sequence[Any]]) -> None:
    text = parts.texts[version]
    places: dict[str, list[int]] = {}
    for name, start in rows:
        places.setdefault(name, []).append(start)
    lines = parts.lines(name := f"said-{version}.jsonl")
    if pack.json_lines(lines) != parts.files.get(f"{pack.FOLDER}{name}", b""):
        raise ValueError(FORM)
    for line in lines:
        if set(line) != set(pack.SAID):
            raise ValueError("what is said of a provision has other parts")
        starts = places.get(pack.said_digest(line), ())
        if not any(text[start : start + len(line["text"])] == line["text"] for start in starts):
            raise ValueError("what is said of a provision is not what was logged, or stands elsewhere")
        parts.reported += 1


def _selector(told: Sequence[dict[str, Any]]) -> Selector:
    words, place = told
    types = (words.pop("type"), place.pop("type"))
    if types != ("TextQuoteSelector", "TextPositionSelector"):
        raise ValueError("a quotation has other selectors")
    if not all(type(each) is int for each in place.values()):
        raise ValueError("a place is no number")
    return Selector(**words, **place)


def _must_be(parts: Parts, names: Iterable[str], expected: Iterable[str]) -> None:
    _must_have_leaves(parts, names, expected)
    for name in sorted(set(expected) - set(names)):
        parts.problems.append((f"{pack.FOLDER}{name}", "it is missing"))


def _must_have_leaves(parts: Parts, names: Iterable[str], expected: Iterable[str]) -> None:
    for name in sorted(set(names) - set(expected)):
        if not any(name in part for part, _ in parts.problems):
            parts.problems.append((f"{pack.FOLDER}{name}", "no leaf in the pack is about it"))
