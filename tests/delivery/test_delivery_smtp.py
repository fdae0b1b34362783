"""E-mail through a real SMTP server, read back."""

from __future__ import annotations

import ssl
import time
from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery.delivery_kit import (
    MESSAGE,
    START,
    Mailbox,
    NowClock,
    email_watch,
    free_port,
    mail_server,
    raw_server,
)

from clausewatch.delivery import Security, SmtpCourier, SmtpSettings
from clausewatch.delivery.mail import bytes_of, email_of
from clausewatch.errors import BadInputError

PLAIN = SmtpSettings(
    "127.0.0.1", security=Security.NONE, sender="Clausewatch Büro <alerts@watch.example>", timeout_seconds=5
)


def courier(port: int, settings: SmtpSettings = PLAIN) -> SmtpCourier:
    return SmtpCourier(replace(settings, port=port), NowClock())


def read(box: Mailbox, at: int = 0) -> EmailMessage:
    content = box.taken[at].content
    assert isinstance(content, bytes)
    return message_from_bytes(content, policy=policy.default)


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_mail_arrives_as_it_was_written() -> None:
    with mail_server(Mailbox()) as box:
        said = courier(box.port).deliver(MESSAGE, email_watch())
    assert said.ok, said
    assert box.taken[0].mail_from == "alerts@watch.example"
    assert box.taken[0].rcpt_tos == ["legal@example.org"]
    mail = read(box)
    assert mail["Subject"] == MESSAGE.subject
    assert mail["From"] == "Clausewatch Büro <alerts@watch.example>"
    assert mail["To"] == "legal@example.org"
    assert mail["Message-ID"] == "<ab12cd34ef56ab12cd34@watch.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"]
    assert mail.get_content_type() == "multipart/alternative"
    assert part(mail, "plain") == MESSAGE.text
    assert part(mail, "html") == MESSAGE.html


def test_on_the_wire_it_is_seven_bit_with_short_lines() -> None:
    with mail_server(Mailbox()) as box:
        courier(box.port).deliver(MESSAGE, email_watch())
    content = box.taken[0].content
    assert isinstance(content, bytes)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_an_address_beyond_ascii_goes_to_a_server_that_takes_it() -> None:
    with mail_server(Mailbox()) as box:
        said = courier(box.port).deliver(MESSAGE, email_watch("büro@example.org"))
    assert said.ok, said
    assert read(box)["To"] == "büro@example.org"
    assert read(box)["Subject"] == MESSAGE.subject


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"], include_characters=" "), max_size=180))
def test_any_subject_survives_folding(subject: str) -> None:
    sent = email_of(replace(MESSAGE, subject=subject), Address("", "a", "b.example"), "c@d.example", START)
    content = bytes_of(sent, wide=False)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    got = message_from_bytes(content, policy=policy.default)
    assert str(got["Subject"] or "").strip() == " ".join(subject.split())


def test_every_attempt_has_the_same_message_id() -> None:
    with mail_server(Mailbox()) as box:
        for _ in range(2):
            courier(box.port).deliver(MESSAGE, email_watch())
    assert read(box, 0)["Message-ID"] == read(box, 1)["Message-ID"]


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: all@example.org", "x\nBcc: all@example.org\n\nbody", "x\u2028Bcc: y@z"]
)
def test_no_header_can_be_slipped_in(evil: str) -> None:
    nasty = replace(MESSAGE, id=evil, subject=evil, text="<script>alert(1)</script>\n")
    with mail_server(Mailbox()) as box:
        assert courier(box.port).deliver(nasty, email_watch()).ok
    mail = read(box)
    assert mail["Bcc"] is None
    assert "all@example.org" not in box.taken[0].rcpt_tos
    assert part(mail, "plain") == nasty.text


@pytest.mark.parametrize(
    "target",
    [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "nobody",
        "",
        "a@",
        "<a@b.org> RCPT",
    ],
)
def test_a_target_that_is_not_one_address_is_refused_for_good(target: str) -> None:
    with mail_server(Mailbox()) as box:
        said = courier(box.port).deliver(MESSAGE, email_watch(target))
    assert (said.ok, said.permanent) == (False, True)
    assert box.taken == []


@pytest.mark.parametrize(
    ("rcpt", "data", "permanent"),
    [
        ("550 5.1.1 no such user", "", True),
        ("450 4.2.1 mailbox busy", "", False),
        ("530 5.7.0 authentication required", "", False),
        ("", "554 5.7.1 looks like spam", True),
        ("", "452 4.3.1 disk full", False),
    ],
)
def test_what_the_server_refuses(rcpt: str, data: str, permanent: bool) -> None:
    with mail_server(Mailbox(rcpt=rcpt, data=data)) as box:
        said = courier(box.port).deliver(MESSAGE, email_watch())
    assert (said.ok, said.permanent) == (False, permanent)
    assert (rcpt or data)[:3] in said.detail


def test_a_dead_host_is_tried_again() -> None:
    said = courier(free_port()).deliver(MESSAGE, email_watch())
    assert (said.ok, said.permanent) == (False, False)
    assert "127.0.0.1" in said.detail
    assert "refused" in said.detail


def test_a_silent_host_is_left_in_time() -> None:
    with raw_server() as port:
        began = time.monotonic()
        said = courier(port, replace(PLAIN, timeout_seconds=0.3)).deliver(MESSAGE, email_watch())
        assert time.monotonic() - began < 3
    assert (said.ok, said.permanent, "no answer in time" in said.detail) == (False, False, True)


def test_a_server_that_drips_its_answers_is_cut_off() -> None:
    """Each line comes within the time for one, and all of them together would take longer than a lease."""
    with raw_server(*[b"220-x\r\n"] * 60, pause=0.1) as port:
        said = courier(port, replace(PLAIN, total_seconds=0.6)).deliver(MESSAGE, email_watch())
    assert (said.ok, said.permanent, said.silent) == (False, False, True)


def test_a_busy_greeting_is_tried_again_and_shown_harmless() -> None:
    with raw_server(b"554 go away\x1b[31m\r\n") as port:
        said = courier(port, replace(PLAIN, timeout_seconds=1)).deliver(MESSAGE, email_watch())
    assert (said.ok, said.permanent) == (False, False)
    assert "554 go away" in said.detail
    assert "\x1b" not in said.detail


def test_a_server_without_starttls_gets_no_mail() -> None:
    with mail_server(Mailbox()) as box:
        said = courier(box.port, replace(PLAIN, security=Security.STARTTLS)).deliver(MESSAGE, email_watch())
    assert (said.ok, said.permanent) == (False, False)
    assert "STARTTLS" in said.detail
    assert box.taken == []


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    issuer = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert("127.0.0.1").configure_cert(context)
    roots = tmp_path_factory.mktemp("tls") / "roots.pem"
    issuer.cert_pem.write_to_path(str(roots))
    return context, roots


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_encrypted_and_logged_in(authority: tuple[ssl.SSLContext, Path], security: Security) -> None:
    context, roots = authority
    settings = replace(PLAIN, security=security, tls_roots=str(roots), user="user", password="pass word")
    with mail_server(Mailbox(), context, implicit=security is Security.TLS, login=True) as box:
        assert courier(box.port, settings).deliver(MESSAGE, email_watch()).ok
        refused = courier(box.port, replace(settings, password="wrong")).deliver(MESSAGE, email_watch())
        stranger = courier(box.port, replace(settings, tls_roots="")).deliver(MESSAGE, email_watch())
    assert (refused.ok, refused.permanent, "535" in refused.detail) == (False, False, True)
    assert "wrong" not in refused.detail
    assert (stranger.ok, stranger.permanent, "certificate" in stranger.detail.lower()) == (False, False, True)
    assert len(box.taken) == 1


@pytest.mark.parametrize("sender", ["", "nobody", "a@b\r\nBcc: x@y", "Name <>"])
def test_a_sender_must_be_an_address(sender: str) -> None:
    with pytest.raises(BadInputError, match="mail sender"):
        SmtpCourier(replace(PLAIN, sender=sender), NowClock())


def test_the_password_is_not_shown() -> None:
    assert "hunter2" not in repr(replace(PLAIN, password="hunter2"))
