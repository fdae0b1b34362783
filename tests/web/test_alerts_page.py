"""`/alerts/`: real alerts on their way through real servers, shown with masked targets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.pipeline.live_kit import BEGIN
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.nouns.failing import Event, Notice, Spell
from clausewatch.nouns.subscription import Channel, Pace, Timing
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.failing import deliver_notices
from clausewatch.storage import Database, failing, subscriptions
from clausewatch.web import Site, create_app
from clausewatch.web.labels import span

DAY = timedelta(days=1)


def client_of(scene: Told) -> TestClient:
    on = scene.instance
    return TestClient(create_app(Site(on.database, on.bodies, scene.live.clock, "https://watch.example")))


def test_the_page_says_how_soon_alerts_arrived(tmp_path: Path, database: Database) -> None:
    with told(tmp_path, database) as scene:
        scene.watch("legal", Channel.EMAIL)
        scene.watch("feed", Channel.FEED)
        scene.watch("daily", timing=Timing(Pace.DAILY))
        ended = scene.watch("ended", timing=Timing(Pace.WEEKLY))
        scene.watch("down")
        scene.hooks.status = 503
        scene.published(*TERMS, "surveillance")
        scene.hooks.status = 204
        scene.live.clock.advance(minutes=90)
        deliver(scene.instance)
        with database.write() as connection:
            subscriptions.end_watch(connection, ended.id)
        scene.live.clock.advance(hours=1)
        client = client_of(scene)
        shown = client.get("/alerts/")
        assert shown.status_code == 200
        words = " ".join(LexborHTMLParser(shown.text).body.text(separator=" ").split())  # type: ignore[union-attr]
        assert "2 of 2 (100.0%) arrived within 24 hours of being observed; 0 waiting, 0 given up." in words
        assert "1 h 30 min" in words
        assert "l…@example.org" in words
        assert "legal@example.org" not in shown.text
        assert "/down" not in shown.text
        found = client.get("/api/v1/alerts").json()
        month, quarter = found["periods"]
        assert (month["days"], quarter["days"]) == (30, 90)
        assert month["at_once"] == quarter["at_once"]
        assert month["at_once"]["observed_to_delivered"]["worst"] == timedelta(minutes=90).total_seconds()
        assert month["at_once"]["observed_to_delivered"]["alerts"] == 2
        assert (month["digests"]["waiting"], month["digests"]["share_within_24_hours"]) == (1, None)
        assert {each["state"] for each in found["newest"]} == {"delivered", "pending"}
        assert len(found["newest"]) == 3, "neither the feed's nor that of the watch which ended"


def test_notices_that_nothing_can_be_captured_have_figures_of_their_own(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        spell = Spell(scene.live.document.id, BEGIN, "answered 503", BEGIN)
        now = scene.live.clock.now()
        watches = (scene.watch("hook"), scene.watch("asleep"), scene.watch("ended"))
        with scene.instance.database.write() as connection:
            failing.begin_spell(connection, spell)
            failing.save_notices(
                connection,
                [Notice(each.id, Event.FAILING, (spell,), now, next_attempt_at=now) for each in watches],
            )
            failing.put_off(connection, Notice(watches[1].id, Event.FAILING, (spell,), now).id, now + DAY)
            subscriptions.end_watch(connection, watches[2].id)
        scene.live.clock.advance(minutes=7)
        assert deliver_notices(scene.instance).taken == 1
        client = client_of(scene)
        month, _ = client.get("/api/v1/alerts").json()["periods"]
        told_of = month["notices"]
        assert told_of["decided_to_delivered"]["alerts"] == 1
        assert told_of["decided_to_delivered"]["worst"] == timedelta(minutes=7).total_seconds()
        assert (told_of["waiting"], told_of["given_up"]) == (1, 0)
        assert month["at_once"]["waiting"] == 0, "they are no alerts"
        words = " ".join(LexborHTMLParser(client.get("/alerts/").text).body.text(separator=" ").split())  # type: ignore[union-attr]
        assert (
            "2 notices: 1 delivered, half within 7 min and the last after 7 min; 1 waiting, 0 given up."
            in words
        )


def test_old_alerts_leave_the_figures(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("build")
        scene.published(*TERMS, "surveillance")
        scene.live.clock.advance(days=40)
        month, quarter = client_of(scene).get("/api/v1/alerts").json()["periods"]
        assert month["at_once"]["observed_to_decided"]["alerts"] == 0
        assert quarter["at_once"]["observed_to_decided"]["alerts"] == 1
        scene.live.clock.advance(days=51)
        client = client_of(scene)
        assert client.get("/api/v1/alerts").json()["newest"] == []
        assert "No alert was sent" in client.get("/alerts/").text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (timedelta(seconds=-1), "0 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(hours=3, minutes=20, seconds=59), "3 h 20 min"),
        (timedelta(days=2, hours=4), "2 d 4 h"),
    ],
)
def test_a_span_of_time_in_words(value: timedelta, words: str) -> None:
    assert span(value) == words
