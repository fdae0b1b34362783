"""The mail sink keeps each message once, before it says so."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from clausewatch.demo import MailSink


def letter(message_id: str | None, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "clausewatch@localhost"
    message["To"] = "reader@localhost"
    message["Subject"] = "Änderung: 30 → 90 days"
    if message_id is not None:
        message["Message-ID"] = message_id
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message


def send(port: int, *messages: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        for message in messages:
            client.send_message(message)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def sink(folder: Path) -> Iterator[MailSink]:
    sink = MailSink(folder)
    yield sink
    sink.stop()


def test_a_message_is_on_the_disk_when_it_is_taken(sink: MailSink, folder: Path) -> None:
    port = sink.start()
    send(port, letter("<one@demo>", "The cap falls to 200 €."))
    assert len(list(folder.iterdir())) == 1
    (message,) = sink.messages()
    assert (message["Message-ID"], message["Subject"]) == ("<one@demo>", "Änderung: 30 → 90 days")
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "The cap falls to 200 €."


def test_a_repeated_delivery_overwrites_its_own_file_only(sink: MailSink, folder: Path) -> None:
    port = sink.start()
    send(port, letter("<one@demo>", "first"), letter("<two@demo>", "other"), letter("<one@demo>", "again"))
    assert len(list(folder.iterdir())) == 2
    texts = {str(each["Message-ID"]): each.as_string() for each in sink.messages()}
    assert "again" in texts["<one@demo>"]
    assert "other" in texts["<two@demo>"]


def test_hostile_or_missing_ids_stay_in_the_folder_and_apart(sink: MailSink, folder: Path) -> None:
    port = sink.start()
    ids = ["<../../etc/passwd@x>", "<..-..-etc-passwd@x>", "<" + "a" * 500 + "@x>", None]
    send(port, *(letter(each, f"text {number}") for number, each in enumerate(ids)))
    assert len(list(folder.glob("*.eml"))) == 4
    assert [each for each in folder.parent.rglob("*") if each.is_file() and each.parent != folder] == []


def test_a_message_that_cannot_be_stored_is_refused_for_now(sink: MailSink, folder: Path) -> None:
    port = sink.start()
    folder.rmdir()
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(port, letter("<one@demo>", "first"))
    assert refusal.value.smtp_code == 451


def test_a_sink_begins_again_where_it_stopped(folder: Path) -> None:
    first = MailSink(folder)
    port = first.start()
    send(port, letter("<one@demo>", "first"))
    first.stop()
    first.stop()
    with pytest.raises(OSError, match="refused"):
        send(port, letter("<two@demo>", "late"))
    second = MailSink(folder)
    assert second.start(port) == port
    send(port, letter("<two@demo>", "second"))
    second.stop()
    assert len(second.messages()) == 2
