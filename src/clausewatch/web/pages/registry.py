"""The registry: every provision, searched by its words and narrowed by facets, as of now, a day, or all time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import BadInputError
from clausewatch.meaning.highlight import excerpt, marks
from clausewatch.meaning.query import MOST_CHARACTERS, day_of
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.search import Excerpt, Facet, Found, Hit, Searched, Words
from clausewatch.pipeline.searching import Answer, Asked, answer
from clausewatch.publish import EXCERPT_CHARACTERS
from clausewatch.web.addresses import provision_path
from clausewatch.web.asking import unused
from clausewatch.web.desk import Desk, kept_route
from clausewatch.web.head import Head

_ON_A_PAGE = 20
_MOST_VALUES = 20
"""Values of one facet in an address: more are no question but an attack."""

_SHOWN = 8
"""Values of a facet that are seen at once; the others are folded away."""

_DAYS = ("at", "from", "to")
_TAKES = ("q", *(each.value for each in Facet), *_DAYS, "all", "after")
_NAMES = {
    Facet.PLATFORM: "Platform",
    Facet.TYPE: "Document type",
    Facet.TOPIC: "Topic",
    Facet.MODALITY: "What it does",
    Facet.PARTY: "Whom it binds",
    Facet.SEVERITY: "Severity",
    Facet.LANGUAGE: "Language",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What the form was sent with, as it was written."""

    text: str
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    at: str = ""
    since: str = ""
    until: str = ""
    everything: bool = False
    after: str = ""

    def address(self, after: str = "") -> str:
        """The same question, another page of answers."""
        fields = [("q", self.text)] if self.text else []
        fields += [(facet.value, value) for facet, values in self.filters.items() for value in values]
        given = zip((*_DAYS, "after"), (self.at, self.since, self.until, after), strict=True)
        fields += [(name, value) for name, value in given if value]
        fields += [("all", "1")] * self.everything
        return f"/registry/?{urlencode(fields)}" if fields else "/registry/"

    def with_value(self, facet: Facet, values: tuple[str, ...]) -> Form:
        """The same question with these values of the facet."""
        filters = {**self.filters, facet: values}
        return replace(self, filters={name: kept for name, kept in filters.items() if kept}, after="")

    @property
    def plain(self) -> bool:
        """Whether nothing at all is asked for."""
        return self == Form("")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many provisions have it, and where the question is narrowed to it."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet with its values, most frequent first; some are folded away."""

    label: str
    values: tuple[Value, ...]
    folded: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the same question without it."""

    label: str
    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as it is shown. `href` leads to the wording that was found: pinned to a version when it stands no more."""

    hit: Hit
    platform: str
    document: str
    href: str
    excerpt: Excerpt
    topics: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RegistryPage:
    """What the registry shows. With `trouble`, what is wrong with the question, nothing was looked for."""

    form: Form
    chosen: tuple[Chosen, ...]
    trouble: BadInputError | None = None
    found: Found | None = None
    searched: Searched | None = None
    facets: tuple[FacetList, ...] = ()
    lines: tuple[Line, ...] = ()
    older: str = ""
    meant: str = ""
    meant_href: str = ""
    elsewhen: int = 0
    elsewhen_href: str = ""


def routes(desk: Desk) -> list[Route]:
    return [kept_route(desk, "/registry/", registry, *_TAKES)]


def registry(desk: Desk, request: Request) -> Response:
    """GET /registry/?q=&platform=&type=&topic=&modality=&party=&severity=&language=&at=&from=&to=&all=&after="""
    form = _form(request)
    head = replace(_head(form), unused=unused(request, *_TAKES))
    try:
        today = desk.site.clock.now().date()
        found = answer(desk.site.database, _asked(form, today), today)
    except BadInputError as error:
        return desk.page("registry.html", head, RegistryPage(form, _chosen(form, ()), error), 400)
    return desk.page("registry.html", head, _page(form, found))


def _head(form: Form) -> Head:
    return Head(
        title=f"{form.text[:80]} — registry" if form.text else "Registry",
        path=form.address(form.after),
        section="registry",
        description="All provisions of all tracked documents, searched by words, topics and dates.",
        analysis=True,
        robots="" if form.plain else "noindex, nofollow",
    )


def _form(request: Request) -> Form:
    given = request.query_params
    filters = {
        facet: tuple(dict.fromkeys(value for value in given.getlist(facet.value)[:_MOST_VALUES] if value))
        for facet in Facet
    }
    return Form(
        # One character more than may be asked for, so that the form is told and the page stays small.
        text=given.get("q", "")[: MOST_CHARACTERS + 1].strip(),
        filters={facet: values for facet, values in filters.items() if values},
        at=given.get("at", "")[:40].strip(),
        since=given.get("from", "")[:40].strip(),
        until=given.get("to", "")[:40].strip(),
        everything=given.get("all", "") == "1",
        after=given.get("after", "")[:80],
    )


def _asked(form: Form, today: date) -> Asked:
    return Asked(
        text=form.text,
        filters=form.filters,
        at=_day("at", form.at, today),
        everything=form.everything,
        since=_day("from", form.since),
        until=_day("to", form.until),
        limit=_ON_A_PAGE,
        after=form.after,
    )


def _day(name: str, value: str, today: date | None = None) -> date | None:
    return day_of(name, value, today) if value else None


def _page(form: Form, found: Answer) -> RegistryPage:
    owners = {each.id: each for each in found.platforms}
    names = {document.id: document.name for each in found.platforms for document in each.documents}
    everywhen = replace(form, everything=True, at="", after="")
    meant = replace(form, text=found.meant, after="")
    return RegistryPage(
        form=form,
        chosen=_chosen(form, found.platforms),
        found=found.found,
        searched=found.searched,
        facets=_facets(form, found),
        lines=tuple(_line(each, found, owners, names) for each in found.found.hits),
        older=form.address(found.found.after) if found.found.after else "",
        meant=found.meant,
        meant_href=meant.address(),
        elsewhen=found.elsewhen,
        elsewhen_href=everywhen.address(),
    )


def _line(hit: Hit, found: Answer, owners: Mapping[str, Platform], names: Mapping[str, str]) -> Line:
    stated = hit.stated
    version = None if stated.observed_to is None else stated.first_version
    topics = _topic_names()
    return Line(
        hit=hit,
        platform=owners[hit.platform].name,
        document=names[stated.document],
        href=provision_path(stated.document, stated.address, version),
        excerpt=_excerpt(stated.title, stated.text, found.query.words),
        topics=tuple((each, topics.get(each, each)) for each in hit.facets[Facet.TOPIC]),
    )


def _excerpt(title: str, text: str, wanted: tuple[Words, ...]) -> Excerpt:
    """The stretch that answers best, without the heading that stands above it already, unless that alone answers."""
    below = text.removeprefix(title).lstrip("\n") if text.startswith(f"{title}\n") else ""
    if not below or (marks(text, wanted) and not marks(below, wanted)):
        below = text
    return excerpt(below, wanted, EXCERPT_CHARACTERS)


def _facets(form: Form, found: Answer) -> tuple[FacetList, ...]:
    lists = []
    for facet, counts in found.found.counts.items():
        named = _named(facet, found.platforms)
        chosen = form.filters.get(facet, ())
        values = tuple(
            Value(named.get(value, value), count, form.with_value(facet, (value,)).address())
            for value, count in counts
            if value not in chosen
        )
        if values:
            lists.append(FacetList(_NAMES[facet], values[:_SHOWN], values[_SHOWN:]))
    return tuple(lists)


def _chosen(form: Form, platforms: tuple[Platform, ...]) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(
            f"{_NAMES[facet]}: {named.get(value, value)}",
            facet.value,
            value,
            form.with_value(facet, tuple(each for each in values if each != value)).address(),
        )
        for facet, values in form.filters.items()
        for named in (_named(facet, platforms),)
        for value in values
    )


def _named(facet: Facet, platforms: tuple[Platform, ...]) -> Mapping[str, str]:
    """What the facet's values are called where that is not what they are."""
    if facet is Facet.PLATFORM:
        return {each.id: each.name for each in platforms}
    if facet is Facet.LANGUAGE:
        return {"und": "not determined"}
    return _topic_names() if facet is Facet.TOPIC else {}


@cache
def _topic_names() -> Mapping[str, str]:
    return {each.id: each.name for each in taxonomy().topics}
