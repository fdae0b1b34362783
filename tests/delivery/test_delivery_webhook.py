"""Webhooks to a real receiver that checks the signature with the specification's own library."""

from __future__ import annotations

import json
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.delivery.delivery_kit import (
    MESSAGE,
    SECRET,
    Guard,
    NowClock,
    Receiver,
    email_watch,
    free_port,
    raw_server,
    webhook_server,
    webhook_watch,
)

from clausewatch.delivery import Couriers, WebhookCourier, WebhookSettings
from clausewatch.delivery.answer import asked_wait, shown
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.nouns.subscription import Channel
from clausewatch.ports import AddressGuard, Delivered

QUICK = WebhookSettings(connect_seconds=1, read_seconds=2, total_seconds=4)


def send(target: str, guard: AddressGuard | None = None, settings: WebhookSettings = QUICK) -> Delivered:
    return WebhookCourier(settings, guard or Guard(), NowClock()).deliver(MESSAGE, webhook_watch(target))


def test_the_receiver_can_verify_what_it_got() -> None:
    guard = Guard()
    with webhook_server(Receiver()) as receiver:
        said = send(f"http://hooks.example:{receiver.port}/a%20b/c?x=1&y=%C3%A9", guard)
    assert said == Delivered(ok=True, detail="answered 204 No Content")
    assert guard.asked == [("hooks.example", receiver.port)]
    (got,) = receiver.got
    assert got.path == "/a%20b/c?x=1&y=%C3%A9"
    assert got.headers["Host"] == f"hooks.example:{receiver.port}"
    assert got.headers["Content-Type"].startswith("application/json")
    assert got.headers["webhook-id"] == MESSAGE.id
    assert got.body.decode() == MESSAGE.payload
    assert Webhook(SECRET).verify(got.body, got.headers) == json.loads(MESSAGE.payload)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body.replace(b"ab12", b"ab13"), got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 43 + "=").verify(got.body, got.headers)


@pytest.mark.parametrize(
    ("status", "ok", "permanent"),
    [
        (200, True, False),
        (202, True, False),
        (301, False, False),
        (400, False, True),
        (401, False, True),
        (404, False, True),
        (408, False, False),
        (410, False, True),
        (425, False, False),
        (429, False, False),
        (500, False, False),
        (503, False, False),
        (599, False, False),
    ],
)
def test_what_a_status_means(status: int, ok: bool, permanent: bool) -> None:
    with webhook_server(Receiver(status=status)) as receiver:
        said = send(f"http://127.0.0.1:{receiver.port}/")
    assert (said.ok, said.permanent) == (ok, permanent)
    assert said.detail.startswith(f"answered {status}")
    assert "Hostile" not in said.detail


@pytest.mark.parametrize("status", [429, 503])
def test_the_receiver_says_when_to_come_again(status: int) -> None:
    with webhook_server(Receiver(status=status, headers={"Retry-After": "120"})) as receiver:
        assert send(f"http://127.0.0.1:{receiver.port}/").retry_after_seconds == 120


def test_a_redirect_is_not_followed() -> None:
    with webhook_server(Receiver()) as inner:
        there = {"Location": f"http://127.0.0.1:{inner.port}/secret"}
        with webhook_server(Receiver(status=307, headers=there)) as receiver:
            said = send(f"http://127.0.0.1:{receiver.port}/")
    assert not said.ok
    assert "redirects are not followed" in said.detail
    assert inner.got == []


def test_an_address_that_the_guard_refuses_is_never_connected_to() -> None:
    refusal = Problem(Failure.REFUSED_ADDRESS, "hooks.example leads to 127.0.0.1, which is not called")
    with webhook_server(Receiver()) as receiver:
        said = send(f"http://hooks.example:{receiver.port}/", Guard(refusal))
    assert said == Delivered(ok=False, detail=refusal.detail)
    assert receiver.got == []
    assert send("http://hooks.example/", Guard(Problem(Failure.BAD_URL, "no host"))).permanent
    waiting = send("http://hooks.example/", Guard(Problem(Failure.DNS, "no name", 900.0)))
    assert (waiting.permanent, waiting.retry_after_seconds) == (False, 900.0)


def test_a_second_address_is_tried() -> None:
    with webhook_server(Receiver()) as receiver:
        assert send(f"http://hooks.example:{receiver.port}/", Guard(("127.0.0.9", "127.0.0.1"))).ok


def test_a_dead_host_is_tried_again() -> None:
    said = send(f"http://127.0.0.1:{free_port()}/")
    assert (said.ok, said.permanent) == (False, False)
    assert "refused" in said.detail
    assert not send("http://127.0.0.1/", Guard(())).ok


def test_a_silent_host_is_left_in_time() -> None:
    began = time.monotonic()
    with webhook_server(Receiver(slow=1.5)) as receiver:
        said = send(f"http://127.0.0.1:{receiver.port}/", settings=replace(QUICK, read_seconds=0.2))
    assert time.monotonic() - began < 3
    assert (said.ok, said.permanent, "no answer in time" in said.detail) == (False, False, True)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_drips_is_cut_off(scheme: str) -> None:
    pieces = [b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 60]
    began = time.monotonic()
    with raw_server(*pieces, pause=0.1) as port:
        said = send(f"{scheme}://127.0.0.1:{port}/", settings=replace(QUICK, total_seconds=0.6))
    assert time.monotonic() - began < 3
    assert (said.ok, said.permanent) == (False, False)


def test_what_is_no_http_is_tried_again() -> None:
    with raw_server(b"SSH-2.0-OpenSSH\x1b[2J\r\n") as port:
        said = send(f"http://127.0.0.1:{port}/")
    assert (said.ok, said.permanent) == (False, False)
    assert "\x1b" not in said.detail


@pytest.mark.parametrize("target", ["ftp://example.org/", "hello", "http://", "http://[::1/", ""])
def test_what_is_no_address_is_refused_for_good(target: str) -> None:
    said = send(target)
    assert (said.ok, said.permanent) == (False, True)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_é"])
def test_a_secret_that_cannot_sign(secret: str) -> None:
    courier = WebhookCourier(QUICK, Guard(), NowClock())
    said = courier.deliver(MESSAGE, webhook_watch("http://127.0.0.1/", secret))
    assert (said.ok, said.permanent) == (False, True)


def test_over_tls_the_name_is_checked_though_the_address_is_pinned(tmp_path: Path) -> None:
    issuer = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert("hooks.example").configure_cert(context)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    roots = tmp_path / "roots.pem"
    issuer.cert_pem.write_to_path(str(roots))
    settings = replace(QUICK, tls_roots=str(roots))
    with webhook_server(Receiver(), context) as receiver:
        good = send(f"https://hooks.example:{receiver.port}/x", settings=settings)
        other = send(f"https://other.example:{receiver.port}/x", settings=settings)
        unknown = send(f"https://hooks.example:{receiver.port}/x")
    assert good.ok, good
    assert names[0] == "hooks.example"
    assert (other.ok, other.permanent) == (False, False)
    assert "certificate" in other.detail.lower()
    assert not unknown.ok
    assert len(receiver.got) == 1


def test_a_wish_to_wait_as_delay_or_date() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert asked_wait("30", now) == 30
    assert asked_wait(format_datetime(now + timedelta(minutes=2), usegmt=True), now) == 120
    assert asked_wait(format_datetime(now - timedelta(minutes=2), usegmt=True), now) == 0
    assert [asked_wait(text, now) for text in (None, "", "soon", "-5", "9" * 40)] == [None] * 5


def test_what_is_shown_is_one_short_line() -> None:
    assert shown("a\r\nb\x1b[31m\u202e" + "c" * 999).startswith("a b [31m c")
    assert len(shown("x" * 10_000)) == 300


def test_each_channel_has_its_courier() -> None:
    class Postman:
        def deliver(self, message: object, watch: object) -> Delivered:
            return Delivered(ok=True, detail=f"{message is MESSAGE} {watch is not None}")

    assert Couriers(Postman(), None).deliver(MESSAGE, email_watch()).ok
    missing = Couriers(None, Postman()).deliver(MESSAGE, email_watch())
    assert (missing.ok, missing.permanent, "email" in missing.detail) == (False, False, True)
    assert Couriers(None, Postman()).deliver(MESSAGE, webhook_watch("http://x/")).ok
    feed = replace(email_watch(), channel=Channel.FEED)
    assert Couriers(Postman(), Postman()).deliver(MESSAGE, feed).permanent
