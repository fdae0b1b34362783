"""The outline of a document's page, and the marks beside its provisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Edition
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import ProvisionId
from clausewatch.nouns.stated import Marks
from clausewatch.web import labels
from clausewatch.web.addresses import topic_path
from clausewatch.web.leaves import Leaf

_MOST_TOPICS = 2

_ELSEWHERE = 40_000
"""Bytes of HTML, about, that entries of other leaves may take. On the archive outlines of up to 430 entries took 95,000, which
is a page by itself."""

_LEAST_LINES = 10_000
"""And for so many bytes of lines there is room however many anchors there are."""

_ENTRY, _ANCHOR = 75, 22
"""Markup around an entry, and around an anchor alone, in bytes."""

_LINE = Markup('<p class="marks">{}</p>\n')
_SEVERITY = Markup('<a class="badge severity-{}" href="{}">{}</a>')
_TOPIC = Markup('<a class="badge" href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline: a provision, or a heading above provisions. `depth` counts from 0.

    `elsewhere` says that it stands on another leaf. `holds` says that the entry takes the provision's anchor there, so
    that an address which names it by its fragment alone still leads to it; those of `also` are of provisions below it that
    have no line of their own.
    """

    title: str
    number: str
    depth: int
    anchor: ProvisionId
    severity: Severity = Severity.NONE
    topic: str = ""
    elsewhere: bool = False
    holds: bool = False
    also: tuple[ProvisionId, ...] = ()

    @property
    def weight(self) -> int:
        """About how many bytes of a page it takes."""
        return len(self.title.encode()) + 3 * len(self.anchor) + _ENTRY


def outline_entries(
    edition: Edition, marks: Mapping[ProvisionId, Marks], leaf: Leaf, *, everything: bool
) -> tuple[OutlineEntry, ...]:
    """The provisions with the headings above them, each heading once, in the order of the text.

    Those of the leaf with their severity and first topic; with `everything` also those of other leaves, without, and of
    these only as many ranks as there is room for.
    """
    return _with_room(_entries(edition, marks, leaf, everything=everything))


def _with_room(entries: list[OutlineEntry]) -> tuple[OutlineEntry, ...]:
    """The entries without the lowest ranks of those elsewhere, whose anchors go to the entry before them."""
    away = [each for each in entries if each.elsewhere]
    deepest = max((each.depth for each in away), default=0)
    while deepest >= 0 and not _fits(away, deepest):
        deepest -= 1
    found: list[OutlineEntry] = []
    for each in entries:
        if not each.elsewhere or each.depth <= deepest or not found:
            found.append(each)
        elif each.holds:
            found[-1] = replace(found[-1], also=(*found[-1].also, each.anchor))
    return tuple(found)


def _fits(away: list[OutlineEntry], deepest: int) -> bool:
    """Whether there is room for the lines of ranks down to that one, beside the anchors of the others."""
    lines = sum(each.weight for each in away if each.depth <= deepest)
    anchors = sum(len(each.anchor) + _ANCHOR for each in away if each.depth > deepest and each.holds)
    return lines <= max(_ELSEWHERE - anchors, _LEAST_LINES)


def _entries(
    edition: Edition, marks: Mapping[ProvisionId, Marks], leaf: Leaf, *, everything: bool
) -> list[OutlineEntry]:
    entries: list[OutlineEntry] = []
    above: tuple[str, ...] = ()
    for place, provision in enumerate(edition.outline.provisions):
        elsewhere = not leaf.holds(place)
        if elsewhere and not everything:
            continue
        parents = (
            provision.path[:-1]
            if provision.path and provision.path[-1] == provision.title
            else provision.path
        )
        for depth, heading in enumerate(parents):
            if parents[: depth + 1] != above[: depth + 1]:
                entries.append(OutlineEntry(heading, "", depth, provision.id, elsewhere=elsewhere))
        above = provision.path or parents
        own = None if elsewhere else marks.get(provision.id)
        entries.append(
            OutlineEntry(
                provision.title,
                provision.number,
                len(parents),
                provision.id,
                own.severity if own else Severity.NONE,
                _name(own.topics[0]) if own and own.topics else "",
                elsewhere=elsewhere,
                holds=elsewhere,
            )
        )
    return entries


def mark_lines(
    marks: Mapping[ProvisionId, Marks], page: Callable[[ProvisionId], str]
) -> dict[ProvisionId, Markup]:
    """The marks as they stand above each provision that has any: its severity leads to its page, a topic to the topic's."""
    return {name: _LINE.format(line) for name, each in marks.items() if (line := _line(each, page(name)))}


def _line(marks: Marks, href: str) -> Markup:
    found = [_TOPIC.format(topic_path(each), _name(each)) for each in marks.topics[:_MOST_TOPICS]]
    if marks.severity is not Severity.NONE:
        found.insert(0, _SEVERITY.format(marks.severity.value, href, labels.severity(marks.severity)))
    return Markup(" ").join(found)


def _name(topic: TopicId) -> str:
    """What the topic is called; its identity where the taxonomy no longer has it."""
    return next((each.name for each in taxonomy().topics if each.id == topic), topic)
