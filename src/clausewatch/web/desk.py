"""What every page is made with: the site, editions at hand, and the templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from clausewatch.errors import ClausewatchError
from clausewatch.nouns.document import Edition
from clausewatch.nouns.identity import VersionId
from clausewatch.nouns.knowledge import Told
from clausewatch.pipeline.comparing import Collection, collected
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.publish import DISCLAIMER
from clausewatch.storage.versions import newest_mark
from clausewatch.web import addresses, labels
from clausewatch.web.analysis import Analyst
from clausewatch.web.assets import Asset, load_assets
from clausewatch.web.comparer import Comparer
from clausewatch.web.recall import Recall
from clausewatch.web.redlines import redline_html
from clausewatch.web.site import Site

# An edition of 15,000 words is about 3 MB decoded.
_EDITIONS = 32
# What a document says of the quick facts is a few kilobytes; by version and number of rulings.
_TOLD = 256


@dataclass(frozen=True, slots=True)
class Head:
    """What the frame around a page needs to know of it: title, place in the site, and the address to cite."""

    title: str
    path: str
    section: str = ""
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    feed: str = ""
    analysis: bool = False
    robots: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the front page to here."""

    label: str
    href: str


class PageResponse(HTMLResponse):
    """A page as an answer, which still knows its head."""

    def __init__(self, body: str, head: Head, status: int) -> None:
        super().__init__(body, status_code=status)
        self.head = head


Handler = Callable[["Desk", Request], Response]


class Desk:
    """Renders pages; one per application. Editions read last are kept decoded: versions never change."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.assets: tuple[Asset, ...] = load_assets()
        self._editions = EditionShelf(site.database, site.bodies, size=_EDITIONS)
        self.analyst = Analyst(site.database)
        self.told: Recall[tuple[VersionId, int], tuple[Told, ...]] = Recall(_TOLD)
        self.comparer = Comparer(self._state, self._passages)
        self._templates = _environment(site, self.assets)

    def edition(self, version: VersionId) -> Edition:
        """The version with its text, which never changes. Lineage may: ask storage for it, not the edition."""
        found = self._editions.get(version)
        if found is None:
            raise ClausewatchError(
                f"version {version}", "storage names it but does not hold it", "Run clausewatch verify."
            )
        return found

    def _state(self) -> tuple[int, str]:
        with self.site.database.read() as connection:
            return newest_mark(connection)

    def _passages(self) -> Collection:
        # A shelf of its own: reading every document once must not push out what the pages hold.
        shelf = EditionShelf(self.site.database, self.site.bodies, size=1)
        return collected(self.site.database, shelf, self.site.clock.now())

    def page(self, template: str, head: Head, page: object, status: int = 200) -> Response:
        """The page as HTML: the template is given its dataclass and nothing else beside the frame's."""
        body = self._templates.get_template(template).render(head=head, page=page)
        return PageResponse(body, head, status)


def route(desk: Desk, path: str, handler: Handler) -> Route:
    """A page: GET and HEAD on one path."""
    return Route(path, partial(handler, desk), methods=["GET"], name=handler.__name__)


def _environment(site: Site, assets: tuple[Asset, ...]) -> Environment:
    environment = Environment(
        loader=PackageLoader("clausewatch.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for words in (
        labels.day,
        labels.short_day,
        labels.moment,
        labels.iso,
        labels.direction,
        labels.severity,
        labels.kind,
        labels.date_kind,
        labels.verdict,
        labels.shift,
        labels.matter,
        labels.ruling,
        labels.class_meaning,
        labels.thousands,
        labels.plural,
        labels.why_alert,
        labels.spoken,
        labels.title_size,
        addresses.safe_href,
    ):
        environment.filters[words.__name__] = words
    environment.filters["redline"] = redline_html
    for where in (
        addresses.platform_path,
        addresses.facts_path,
        addresses.platform_regulations_path,
        addresses.topic_path,
        addresses.regulation_path,
        addresses.document_path,
        addresses.passage_path,
        addresses.provision_path,
        addresses.compared_path,
        addresses.history_path,
        addresses.diff_form_path,
        addresses.diff_path,
        addresses.change_path,
        addresses.review_path,
        addresses.corrections_path,
        addresses.watch_feed_path,
        addresses.card_path,
    ):
        environment.globals[where.__name__] = where
    environment.globals |= {
        "asset": {each.name: each.path for each in assets},
        "base_url": site.base_url.rstrip("/"),
        "notice": site.notice,
        "independence": labels.INDEPENDENCE,
        "disclaimer": DISCLAIMER,
    }
    return environment
