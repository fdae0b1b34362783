"""Chat rooms over TLS to a real receiver under the services' own names; what is sent is plain text whatever it says."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from click.testing import CliRunner
from tests.delivery.delivery_kit import (
    MESSAGE,
    NowClock,
    Receiver,
    webhook_server,
    webhook_watch,
)

from clausewatch.alert import ChatService, chat_fault, chat_service, make_watch, masked_target
from clausewatch.cli import main
from clausewatch.delivery import ChatCourier, Couriers, WebhookSettings
from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.nouns.subscription import Brief, Channel, Message
from clausewatch.ports import AddressGuard, Delivered

TARGETS = {
    ChatService.SLACK: "https://hooks.slack.com/services/T0/B0/sEcReT",
    ChatService.DISCORD: "https://discord.com/api/webhooks/123/sEcReT-x",
    ChatService.TELEGRAM: "https://api.telegram.org/bot123:sEcReT/sendMessage?chat_id=-100",
    ChatService.TEAMS: "https://prod-1.westeurope.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=sEcReT",
}
HOSTILE = "@everyone <!channel> [free](https://evil.example) **bold** <https://evil.example|here> `x`"
BRIEF = Brief(f"Lumen: {HOSTILE}", ((f"Kept for 90 days {HOSTILE}", "https://watch.example/change/a_b/"),))
TOLD: Message = replace(MESSAGE, brief=BRIEF)


class Guarded:
    """An address guard that opens the receiver's address for whatever name is asked."""

    def __init__(self, answer: tuple[str, ...] | Problem = ("127.0.0.1",)) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def open_addresses(self, host: str, port: int) -> tuple[str, ...] | Problem:
        assert port == 443
        self.asked.append(host)
        return self.answer


@dataclass
class Room:
    """A receiver that stands for a service, and the courier that reaches it."""

    receiver: Receiver
    settings: WebhookSettings

    def send(self, target: str, guard: AddressGuard | None = None, told: Message = TOLD) -> Delivered:
        watch = replace(webhook_watch(target, ""), channel=Channel.CHAT)
        courier = ChatCourier(self.settings, guard or Guarded(), NowClock())
        return Couriers(None, None, courier).deliver(told, watch)

    @property
    def body(self) -> Any:
        (got,) = self.receiver.got
        return json.loads(got.body)


@contextmanager
def room(folder: Path, monkeypatch: pytest.MonkeyPatch, **answer: object) -> Iterator[Room]:
    """The services' names on a certificate of ours, and the port 443 led to the receiver's."""
    issuer = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = (
        "hooks.slack.com",
        "discord.com",
        "api.telegram.org",
        "prod-1.westeurope.logic.azure.com",
    )
    issuer.issue_cert(*names).configure_cert(context)
    roots = folder / "roots.pem"
    issuer.cert_pem.write_to_path(str(roots))
    with webhook_server(Receiver(**answer), context) as receiver:  # type: ignore[arg-type]
        there = socket.create_connection

        def connect(address: tuple[str, int], seconds: float) -> object:
            assert address == ("127.0.0.1", 443)
            return there(("127.0.0.1", receiver.port), seconds)

        monkeypatch.setattr(socket, "create_connection", connect)
        settings = WebhookSettings(connect_seconds=2, read_seconds=3, total_seconds=6, tls_roots=str(roots))
        yield Room(receiver, settings)


@pytest.mark.parametrize("service", list(ChatService))
def test_each_service_gets_a_short_text(
    service: ChatService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = Guarded()
    with room(tmp_path, monkeypatch) as there:
        said = there.send(TARGETS[service], guard)
    assert said == Delivered(ok=True, detail="answered 204 No Content")
    (got,) = there.receiver.got
    assert TARGETS[service].endswith(got.path)
    assert guard.asked == [got.headers["Host"].partition(":")[0]]
    flat = json.dumps(there.body, ensure_ascii=False)
    assert "Kept for 90 days" in flat
    assert "https://watch.example/change/a_b/" in flat
    assert "webhook-signature" not in got.headers


def test_slack_has_no_markup_and_names_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with room(tmp_path, monkeypatch) as there:
        there.send(TARGETS[ChatService.SLACK])
    body = there.body
    assert "<" not in body["text"]
    (block,) = body["blocks"]
    assert block["type"] == "rich_text"
    parts = block["elements"][0]["elements"]
    assert {each["type"] for each in parts} == {"text", "link"}
    assert [each["url"] for each in parts if each["type"] == "link"] == ["https://watch.example/change/a_b/"]


def test_discord_names_nobody_and_stays_in_its_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room(tmp_path, monkeypatch) as there:
        there.send(TARGETS[ChatService.DISCORD])
    body = there.body
    assert body["allowed_mentions"] == {"parse": []}
    assert "\\[free\\]\\(" in body["content"]
    assert "\\*\\*bold" in body["content"]
    monkeypatch.undo()
    with pytest.MonkeyPatch.context() as again, room(tmp_path, again) as there:
        there.send(TARGETS[ChatService.DISCORD], told=replace(TOLD, brief=Brief("t", BRIEF.lines * 90)))
    assert len(there.body["content"]) <= 2_000
    said = there.body["content"]
    shown = said.count("Kept for 90 days")
    assert shown >= 5
    assert said.endswith(f"\n… and {90 - shown} more"), "what is left out is counted"


@pytest.mark.parametrize("service", [ChatService.SLACK, ChatService.TEAMS, ChatService.TELEGRAM])
def test_a_digest_of_many_changes_is_not_refused_for_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: ChatService
) -> None:
    """Teams takes 28 KB. What a service refuses for its size it refuses for good, and all of the digest with it."""
    line = ("ж" * 450, f"https://watch.example/change/{'a' * 60}/")
    with room(tmp_path, monkeypatch) as there:
        there.send(TARGETS[service], told=replace(TOLD, brief=Brief("300 changes", (line,) * 300)))
    (got,) = there.receiver.got
    assert len(got.body) < 28_000
    shown = got.body.decode().count("ж" * 450)
    assert shown >= 5
    assert f"… and {300 - shown} more" in got.body.decode()


def test_telegram_calls_nobody_whose_name_a_text_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = Brief("🦜 Lumen", (("Ask @everybody_here or help@lumen.example", ""),))
    with room(tmp_path, monkeypatch) as there:
        there.send(TARGETS[ChatService.TELEGRAM], told=replace(TOLD, brief=brief))
    body = there.body
    assert body["text"] == "🦜 Lumen\nAsk @everybody_here or help@lumen.example", "verbatim"
    (entity,) = body["entities"]
    units = body["text"].encode("utf-16-le")
    begin, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    assert units[begin:end].decode("utf-16-le") == "@everybody_here"
    assert entity["type"] == "code"


def test_telegram_and_teams_take_text_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with room(tmp_path, monkeypatch) as there:
        there.send(TARGETS[ChatService.TELEGRAM])
    assert "parse_mode" not in there.body
    assert there.body["chat_id"] == "-100"
    monkeypatch.undo()
    with pytest.MonkeyPatch.context() as again, room(tmp_path, again) as other:
        other.send(TARGETS[ChatService.TEAMS])
    card = other.body["attachments"][0]["content"]
    assert {each["type"] for each in card["body"]} == {"RichTextBlock"}
    assert [each["url"] for each in card["actions"]] == ["https://watch.example/change/a_b/"]


@pytest.mark.parametrize(
    ("status", "permanent"), [(404, True), (403, True), (429, False), (500, False), (302, False)]
)
def test_what_a_service_refuses_is_told_without_the_secret(
    status: int, permanent: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Retry-After": "7", "Location": "https://127.0.0.1/"}
    with room(tmp_path, monkeypatch, status=status, headers=headers) as there:
        said = there.send(TARGETS[ChatService.SLACK])
    assert (said.ok, said.permanent, said.retry_after_seconds) == (False, permanent, 7.0)
    assert "sEcReT" not in said.detail
    assert len(there.receiver.got) == 1


def test_the_guard_holds() -> None:
    refusal = Problem(Failure.REFUSED_ADDRESS, "hooks.slack.com leads to 127.0.0.1, which is not called")
    watch = replace(webhook_watch(TARGETS[ChatService.SLACK], ""), channel=Channel.CHAT)
    said = ChatCourier(WebhookSettings(), Guarded(refusal), NowClock()).deliver(TOLD, watch)
    assert said == Delivered(ok=False, detail=refusal.detail)


@pytest.mark.parametrize(
    "target",
    [
        "json://127.0.0.1/x",
        "form://evil.example",
        "mailto://user:pw@evil.example",
        "file:///etc/passwd",
        "slack://T/B/X",
        "http://hooks.slack.com/services/T/B/x",
        "https://hooks.slack.com.evil.example/services/T/B/x",
        "https://evil.example/hooks.slack.com/services/T/B/x",
        "https://user@hooks.slack.com/services/T/B/x",
        "https://hooks.slack.com:8443/services/T/B/x",
        "https://evil.example\\@hooks.slack.com/services/x",
        "https://evil.example#.logic.azure.com/x",
        "https://evil.example/.logic.azure.com/x",
        "https://evil.example?.logic.azure.com/x",
        "https://127.0.0.1/api/webhooks/1/x",
        "https://discord.com/api/users/@me",
        "https://api.telegram.org/bot1:x/deleteWebhook?chat_id=1",
        "https://hooks.slack.com/services/T/B/x\r\nX: y",
        "",
    ],
)
def test_no_other_address_is_a_chat_room(target: str) -> None:
    assert chat_service(target) is None
    assert chat_fault(target)
    watch = replace(webhook_watch(target, ""), channel=Channel.CHAT)
    guard = Guarded()
    said = ChatCourier(WebhookSettings(), guard, NowClock()).deliver(TOLD, watch)
    assert (said.ok, said.permanent, guard.asked) == (False, True, [])
    if target:
        fields = {"name": "n", "channel": "chat", "target": target}
        with pytest.raises(BadInputError, match="Write the address") as refused:
            make_watch(fields, "test", datetime(2026, 3, 1, tzinfo=UTC))
        assert target not in str(refused.value)


def test_targets_are_masked() -> None:
    def shown(channel: Channel, target: str) -> str:
        return masked_target(channel, target)

    for target in TARGETS.values():
        assert "sEcReT" not in shown(Channel.CHAT, target)
    assert shown(Channel.CHAT, TARGETS[ChatService.SLACK]) == "https://hooks.slack.com/…"
    assert shown(Channel.EMAIL, "legal@example.org") == "l…@example.org"
    assert shown(Channel.WEBHOOK, "https://example.org:8443/a/key?x=1") == "https://example.org:8443/…"
    assert shown(Channel.WEBHOOK, "https://[::1/") == "…"
    assert shown(Channel.FEED, "") == ""


def test_the_command_shows_no_secret(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    run = CliRunner()
    run.invoke(main, ["--home", home, "init"])
    added = run.invoke(main, ["--home", home, "watch", "add", "--chat", TARGETS[ChatService.SLACK]])
    assert added.exit_code == 0, added.output
    for command in (["watch", "list"], ["watch", "list", "--json"]):
        listed = run.invoke(main, ["--home", home, *command])
        assert "hooks.slack.com" in listed.output
        assert "sEcReT" not in listed.output
