"""Links to addresses that a content network hides lead to the addresses they are."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page
from clausewatch.text import read


def _target(code: str) -> str:
    page = f"<html><body><main><p>We reply to <a href='/cdn-cgi/l/email-protection#{code}'>letters</a> in ten days.</p></main></body></html>"
    return read(Page(page.encode())).text.links[0].href


@pytest.mark.parametrize(
    "code", ["5a3e3f29311a2a2f342e743f223b372a363f", "076362746c477772697329627f666a776b62"]
)
def test_every_code_of_an_address_is_one_link(code: str) -> None:
    assert _target(code) == "mailto:desk@punt.example"


@pytest.mark.parametrize("code", ["5a34357a3b3e3e283f2929", "5a5", "5aff", "5a663864"])
def test_what_is_no_address_stays_as_it_is(code: str) -> None:
    assert _target(code).endswith(f"#{code}")
