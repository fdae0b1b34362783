"""What the review queue looks like."""

from __future__ import annotations

from pydantic import Field

from clausewatch.nouns.change import Severity
from clausewatch.nouns.review import ItemKind
from clausewatch.web.api.shapes import Listing, Places, Ruling, Shape


class ItemValue(Shape):
    """A field that can be ruled on: what the program says, and what is shown."""

    field: str
    machine: str
    shown: str = Field(description="Empty where nothing is published.")


class ItemStatement(Shape):
    span: Places
    text: str
    rests: bool = Field(description="Whether what waits rests on its words.")


class Item(Shape):
    """Something that waits for an editor, and why."""

    item: str
    kind: ItemKind
    document: str
    subject: str
    title: str
    lineage: str
    severity: Severity
    doubt: float
    why: list[str]
    about: str
    values: list[ItemValue]
    statements: list[ItemStatement]
    reviewed: list[Ruling]


class Queue(Listing[Item]):
    """A page of the queue."""

    total: int = Field(description="How many wait in all, of the documents that were read.")
    documents: int
    unread: int = Field(description="Documents that are not among it yet: ask again.")
    stale: int = Field(description="Documents whose text only an earlier recipe analysed.")
