"""What a pack tells, against the leaves: records, texts, quotations, analyses, the redline, and their order in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from clausewatch.nouns.identity import digest
from clausewatch.proof import pack
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.parts import Parts, RecordFile, read_object
from clausewatch.proof.selector import Selector, selects
from clausewatch.proof.statement import LeafKind

_FORM = "it is not in the one form that it has in a pack"


def captures(parts: Parts) -> None:
    """Every record is the one that a leaf names, and every leaf of a capture has its record."""
    for leaf in parts.of(LeafKind.CAPTURE).values():
        name = f"record-{leaf.said['capture']}.json"
        with parts.telling(name):
            content = parts.bytes(name)
            if digest(content) != leaf.subjects["record"]:
                raise ValueError("it is not the record that was logged")
            said = read_object(content)
            told = (said["capture"], said["observed_at"], said["body"], said["screenshot"])
            logged = (
                leaf.said["capture"],
                leaf.said["t0"],
                leaf.subjects.get("body"),
                leaf.subjects.get("screenshot"),
            )
            if told != logged:
                raise ValueError("it and its leaf tell of different things")
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
            missing = [each for each in leaf.said["captures"] if each not in parts.records]
            if missing:
                raise ValueError(f"the capture {missing[0]}, from which it was read, is not in the pack")
            bodies = [parts.records[each].said["body"] for each in leaf.said["captures"]]
            if list(dict.fromkeys(each for each in bodies if each is not None)) != leaf.said["bodies"]:
                raise ValueError("its captures brought other bodies than its leaf names")
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
    quoted, made = set(), []
    with parts.telling(pack.QUOTES):
        for number, line in enumerate(parts.lines(pack.QUOTES)):
            selector = _selector(line["target"]["selector"])
            source = str(line["target"]["source"]).removeprefix("urn:sha256:")
            if not selects(selector, texts[source]):
                raise ValueError(f"quotation {number} does not stand at its place")
            quoted.add(selector.exact)
            made.append(pack.annotation(number, source, selector))
        if pack.json_lines(made) != parts.files.get(f"{pack.FOLDER}{pack.QUOTES}", b""):
            raise ValueError(_FORM)
        parts.quotes = len(made)
    if parts.has(pack.CHANGE):
        with parts.telling(pack.CHANGE):
            said = parts.object(f"{pack.FOLDER}{pack.CHANGE}")
            for each in said["changes"]:
                if any(each[side] is not None and each[side] not in quoted for side in ("old", "new")):
                    raise ValueError("it quotes words that are none of the quotations")


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
        raise ValueError(_FORM)
    for line in lines:
        if set(line) != set(pack.SAID):
            raise ValueError("what is said of a provision has other parts")
        starts = places.get(pack.said_digest(line), ())
        if not any(text[start : start + len(line["text"])] == line["text"] for start in starts):
            raise ValueError("what is said of a provision is not what was logged, or stands elsewhere")
        parts.reported += 1


def redline(parts: Parts) -> None:
    """Every row joins the words at its places in the two texts."""
    if not parts.has(pack.REDLINE):
        return
    with parts.telling(pack.REDLINE):
        told = parts.object(f"{pack.FOLDER}{pack.REDLINE}")
        named = all(set(row) == {"old", "new", "pieces"} for row in told["rows"])
        if (
            not named
            or set(told) != {"old", "new", "rows"}
            or pack.json_file(told) != parts.bytes(pack.REDLINE)
        ):
            raise ValueError(_FORM)
        old, new = parts.texts[told["old"]], parts.texts[told["new"]]
        for row in told["rows"]:
            ops = {op for op, _ in row["pieces"]}
            before, after = (_joined(row["pieces"], ("same", each)) for each in ("deleted", "inserted"))
            if not ops <= {"same", "deleted", "inserted"}:
                raise ValueError("a row has other pieces")
            if _at(old, row["old"]) != before or _at(new, row["new"]) != after:
                raise ValueError("a row is not what stands in the texts")
            parts.redlined += 1
        for text, side in ((old, "old"), (new, "new")):
            _must_cover(text, {tuple(row[side]) for row in told["rows"] if row[side] is not None})


def order(parts: Parts, head: Checkpoint, earlier: Checkpoint | None) -> None:
    """Every leaf came after the earlier head, and names a head before itself; no live capture is later than its leaf."""
    for number, leaf in parts.leaves.items():
        with parts.telling(f"leaf-{number}.json"):
            after = leaf.said["after"]
            if not after["size"] <= number < head.size:
                raise ValueError("it says it came after a head that has it")
            if earlier is not None and (number < earlier.size or after["size"] < earlier.size):
                raise ValueError("it was in the log before the earlier head")
            if earlier is not None and after["size"] == earlier.size and after["root"] != earlier.root.hex():
                raise ValueError("it came after another log than the earlier head's")
            if leaf.said["t0"] > leaf.said["logged"] and leaf.said.get("kind") != "imported":
                raise ValueError("it was logged before it happened")


def _selector(told: Sequence[dict[str, Any]]) -> Selector:
    words, place = told
    types = (words.pop("type"), place.pop("type"))
    if types != ("TextQuoteSelector", "TextPositionSelector"):
        raise ValueError("a quotation has other selectors")
    if not all(type(each) is int for each in place.values()):
        raise ValueError("a place is no number")
    return Selector(**words, **place)


def _joined(pieces: Sequence[Sequence[str]], kept: Sequence[str]) -> str:
    return "".join(text for op, text in pieces if op in kept)


def _at(text: str, span: Sequence[int] | None) -> str:
    if span is None:
        return ""
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ValueError("a row stands outside its text")
    return text[start:end]


def _must_cover(text: str, spans: Iterable[tuple[int, int]]) -> None:
    """No word of the text may stand outside the rows."""
    reached = 0
    for start, end in sorted(spans):
        if start < reached or text[reached:start].strip():
            raise ValueError("its rows leave out words of a text, or have them twice")
        reached = end
    if text[reached:].strip():
        raise ValueError("its rows leave out words of a text")


def _must_be(parts: Parts, names: Iterable[str], expected: Iterable[str]) -> None:
    _must_have_leaves(parts, names, expected)
    for name in sorted(set(expected) - set(names)):
        parts.problems.append((f"{pack.FOLDER}{name}", "it is missing"))


def _must_have_leaves(parts: Parts, names: Iterable[str], expected: Iterable[str]) -> None:
    for name in sorted(set(names) - set(expected)):
        if not any(name in part for part, _ in parts.problems):
            parts.problems.append((f"{pack.FOLDER}{name}", "no leaf in the pack is about it"))
