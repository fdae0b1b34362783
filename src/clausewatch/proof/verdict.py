"""What checking a pack comes to, in the words that both verifiers use: tests hold them to the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from clausewatch.proof import pack, wacz
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.note import NoteKey
from clausewatch.proof.parts import PackStamp, Parts, Problem
from clausewatch.proof.statement import LeafKind

_OURS = (pack.README, pack.CERTIFICATE, pack.PDF, pack.VERIFIER, pack.CHANGE, pack.COMPARISON)


@dataclass(frozen=True, slots=True)
class PackVerdict:
    """What fails, and what is shown and what is not, in sentences. `unauthenticated` are files that nothing logged vouches
    for. `trusted` says that the key was one that the caller gave."""

    problems: tuple[Problem, ...]
    proved: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    unauthenticated: tuple[str, ...] = ()
    key: NoteKey | None = None
    trusted: bool = False
    head: Checkpoint | None = None
    counts: tuple[tuple[str, int], ...] = ()
    stamps: tuple[PackStamp, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def word(self) -> str:
        """`holds` under a key of the caller's, `fits itself` where none was given, or `fails`."""
        if not self.ok:
            return "fails"
        return "holds" if self.trusted else "fits itself"


@dataclass(frozen=True, slots=True)
class Heads:
    """Whose log it is, whether the caller gave that key, the pack's head and the earlier one."""

    key: NoteKey
    trusted: bool
    head: Checkpoint
    earlier: Checkpoint | None


def shown(parts: Parts, heads: Heads) -> PackVerdict:
    """The verdict on a pack without problems."""
    return PackVerdict(
        (),
        _proved(parts, heads),
        _unproved(parts, heads),
        _unauthenticated(parts),
        heads.key,
        heads.trusted,
        heads.head,
        _counts(parts),
        tuple(parts.stamps),
    )


def _counts(parts: Parts) -> tuple[tuple[str, int], ...]:
    return (
        ("leaves", len(parts.leaves)),
        ("captures", len(parts.records)),
        ("texts", len(parts.texts)),
        ("quotations", parts.quotes),
        ("provisions_analysed", parts.reported),
        ("redline_rows", parts.redlined),
        ("cells", parts.cells),
    )


def _proved(parts: Parts, heads: Heads) -> tuple[str, ...]:
    whose = (
        "one of those you gave"
        if heads.trusted
        else "WHICH YOU MUST COMPARE with one you have from elsewhere"
    )
    counts = dict(_counts(parts))
    told = [
        f"The head of a log of {heads.head.size} leaves is signed by the key {heads.key}, {whose}.",
        f"{counts['leaves']} leaves are in that log, among them {counts['captures']} captures and {counts['texts']} versions.",
        "The WARC records, their index and the list of pages are byte for byte what the logged captures give.",
        f"{counts['texts']} texts are those that were logged, and {counts['quotations']} quotations stand in them literally.",
    ]
    if heads.earlier is not None:
        told.append(
            f"All of it was logged after the log's first {heads.earlier.size} leaves, with which it still begins."
        )
    if parts.reported:
        told.append(f"What said-*.jsonl tells of {parts.reported} provisions is the analysis as logged.")
    if parts.redlined:
        told.append(
            f"The redline's {parts.redlined} rows put the one logged text into the other, and leave out nothing."
        )
    if parts.cells:
        told.append(
            f"Every clause in the comparison's {parts.cells} cells stands in a logged text of the platform it is shown for."
        )
    for each in parts.stamps:
        which = "earlier head" if each.head == "prev-checkpoint" else "head"
        at = each.at.astimezone(UTC).isoformat()
        told.append(f"The {which} existed at {at}, says an authority that you trust ({each.file}).")
    return tuple(told)


def _unproved(parts: Parts, heads: Heads) -> tuple[str, ...]:
    told = [] if heads.trusted else ["Whose log this is: no key was given to compare with."]
    told += [
        "That the server sent these bytes: the log shows what the operator took down.",
        "That others saw the same page: place, login and tests may change it.",
        "That the text follows from the bytes: read them again with the release that extractor.json names, from elsewhere.",
        "That what is said of the text is right: an analysis is an interpretation.",
        "That nobody was shown another log: compare the head with one that others have.",
        "That the pack holds all that it could: a smaller one fits the same log.",
    ]
    if parts.redlined:
        told.append(
            "That blocks of the two texts belong together as the redline pairs them: that is a reading."
        )
    if parts.cells:
        told.append(
            "States and stances in the comparison, and that a platform is silent: these are readings."
        )
    if all(each.head != "checkpoint" for each in parts.stamps):
        told.append(
            "Before when, by a clock that is not the operator's: no time stamp of the head was checked."
        )
    if all(each.head != "prev-checkpoint" for each in parts.stamps):
        told.append(
            "After when, by a clock that is not the operator's: no time stamp of an earlier head was checked."
        )
    told += [f"What {each} says: it is by no authority that you trust." for each in parts.unknown_stamps]
    if heads.earlier is None:
        told.append("That the log was not begun after the fact: the pack has no earlier head.")
    imported = sum(leaf.said["kind"] == "imported" for leaf in parts.of(LeafKind.CAPTURE).values())
    if imported:
        told.append(
            f"When {imported} imported captures were taken: their leaves show when they came into this archive."
        )
    return tuple(told)


def _unauthenticated(parts: Parts) -> tuple[str, ...]:
    """The files for which nothing logged vouches, in the order of their names."""
    held = {each.file for each in parts.stamps}
    names = [f"{pack.FOLDER}{name}" for name in _OURS if parts.has(name)]
    names += [f"{pack.FOLDER}{name}" for name in parts.named("findings-", ".jsonl")]
    names += [name for name in parts.files if name.endswith(".tsr") and name not in held]
    return tuple(sorted([*names, f"{pack.FOLDER}{pack.SUMS}", wacz.MANIFEST, wacz.MANIFEST_DIGEST]))
