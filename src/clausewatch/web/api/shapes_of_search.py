"""What an answer to a search looks like."""

from __future__ import annotations

from pydantic import Field

from clausewatch.web.api.shapes import Listing, Moment, Places, Shape


class Marked(Shape):
    """Verbatim words around what was found; marks lie in `text`."""

    text: str
    marks: list[Places]


class Hit(Shape):
    """A provision that was found, in the wording that answers the search."""

    platform: str
    document: str
    provision: str
    lineage: str
    title: str
    path: list[str]
    version: str
    span: Places
    observed_from: Moment
    observed_to: Moment | None = Field(description="When it ended; null while it stands.")
    text: str
    excerpt: Marked
    type: list[str]
    topic: list[str]
    modality: list[str]
    party: list[str]
    severity: list[str]
    language: list[str]
    score: float
    address: str


class Results(Listing[Hit]):
    """A page of hits, best first, with counts over all of them.

    `total` and `facets` are exact with `exact`; else so many were found at least, and the facets are of these.
    """

    total: int
    exact: bool
    facets: dict[str, dict[str, int]]
    searched: int = Field(description="Documents that can be searched.")
    waiting: int = Field(description="Documents that are not analysed as they stood, and so not found.")
    meant: str = Field(
        description="Where nothing was found: the query with its unknown words mended, if that helps."
    )
    elsewhen: int = Field(description="Where nothing was found: wordings of other times that answer.")
