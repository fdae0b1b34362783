"""Watches as they are told: whole without the secret, and masked for everybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Alert, Attempt, Channel, Watch
from clausewatch.publish import delivery_line, masked, masked_watch_line, watch_line

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("legal@birchwood.example", "l…@….example"),
        ("ada@birchwood.example", "…@….example"),
        ("legal@localhost", "l…@…"),
        ("https://hooks.example/T0/B0?token=x", "https://hooks.example/…"),
        ("http://user:pass@hooks.example:8443/x", "http://hooks.example/…"),
        ("https://[::1", "…"),
        ("https://", "…"),
        ("tgram://12345:token/678", "tgram://12345/…"),
        ("no address", "…"),
        ("", ""),
    ],
)
def test_a_target_is_known_again_and_never_usable(target: str, shown: str) -> None:
    assert masked(target) == shown


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
    assert watch_line(watch)["target"] == "https://hooks.example/T0"
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
