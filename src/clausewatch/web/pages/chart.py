"""Charts as pictures, as specifications, and the script that draws them in a browser."""

from __future__ import annotations

import gzip
import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.change import ChangeClass
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish.charts import Grid, Look, Spread, Timeline
from clausewatch.storage import catalog, records, timelines
from clausewatch.storage.records import RecordFilter
from clausewatch.web import charted
from clausewatch.web.desk import Desk, route
from clausewatch.web.drawn import Chart
from clausewatch.web.gallery import Gallery
from clausewatch.web.lookup import place_named, platform_named
from clausewatch.web.missing import MissingPageError
from clausewatch.web.over_time import modality_asked
from clausewatch.web.pages.topic import topic_named

Drawable = Chart[Timeline] | Chart[Grid] | Chart[Spread]

_FOR_GOOD = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=300"
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}
_TELLING = (ChangeClass.SUBSTANTIVE, ChangeClass.EDITORIAL, ChangeClass.METADATA)


def routes(desk: Desk) -> list[Route]:
    return [
        route(desk, "/chart/vega.js", script),
        route(desk, "/chart/{kind}/{subject:path}/{look}.{form}", chart),
    ]


def chart(desk: Desk, request: Request) -> Response:
    """GET /chart/<kind>/<subject>/<look>.<svg|png|json>?v=<mark>"""
    gallery = desk.gallery
    given = {name: str(value) for name, value in request.path_params.items()}
    if gallery is None or given["form"] not in _TYPES or given["look"] not in set(Look):
        raise _missing(request)
    found = chart_named(desk, given["kind"], given["subject"])
    if found is None:
        raise _missing(request)
    look, form = Look(given["look"]), given["form"]
    mark = found.mark(gallery.artist.recipe)
    body = _drawn(gallery, found, (mark, look, form))
    if body is None:
        return Response(
            "This chart cannot be drawn now.", 503, {"retry-after": "5", "cache-control": "no-store"}
        )
    kept = _FOR_GOOD if request.query_params.get("v") == mark else _FOR_NOW
    tag = f'"{mark}-{look.value}-{form}"'
    return Response(body, media_type=_TYPES[form], headers={"cache-control": kept, "etag": tag})


def script(desk: Desk, request: Request) -> Response:
    """GET /chart/vega.js: vega, vega-lite and vega-embed, made on this machine out of the extra."""
    gallery = desk.gallery
    if gallery is None:
        raise _missing(request)
    artist = gallery.artist
    packed = gallery.get(
        (artist.recipe, "script", "gzip"), lambda: gzip.compress(artist.script(), 6, mtime=0)
    )
    if packed is None:
        return Response(
            "The script cannot be made now.", 503, {"retry-after": "5", "cache-control": "no-store"}
        )
    kept = _FOR_GOOD if request.query_params.get("v") == gallery.script_mark else _FOR_NOW
    headers = {"cache-control": kept, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type="text/javascript", headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type="text/javascript", headers=headers)


def chart_named(desk: Desk, kind: str, subject: str) -> Drawable | None:
    """The chart of that kind and subject as rows are now; None where there is none."""
    of, _, rest = subject.partition("/")
    now = desk.site.clock.now()
    if kind == "timeline":
        readers = {
            "platform": _platform,
            "document": _document,
            "provision": _provision,
            "topic": _topic,
            "record": _record,
        }
        return readers[of](desk, rest) if of in readers else None
    if (kind, of) == ("adoption", "topic"):
        return _adoption(desk, rest)
    with desk.site.database.read() as connection:
        if (kind, subject) == ("heat", "all"):
            return charted.heat_map(connection, catalog.platforms(connection), now)
        if (kind, subject) == ("severity", "all"):
            return charted.severity_profile(connection, now)
        if kind == "severity" and of == "platform":
            return charted.severity_profile(connection, now, platform_named(desk.site.database, rest))
    return None


def _platform(desk: Desk, rest: str) -> Chart[Timeline]:
    owner = platform_named(desk.site.database, rest)
    with desk.site.database.read() as connection:
        return charted.platform_timeline(connection, owner, desk.site.clock.now())


def _document(desk: Desk, rest: str) -> Chart[Timeline]:
    owner, _, name = rest.partition("/")
    place = place_named(desk.site.database, owner, name)
    with desk.site.database.read() as connection:
        found = as_ruled(connection, records.briefly(connection, RecordFilter(document=place.document.id)))
        return charted.document_timeline(connection, place.document, found, desk.site.clock.now())


def _record(desk: Desk, rest: str) -> Chart[Timeline] | None:
    with desk.site.database.read() as connection:
        record = records.record(connection, rest)
        document = catalog.document(connection, record.document) if record else None
        if record is None or document is None:
            return None
        found = as_ruled(connection, records.briefly(connection, RecordFilter(document=document.id)))
        return charted.record_timeline(connection, document, found, record, desk.site.clock.now())


def _provision(desk: Desk, rest: str) -> Chart[Timeline] | None:
    whole, _, lineage = rest.rpartition("/")
    owner, _, name = whole.partition("/")
    place = place_named(desk.site.database, owner, name)
    with desk.site.database.read() as connection:
        wanted = RecordFilter(document=place.document.id, classes=_TELLING)
        history = as_ruled(connection, records.records(connection, wanted, newest_first=True))
        found = charted.provision_timeline(
            connection, place.document, lineage, history, desk.site.clock.now()
        )
    return found if any(each.lane == found.noun.lanes[0] for each in found.noun.marks) else None


def _topic(desk: Desk, rest: str) -> Chart[Timeline]:
    topic = topic_named(rest)
    touching = desk.rewriting(topic.id, charted.MOST_MARKS)
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        rewriting = as_ruled(connection, touching)
    return charted.topic_timeline(rewriting, platforms, (topic.id, topic.name), desk.site.clock.now())


def _adoption(desk: Desk, rest: str) -> Chart[Spread]:
    leaf, _, modality = rest.partition("/")
    topic = topic_named(leaf)
    with desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        seen = timelines.last_observed(connection)
    over = desk.over_time(platforms, topic.id, modality_asked(modality))
    return charted.adoption_curve(over.adoption, topic.name, platforms, seen)


def _drawn(gallery: Gallery, found: Drawable, key: tuple[str, Look, str]) -> bytes | None:
    _, look, form = key
    if form == "json":
        return json.dumps(found.spec(look), separators=(",", ":")).encode()
    draw = gallery.artist.svg if form == "svg" else gallery.artist.png
    return gallery.get((key[0], look.value, form), lambda: draw(found.spec(look)))


def _missing(request: Request) -> MissingPageError:
    return MissingPageError(
        f"chart “{request.url.path}”", "there is no such chart here", "Start from a page that shows one.", ()
    )
