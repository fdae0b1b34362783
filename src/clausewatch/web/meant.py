"""What is kept of the provisions that a change record touches: for its page and its reports alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Provision, Span, Version
from clausewatch.nouns.finding import Sentence
from clausewatch.nouns.review import Ruled
from clausewatch.pipeline.analyse import subject_of
from clausewatch.web.addresses import provision_path
from clausewatch.web.desk import Desk
from clausewatch.web.inline import said_at
from clausewatch.web.lookup import Place

MOST = 20
"""Changed provisions whose meaning is told: a rewritten document changes hundreds, and their pages tell all."""


@dataclass(frozen=True, slots=True)
class MeantProvision:
    """A changed provision as it reads now, where its page is, and what is said of it, as ruled.

    `sentences` are those that no provision before it on the record has as well.
    """

    provision: Provision
    href: str
    ruled: Ruled
    sentences: tuple[Sentence, ...]

    @property
    def section(self) -> str:
        """Its own title and the one above it."""
        return " › ".join(self.provision.path[-2:]) or self.provision.title

    @property
    def fresh(self) -> Ruled:
        """What is said of it, with those sentences only."""
        return replace(self.ruled, said=replace(self.ruled.said, sentences=self.sentences))

    def place_of(self, span: Span) -> str:
        """Where the words are on the provision's page; empty where they stand in no statement of it."""
        found = (each.start for each in self.provision.statements if each.start <= span.start < each.end)
        return next((f"{self.href}#{said_at(start)}" for start in found), "")


@dataclass(frozen=True, slots=True)
class MeantChanges:
    """The changed provisions that are told of, at most `MOST`, the gravest changed first; `more` are not.

    `earlier` is when it was found out where that was by an earlier recipe, of the present one nothing being kept.
    """

    provisions: tuple[MeantProvision, ...]
    more: int
    earlier: datetime | None = None


def meant_changes(desk: Desk, record: ChangeRecord, place: Place, new: Version) -> MeantChanges | None:
    """What is kept of the provisions whose words came or changed, else what an earlier recipe said;
    None where the text after was never analysed."""
    edition = desk.edition(new.id)
    subject = subject_of(place.document, place.platform)
    numbers = {each.id: number for number, each in enumerate(edition.outline.provisions)}
    gravest = sorted(record.changes, key=lambda each: -each.severity.rank)
    named = dict.fromkeys(each.provision for each in gravest if each.new is not None)
    touched = [numbers[each] for each in named if each in numbers]
    ruled, earlier = desk.analyst.kept_among(edition, touched, subject), None
    if ruled is None:
        before = desk.analyst.earlier_ruled(edition, subject)
        if before is None:
            return None
        earlier, ruled = before[0], dict(enumerate(before[1]))
    changed = [number for number in touched if ruled[number].said.sentences]
    told: list[MeantProvision] = []
    seen: set[str] = set()
    for number in changed[:MOST]:
        found = edition.outline.provisions[number]
        fresh = tuple(each for each in ruled[number].said.sentences if each.text not in seen)
        seen.update(each.text for each in fresh)
        href = provision_path(new.document, found.id, new.id)
        told.append(MeantProvision(found, href, ruled[number], fresh))
    return MeantChanges(tuple(told), len(changed) - len(told), earlier)
