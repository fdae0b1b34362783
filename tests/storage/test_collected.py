"""How texts were collected: kept beside captures and readings, asked for a pair of versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.storage.test_database import NOW, platform

from clausewatch.nouns.evidence import Capture, Collection, Exchange, Origin, Verdict
from clausewatch.nouns.observed import UNCOLLECTED, Collected, SourceFailure
from clausewatch.storage import Database, captures, catalog
from clausewatch.storage.captures import CaptureVerdict

DOCUMENT, SOURCE = "acme/terms", "acme/terms#1"
ONE, TWO = Collection(1, "a"), Collection(2, "b")


def keep(database: Database, hour: int, verdict: Verdict, collection: Collection | None) -> str:
    at = NOW + timedelta(hours=hour)
    exchange = Exchange("https://acme.example/terms", "", (), 200, (), (), None, 1)
    capture = Capture(
        f"capture-{hour}",
        DOCUMENT,
        SOURCE,
        at,
        Origin.OTA,
        f"c{hour}:x",
        "text/html",
        None,
        None,
        0,
        exchange,
    )
    with database.write() as connection:
        captures.save_capture(connection, replace(capture, collection=collection or ONE))
        reading = CaptureVerdict(capture.id, DOCUMENT, SOURCE, at, verdict, (), None, None, "r", collection)
        captures.save_reading(connection, reading)
        found = captures.capture(connection, capture.id)
        assert found is not None
        assert found.collection == (collection or ONE)
        assert captures.reading_of(connection, capture.id) == reading
    return capture.id


def test_the_latest_whole_text_before_counts_and_failures_between_are_told(database: Database) -> None:
    with database.write() as connection:
        catalog.save_platforms(connection, (platform(),), watched=True)
    keep(database, 0, Verdict.ERROR, None)
    first = keep(database, 1, Verdict.OK, ONE)
    keep(database, 2, Verdict.UNCHANGED, None)
    keep(database, 3, Verdict.SOFT_404, None)
    last = keep(database, 4, Verdict.OK, TWO)
    with database.read() as connection:
        found = captures.collected(connection, DOCUMENT, NOW + timedelta(hours=1), last)
        failed = (SourceFailure(SOURCE, Verdict.SOFT_404),)
        assert found == Collected(ONE, TWO, (Verdict.SOFT_404,), failed)
        assert found.changed
        assert captures.collected(connection, DOCUMENT, NOW, first).before == Collection()
        assert captures.collected(connection, DOCUMENT, NOW, "nobody") == UNCOLLECTED
    # The same text collected anew: from then on the new way is the usual one.
    keep(database, 5, Verdict.OK, TWO)
    later = keep(database, 6, Verdict.OK, TWO)
    with database.read() as connection:
        assert not captures.collected(connection, DOCUMENT, NOW + timedelta(hours=4), later).changed


def test_a_text_was_last_seen_at_the_last_good_capture_before_the_next(database: Database) -> None:
    with database.write() as connection:
        catalog.save_platforms(connection, (platform(),), watched=True)
    for hour, verdict in enumerate((Verdict.OK, Verdict.UNCHANGED, Verdict.SOFT_404, Verdict.OK)):
        keep(database, hour, verdict, ONE)
    at = [NOW + timedelta(hours=hour) for hour in range(5)]
    with database.read() as connection:
        assert captures.last_seen(connection, DOCUMENT, at[0], at[3]) == at[1]
        assert captures.last_seen(connection, DOCUMENT, at[3], at[4]) == at[3]
        assert captures.last_seen(connection, DOCUMENT, at[2], at[3]) is None
        assert captures.last_seen(connection, "acme/privacy", at[0], at[4]) is None
