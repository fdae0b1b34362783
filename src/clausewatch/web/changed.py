"""What a change record's page lists: the edits, the gravest first and each once, or every change in the document's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clausewatch.change import Edit, edits, numbers, redline
from clausewatch.nouns.change import Change, ChangeKind, ChangeRecord, Op, Piece
from clausewatch.nouns.identity import ProvisionId, VersionId
from clausewatch.web.addresses import at_path, change_path, document_path, passage_path, provision_path
from clausewatch.web.parts import escaped_bytes

_FIELDS, _SIDE = 900, 520
"""Markup around a change, and around each of its sides as redlined and quoted, in bytes; measured on the archive."""

_AGAIN = 420
"""And around a further place of the same edit."""

MOST_AGAIN = 60
"""Further places of one edit that are named; of 805 records of the archive no edit stands in more."""

# Below this share of common words the marks hide both texts, so old and new are shown one above the other.
_LEAST_COMMON = 0.25


@dataclass(frozen=True, slots=True)
class Group:
    """The provision of changes, under the heading path that they name it by."""

    section: tuple[str, ...]
    provision: ProvisionId
    href: str


@dataclass(frozen=True, slots=True)
class Again:
    """A further place of an edit: its provision, and where it is shown in full."""

    group: Group
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the list: a change, named by its number in the document's order, and where else the same was edited.

    `places` and `provisions` count these, this one among them. `more` are not named in `again`.
    """

    change: Change
    group: Group
    number: int
    again: tuple[Again, ...] = ()
    places: int = 1
    provisions: int = 1

    @property
    def more(self) -> int:
        return self.places - 1 - len(self.again)

    @property
    def weight(self) -> int:
        """About how many bytes of a page it takes: its sides stand in the redline and in the quotations."""
        again = sum(_AGAIN + sum(map(escaped_bytes, each.group.section)) for each in self.again)
        return weight_of(self.change) + again


def weight_of(change: Change) -> int:
    """About how many bytes of a page a change takes with its quotations."""
    sides = [each for each in (change.old, change.new) if each is not None]
    said = escaped_bytes(change.summary) * 2 + escaped_bytes(change.section) + sum(map(len, change.reasons))
    return _FIELDS + said + sum(2 * escaped_bytes(each) + _SIDE for each in sides)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change with its redline and the addresses of both sides; `rewritten` where a redline would hide the texts."""

    change: Change
    pieces: tuple[Piece, ...]
    rewritten: bool
    old_href: str
    new_href: str


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """An entry as the page shows it."""

    listed: Listed
    shown: ShownChange


@dataclass(frozen=True, slots=True)
class ChangedProvision:
    """Entries of one provision that stand one after the other."""

    group: Group
    entries: tuple[ShownEdit, ...]


def in_document_order(record: ChangeRecord) -> tuple[Listed, ...]:
    """Every change by section and provision, in the order in which these are first named; numbered from 0.

    The numbers are what addresses of changes name, in whatever order the page lists them.
    """
    of_group: dict[tuple[str, ProvisionId], list[Change]] = {}
    for change in record.changes:
        of_group.setdefault((change.section, change.provision), []).append(change)
    groups = {
        (section, provision): Group(
            tuple(title for title in section.split(" > ") if title),
            provision,
            _provision_href(record, provision, changes),
        )
        for (section, provision), changes in of_group.items()
    }
    known = zip(numbers(record.changes), record.changes, strict=True)
    return tuple(
        Listed(change, groups[change.section, change.provision], number)
        for number, change in sorted(known, key=lambda each: each[0])
    )


def edits_of(ordered: tuple[Listed, ...]) -> tuple[Edit, ...]:
    """The edits that a record's changes are, by their places among these, which are in the document's order."""
    return edits([each.change for each in ordered])


def gravest_first(
    record: ChangeRecord, ordered: tuple[Listed, ...], made: tuple[Edit, ...]
) -> tuple[Listed, ...]:
    """Each edit once, the gravest first. `ordered` are the record's changes in the document's order, `made` its edits."""
    full = document_order_path(record)
    found: list[Listed] = []
    for edit in made:
        first, *rest = (ordered[place] for place in edit.places)
        again = tuple(Again(each.group, each.number, at_path(full, "change", each.number)) for each in rest)
        provisions = len({(each.group.section, each.group.provision) for each in (first, *rest)})
        found.append(
            Listed(first.change, first.group, first.number, again[:MOST_AGAIN], len(edit.places), provisions)
        )
    return tuple(found)


def document_order_path(record: ChangeRecord) -> str:
    """The record's page with every change in the document's order."""
    return f"{change_path(record.id)}?order=document"


def place_of(listed: Sequence[Listed], number: int) -> int:
    """Where the change of that number stands in the list, by itself or as a further place; 0 where it does not."""
    for place, each in enumerate(listed):
        if each.number == number or any(one.number == number for one in each.again):
            return place
    return 0


def by_provision(record: ChangeRecord, listed: Sequence[Listed]) -> tuple[ChangedProvision, ...]:
    """The entries in their order, those of one provision together where they follow one another."""
    return tuple(
        ChangedProvision(group, tuple(ShownEdit(each, shown_change(record, each.change)) for each in entries))
        for group, entries in groupby(listed, key=lambda each: each.group)
    )


def shown_change(record: ChangeRecord, change: Change) -> ShownChange:
    """The change with its redline; both texts whole where nothing much is common to them."""
    pieces = redline(change.old or "", change.new or "")
    common = sum(len(piece.text) for piece in pieces if piece.op is Op.SAME)
    shorter = min(len(change.old or ""), len(change.new or ""))
    return ShownChange(
        change=change,
        pieces=pieces,
        rewritten=shorter > 0 and common < _LEAST_COMMON * shorter,
        old_href=_side_href(record, change, record.from_version) if change.old is not None else "",
        new_href=_side_href(record, change, record.to_version)
        if change.new is not None and record.to_version
        else "",
    )


def _side_href(record: ChangeRecord, change: Change, version: VersionId) -> str:
    """The provision in that version's text. Its name there is only sure on the side that names it."""
    named = record.from_version if change.new is None or record.to_version is None else record.to_version
    if version == named:
        return passage_path(record.document, change.provision, version)
    return document_path(record.document, version)


def _provision_href(record: ChangeRecord, provision: ProvisionId, changes: list[Change]) -> str:
    if not provision:
        return ""
    gone = all(change.kind is ChangeKind.REMOVED for change in changes)
    version = record.from_version if gone or record.to_version is None else record.to_version
    return provision_path(record.document, provision, version)
