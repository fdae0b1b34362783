"""What every page is made with: the site, editions at hand, and the templates."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.change import Edit, parted, worded
from clausewatch.errors import ClausewatchError
from clausewatch.meaning.analyse import Subject
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord, Spell
from clausewatch.nouns.document import Edition
from clausewatch.nouns.finding import Modality, TopicId
from clausewatch.nouns.identity import DocumentId, RecordId, VersionId
from clausewatch.nouns.knowledge import Told
from clausewatch.pipeline.comparing import Collection, cells, collected
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.served import Served, served
from clausewatch.publish import DISCLAIMER, STATE_MEANING, FeedEntry, spoken
from clausewatch.storage import records
from clausewatch.storage.adoption import history_mark
from clausewatch.storage.timelines import last_observed
from clausewatch.storage.versions import newest_mark
from clausewatch.web import addresses, labels
from clausewatch.web.addresses import script_path
from clausewatch.web.ahead import Ahead
from clausewatch.web.analysis import Analyst, topic_of, topics_named, topics_ruled
from clausewatch.web.answers import Answers, PageResponse, impersonal, question
from clausewatch.web.assets import Asset, load_assets
from clausewatch.web.comparer import Comparer, Earlier
from clausewatch.web.dated import dated
from clausewatch.web.drawn import Chart, Figure, N, figure_of
from clausewatch.web.gallery import Gallery
from clausewatch.web.grouping import by_company
from clausewatch.web.head import Head
from clausewatch.web.over_time import OverTime, Reading, over_time, reading
from clausewatch.web.queued import Queues
from clausewatch.web.recall import Recall
from clausewatch.web.redlines import redline_html
from clausewatch.web.site import Site
from clausewatch.web.standings import Everyone, everyone

# An edition of 15,000 words is about 3 MB decoded.
_EDITIONS = 32
_TOPICS = 200
_MINUTES = 600
_TRIALS = 16

# Every topic once in all modalities, and some narrowed. One is some 50 kB.
_HISTORIES = 300
# What a document says of the quick facts is a few kilobytes; by version, number of rulings and what the catalogue calls it.
_TOLD = 256
# Since when a provision's statements stand: a few kilobytes, by the document's versions and the words.
_SPELLS = 512
# Which changes of a record are the same edit: numbers only. A record keeps its changes as long as its identifier.
MOST_RECORDS = 512
# Entries of feeds: what they show takes a tenth of a second for thirty. One is up to 100 kB with its record.
_ENTRIES = 96


Handler = Callable[["Desk", Request], Response]


class Desk:
    """Renders pages; one per application. Editions read last are kept decoded: versions never change."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.assets: tuple[Asset, ...] = load_assets()
        self.ahead = Ahead()
        self._editions = EditionShelf(site.database, site.bodies, size=_EDITIONS)
        self.analyst = Analyst(site.database)
        self.told: Recall[tuple[VersionId, int, Subject], tuple[Told, ...]] = Recall(_TOLD)
        self.spells: Recall[tuple[tuple[VersionId, ...], tuple[str, ...]], tuple[tuple[Spell, ...], ...]]
        self.spells = Recall(_SPELLS)
        self.edits: Recall[RecordId, tuple[Edit, ...]] = Recall(MOST_RECORDS)
        self.entries: Recall[tuple[ChangeRecord, Document, Platform], FeedEntry] = Recall(_ENTRIES)
        self.queues = Queues(site.database, self.edition, self.passing, self.ahead.soon)
        self.comparer = Comparer(self._state, self._passages)
        self.earlier = Earlier(self._state, self._passages_then)
        self._histories: Recall[Hashable, OverTime] = Recall(_HISTORIES)
        self._read_by: Recall[Hashable, Reading] = Recall(1)
        self._rewriting: Recall[tuple[object, ...], tuple[ChangeRecord, ...]] = Recall(_TOPICS)
        self._served: Recall[int, Served] = Recall(1)
        self.answers = Answers(site.database, site.clock)
        self._everyone: Recall[Hashable, Everyone] = Recall(1)
        self._seen: Recall[Hashable, Mapping[DocumentId, datetime]] = Recall(1)
        self.gallery = None if site.artist is None else Gallery(site.artist)
        self._templates = _environment(site, self.assets)
        for name in self._templates.list_templates():
            self._templates.get_template(name)

    def edition(self, version: VersionId) -> Edition:
        """The version with its text, which never changes. Lineage may: ask storage for it, not the edition."""
        found = self._editions.get(version)
        if found is None:
            raise ClausewatchError(
                f"version {version}", "storage names it but does not hold it", "Run clausewatch verify."
            )
        return found

    def over_time(self, owners: tuple[Platform, ...], topic: TopicId, modality: Modality | None) -> OverTime:
        """How the topic spread over the platforms; counted once while nothing comes to the archive."""
        with self.site.database.read() as connection:
            key = history_mark(connection), _called(owners), topic, modality
            return self._histories.get(
                key,
                lambda: over_time(
                    connection,
                    owners,
                    (topic, modality),
                    self._read_by.get(key[0], partial(reading, connection)),
                ),
            )

    def passing(self) -> EditionShelf:
        """A shelf of its own for who reads many documents once: it must not push out what the pages hold."""
        return EditionShelf(self.site.database, self.site.bodies, size=1)

    def _state(self, at: datetime | None = None) -> tuple[int, int]:
        with self.site.database.read() as connection:
            return newest_mark(connection, at)

    def _passages(self) -> Collection:
        found = collected(self.site.database, self.passing(), self.site.clock.now(), self.site.columns)
        # Patterns and vectors are made ready when they are first used: let that be for no reader.
        for row in range(0, len(found.corpus), len(found.corpus) // _TRIALS + 1):
            passage = found.corpus.passage(row)
            cells(found, passage.platform, passage.asked)
        # By now all is loaded that stays as long as the process. Were the collector to look through it again and again,
        # one page in a hundred would take a tenth of a second longer.
        gc.collect()
        gc.freeze()
        return found

    def _passages_then(self, at: datetime) -> Collection:
        site = self.site
        return collected(site.database, self.passing(), site.clock.now(), site.columns, at=at)

    def rewriting(self, topic: TopicId, limit: int) -> tuple[ChangeRecord, ...]:
        """The newest changes with which words on the topic came or went, as of the last minutes: finding them takes longer
        than a page may."""
        moment = int(self.site.clock.now().timestamp()) // _MINUTES
        with self.site.database.read() as connection:
            key = newest_mark(connection), moment, topic
            return self._rewriting.get(key, lambda: records.rewriting(connection, topic, limit))

    def served(self) -> Served:
        """How soon alerts arrived, as of some moment in this minute: there may be a hundred thousand of them."""
        now = self.site.clock.now()

        def counted() -> Served:
            with self.site.database.read() as connection:
                return served(connection, now)

        return self._served.get(int(now.timestamp()) // 60, counted)

    def figure(self, chart: Chart[N]) -> Figure:
        """The chart as a page holds it: nothing is drawn before its picture is asked for."""
        if self.gallery is None:
            return figure_of(chart, "", "")
        return figure_of(chart, self.gallery.artist.recipe, script_path(self.gallery.script_mark))

    def seen(self) -> Mapping[DocumentId, datetime]:
        """When each document was last observed, looked up once while nothing is written."""

        def found() -> Mapping[DocumentId, datetime]:
            with self.site.database.read() as connection:
                return last_observed(connection)

        return self._seen.get(self.answers.mark(), found)

    def everyone(self) -> Everyone:
        """All platforms and what is held of them, looked up once while nothing is written: every page of all platforms asks."""
        site = self.site

        def found() -> Everyone:
            with site.database.read() as connection:
                return everyone(connection, site.clock.now())

        return self._everyone.get(self.answers.mark(), found)

    def page(
        self, template: str, head: Head, page: object, status: int = 200, *, passing: bool = False
    ) -> PageResponse:
        """The page as HTML: the template is given its dataclass and nothing else beside the frame's."""
        body = self._templates.get_template(template).render(head=head, page=page)
        return PageResponse(body, head, status, passing=passing)


def _called(owners: tuple[Platform, ...]) -> Hashable:
    """What the catalogue says that a history shows; far cheaper to compare than the platforms themselves."""
    documents = (document for owner in owners for document in owner.documents)
    return (
        tuple((each.id, each.name, each.company) for each in owners),
        tuple((each.id, each.name, each.type) for each in documents),
    )


def route(desk: Desk, path: str, handler: Handler) -> Route:
    """A page: GET and HEAD on one path."""
    return Route(path, partial(handler, desk), methods=["GET"], name=handler.__name__)


def kept_route(desk: Desk, path: str, handler: Handler, *takes: str) -> Route:
    """The same of a page that says nothing but what the database holds and its address asks, by those parameters: it is answered
    from memory while both are the same. Who asks is not told to the handler."""

    def answer(request: Request) -> Response:
        asked, nobody = question(request, path, takes), impersonal(request)
        if asked is None:
            return handler(desk, nobody)
        return desk.answers.get(asked, partial(handler, desk, nobody))

    return Route(path, answer, methods=["GET"], name=handler.__name__)


# What templates call things, and where these stand.
_WORDS: tuple[Callable[..., object], ...] = (
    topic_of,
    topics_named,
    topics_ruled,
    parted,
    spoken,
    worded,
    dated,
    labels.day,
    labels.short_day,
    labels.moment,
    labels.iso,
    labels.span,
    labels.direction,
    labels.severity,
    labels.kind,
    labels.step,
    labels.date_kind,
    labels.verdict,
    labels.shift,
    labels.matter,
    labels.ruling,
    labels.class_meaning,
    labels.class_option,
    labels.thousands,
    labels.plural,
    labels.of_class,
    labels.why_alert,
    labels.in_a_row,
    labels.title_size,
    labels.takes_effect,
    labels.opening,
    addresses.safe_href,
    addresses.originals,
)
_PLACES: tuple[Callable[..., object], ...] = (
    addresses.platform_path,
    addresses.facts_path,
    addresses.platform_regulations_path,
    addresses.topic_path,
    addresses.regulation_path,
    addresses.registry_path,
    addresses.document_path,
    addresses.passage_path,
    addresses.whole_path,
    addresses.provision_path,
    addresses.compared_path,
    addresses.history_path,
    addresses.diff_form_path,
    addresses.diff_path,
    addresses.at_path,
    addresses.undivided_path,
    addresses.change_path,
    addresses.change_report_path,
    addresses.platform_report_path,
    addresses.diff_report_path,
    addresses.review_path,
    addresses.corrections_path,
    addresses.log_leaf_path,
    addresses.timemap_path,
    addresses.watch_feed_path,
    addresses.card_path,
    addresses.document_pack_path,
    addresses.change_pack_path,
)


def _environment(site: Site, assets: tuple[Asset, ...]) -> Environment:
    environment = Environment(
        loader=PackageLoader("clausewatch.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {each.__name__: each for each in _WORDS}
    environment.filters["redline"] = redline_html
    environment.filters["by_company"] = by_company
    environment.globals |= {each.__name__: each for each in _PLACES}
    environment.globals |= {
        "asset": {each.name: each.path for each in assets},
        "base_url": site.base_url.rstrip("/"),
        "notice": site.notice,
        "independence": labels.INDEPENDENCE,
        "disclaimer": DISCLAIMER,
        "state_meaning": STATE_MEANING,
        "typeset": site.typesetter is not None,
        "accounts": site.members is not None,
        "packed": site.log is not None,
    }
    return environment
