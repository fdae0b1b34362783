"""Watches as people write them, and what they are told when they write something else."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.alert import check_names, make_watch, parse_watches, watch_words, webhook_secret
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Direction, Severity
from clausewatch.nouns.subscription import Channel, Pace, Timing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SECRET = webhook_secret(bytes(range(32)))
GOOD = f"""
[[watch]]
name = "Legal"
channel = "email"
target = "legal@example.org"
platforms = ["Lumen Assistant"]
documents = ["Usage Policy", "lumen-assistant/Privacy Policy"]
minimum = "medium"

[[watch]]
name = "Build"
channel = "webhook"
target = "https://hooks.example.org:8443/c?x=1"
secret = "{SECRET}"
active = false

[[watch]]
name = "Everything"
channel = "feed"
"""


def test_a_file_of_watches() -> None:
    legal, build, everything = parse_watches(GOOD, "watches.toml", NOW)
    assert legal.channel is Channel.EMAIL
    assert legal.platforms == ("lumen-assistant",)
    assert legal.documents == ("lumen-assistant/usage-policy", "lumen-assistant/privacy-policy")
    assert legal.minimum is Severity.MEDIUM
    assert legal.created_at == NOW
    assert legal.active
    assert (build.secret, build.active, build.minimum) == (SECRET, False, Severity.LOW)
    assert (everything.channel, everything.target) == (Channel.FEED, "")
    assert [watch.id for watch in parse_watches(GOOD, "other.toml", datetime.now(UTC))] == [
        legal.id,
        build.id,
        everything.id,
    ]


def test_scope_and_timing_of_a_watch() -> None:
    text = entry(
        topics='["arbitration"]',
        regulations='["gdpr"]',
        search="'\"class action\" OR arbitrat*'",
        directions='["stricter-for-user"]',
        classes='["substantive", "metadata"]',
        pace='"weekly"',
        weekday='"Friday"',
        at='"7:05"',
        zone='"Europe/Berlin"',
        muted='["Corvid", "Lumen Assistant/Usage Policy"]',
    )
    (made,) = parse_watches(text, "w.toml", NOW)
    assert made.scope.topics
    assert set(made.scope.topics) <= {each.id for each in taxonomy().topics}
    assert len(made.scope.regulations) > 1, "an instrument stands for all its entries"
    assert made.scope.directions == (Direction.STRICTER,)
    assert made.timing == Timing(Pace.WEEKLY, "Europe/Berlin", 425, 4)
    assert made.muted == ("corvid", "lumen-assistant/usage-policy")
    assert watch_words(made).endswith("on Fridays at 07:05 Europe/Berlin")
    (quiet,) = parse_watches(entry(quiet='"22:00-06:30"'), "w.toml", NOW)
    assert (quiet.timing.quiet_from, quiet.timing.quiet_until) == (1320, 390)


def test_a_file_without_watches_is_no_error() -> None:
    assert parse_watches("# nothing yet\n", "watches.toml", NOW) == ()


def entry(**fields: str) -> str:
    plain = {"name": '"N"', "channel": '"email"', "target": '"a@example.org"'} | fields
    return "[[watch]]\n" + "".join(f"{key} = {value}\n" for key, value in plain.items() if value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[watch]\n", ("w.toml", "not TOML", "line 1")),
        ("[watch]\nname = 'x'\n", ("w.toml", "[[watch]]")),
        ("[[watches]]\n", ("'watches'", "[[watch]]")),
        ("watch = [1]\n", ("watch 1", "no table")),
        (entry(name=""), ("watch 1", "`name`", "missing")),
        (entry(channel=""), ("watch 1 ('N')", "`channel`", "missing", "email, webhook, chat, feed")),
        (entry(channel='"emial"'), ("`channel`", "'emial'", "Did you mean 'email'?")),
        (entry(minimun='"high"'), ("`minimun`", "unknown", "Did you mean 'minimum'?")),
        (entry(colour='"red"'), ("`colour`", "Known are name, channel")),
        (entry(minimum='"severe"'), ("`minimum`", "none, low, medium, high")),
        (entry(minimum="3"), ("`minimum`", "not a text")),
        (entry(platforms='"Lumen"'), ("`platforms`", "not a list", "[")),
        (entry(platforms="[1]"), ("`platforms`", "holds 1")),
        (entry(documents='["Usage Policy"]'), ("`documents`", "which platform", "platform/usage-policy")),
        (entry(platforms='["b"]', documents='["a/T"]'), ("`documents`", "leaves out", "Add 'a'")),
        (entry(active='"no"'), ("`active`", "without quotes")),
        (entry(target=""), ("`target`", "missing", "legal@example.org")),
        (entry(target='"nobody"'), ("`target`", "has no @")),
        (entry(target='"a b@example.org"'), ("`target`", "no mailbox name")),
        (entry(target='"a@example.org\\r\\nBcc: b@example.org"'), ("`target`",)),
        (entry(target='"a@b@example.org"'), ("`target`", "no mailbox name")),
        (entry(target='"a@exa_mple.org"'), ("`target`", "no host name")),
        (entry(target='"a@bücher.example"'), ("`target`", "xn--bcher-kva.example")),
        (entry(secret='"x"'), ("`secret`", "only webhooks")),
        (entry(channel='"feed"'), ("`target`", "feed", "Leave it out")),
        (entry() + entry(name='"M"'), ("watch 2 ('M')", "same as watch 1")),
        (entry(topics='["arbitraton"]'), ("`topics`", "'arbitraton'", "Did you mean")),
        (entry(regulations='["no such law at all"]'), ("`regulations`", "not known", "/regulation/")),
        (entry(kinds='["add"]'), ("`kinds`", "'add'", "Did you mean 'added'?")),
        (entry(classes='["noise"]'), ("`classes`", "never told", "substantive")),
        (entry(search="'\"open'"), ("`search`", "quotation mark")),
        (entry(search='"platform:lumen fees"'), ("`search`", "asks for a platform", "topic:")),
        (entry(pace='"hourly"'), ("`pace`", "immediate, daily, weekly")),
        (entry(pace='"daily"', at='"25:00"'), ("`at`", "no time of day", '"08:30"')),
        (entry(at='"08:00"'), ("`at`", 'pace = "daily"')),
        (entry(pace='"daily"', weekday='"monday"'), ("`weekday`", "weekly")),
        (entry(pace='"weekly"', weekday='"mondai"'), ("`weekday`", "Did you mean 'monday'?")),
        (entry(pace='"daily"', quiet='"22:00-07:00"'), ("`quiet`", "own hour")),
        (entry(quiet='"22:00"'), ("`quiet`", "22:00-07:00")),
    ],
)
def test_a_mistake_is_told_with_its_place_and_mend(text: str, told: tuple[str, ...]) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_watches(text, "w.toml", NOW)
    assert str(caught.value).startswith("w.toml")
    for part in told:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("ftp://example.org/", "https:// or http://"),
        ("javascript:alert(1)", "https:// or http://"),
        ("https://", "names no host"),
        ("https://user:pass@example.org/", "user name or password"),
        ("https://example.org:99999/", "no address"),
        ("https://example.org:0/", "port 0"),
        ("https://example.org/a b", "percent-encoded"),
        ("https://example.org/é", "percent-encoded"),
        ("https://exa mple.org/", "no host name"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://[::1/", "no address"),
        ("https://example.org/" + "x" * 2000, "longer"),
    ],
)
def test_a_webhook_needs_an_address_that_can_be_asked(target: str, told: str) -> None:
    fields = {"name": "N", "channel": "webhook", "target": target, "secret": SECRET}
    with pytest.raises(BadInputError, match="`target`") as caught:
        make_watch(fields, "the command line", NOW)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/x", "https://[2001:db8::1]:8443/", "https://example.org"]
)
def test_addresses_that_can_be_asked(target: str) -> None:
    fields = {"name": "N", "channel": "webhook", "target": target, "secret": SECRET}
    assert make_watch(fields, "the command line", NOW).target == target


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "hunter2hunter2hunter2hunter2",
        "whsec_",
        "whsec_***",
        "whsec_" + base64.b64encode(b"short").decode(),
    ],
)
def test_a_webhook_needs_a_secret_and_the_error_says_how_to_make_one(secret: str) -> None:
    fields = {"name": "N", "channel": "webhook", "target": "https://example.org/", "secret": secret}
    with pytest.raises(BadInputError, match="clausewatch watch secret") as caught:
        make_watch(fields, "the command line", NOW)
    assert not secret.removeprefix("whsec_") or secret not in str(caught.value)


@given(st.binary(min_size=24, max_size=64))
def test_a_made_secret_is_taken(random: bytes) -> None:
    fields = {
        "name": "N",
        "channel": "webhook",
        "target": "https://example.org/",
        "secret": webhook_secret(random),
    }
    assert make_watch(fields, "x", NOW).secret == webhook_secret(random)


def test_too_little_randomness_makes_no_secret() -> None:
    with pytest.raises(ValueError, match="24 to 64"):
        webhook_secret(b"x" * 23)


def fault(made: Callable[[], object]) -> BadInputError | None:
    try:
        made()
    except BadInputError as error:
        return error
    return None


@given(st.text())
def test_any_text_is_watches_or_an_error_that_names_the_file(text: str) -> None:
    error = fault(lambda: parse_watches(text, "w.toml", NOW))
    assert error is None or error.subject.startswith("w.toml")


@given(st.dictionaries(st.sampled_from(["name", "channel", "target", "secret", "documents"]), st.text()))
def test_any_keys_are_a_watch_or_an_error(fields: dict[str, str]) -> None:
    error = fault(lambda: make_watch(fields, "here", NOW))
    assert error is None or error.subject.startswith("here")


def test_names_that_are_not_here_are_refused() -> None:
    watches = parse_watches(GOOD, "w.toml", NOW)
    known = ("lumen-assistant/usage-policy", "lumen-assistant/privacy-policy")
    zones = ("UTC", "Europe/Berlin")
    check_names(watches, ("lumen-assistant",), known, zones)
    with pytest.raises(UnknownNameError, match="Did you mean 'lumen-asistant'"):
        check_names(watches, ("lumen-asistant",), known, zones)
    with pytest.raises(UnknownNameError, match="clausewatch documents"):
        check_names(watches, ("lumen-assistant",), known[:0], zones)
    with pytest.raises(UnknownNameError, match="'Europe/Berlin'"):
        check_names(
            (replace(watches[0], timing=Timing(zone="Europe/Berln")),), ("lumen-assistant",), known, zones
        )
    with pytest.raises(UnknownNameError, match="platform 'corvid'"):
        check_names((replace(watches[0], muted=("corvid",)),), ("lumen-assistant",), known, zones)
