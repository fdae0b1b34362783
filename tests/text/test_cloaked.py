"""Addresses that a content network hides read as the addresses they are."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import read

_RULE = "<p>You agree that we may keep your bookings for ten days and you must not misuse the service.</p>"


def _content(inside: str) -> str:
    return read(
        Page(f"<html><body><main><h1>Terms</h1>{_RULE * 9}<p>{inside}</p></main></body></html>".encode())
    ).text.content


@pytest.mark.parametrize(
    "hidden",
    [
        "<a href='/cdn-cgi/l/email-protection' class='__cf_email__' data-cfemail='5a3e3f29311a2a2f342e743f223b372a363f'>[email&#160;protected]</a>",
        '<span class="__cf_email__" data-cfemail="076362746c477772697329627f666a776b62">[email protected]</span>',
    ],
)
def test_a_hidden_address_reads_as_the_open_one(hidden: str) -> None:
    assert _content(f"Write to {hidden} or call.") == _content("Write to desk@punt.example or call.")


def test_the_link_to_it_is_one_to_the_address() -> None:
    page = "<html><body><main><p>We reply to <a href='/cdn-cgi/l/email-protection#5a3e3f29311a2a2f342e743f223b372a363f'>letters</a> in ten days or less.</p></main></body></html>"
    assert [link.href for link in read(Page(page.encode())).text.links] == ["mailto:desk@punt.example"]


@pytest.mark.parametrize("code", ["5a34357a3b3e3e283f2929", "5a5", "5aff", "5a663864"])
def test_what_is_no_address_stays_as_it_is_shown(code: str) -> None:
    assert "[hidden]" in _content(f"<a data-cfemail='{code}'>[hidden]</a>")
