"""Quick facts: the questions asked most of a platform, answered with its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clausewatch.errors import WithheldObjectError
from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.quickfacts import quick_facts, topics_asked
from clausewatch.meaning.said import told_of
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Edition, Version
from clausewatch.nouns.knowledge import QuickFact, Told
from clausewatch.pipeline.analyse import subject_of
from clausewatch.pipeline.said import analysed, findings_in
from clausewatch.storage import catalog, review, versions, withheld
from clausewatch.web.addresses import facts_path, platform_path
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.head import Crumb, Head
from clausewatch.web.lookup import platform_of


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact with the document and version it was found in; none where nothing was found."""

    fact: QuickFact
    document: Document | None
    version: Version | None


@dataclass(frozen=True, slots=True)
class FactsPage:
    """What a platform's page of quick facts shows, and how many documents were looked at."""

    platform: Platform
    facts: tuple[ShownFact, ...]
    documents: int


def routes(desk: Desk) -> list[Route]:
    desk.ahead.add(partial(_every, desk))
    return [kept_route(desk, "/platform/{platform}/facts/", facts)]


def _every(desk: Desk) -> Iterator[object]:
    """Reads what the documents say, as far as it is kept: finding it out takes seconds, and is left until it is asked for."""
    editions = desk.passing()
    with desk.site.database.read() as connection:
        owners = catalog.platforms(connection)
    for owner in owners:
        for document, version, rulings in _current(desk, owner):
            try:
                edition = editions.get(version.id)
            except WithheldObjectError:
                continue
            subject = subject_of(document, owner)
            if edition and analysed(desk.site.database, edition, subject):
                yield desk.told.get((version.id, rulings, subject), _reader(desk, subject, edition))


def _current(desk: Desk, owner: Platform) -> tuple[tuple[Document, Version, int], ...]:
    """Each captured document with its version in force, where that is not withheld, and how many rulings there are on it."""
    with desk.site.database.read() as connection:
        found = versions.versions_in_force(connection, owner.id)
        gone = withheld.emptied_among(connection, [each.id for each in found.values()])
        current = {document: each for document, each in found.items() if each.id not in gone}
        ruled = review.count_each(connection, current)
    return tuple(
        (each, current[each.id], ruled.get(each.id, 0)) for each in owner.documents if each.id in current
    )


def facts(desk: Desk, request: Request) -> Response:
    """GET /platform/<p>/facts/"""
    found = platform_of(desk.site.database, request)
    if request.path_params["platform"] != found.id:
        return RedirectResponse(facts_path(found.id), status_code=301)
    shown, documents = shown_facts(desk, found)
    page = FactsPage(platform=found, facts=shown, documents=documents)
    head = Head(
        title=f"Quick facts — {found.name}",
        path=facts_path(found.id),
        section="platforms",
        description=f"What the captured documents of {found.name} say about training, retention, age, liability and more, in their own words.",
        crumbs=(Crumb("Platforms", "/#platforms"), Crumb(found.name, platform_path(found.id))),
        analysis=True,
    )
    return desk.page("facts.html", head, page)


def shown_facts(desk: Desk, found: Platform) -> tuple[tuple[ShownFact, ...], int]:
    """Every question with its answer, and of how many documents they were asked."""
    known = _current(desk, found)
    findings = [
        one
        for each, version, rulings in known
        for subject in (subject_of(each, found),)
        for one in desk.told.get((version.id, rulings, subject), _reader(desk, subject, version))
    ]
    by_name = {each.name: (each, version) for each, version, _ in known}
    answers = quick_facts(findings, {each.name: each.readers for each in found.documents})
    facts = (ShownFact(fact, *by_name.get(fact.document, (None, None))) for fact in answers)
    return tuple(facts), len(known)


def _reader(desk: Desk, subject: Subject, of: Version | Edition) -> Callable[[], tuple[Told, ...]]:
    def work() -> tuple[Told, ...]:
        edition = desk.edition(of.id) if isinstance(of, Version) else of
        return told_of(edition, subject, findings_in(desk.site.database, edition, subject, topics_asked()))

    return work
