"""What answers about texts over time look like: redlines, two versions side by side, a provision's past."""

from __future__ import annotations

from pydantic import Field

from clausewatch.nouns.change import ChangeKind, Direction, Op, RowKind, Severity
from clausewatch.nouns.document import BlockKind
from clausewatch.web.api.shapes import Change, Listing, Moment, Places, Shape


class Piece(Shape):
    """A stretch of a redline. Joining `same` and `deleted` gives the old text, `same` and `inserted` the new."""

    op: Op
    text: str


class RedlinedChange(Shape):
    """One change of a record with its words marked, numbered from 0 in the document's order."""

    number: int
    kind: ChangeKind
    provision: str
    section: str
    severity: Severity
    direction: Direction
    summary: str
    old_span: Places | None
    new_span: Places | None
    pieces: list[Piece]


class DiffSide(Shape):
    """A block of one version; `provision` is the last that begins at or before it."""

    kind: BlockKind
    level: int
    marker: str
    provision: str | None
    span: Places


class DiffRow(Shape):
    """A row of two versions side by side, numbered from 0. `partner` is the row of the other end of a move."""

    number: int
    kind: RowKind
    partner: int | None
    old: DiffSide | None
    new: DiffSide | None
    pieces: list[Piece]


class Diff(Listing[DiffRow]):
    """A page of the rows of two versions."""

    old: str = Field(description="The version on the old side.")
    new: str = Field(description="The version on the new side.")
    rows: int = Field(description="How many rows there are in all, unchanged ones included.")
    counts: dict[RowKind, int] = Field(description="How many of them are of each kind.")


class Spell(Shape):
    """A time over which words stood in a document; `until` is null while they still do."""

    since: Moment
    since_version: str
    until: Moment | None
    until_version: str | None


class StatementPast(Shape):
    text: str
    span: Places
    spells: list[Spell] = Field(description="When it stood so, word for word, oldest first.")


class ProvisionEvent(Shape):
    """What one change record did to the provision."""

    record: str
    observed_at: Moment
    change_class: str = Field(alias="class")
    severity: str
    summary: str
    changes: list[Change]


class ProvisionPast(Shape):
    """A provision through its lineage: since when each statement stands, and every change, newest first."""

    provision: str
    version: str
    lineage: str
    statements: list[StatementPast]
    events: list[ProvisionEvent]
