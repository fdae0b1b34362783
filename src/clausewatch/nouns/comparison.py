"""How other platforms handle a provision: passages, what is asked, and one cell per platform."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.audience import Audience
from clausewatch.nouns.document import Statement
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import DocumentId, PlatformId, ProvisionId, VersionId


class Stance(StrEnum):
    """What a comparable clause does about the matter. `refuses` is what the platform plainly says that it does not do itself."""

    STATES = "states"
    LIMITS = "limits"
    REQUIRES = "requires"
    PERMITS = "permits"
    PROHIBITS = "prohibits"
    GRANTS = "grants"
    RESERVES = "reserves"
    REFUSES = "refuses"


class CellState(StrEnum):
    """What can be said of one platform in one matter, in the words that pages and files use.

    Which of them holds is decided in one place, `meaning.compare.state_of`. `perhaps` is a clause that may speak of the
    matter and is never counted; `silent` means that none was recognised in what was captured.
    """

    COMPARABLE = "comparable"
    PERHAPS = "perhaps"
    SILENT = "silent"
    STALE = "stale"
    NOT_ANALYSED = "not analysed (language)"
    WAITING = "not analysed yet"
    NOT_CAPTURED = "not captured"


@dataclass(frozen=True, slots=True)
class Holding:
    """A document of which a version is on record at some instant, and what that lets one say.

    `readable` says that its language is analysed, `analysed` that this version was, `stale` that its last good capture was
    too old at that instant for silence to be claimed.
    """

    document: DocumentId
    type: str
    readable: bool
    analysed: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement, or the lead-in of a list, of a version in force: its words with their surroundings, and where it stands.

    `led` is the sentence that opens the list of an item whose provision has no lead-in: it decides what the item does, but
    tells nothing about its matter that the item does not. `readers` are whom its document addresses.
    """

    asked: Asked
    platform: PlatformId
    document: DocumentId
    document_name: str
    version: VersionId
    observed_at: datetime
    place: Statement
    led: str = ""
    readers: Audience = Audience.EVERYONE

    @property
    def acting(self) -> Asked:
        """As it is asked what the statement does, and to whom."""
        return replace(self.asked, lead_in=self.led) if self.led else self.asked


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as an answer: the calibrated chance (0 to 1) that it is comparable, why it was chosen, in words, and what it
    does about the matter."""

    passage: Passage
    score: float
    reasons: tuple[str, ...]
    stance: Stance = Stance.STATES


@dataclass(frozen=True, slots=True)
class Cell:
    """One platform's answer. `quotes` are best first and empty unless the state is comparable; `stance` is the first one's.

    `elsewhere` is the best clause of each kind of readers that the first one's document does not address: what a platform
    tells businesses is often not what it tells everyone.
    """

    state: CellState
    stance: Stance | None = None
    quotes: tuple[Shown, ...] = ()
    elsewhere: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A clause in a matrix: what it does, its verbatim words (`clipped` where they go on), and where it stands.

    `path` is the address of its provision's page, without the instance's; `since` is when its wording was first observed;
    `readers` are whom its document addresses, in words. `of` and `address` name the document and its provision.
    """

    stance: Stance
    quotation: str
    clipped: bool
    document: str
    title: str
    path: str
    since: datetime
    readers: str = Audience.EVERYONE.value
    of: DocumentId = ""
    address: ProvisionId = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An edition in force of a document, observed at `observed_at`, that is not analysed."""

    platform: PlatformId
    document: DocumentId
    type: str
    name: str
    version: VersionId
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one platform says first in one matter, and how many more of its clauses do; or why nothing is shown.

    Where the state is `perhaps`, `standing` is the clause that may speak of it.
    `near` is the platform of the same company, further left, whose clause this one repeats nearly word for word.
    `elsewhere` is the first clause for each kind of readers that the one shown does not address; `more` counts them too.
    """

    state: CellState
    standing: Standing | None = None
    more: int = 0
    near: PlatformId | None = None
    elsewhere: tuple[Standing, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether what the platform does about the matter depends on whom a document addresses."""
        return self.standing is not None and any(
            each.stance is not self.standing.stance for each in self.elsewhere
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """Topics by platforms: `cells` has a row for each topic with a cell for each platform, in order.

    Topics and platforms are identity and name. `at` is the instant it shows, `unread` the editions of these platforms in
    force then that are not analysed. `captured` is when each platform was last observed until then, in order; None where
    it never was.
    """

    topics: tuple[tuple[str, str], ...]
    platforms: tuple[tuple[PlatformId, str], ...]
    cells: tuple[tuple[MatrixCell, ...], ...]
    at: datetime
    unread: tuple[Unread, ...] = ()
    captured: tuple[datetime | None, ...] = ()

    @property
    def last_captured(self) -> datetime | None:
        """The newest observation of any of these platforms."""
        return max((each for each in self.captured if each is not None), default=None)
