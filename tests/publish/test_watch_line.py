"""Watches as they are told: whole without the secret, and masked for everybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Alert, Attempt, Channel, Watch
from clausewatch.publish import delivery_line, masked_watch_line, watch_line

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("legal@birchwood.example reads", "l…@birchwood.example reads"),
        ("to <legal@localhost>", "to <…@localhost>"),
        ("hook https://hooks.example/T0/B0?token=x", "hook https://hooks.example/…"),
        ("http://user:pass@hooks.example:8443/x", "http://hooks.example:8443/…"),
        ("https://[::1", "…"),
        ("(https://hooks.example/T0)", "…"),
        ("https://", "…"),
        ("tgram://12345:token/678", "…"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_a_name_holds_no_address_that_could_be_used(name: str, shown: str) -> None:
    assert masked_watch_line(_watch(Channel.FEED, "", name))["name"] == shown


@given(
    st.text("abcdefghijklmnopqrstuvwxyz.+-", min_size=2, max_size=30),
    st.from_regex(r"[a-z]{2,20}(\.[a-z]{2,10}){1,3}", fullmatch=True),
    st.text(max_size=20),
)
def test_no_mailbox_is_told_wherever_it_stands(local: str, host: str, around: str) -> None:
    address = f"{local}@{host}"
    name = f"{around} {address}, {around}<{address}>"
    told = masked_watch_line(_watch(Channel.EMAIL, address, name))
    assert address not in str(told)
    assert f"{local}@" not in str(told)


def test_the_secret_is_in_no_line() -> None:
    watch = _watch(Channel.WEBHOOK, "https://hooks.example/T0", "Legal")
    for line in (watch_line(watch), masked_watch_line(watch)):
        assert "whsec" not in str(line)
        assert line["target"] == "https://hooks.example/…", "its path is a secret as well"
    kept = _watch(Channel.EMAIL, "legal@birchwood.example", "Legal")
    assert watch_line(kept)["target"] == "legal@birchwood.example"
    assert masked_watch_line(watch)["name"] == "Legal"


def test_what_the_other_side_said_is_not_repeated() -> None:
    alert = Alert("a", "w", "r", AT)
    tried = Attempt("a", 1, AT, delivered=False, permanent=True, detail="legal@birchwood.example is unknown")
    line = delivery_line(alert, (tried,))
    assert "birchwood" not in str(line)
    assert line["tries"] == [{"number": 1, "at": "2026-03-01T00:00:00Z", "delivered": False}]
    assert line["digest"] is None


def _watch(channel: Channel, target: str, name: str) -> Watch:
    return Watch("w", name, channel, target, (), (), Severity.LOW, AT, secret="whsec_c2VjcmV0")
