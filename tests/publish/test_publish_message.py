"""What a message says, and that hostile policy text stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.publish_kit import (
    ADDED,
    BASE,
    DOCUMENT,
    HOSTILE,
    LIVE,
    MOVED,
    NEW,
    OLD,
    OTA,
    PLATFORM,
    change,
    record,
)

from clausewatch.nouns.change import ChangeKind, ChangeRecord, RecordDates, Severity
from clausewatch.nouns.subscription import Message
from clausewatch.publish import DISCLAIMER, INDEPENDENCE, SourceRef, Told, message, record_line

TAGS = {
    *("html", "head", "meta", "title", "body", "div", "p", "a", "h1", "h2"),
    *("span", "br", "blockquote", "del", "ins"),
}
# Policy text as the reader gives it: no control characters but tab and LF.
POLICY_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], include_characters="\t\n<>&\"'{}%"), min_size=1
)


class Parsed(HTMLParser):
    """The tags, links and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in {"href", "src"}}

    def handle_data(self, data: str) -> None:
        self.words += data


def made(of: ChangeRecord, source: SourceRef = OTA) -> Message:
    return message("a1", Told(of, DOCUMENT, PLATFORM, source), BASE + "/")


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def test_the_text_tells_the_whole_change() -> None:
    told = made(record())
    text = told.text
    assert told.id == "a1"
    assert told.subject == (
        "[Clausewatch] Lumen Assistant: Usage Policy - Deleted conversations are kept for 90 days, up from 30"
    )
    for line in (
        f"> {OLD}",
        f"> {NEW}",
        "> " + OLD.replace("30", "[-30-]{+90+}"),
        "> You must not use the service to impersonate a public office.",
        "> We tell you by e-mail before we change this policy.",
        "1. Changed: Your data > Deletion",
        "2. Added: Prohibited uses",
        "3. Removed: Changes to this policy",
        "https://watch.example.org/change/ab12cd34ef56ab12cd34/",
        "   The document states, as before:",
    ):
        assert line in text.split("\n")
    flat = unwrapped(text)
    for part in (
        "Observed 9 March 2026, 09:05 UTC",
        "Printed date 1 March 2026",
        "Effective 8 April 2026",
        "Notice 9 March 2026, 30 days before it takes effect",
        "Silent edit the wording changed",
        "Class substantive, high severity, stricter for the user",
        "A number of days changed in a sentence about deletion.",
        "concerns: number, deadline",
        "To stop it, ask whoever runs that instance",
        DISCLAIMER,
        INDEPENDENCE,
    ):
        assert part in flat
    assert text.count("> Report abuse to abuse@lumen.example.") == 1
    assert all(len(line) <= 78 or line.startswith("> ") for line in text.split("\n"))


def test_the_html_tells_the_same_without_anything_to_fetch_or_run() -> None:
    page = Parsed(made(record()).html)
    assert page.tags <= TAGS
    assert not {name for name in page.attributes if name.startswith("on")}
    assert page.links == {
        "https://watch.example.org/",
        "https://watch.example.org/change/ab12cd34ef56ab12cd34/",
        "https://lumen.example/legal/usage?a=1&b=2",
    }
    assert "url(" not in made(record()).html
    flat = unwrapped(page.words)
    for part in ("within 3090 days", "public office", "9 March 2026, 09:05 UTC", DISCLAIMER, INDEPENDENCE):
        assert part in flat


def test_a_message_made_again_is_the_same() -> None:
    assert made(record()) == made(record())


def test_nothing_hostile_becomes_markup() -> None:
    nasty = replace(
        record(replace(change(old=HOSTILE, new=HOSTILE + " now"), section=HOSTILE, summary=HOSTILE)),
        headline=HOSTILE,
        reasons=(HOSTILE,),
    )
    document = replace(
        DOCUMENT, name=HOSTILE, sources=(replace(DOCUMENT.sources[0], url="javascript:alert(1)"),)
    )
    told = message("a1", Told(nasty, document, replace(PLATFORM, name=HOSTILE), OTA), BASE)
    page = Parsed(told.html)
    assert page.tags <= TAGS
    assert page.words.count('<script>alert("x")</script>') >= 4
    assert "{{ 7*7 }}" in page.words
    assert not any("javascript" in link or "evil" in link for link in page.links)
    assert "\n" not in told.subject
    assert len(told.subject) <= 180


@settings(max_examples=150)
@given(old=POLICY_TEXT, new=POLICY_TEXT, name=st.text())
def test_no_text_gets_through_as_markup_and_every_quotation_is_verbatim(
    old: str, new: str, name: str
) -> None:
    nasty = record(replace(change(old=old, new=new), section=name, summary=name), headline=name)
    told = message("a1", Told(nasty, replace(DOCUMENT, name=name), PLATFORM, OTA), BASE)
    assert Parsed(told.html).tags <= TAGS
    line = json.loads(told.payload)["data"]["changes"][0]
    assert (line["old"], line["new"]) == (old, new)
    for side in (old, new):
        assert "\n".join(f"> {part}" for part in side.split("\n")) in told.text
    for form in (told.subject, told.text, told.html, told.payload):
        form.encode("utf-8")
    assert len(told.subject.splitlines()) == 1


@pytest.mark.parametrize(
    "bad", ["a\r\nBcc: all@example.org", "a\u2028b", "a\x1b[31mb", "\u202egnp.exe", "x" * 900]
)
def test_a_headline_cannot_break_out_of_the_subject(bad: str) -> None:
    subject = made(record(headline=bad)).subject
    assert len(subject.splitlines()) == 1
    assert not re.search("[\x00-\x1f\u2028\u202e]", subject)
    assert len(subject) <= 180


def test_of_a_hundred_changes_the_severest_are_shown_and_the_rest_is_linked() -> None:
    low = [change(new=f"Clause {number} now says otherwise.", severity=Severity.LOW) for number in range(99)]
    high = change(ChangeKind.ADDED, None, "You must pay in gold.", Severity.HIGH)
    told = made(record(*low, high))
    assert "> You must pay in gold." in told.text
    assert "... and 75 more changes:\nhttps://watch.example.org/change/" in told.text
    assert "and 75 more changes" in Parsed(told.html).words
    assert told.text.index("gold") < told.text.index("Clause 0 ") < told.text.index("Clause 23 ")
    assert len(json.loads(told.payload)["data"]["changes"]) == 100


def test_the_same_edit_in_twenty_provisions_is_told_once_with_its_places() -> None:
    alike = [
        change(old=f"The Vendor does {n}.", new=f"The Supplier does {n}.", section=f"Part {n}")
        for n in range(20)
    ]
    grave = change(new="You must pay in gold.", severity=Severity.HIGH, section="Fees")
    lower = [replace(each, severity=Severity.LOW) for each in alike]
    told = made(record(*lower, grave))
    assert told.text.index("1. Changed: Fees") < told.text.index("2. Changed: Part 0")
    assert "The same edit in 20 places, also in:\n   - Part 1\n" in told.text
    assert "change=7#change-7" in told.text
    assert "... and 7 more" in told.text
    assert "3. " not in told.text
    assert "7 more" in Parsed(told.html).words
    assert len(json.loads(told.payload)["data"]["changes"]) == 21


def test_long_statements_keep_the_mail_below_what_readers_cut() -> None:
    words = " ".join(f"word{number}" for number in range(2000))
    pairs = [change(old=words, new=words.replace("word1500 ", f"other{number} ")) for number in range(30)]
    told = made(record(*pairs))
    assert len(told.html.encode()) < 100_000
    assert len(told.text.encode()) < 200_000
    assert "word1499 [-word1500-]{+other0+} word1501" in told.text
    assert "Shortened here" in told.text
    assert json.loads(told.payload)["data"]["changes"][29]["new"].count("other29") == 1


@pytest.mark.parametrize("shift", range(12))
def test_a_shortened_quotation_ends_between_words(shift: int) -> None:
    """Half a figure would be another figure: `90,000 days` must not end as `90,0 […]`."""
    words = " ".join(
        f"limit {number} is 1,234,567.{number} dollars or ninety-day notice," for number in range(400)
    )
    old = "x" * shift + " " + words
    sides = {"modified": (old, old.replace("limit 7 ", "limit 8 ")), "added": (None, old)}
    for kind, (before, after) in sides.items():
        told = made(record(change(ChangeKind(kind), before, after)))
        quotes = [line[2:] for line in told.text.splitlines() if line.startswith("> ")]
        cut = [quote for quote in quotes if "[…]" in quote]
        assert cut
        whole = {*old.split(), *(after or "").split()}
        for quote in cut:
            # What is marked is glued to its neighbours: the marks aside, every word is one of the document's.
            plain = re.sub(r"\[-.*?-\]|\{\+|\+\}", "", quote)
            assert {*plain.replace("[…]", " ").split()} <= whole, (kind, shift)
    assert "[…]" in Parsed(made(record(change(ChangeKind.ADDED, None, old))).html).words


def test_notice_given_on_the_day_is_told_as_such() -> None:
    day = date(2026, 3, 9)
    told = made(replace(record(), dates=RecordDates(effective=day, notice=day, notice_days=0))).text
    assert "on the day it takes effect" in " ".join(told.split())
    assert "0 days before" not in " ".join(told.split())


def test_marks_are_left_out_where_little_is_common() -> None:
    told = made(record(change(old="Alpha beta gamma delta.", new="Entirely other words stand here now.")))
    assert "[-" not in told.text
    assert "<del" not in told.html


def test_a_record_without_changes_or_dates_is_still_told() -> None:
    bare = replace(record(MOVED), changes=(), dates=RecordDates(), reasons=())
    told = made(bare)
    assert "Observed" in told.text
    assert "Printed" not in told.text


def test_the_line_is_the_contract() -> None:
    line = record_line(record(change(), ADDED), DOCUMENT, PLATFORM, OTA)
    assert set(line) == {
        "id",
        "platform",
        "document",
        "document_type",
        "observed_at",
        "cause",
        "verdict",
        "class",
        "alert",
        "severity",
        "direction",
        "summary",
        "reasons",
        "affected",
        "dates",
        "source",
        "changes",
        "evidence",
    }
    assert line["platform"] == "Lumen Assistant"
    assert line["document"] == "Usage Policy"
    assert line["observed_at"] == "2026-03-09T09:05:00Z"
    assert line["class"] == "substantive"
    assert line["dates"] == {
        "printed": "2026-03-01",
        "effective": "2026-04-08",
        "notice": "2026-03-09",
        "silent_edit": True,
        "notice_days": 30,
        "objection": None,
        "backdated": False,
        "last_seen": None,
    }
    assert line["source"] == {
        "kind": "ota",
        "commit": "c" * 40,
        "parent": "p" * 40,
        "path": "Lumen Assistant/Usage Policy.md",
    }
    changes = line["changes"]
    assert isinstance(changes, list)
    assert changes[0] == {
        "kind": "modified",
        "provision": "deletion",
        "section": "Your data > Deletion",
        "old": OLD,
        "new": NEW,
        "shift": ["number", "deadline"],
        "direction": "stricter-for-user",
        "severity": "high",
        "summary": "The period goes from 30 days to 90 days",
        "reasons": [],
    }
    assert changes[1]["old"] is None
    assert record_line(record(), DOCUMENT, PLATFORM, LIVE)["source"] == {
        "kind": "live",
        "captures": ["cap1", "cap2"],
    }


def test_the_payload_is_canonical() -> None:
    payload = made(record(headline="Größe \ud800")).payload
    content = json.loads(payload)
    assert set(content) == {"type", "id", "alert", "timestamp", "data"}
    assert (content["type"], content["id"], content["alert"]) == ("change.recorded", record().id, "a1")
    assert content["timestamp"] == "2026-03-09T09:05:00Z"
    assert payload.startswith(
        '{"alert":"a1","data":{"affected":["users"],"alert":true,"cause":"published","changes":[{"direction":'
    )
    assert "Größe" in payload
    payload.encode("utf-8")


def test_the_foot_names_the_watch_that_tells_and_is_one_line() -> None:
    leave = f"{BASE}/watch/w/unsubscribe?token=t"
    told = message("a1", Told(record(), DOCUMENT, PLATFORM, OTA), BASE, leave, watch="Birds <b>\nand bees")
    text = " ".join(told.text.split())
    assert (
        f"You get this because the watch “Birds <b> and bees” at {BASE}/ names your address. To stop it: {leave}"
        in text
    )
    assert "the watch “Birds &lt;b&gt; and bees” at" in told.html
    unnamed = message("a1", Told(record(), DOCUMENT, PLATFORM, OTA), BASE)
    assert "because a watch at" in " ".join(unnamed.text.split())
    assert "ask whoever runs that instance" in unnamed.html
