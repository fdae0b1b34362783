"""Leaving a watch by the link in its mail: RFC 8058, with the mail as it came and the pages as they are served."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.delivery.delivery_kit import MESSAGE, START
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.alert import leave_link, leave_token, may_leave
from clausewatch.cli import main
from clausewatch.delivery.mail import bytes_of, email_of
from clausewatch.errors import BadInputError
from clausewatch.nouns.subscription import Channel, Pace, Timing, Watch
from clausewatch.pipeline.deliver import deliver
from clausewatch.storage import Database, subscriptions
from clausewatch.web import Site, create_app
from clausewatch.wiring.key import instance_key

BASE = "https://watch.example"
KEY = b"k" * 32


@dataclass
class Scene:
    """A watch that was told by mail, its link, and the pages."""

    told: Told
    watch: Watch
    mail: EmailMessage
    client: TestClient

    @property
    def link(self) -> str:
        found = re.fullmatch(r"<(https://[^<>\s]+)>", self.mail["List-Unsubscribe"])
        assert found, self.mail["List-Unsubscribe"]
        return found[1]

    def active(self) -> bool:
        with self.told.instance.database.read() as connection:
            found = subscriptions.watch(connection, self.watch.id)
        assert found is not None
        return found.active


@pytest.fixture
def scene(tmp_path: Path, database: Database) -> Iterator[Scene]:
    with told(tmp_path, database) as on:
        on.live.instance = replace(on.instance, base_url=BASE, key=lambda: KEY)
        watch = on.watch("legal", Channel.EMAIL)
        on.published(*TERMS, "surveillance")
        (taken,) = on.box.taken
        assert isinstance(taken.content, bytes)
        mail = message_from_bytes(taken.content, policy=policy.default)
        site = Site(on.instance.database, on.instance.bodies, on.live.clock, BASE, key=lambda: KEY)
        with TestClient(create_app(site), base_url=BASE, follow_redirects=False) as client:
            yield Scene(on, watch, mail, client)


def test_one_click_as_a_mail_service_does_it(scene: Scene) -> None:
    """RFC 8058, 3.2: a POST of one form field to the address, without cookies; nothing is asked back."""
    assert scene.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for _ in range(2):
        answer = scene.client.post(scene.link, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert not scene.active()
    scene.told.published("payments")
    deliver(scene.told.instance)
    assert len(scene.told.box.taken) == 1, "nothing more is sent"


def test_opening_the_link_changes_nothing_and_its_form_does(scene: Scene) -> None:
    page = scene.client.get(scene.link)
    assert page.status_code == 200
    assert "no-store" in page.headers["cache-control"]
    assert "Nothing changes until you press the button" in page.text
    assert "l…@example.org" in page.text
    assert "legal@example.org" not in page.text
    assert scene.client.head(scene.link).status_code == 200
    assert scene.active()
    action = re.search(r'<form method="post" action="([^"]+)"', page.text)
    assert action
    done = scene.client.post(action[1], data={"List-Unsubscribe": "One-Click"})
    assert "It has ended" in done.text
    assert not scene.active()
    assert "It has ended" in scene.client.get(scene.link).text


def test_the_foot_of_both_forms_names_the_link(scene: Scene) -> None:
    for kind in ("plain", "html"):
        body = scene.mail.get_body((kind,))
        assert body is not None
        assert scene.link in str(body.get_content())
        assert "ask whoever runs" not in str(body.get_content())


def test_a_wrong_token_is_not_here_and_changes_nothing(scene: Scene) -> None:
    other, foreign = leave_token(KEY, "other"), leave_token(b"x" * 32, scene.watch.id)
    for token in ("", "0" * 64, "é", other, foreign, "\x00", "a" * 5000):
        for method in ("GET", "POST"):
            for watch in (scene.watch.id, "nobody"):
                answer = scene.client.request(method, f"/watch/{watch}/unsubscribe", params={"token": token})
                assert answer.status_code == 404, (token, method, watch)
                assert "belongs to no watch" in answer.text
    assert scene.active()


def test_a_digest_can_be_left_too(tmp_path: Path) -> None:
    with told(tmp_path) as on:
        on.live.instance = replace(on.instance, base_url=BASE, key=lambda: KEY)
        watch = on.watch("daily", Channel.EMAIL, timing=Timing(Pace.DAILY))
        on.published(*TERMS, "surveillance")
        on.live.clock.advance(days=1)
        deliver(on.instance)
        (taken,) = on.box.taken
        assert isinstance(taken.content, bytes)
        mail = message_from_bytes(taken.content, policy=policy.default)
        assert mail["List-Unsubscribe"] == f"<{leave_link(KEY, watch.id, BASE)}>"


def test_a_token_is_of_one_watch_and_one_instance() -> None:
    token = leave_token(KEY, "w1")
    assert may_leave(KEY, "w1", token)
    assert not may_leave(KEY, "w2", token)
    assert not may_leave(b"l" * 32, "w1", token)
    assert not may_leave(KEY, "w1", token[:-1])


@pytest.mark.parametrize(
    ("leave", "header", "post"),
    [
        ("https://w.example/" + "a" * 200, True, True),
        ("http://127.0.0.1:8300/w", True, False),
        ("https://w.example/\r\nBcc: evil@example.org", False, False),
        ("https://w.example/> <mailto:evil@example.org", False, False),
        ("javascript:alert(1)", False, False),
        ("/watch/w1", False, False),
        ("", False, False),
    ],
)
def test_only_an_absolute_address_becomes_a_header(leave: str, header: bool, post: bool) -> None:
    made = email_of(
        replace(MESSAGE, leave=leave), Address("", "w", "watch.example"), "legal@example.org", START
    )
    head = bytes_of(made, wide=False).partition(b"\r\n\r\n")[0].decode()
    assert (f"List-Unsubscribe: <{leave}>\r\n" in head + "\r\n") is header
    assert ("List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head) is post
    assert "Bcc" not in head


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = instance_key(tmp_path)
    assert len(key) == 32
    assert instance_key(tmp_path) == key
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"short")
    with pytest.raises(BadInputError, match="holds 5 bytes"):
        instance_key(tmp_path)


def test_what_its_receiver_ended_stays_ended_when_the_file_is_loaded_again(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "watches.toml"
    file.write_text('[[watch]]\nname = "Legal"\nchannel = "email"\ntarget = "legal@example.org"\n')
    run = CliRunner()
    assert run.invoke(main, ["--home", str(home), "init"]).exit_code == 0
    assert "1 of them new" in run.invoke(main, ["--home", str(home), "watch", "load", str(file)]).output
    database = Database(f"sqlite:///{home}/clausewatch.db")
    with database.write() as connection:
        (watch,) = subscriptions.watches(connection)
        assert subscriptions.leave_watch(connection, watch.id, START)
    again = run.invoke(main, ["--home", str(home), "watch", "load", str(file)])
    assert "stays ended" in again.output
    with database.read() as connection:
        assert subscriptions.watches(connection) == ()
    run.invoke(main, ["--home", str(home), "watch", "add", "--email", "legal@example.org"])
    with database.read() as connection:
        assert [each.id for each in subscriptions.watches(connection)] == [watch.id]
    database.close()
