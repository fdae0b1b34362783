"""`watch test`, `deliveries`, `retry` and `rotate` against real receivers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.delivery.delivery_kit import (
    MESSAGE,
    SECRET,
    Guard,
    Mailbox,
    NowClock,
    Receiver,
    mail_server,
    webhook_server,
    webhook_watch,
)
from tests.pipeline.told_kit import TERMS, told

from clausewatch.cli import main
from clausewatch.delivery import WebhookCourier, WebhookSettings
from clausewatch.nouns.subscription import AlertState, Attempt, Channel, Pace, Timing
from clausewatch.pipeline.deliver import deliver
from clausewatch.storage import Database, subscriptions
from clausewatch.storage import deliveries as log

FRESH = "whsec_" + "B" * 43 + "="


@dataclass
class Home:
    """An instance's folder that may send to this machine."""

    path: Path
    hooks: Receiver
    box: Mailbox

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["--home", str(self.path), "watch", *words])

    def add(self, *words: str) -> str:
        done = self.run("add", *words)
        assert done.exit_code == 0, done.output
        return done.output.split()[1]


@contextmanager
def home(folder: Path) -> Iterator[Home]:
    with webhook_server(Receiver()) as hooks, mail_server(Mailbox()) as box:
        path = folder / "home"
        path.mkdir()
        (path / "clausewatch.toml").write_text(
            '[capture]\nallow_networks = ["127.0.0.0/8"]\n[catalogue]\nshipped = false\n'
            f'[mail]\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\nsender = "w@watch.example"\n'
        )
        assert CliRunner().invoke(main, ["--home", str(path), "init"]).exit_code == 0
        yield Home(path, hooks, box)


def test_a_test_message_goes_the_real_way(tmp_path: Path) -> None:
    with home(tmp_path) as at:
        hook = at.add("--webhook", f"http://127.0.0.1:{at.hooks.port}/h/sEcReT", "--secret", SECRET)
        mail = at.add("--email", "legal@example.org", "--name", "Legal <b>team</b>")
        feed = at.add("--feed", "--name", "f")
        sent = at.run("test", hook)
        assert sent.exit_code == 0, sent.output
        assert "sEcReT" not in sent.output
        assert at.run("test", mail).exit_code == 0
        (got,) = at.hooks.got
        payload = json.loads(got.body)
        assert (payload["type"], payload["watch"], payload["id"]) == (
            "watch.test",
            hook,
            got.headers["webhook-id"],
        )
        assert Webhook(SECRET).verify(got.body, got.headers) == payload
        (taken,) = at.box.taken
        assert isinstance(taken.content, bytes)
        read = message_from_bytes(taken.content, policy=policy.default)
        assert read["Subject"].startswith("[Clausewatch] Test message of the watch")
        for kind in ("plain", "html"):
            body = read.get_body((kind,))
            assert body is not None
            assert "no document changed" in " ".join(str(body.get_content()).split())
            assert kind == "plain" or "<b>" not in str(body.get_content())
        assert at.run("test", feed).exit_code == 2
        assert at.run("test", "nobody").exit_code == 2
        assert at.run("remove", mail).exit_code == 0
        assert at.run("test", mail).exit_code == 2
        assert len(at.box.taken) == 1
        at.hooks.status = 410
        refused = at.run("test", hook)
        assert (refused.exit_code, "answered 410 Gone" in refused.output) == (1, True)
        assert "nothing was sent" in at.run("deliveries").output, "tests are no alerts"


def test_the_log_shows_every_try_and_a_dead_letter_goes_again(tmp_path: Path, database: Database) -> None:
    with told(tmp_path, database) as scene:
        watch = scene.watch("build")
        other = scene.watch("daily", timing=Timing(Pace.DAILY))
        scene.watch("feed", Channel.FEED)
        scene.hooks.status = 503
        scene.published(*TERMS, "surveillance")
        scene.hooks.status = 410
        scene.live.clock.advance(minutes=2)
        deliver(scene.instance)
        with database.read() as connection:
            failed = log.deliveries(connection, None, 10, failed_only=True)
            everything = log.deliveries(connection, None, 10)
            of_other = log.deliveries(connection, other.id, 10)
        (dead,) = failed
        assert (dead.alert.watch, dead.alert.state) == (watch.id, AlertState.GIVEN_UP)
        assert [each.detail for each in dead.attempts] == [
            "answered 503 Service Unavailable",
            "answered 410 Gone",
        ]
        assert {each.alert.watch for each in everything} == {watch.id, other.id}, "a feed is sent nowhere"
        assert [each.attempts for each in of_other] == [()]
        now = scene.live.clock.now()
        with database.write() as connection:
            assert log.retry(connection, now, "nobody") == 0
            assert log.retry(connection, now, of_other[0].alert.id) == 0, "what waits was not given up"
            assert log.retry(connection, now, dead.alert.id) == 1
        scene.hooks.status = 204
        assert deliver(scene.instance).taken == 1
        first, _, third = (each.headers["webhook-id"] for each in scene.hooks.got)
        assert first == third, "under the identifier it always had"


def test_all_dead_letters_go_again_but_for_watches_that_ended(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        for name in ("a", "b", "ended"):
            ended = scene.watch(name)
        scene.watch("gathered", timing=Timing(Pace.WEEKLY))
        scene.hooks.status = 410
        scene.published(*TERMS, "surveillance")
        scene.published(*TERMS)
        scene.live.clock.advance(days=7)
        deliver(scene.instance)
        scene.hooks.status = 204
        scene.hooks.got.clear()
        database = scene.instance.database
        with database.write() as connection:
            subscriptions.end_watch(connection, ended.id)
            again = log.retry(connection, scene.live.clock.now())
        assert again == 6, "two of a, two of b, and the digest's two"
        deliver(scene.instance)
        assert sorted(scene.hooked()) == ["a", "a", "b", "b", "gathered"]


def test_one_more_try_is_one_try(tmp_path: Path) -> None:
    """An alert whose tries are used up is given up again when the one more fails."""
    with told(tmp_path) as scene:
        scene.watch("down")
        scene.hooks.status = 503
        scene.published(*TERMS, "surveillance")
        for _ in range(9):
            scene.live.clock.advance(days=2)
            deliver(scene.instance)
        tries = len(scene.hooks.got)
        with scene.instance.database.write() as connection:
            assert log.retry(connection, scene.live.clock.now()) == 1
        for _ in range(3):
            scene.live.clock.advance(days=2)
            deliver(scene.instance)
        assert len(scene.hooks.got) == tries + 1
        with scene.instance.database.read() as connection:
            (dead,) = log.deliveries(connection, None, 5, failed_only=True)
        assert [each.number for each in dead.attempts] == list(range(1, tries + 2))


def test_the_commands_print_the_log_without_secrets(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("build")
        scene.hooks.status = 410
        scene.published(*TERMS, "surveillance")
        (tmp_path / "clausewatch.toml").write_text('[instance]\ndatabase = "sqlite:///rows.db"\n')
        at = Home(tmp_path, scene.hooks, scene.box)
        shown = at.run("deliveries", "--failed")
        assert "given up" in shown.output
        assert "try 1: answered 410 Gone (not tried again)" in shown.output
        assert "/build" not in shown.output
        (line,) = (json.loads(each) for each in at.run("deliveries", "--json").output.splitlines())
        assert line["state"] == "given-up"
        assert line["attempts"][0]["detail"] == "answered 410 Gone"
        assert at.run("retry").exit_code == 2
        assert at.run("retry", "nobody").exit_code == 2
        assert "1 alert will be tried again" in at.run("retry", line["alert"]).output
        assert "0 alerts" in at.run("retry", "--all-failed").output


def test_a_rotated_secret_signs_beside_the_new_one_for_some_days(tmp_path: Path) -> None:
    with home(tmp_path) as at:
        hook = at.add("--webhook", f"http://127.0.0.1:{at.hooks.port}/h", "--secret", SECRET)
        mail = at.add("--email", "legal@example.org")
        assert at.run("rotate", mail).exit_code == 2
        rotated = CliRunner().invoke(main, ["--home", str(at.path), "watch", "rotate", hook])
        fresh = next(word for word in rotated.output.split() if word.startswith("whsec_"))
        at.run("test", hook)
        at.run("rotate", hook, "--keep-days", "0")
        at.run("test", hook)
        both, one = at.hooks.got
        assert len(both.headers["webhook-signature"].split(" ")) == 2
        for secret in (SECRET, fresh):
            Webhook(secret).verify(both.body, both.headers)
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(one.body, one.headers)
        assert fresh not in at.run("list", "--json").output


def test_the_secret_before_ends_in_time() -> None:
    now = datetime.now(UTC)
    watch = replace(webhook_watch("http://hooks.example/", FRESH), previous_secret=SECRET)
    for until, count in ((now + timedelta(hours=1), 2), (now - timedelta(seconds=1), 1), (None, 1)):
        with webhook_server(Receiver()) as receiver:
            given = replace(watch, target=f"http://h.example:{receiver.port}/", previous_until=until)
            WebhookCourier(WebhookSettings(), Guard(), NowClock()).deliver(MESSAGE, given)
        (got,) = receiver.got
        assert got.headers["webhook-signature"].count("v1,") == count
    assert SECRET not in repr(watch)


def test_a_message_cannot_be_replayed_to_a_receiver_that_verifies() -> None:
    """Standard Webhooks, replay attacks: the time is signed, so an old message is refused; the id tells a second one."""

    class Hours(NowClock):
        def now(self) -> datetime:
            return super().now() - timedelta(minutes=6)

    watch = webhook_watch("")
    with webhook_server(Receiver()) as receiver:
        target = replace(watch, target=f"http://h.example:{receiver.port}/")
        WebhookCourier(WebhookSettings(), Guard(), Hours()).deliver(MESSAGE, target)
        for _ in range(2):
            WebhookCourier(WebhookSettings(), Guard(), NowClock()).deliver(MESSAGE, target)
    old, new, again = receiver.got
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(SECRET).verify(old.body, old.headers)
    moved = {**old.headers, "webhook-timestamp": new.headers["webhook-timestamp"]}
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(old.body, moved)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(new.body, {**new.headers, "webhook-id": "another"})
    Webhook(SECRET).verify(new.body, new.headers)
    assert new.headers["webhook-id"] == again.headers["webhook-id"] == MESSAGE.id


def test_an_attempt_row_is_read_as_it_was_kept(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("x")
        scene.published(*TERMS, "surveillance")
        with scene.instance.database.read() as connection:
            (found,) = log.deliveries(connection, None, 1)
            kept = subscriptions.attempts(connection, found.alert.id)
    assert found.attempts == kept
    assert isinstance(kept[0], Attempt)
