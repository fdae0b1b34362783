"""The picture of an alert mail: beside the HTML that names it, and nowhere where there is none."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import cast

import pytest
from tests.delivery.delivery_kit import MESSAGE, START
from tests.publish.publish_kit import BASE, DOCUMENT, OTA, PLATFORM, record

from clausewatch.delivery.mail import bytes_of, email_of
from clausewatch.drawing import open_artist
from clausewatch.nouns.subscription import Message
from clausewatch.publish import History, Told, drawable, history_of, message, told_history

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def made(png: bytes | None) -> Message:
    history = History("1 change.", 350, 208, png)
    return message("ab12", Told(record(), DOCUMENT, PLATFORM, OTA), BASE, history=history)


def sent(of: Message) -> EmailMessage:
    raw = bytes_of(email_of(of, Address("", "watch", "watch.example"), "a@b.example", START), wide=False)
    return message_from_bytes(raw, policy=policy.default)


def test_the_picture_stands_beside_the_html_that_names_it() -> None:
    mail = sent(made(PNG))
    text, related = mail.iter_parts()
    assert (mail.get_content_type(), text.get_content_type()) == ("multipart/alternative", "text/plain")
    assert related.get_content_type() == "multipart/related"
    html, picture = cast("EmailMessage", related).iter_parts()
    assert (html.get_content_type(), picture.get_content_type()) == ("text/html", "image/png")
    assert picture.get_content_disposition() == "inline"
    name = str(picture["Content-ID"]).strip("<>")
    assert f'src="cid:{name}"' in cast("EmailMessage", html).get_content()
    assert cast("EmailMessage", picture).get_content() == PNG
    assert "This document so far: 1 change." in cast("EmailMessage", text).get_content()


def test_without_a_picture_no_image_is_named_and_the_words_stay() -> None:
    mail = sent(made(None))
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        said = cast("EmailMessage", part).get_content()
        assert "<img" not in said
        assert "This document so far: 1 change." in said
    plain = sent(MESSAGE)
    assert [each.get_content_type() for each in plain.iter_parts()] == ["text/plain", "text/html"]


def test_what_is_drawn_is_the_history_as_of_the_change_and_the_same_every_time() -> None:
    of = record()
    later = replace(of, id="later", observed_at=of.observed_at.replace(year=2027))
    noun = history_of(of, (later, of), DOCUMENT)
    assert [each.at for each in noun.marks] == [of.observed_at]
    assert noun.now == noun.ringed == of.observed_at
    assert drawable(noun) == drawable(history_of(of, (of,), DOCUMENT))
    artist = open_artist()
    if artist is None:
        pytest.skip("the extra `charts` is not installed")
    try:
        png = artist.png(drawable(noun))
        assert png == artist.png(drawable(noun))
    finally:
        artist.close()
    told = told_history(noun, png)
    assert told.png is not None
    assert told.png.startswith(b"\x89PNG")
    assert len(png) < 120_000
    assert "1 substantive change since" in told.told
