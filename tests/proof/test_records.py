"""What a capture's record tells of who runs the instance."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from clausewatch.capture.settings import FetchSettings
from clausewatch.nouns.evidence import Capture, Exchange, Origin
from clausewatch.proof.leaves import capture_record

URL = "https://birchwood.example/terms"
CONTACT = "https://ops.example/about (who we are)"


def _record(sent: tuple[tuple[str, str], ...], got: tuple[tuple[str, str], ...]) -> bytes:
    exchange = Exchange(URL, URL, sent, 200, got, (), None, 12)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return capture_record(
        Capture("c", "birchwood/terms", "s", at, Origin.LIVE, "", "text/html", None, None, 0, exchange)
    )


@pytest.mark.parametrize("before", ["", "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 "])
def test_the_contact_is_blanked_wherever_headers_hold_it(before: str) -> None:
    agent = before + FetchSettings(contact=CONTACT).user_agent
    record = _record((("User-Agent", agent), ("Accept", "*/*")), (("X-Agent", f"seen: {agent}"),))
    assert b"ops.example" not in record
    told = json.loads(record)
    blanked = agent.replace(CONTACT, "")
    assert blanked.endswith(" (+)")
    assert told["request_headers"] == [["User-Agent", blanked], ["Accept", "*/*"]]
    assert told["headers"] == [["X-Agent", f"seen: {blanked}"]]


def test_headers_that_echo_the_clients_address_are_named_and_not_told() -> None:
    names = (
        "X-Client-IP",
        "x-forwarded-for",
        "CF-Connecting-IP",
        "True-Client-IP",
        "X-Real-IP",
        "Via",
        "Forwarded",
    )
    echoes = tuple((name, "192.0.2.7") for name in names)
    record = _record((), (*echoes, ("Vary", "Accept"), ("CF-Ray", "8a1")))
    assert b"192.0.2.7" not in record
    assert json.loads(record)["headers"] == [
        *([name, ""] for name in names),
        ["Vary", "Accept"],
        ["CF-Ray", "8a1"],
    ]


def test_a_request_that_names_no_contact_leaves_headers_as_they_came() -> None:
    told = json.loads(_record((("User-Agent", "curl/8"),), (("Server", "one"),)))
    assert told["request_headers"] == [["User-Agent", "curl/8"]]
    assert told["headers"] == [["Server", "one"]]
