"""Documents that cannot be captured: told once, and once when it is over, through real servers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from standardwebhooks.webhooks import Webhook
from starlette.testclient import TestClient
from tests.delivery.delivery_kit import SECRET
from tests.pipeline.live_kit import page
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.cli import main
from clausewatch.config import load_settings
from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.nouns.subscription import AlertState, Channel, Timing
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.failing import deliver_notices, tell_failing
from clausewatch.storage import Database, catalog, deliveries, failing, records, subscriptions
from clausewatch.storage.records import RecordFilter
from clausewatch.web import Site, create_app

DOWN = Problem(Failure.STATUS, "birchwood.example answered 503 <Service Unavailable>")


def rounds(scene: Told, count: int, says: bytes | Problem = DOWN) -> None:
    url = scene.live.document.sources[0].url
    scene.live.answers.pages[url] = scene.live.answers.rendered[url] = says
    for _ in range(count):
        scene.live.clock.advance(hours=12)
        scene.live.round()


def mails(scene: Told) -> list[EmailMessage]:
    found = []
    for taken in scene.box.taken:
        assert isinstance(taken.content, bytes)
        found.append(message_from_bytes(taken.content, policy=policy.default))
    return found


def test_operator_and_watches_are_told_once_and_once_when_it_is_over(
    tmp_path: Path, database: Database
) -> None:
    with told(tmp_path, database) as scene:
        scene.live.instance = replace(scene.instance, operator="operator@watch.example")
        hook = scene.watch("build")
        scene.watch("legal", Channel.EMAIL)
        feed = scene.watch("feed", Channel.FEED)
        scene.watch("elsewhere", platforms=("nettle",))
        scene.watch("muted", muted=("birchwood/terms",))
        rounds(scene, 3)
        assert scene.hooked() == scene.mailed() == []
        rounds(scene, 5)
        assert scene.hooked() == ["build"]
        assert sorted(scene.mailed()) == ["legal", "operator"]
        (got,) = scene.hooks.got
        payload = Webhook(SECRET).verify(got.body, got.headers)
        assert payload["type"] == "capture.failing"
        assert payload["watch"] == hook.id
        assert payload["id"] == got.headers["webhook-id"]
        (line,) = payload["data"]
        assert (line["document"], line["since"]) == ("birchwood/terms", "2026-03-02T21:00:01Z")
        assert "503" in line["reason"]
        for mail in mails(scene):
            assert mail["Subject"] == "[Clausewatch] Cannot be captured: Birchwood: Terms"
            for kind in ("plain", "html"):
                body = mail.get_body((kind,))
                assert body is not None
                words = " ".join(str(body.get_content()).split())
                assert "since 2 March 2026, 21:00 UTC" in words
                assert "changes of what is named here are not seen" in words
                assert "<Service" not in words or kind == "plain"
        rounds(scene, 2, page(*TERMS))
        assert scene.hooked() == ["build", "build"]
        assert sorted(scene.mailed()) == ["legal", "legal", "operator", "operator"]
        assert json.loads(scene.hooks.got[-1].body)["type"] == "capture.recovered"
        rounds(scene, 4)
        assert scene.hooked() == ["build"] * 3, "a second spell is told anew"
        assert len({each.headers["webhook-id"] for each in scene.hooks.got}) == 3
        with database.read() as connection:
            shown = failing.in_feed(connection, feed.id, 10)
            assert [each.event.value for each in shown] == [
                "capture.failing",
                "capture.recovered",
                "capture.failing",
            ]
            assert records.told_to(connection, feed.id, 9) == ()
            assert records.records(connection, RecordFilter(alerting=True)) == (), "no change is told"


def test_a_feed_shows_that_captures_fail_beside_the_changes(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        feed = scene.watch("feed", Channel.FEED)
        scene.published(*TERMS, "surveillance")
        rounds(scene, 4)
        instance = scene.instance
        site = Site(instance.database, instance.bodies, scene.live.clock, "https://watch.example")
        with TestClient(create_app(site)) as client:
            items = client.get(f"/watch/{feed.id}/feed.json").json()["items"]
            atom = client.get(f"/watch/{feed.id}/feed.atom").text
        assert len(items) == 2
        assert items[0]["title"] == "Cannot be captured: Birchwood: Terms"
        assert "<html" not in items[0]["content_html"]
        assert items[0]["url"] == "https://watch.example/platform/birchwood/terms/history/"
        assert "Cannot be captured: Birchwood: Terms" in atom


def test_walls_count_as_outages_do(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("build")
        rounds(scene, 4, b"<html><title>x</title><body></body></html>")
        assert scene.hooked() == ["build"]


def test_a_short_outage_is_told_to_nobody(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("build")
        for _ in range(3):
            rounds(scene, 3)
            rounds(scene, 1, page(*TERMS))
        assert scene.hooked() == []


def test_many_tries_in_a_short_time_are_no_four_turns(tmp_path: Path) -> None:
    """After a failure a source is asked again after 30 minutes, an hour, two: four failures come in an afternoon."""
    with told(tmp_path) as scene:
        scene.watch("build")
        scene.live.clock.advance(hours=12)
        url = scene.live.document.sources[0].url
        scene.live.answers.pages[url] = scene.live.answers.rendered[url] = DOWN
        for _ in range(20):
            scene.live.round()
            scene.live.clock.advance(minutes=31)
        assert len(scene.live.verdicts()) >= 5
        assert scene.hooked() == []


def test_a_notice_that_fails_comes_again_as_the_same_and_is_in_the_log(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("build")
        scene.hooks.status = 503
        rounds(scene, 4)
        scene.hooks.status = 410
        scene.live.clock.advance(minutes=2)
        assert deliver_notices(scene.instance).taken == 0
        database = scene.instance.database
        with database.read() as connection:
            (dead,) = deliveries.deliveries(connection, watch.id, 10, failed_only=True)
        assert (dead.event, dead.alert.state) == ("capture.failing", AlertState.GIVEN_UP)
        assert [each.number for each in dead.attempts] == [1, 2]
        (tmp_path / "clausewatch.toml").write_text('[instance]\ndatabase = "sqlite:///rows.db"\n')
        listed = CliRunner().invoke(main, ["--home", str(tmp_path), "watch", "deliveries", "--failed"])
        assert "capture.failing" in listed.output
        with database.write() as connection:
            assert deliveries.retry(connection, scene.live.clock.now(), dead.alert.id) == 1
        scene.hooks.status = 204
        assert deliver_notices(scene.instance).taken == 1
        assert len({(each.body, each.headers["webhook-id"]) for each in scene.hooks.got}) == 1


def test_quiet_hours_and_ended_watches_hold_for_notices_too(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("night", timing=Timing(quiet_from=20 * 60, quiet_until=23 * 60))
        ended = scene.watch("ended", timing=Timing(quiet_from=20 * 60, quiet_until=23 * 60))
        scene.live.clock.time = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
        rounds(scene, 4)
        rounds(scene, 1)
        quiet = datetime(2026, 3, 9, 21, 0, tzinfo=UTC)
        assert sorted(scene.hooked()) == ["ended", "night"]
        scene.live.clock.time = quiet
        rounds(scene, 0, page(*TERMS))
        scene.live.round()
        assert len(scene.hooked()) == 2
        with scene.instance.database.write() as connection:
            subscriptions.end_watch(connection, ended.id)
        scene.live.clock.time = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
        deliver_notices(scene.instance)
        assert scene.hooked()[2:] == ["night"]


def test_nothing_is_told_of_what_is_no_longer_watched(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("build")
        rounds(scene, 4)
        with scene.instance.database.write() as connection:
            catalog.unwatch_missing(connection, ())
        assert tell_failing(scene.instance) == 0
        deliver(scene.instance)
        assert scene.hooked() == ["build"]
        with scene.instance.database.read() as connection:
            assert failing.open_spells(connection) == ()


def test_a_step_that_is_taken_twice_tells_once(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("build")
        rounds(scene, 4)
        assert tell_failing(scene.instance) == 0
        assert deliver_notices(scene.instance).taken == 0
        assert scene.hooked() == ["build"]


def test_an_operator_that_is_no_address_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clausewatch.toml").write_text('[alerts]\noperator = "nobody"\n')
    with pytest.raises(BadInputError, match="has no @"):
        load_settings(tmp_path, {})
    (tmp_path / "clausewatch.toml").write_text('[alerts]\noperator = "o@example.org"\nfailing_rounds = 2\n')
    found = load_settings(tmp_path, {}).alerts
    assert (found.operator, found.failing_rounds) == ("o@example.org", 2)
