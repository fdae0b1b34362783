"""Checked rules as files and on a terminal: hostile words stay words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from tests.publish.ci_formats import check_junit, check_sarif

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.knowledge import QuickFactId
from clausewatch.nouns.requirement import (
    Checked,
    Forbid,
    Matter,
    Outcome,
    Quoted,
    Rule,
    Ruling,
    Subject,
    Why,
)
from clausewatch.publish import check_line, check_report, junit, sarif, seen

_EVIL = "a\x1b[31m\x00 ]]><!-- & \" ' <b> =cmd()\u202e\ud800 [link](x)\nsecond"
_RULE = Rule("one", "No <training>", Forbid(Matter(fact=QuickFactId.TRAINING)), Severity.HIGH)
_SUBJECT = Subject(
    "birchwood", f"Birchwood {_EVIL}", "birchwood/terms", "Terms", "Terms of Service", "v" * 20,
    datetime(2026, 3, 1, 9, tzinfo=UTC), "https://birchwood.example/terms",
)  # fmt: skip
_QUOTED = Quoted("birchwood/terms", "v" * 20, _EVIL, Span(10, 10 + len(_EVIL)), f"Terms > {_EVIL}", 2, 4)
FAILED = Checked(
    _RULE, _SUBJECT, Ruling(Outcome.FAILED, Why.STATED, "It states it.", (_QUOTED, _QUOTED)), "a" * 20
)
PASSED = replace(FAILED, ruling=Ruling(Outcome.PASSED, Why.NOT_STATED, "Not found."))
UNKNOWN = replace(FAILED, ruling=Ruling(Outcome.UNKNOWN, Why.SILENT, "Silent."))
STOOD = replace(FAILED, rule=replace(_RULE, only_new=True), stood=True)
EVERY = (FAILED, PASSED, UNKNOWN, STOOD)


@pytest.mark.parametrize(
    ("checked", "breaks"),
    [
        (FAILED, True),
        (PASSED, False),
        (UNKNOWN, False),
        (STOOD, False),
        (replace(STOOD, rule=_RULE), True),
        (replace(UNKNOWN, rule=replace(_RULE, unknown_fails=True)), True),
    ],
)
def test_what_breaks_a_build(checked: Checked, breaks: bool) -> None:
    assert checked.breaks is breaks


def test_junit_counts_what_breaks_and_escapes_what_xml_cannot_hold() -> None:
    written = junit(EVERY)
    check_junit(written)
    root = ET.fromstring(written)
    assert (root.get("tests"), root.get("failures")) == ("4", "1")
    assert [each.get("skipped") for each in root] == ["2"]
    (failure,) = root.iter("failure")
    assert failure.text is not None
    assert "]]><!-- & \" ' <b>" in failure.text
    assert "\x1b" not in failure.text
    assert len(list(root.iter("testcase"))) == 4


def test_sarif_places_the_words_by_line_and_character() -> None:
    text = sarif(EVERY, "1.0")
    assert text.isascii()
    check_sarif(text)
    (run,) = json.loads(text)["runs"]
    results = run["results"]
    assert [each["kind"] for each in results] == ["fail", "pass", "open", "fail"]
    assert [each["level"] for each in results] == ["error", "none", "none", "error"]
    assert [each["properties"]["stoodWhenAccepted"] for each in results] == [False, False, False, True]
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == _EVIL.replace("\ud800", "\ufffd")
    assert (region["startLine"], region["endLine"], region["endColumn"]) == (2, 3, len("second") + 1)
    assert region["charLength"] == len(_EVIL)
    assert "\\[link\\]" in results[0]["message"]["text"]
    assert results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == _SUBJECT.url


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("kind", "failed"),
        ("ruleIndex", -2),
        ("ruleIndex", "0"),
        ("message", {}),
        ("verdict", "fail"),
        ("locations", None),
    ],
)
def test_what_the_schema_of_sarif_refuses_is_found(member: str, value: object) -> None:
    log = json.loads(sarif(EVERY, "1.0"))
    log["runs"][0]["results"][0][member] = value
    with pytest.raises((ValueError, AssertionError)):
        check_sarif(json.dumps(log))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<testsuites ", b'<testsuites skipped="2" '),
        (b'tests="4"', b'tests="four"'),
        (b"<properties>", b"<system-out /><properties>"),
        (b"<failure ", b"<failed "),
    ],
)
def test_what_the_schema_of_junit_refuses_is_found(old: bytes, new: bytes) -> None:
    written = junit(EVERY)
    assert old in written
    broken = written.replace(old, new).replace(
        b"</failure>", b"</failed>" if b"failed" in new else b"</failure>"
    )
    with pytest.raises(AssertionError):
        check_junit(broken)


def test_a_file_without_a_single_check_is_one_too() -> None:
    check_sarif(sarif((), "1.0"))
    check_junit(junit(()))


def test_a_terminal_is_told_nothing_that_it_would_act_on() -> None:
    lines = list(check_report(EVERY))
    for line in lines:
        assert line.isprintable(), line
    assert [each.split()[0] for each in lines if "one  " in each] == ["PASS", "UNKNOWN", "FAIL", "FAIL"]
    assert lines[-2] == "4 checks: 1 pass, 2 fail, 1 unknown (1 stood when accepted); 1 break the build."


def test_a_line_holds_the_quotation_verbatim() -> None:
    line = check_line(FAILED)
    assert line["quotations"][0]["text"] == _EVIL  # type: ignore[index]
    assert (line["outcome"], line["why"], line["breaks"]) == ("fail", "stated", True)


def test_words_of_the_accepted_version_are_told_as_such_and_have_no_place_in_the_current_one() -> None:
    old = replace(_QUOTED, version="a" * 20, text="We keep it for a day.", section="Terms")
    gone = replace(FAILED, ruling=replace(FAILED.ruling, quoted=(old, _QUOTED)))
    said = "stood in the accepted version aaaaaaaaaaaa"
    (result,) = json.loads(sarif([gone], "1.0"))["runs"][0]["results"]
    (place,) = result["locations"]
    assert "region" not in place["physicalLocation"]
    assert place["message"]["text"].startswith("Stood in the accepted version aaaa")
    assert said in result["message"]["text"]
    assert "region" in result["relatedLocations"][0]["physicalLocation"]
    assert "".join(ET.fromstring(junit([gone])).itertext()).count(said) == 1
    assert "\n".join(check_report([gone])).count(said) == 1
    assert said not in "\n".join(check_report(EVERY))


_HIDDEN = "\u061c\u00ad\u180e\u115f\u3164\ufff9\u200b\u202e\u2066\ufe0f\x7f\x1b\U000e0041\ud800"


@pytest.mark.parametrize("letter", _HIDDEN)
def test_what_is_not_seen_is_written_as_its_number(letter: str) -> None:
    assert seen(f"a{letter}b").lower() in (f"a\\u{ord(letter):04x}b", f"a\\u{ord(letter):08x}b")
    quoted = replace(_QUOTED, text=f"a{letter}b")
    told = junit([replace(FAILED, ruling=replace(FAILED.ruling, quoted=(quoted,)))])
    assert letter not in told.decode()
    assert f"{ord(letter):04x}b" in told.decode()


def test_what_is_seen_stays_in_any_script() -> None:
    text = "Künstliche 模型 – “não” 👍 العربية"
    assert seen(text) == text
