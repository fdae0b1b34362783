"""What was observed of a change beside its words: the evidence its class is decided on, as fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.evidence import UNTOLD, Collection, Verdict
from clausewatch.nouns.identity import SourceId


class Aspect(StrEnum):
    """What differs between two texts."""

    WORDING = "wording"
    NUMBERS = "numbers"
    DATES = "dates"
    SPELLING = "spelling"
    ORDER = "order"
    MARKUP = "markup"
    LINK_TARGETS = "link-targets"


class Place(StrEnum):
    """Where on the page it differs."""

    BODY = "body"
    HEADING = "heading"
    TABLE = "table"
    BANNER = "banner"
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """That a source did not show the document between two texts, and what it showed instead."""

    source: SourceId
    verdict: Verdict


class Turn(StrEnum):
    """What became of a source in a document's declaration."""

    KEPT = "kept"
    READDRESSED = "readdressed"
    DECLARED = "declared"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PageObserved:
    """One of several pages of a document between two texts: `differences` are its places whose wording changed."""

    url: str
    turn: Turn
    differences: int
    failures: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """How the two sides of a comparison were collected, and which failures lay between them: all, and each source's."""

    before: Collection = UNTOLD
    after: Collection = UNTOLD
    failures: tuple[Verdict, ...] = ()
    failed: tuple[SourceFailure, ...] = ()

    @property
    def sources(self) -> int:
        """How many more pages are joined after than before; negative when fewer, 0 where nobody told."""
        if self.before.sources is None or self.after.sources is None:
            return 0
        return self.after.sources - self.before.sources

    @property
    def changed(self) -> bool:
        """Whether the collector changed what it takes or how. Rules nobody named have not changed."""
        other = self.before.method and self.after.method and self.before.method != self.after.method
        return bool(other) or self.sources != 0


UNCOLLECTED = Collected()
"""Two sides of which nobody told how they were collected."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The evidence of a record.

    `seen_exactly` is when the very same text, `seen_words` when the same words last began to stand before the old text;
    None where they never did. `stood_days` is how long the old text stood, `usual_days` the median of how long earlier
    texts did (None before there were any), `returns` how often the new words came up before. `sources_moved` counts
    the captures that are new on the new side. `collected` says how both sides came. `pages` are those of a document that
    is put together from several; `reordered` says that they are joined in another order.
    """

    differs: tuple[Aspect, ...] = ()
    where: tuple[Place, ...] = ()
    seen_exactly: datetime | None = None
    seen_words: datetime | None = None
    stood_days: float = 0.0
    usual_days: float | None = None
    returns: int = 0
    sources_moved: int = 0
    collected: Collected = UNCOLLECTED
    pages: tuple[PageObserved, ...] = ()
    reordered: bool = False


UNOBSERVED = Observed()
"""The evidence of a record that was kept before evidence was."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several texts between which a page alternates: its latest version, when it was seen, how often it came up."""

    version: str
    first_seen: datetime
    last_seen: datetime
    times: int
