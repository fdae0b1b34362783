"""The demonstration's story: five fictional platforms, their dated pages, and what each page is.

The pages stand beside this module as `pages/<platform>/<document>/<date>.html`, with one `story.yaml` per platform that
says what a correct observatory reports for the step from the last good page to each next one. Platforms, people,
companies and texts are invented.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from clausewatch.nouns.change import ChangeClass, ChangeKind, Severity
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, PlatformId


@dataclass(frozen=True, slots=True)
class ExpectedChange:
    """A change of one statement with its exact texts as shown, without clause numbers.

    A table row is its cells joined by one space. Printed dates and renumbering are not changes of statements.
    """

    kind: ChangeKind
    section: str
    old: str | None
    new: str | None
    severity: Severity
    note: str


@dataclass(frozen=True, slots=True)
class ExpectedDates:
    """The clocks of a change as far as the story tells them; None where it tells nothing."""

    printed: date | None = None
    effective: date | None = None
    notice: date | None = None
    notice_days: int | None = None
    silent_edit: bool | None = None
    backdated: bool | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a correct observatory reports for a page.

    `change_class` is None for a document's first page, which there is nothing to compare with. `alt_class` is a class
    that a fair reader may also give. `verdict` belongs to the class `capture`, be it the first or the other one.
    `compared_with` is when the page to compare with came up: the last one that was good.
    """

    change_class: ChangeClass | None
    alert: bool
    alt_class: ChangeClass | None
    verdict: Verdict | None
    compared_with: datetime | None
    dates: ExpectedDates
    changes: tuple[ExpectedChange, ...]
    note: str

    @property
    def classes(self) -> tuple[ChangeClass, ...]:
        """The classes that are right, best first; empty for a first page."""
        return tuple(each for each in (self.change_class, self.alt_class) if each is not None)


@dataclass(frozen=True, slots=True)
class StoryState:
    """A page from the instant it came up: `file` relative to the story's folder, and the status it is served with."""

    at: datetime
    file: str
    http_status: int
    expected: Expected


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """A document with its states in order. `former_path`, when there is one, redirects to `path`."""

    id: DocumentId
    name: str
    type: str
    title: str
    language: str
    path: str
    former_path: str | None
    states: tuple[StoryState, ...]

    def state_at(self, instant: datetime) -> StoryState | None:
        """The state in force at that instant; None before the first one."""
        index = bisect_right(self.states, instant, key=lambda state: state.at)
        return self.states[index - 1] if index else None


@dataclass(frozen=True, slots=True)
class Serving:
    """How a platform's server answers: which validators it sends and which content codings it can do, best first."""

    server: str
    etag: bool
    last_modified: bool
    encodings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryPlatform:
    id: PlatformId
    name: str
    company: str
    country: str
    host: str
    serving: Serving
    documents: tuple[StoryDocument, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All platforms, and the folder that their pages stand in."""

    folder: Path
    platforms: tuple[StoryPlatform, ...]

    @property
    def documents(self) -> tuple[StoryDocument, ...]:
        return tuple(document for platform in self.platforms for document in platform.documents)

    def page(self, state: StoryState) -> bytes:
        """The page's bytes as they are served; read when asked for."""
        return (self.folder / state.file).read_bytes()
