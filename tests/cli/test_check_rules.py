"""Baselines and rules as their user runs them, on an archive of our own words."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from tests.publish.ci_formats import check_junit, check_sarif

from clausewatch.cli import main

TERMS = """<html lang="en"><head><title>Terms of Service</title></head><body><main>
<h1>Terms of Service</h1>
<p>These terms are an agreement between you and Birchwood about the service that Birchwood runs for you.</p>
<h2>1. Your account</h2>
<p>You must keep your password secret. You must tell us when somebody else uses your account without leave.</p>
<h2>2. Your content</h2>
<p>You keep all rights in the content that you enter into the service. We store it so that we can show it to you.{training}</p>
<h2>3. Changes of these terms</h2>
<p>We may change these terms. We will give you at least {days} days' notice of changes to these terms by e-mail.</p>
<h2>4. Law</h2>
<p>These terms are governed by the laws of Ireland. The courts of your home hear disputes about them.</p>
<h2>5. Help</h2>
<p>Answers to most questions about the service stand on our <a href="{link}">help pages</a>, which we keep up to date.</p>
</main></body></html>
"""
TRAINS = "We may use your content to train our models."
RULES = """version: 1
rules:
  - use: no-training-on-content
  - id: notice
    title: At least 30 days' notice
    at_least: {fact: change-notice, days: 30}
  - id: law
    title: The law of a member state governs
    one_of: {fact: governing-law, in: [EU]}
  - id: calm
    title: Nothing grave changed
    no_change: {severity: medium}
"""
NAMED = ("--platform", "Birchwood", "--document", "Terms of Service")
HELP = "https://birchwood.example/help"


def page(*, training: bool = False, days: int = 30, link: str = HELP) -> str:
    return TERMS.format(training=f" {TRAINS}" if training else "", days=days, link=link)


def feed(home: Path, *pages: str, first_day: int = 1) -> None:
    """Imports the pages as captured on days one after the other."""
    folder = home.parent / f"pages-{first_day}"
    folder.mkdir()
    lines = []
    for day, text in enumerate(pages, first_day):
        (folder / f"{day}.html").write_text(text)
        lines.append(
            {
                "file": f"{day}.html",
                "platform": "Birchwood",
                "document_type": "Terms of Service",
                "url": "https://birchwood.example/terms",
                "observed_at": f"2026-03-{day:02}T09:00:00Z",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            }
        )
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done(home, "import", "captures", folder)


def done(home: Path, *arguments: str | Path, code: int = 0) -> Result:
    """The command as its user runs it, in this process: importing everything anew each time takes most of the time."""
    found = CliRunner().invoke(main, [*map(str, arguments), "--home", str(home)])
    assert found.exit_code == code, found.output
    return found


def held(home: Path, *options: str | Path, code: int) -> dict[str, dict[str, Any]]:
    """Every outcome by its rule."""
    rules = home / "rules.yaml"
    found = done(home, "check-rules", "--rules", rules, "--json", *options, code=code)
    return {each["rule"]: each for each in map(json.loads, found.stdout.splitlines())}


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions, of which the third, the current one, was accepted."""
    home = tmp_path_factory.mktemp("rules") / "home"
    home.mkdir()
    (home / "clausewatch.toml").write_text("[catalogue]\nshipped = false\n")
    feed(home, page(days=14), page(days=21), page())
    done(home, "baseline", "accept", *NAMED, "--version", "3", "--by", "Ada", "--note", "for the tender")
    (home / "rules.yaml").write_text(RULES)
    return home


def copied(accepted: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", accepted, home], check=True)
    return home


def test_a_version_that_adds_training_breaks_the_build_with_the_quotation(
    accepted: Path, tmp_path: Path
) -> None:
    home = copied(accepted, tmp_path)
    assert {each["outcome"] for each in held(home, code=0).values()} == {"pass"}

    feed(home, page(link=f"{HELP}?ref=footer"), first_day=4)
    assert {each["outcome"] for each in held(home, code=0).values()} == {"pass"}

    feed(home, page(training=True, link=f"{HELP}?ref=footer"), first_day=5)
    sarif, junit = tmp_path / "out.sarif", tmp_path / "out.xml"
    found = held(home, "--sarif", sarif, "--junit", junit, code=1)
    failed = found["no-training-on-content"]
    (quotation,) = failed["quotations"]
    assert (failed["outcome"], failed["stood_when_accepted"]) == ("fail", False)
    assert quotation["text"] == TRAINS
    assert found["calm"]["outcome"] == "fail"
    assert (found["notice"]["outcome"], found["law"]["outcome"]) == ("pass", "pass")
    assert held(home, "--since-baseline", code=1)["no-training-on-content"]["breaks"]

    check_sarif(sarif.read_text())
    check_junit(junit.read_bytes())
    _is_sarif(json.loads(sarif.read_text()), quotation)
    suites = ET.fromstring(junit.read_bytes())
    assert suites.get("failures") == "2"
    assert TRAINS in "".join(suites.itertext())

    shown = done(home, "check-rules", "--rules", home / "rules.yaml", code=1).stdout
    assert f"> {TRAINS}" in shown
    assert "no statement on compliance" in shown


def _is_sarif(log: dict[str, Any], quotation: dict[str, Any]) -> None:
    """Holds what the schema does not ask for, and the location of the quotation."""
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "Clausewatch"
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert (result["kind"] == "fail") or result["level"] == "none"
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    failed = next(each for each in run["results"] if each["ruleId"] == "no-training-on-content")
    place = failed["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "https://birchwood.example/terms"
    start, end = quotation["span"]
    assert (place["region"]["charOffset"], place["region"]["charLength"]) == (start, end - start)
    assert place["region"]["snippet"]["text"] == TRAINS
    assert failed["properties"]["stoodWhenAccepted"] is False


def test_what_stood_when_accepted_is_told_and_does_not_break_a_build_since_the_baseline(
    accepted: Path, tmp_path: Path
) -> None:
    home = copied(accepted, tmp_path)
    feed(home, page(training=True), first_day=4)
    done(home, "baseline", "accept", *NAMED, "--by", "Ada")
    feed(home, page(training=True, link=f"{HELP}#top"), first_day=5)
    found = held(home, code=1)["no-training-on-content"]
    assert (found["outcome"], found["stood_when_accepted"], found["breaks"]) == ("fail", True, True)
    again = held(home, "--since-baseline", code=0)["no-training-on-content"]
    assert (again["outcome"], again["breaks"]) == ("fail", False)


def test_drift_tells_what_changed_since_the_gravest_first(accepted: Path, tmp_path: Path) -> None:
    home = copied(accepted, tmp_path)
    feed(home, page(training=True, days=7), first_day=4)
    (drift,) = map(json.loads, done(home, "baseline", "drift", "--json").stdout.splitlines())
    ranks = [["none", "low", "medium", "high"].index(each["severity"]) for each in drift["changes"]]
    assert ranks == sorted(ranks, reverse=True)
    assert drift["accepted"]["by"] == "Ada"
    assert TRAINS in str([each["new"] for each in drift["changes"]])
    assert len(drift["records"]) == 1
    assert sum(drift["counts"].values()) == len(drift["changes"])
    assert TRAINS in done(home, "baseline", "drift").stdout


def test_acceptances_are_a_history(accepted: Path, tmp_path: Path) -> None:
    home = copied(accepted, tmp_path)
    done(home, "baseline", "accept", *NAMED, "--at", "2026-03-01", "--by", "Bo")
    done(home, "baseline", "drop", *NAMED, "--by", "Cy")
    done(home, "baseline", "drop", *NAMED, code=2)
    told = done(home, "baseline", "list", "--history", "--json").stdout
    rows = list(map(json.loads, told.splitlines()))
    assert [each["by"] for each in rows] == ["Ada", "Bo", "Cy"]
    assert rows[2]["version"] is None
    assert rows[0]["version"] != rows[1]["version"]
    assert done(home, "baseline", "list").stdout == ""
    calm = held(home, code=0)["calm"]
    assert (calm["outcome"], calm["why"]) == ("unknown", "no-baseline")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--version", "9"), "It has 3"),
        (("--version", "abc"), "not known"),
        (("--version", "1", "--at", "2026-03-01"), "one of"),
        (("--at", "2020-01-01"), "no version at that time"),
        (("--by", "x" * 300), "200 characters"),
    ],
)
def test_what_cannot_be_accepted_is_refused(accepted: Path, options: tuple[str, ...], words: str) -> None:
    assert words in done(accepted, "baseline", "accept", *NAMED, *options, code=2).stderr


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("platforms: [Birchwod]", "Did you mean 'Birchwood'?"),
        ("documents: [Terms of Servise]", "Did you mean 'Terms of Service'?"),
        ("audience: businesses", "audience 'businesses'"),
    ],
)
def test_names_that_are_not_known_are_refused(accepted: Path, tmp_path: Path, rules: str, words: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(f"version: 1\nrules:\n  - use: no-arbitration\n    {rules}\n")
    assert words in done(accepted, "check-rules", "--rules", file, code=2).stderr


def test_a_rule_about_what_was_never_captured_is_unknown_and_may_break(
    accepted: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rules.yaml"
    text = "version: 1\nrules:\n  - use: thirty-days-notice-of-subprocessors\n"
    file.write_text(text)
    found = done(accepted, "check-rules", "--rules", file)
    assert "UNKNOWN" in found.stdout
    file.write_text(f"{text}    unknown: fail\n")
    done(accepted, "check-rules", "--rules", file, code=1)


@pytest.fixture(scope="module")
def two(accepted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a second platform, which alone has a privacy policy."""
    home = copied(accepted, tmp_path_factory.mktemp("two"))
    folder = home.parent / "cedar"
    folder.mkdir()
    text = page().replace("Birchwood", "Cedar")
    (folder / "one.html").write_text(text)
    line = {
        "file": "one.html",
        "platform": "Cedar",
        "document_type": "Privacy Policy",
        "url": "https://cedar.example/privacy",
        "observed_at": "2026-03-01T09:00:00Z",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    (folder / "manifest.jsonl").write_text(json.dumps(line))
    done(home, "import", "captures", folder)
    return home


@pytest.mark.parametrize(
    ("filters", "platforms"),
    [
        ("platforms: [Birchwood]\n    documents: [Privacy Policy]", ["Birchwood"]),
        ("platforms: [Birchwood, Cedar]\n    documents: [Privacy Policy]", ["Birchwood", "Cedar"]),
        ("documents: [Privacy Policy]\n    document_types: [Terms of Service]", ["no platform"]),
        (
            "platforms: [Cedar]\n    documents: [Privacy Policy]\n    document_types: [Terms of Service]",
            ["Cedar"],
        ),
    ],
)
def test_a_rule_that_is_held_against_nothing_is_unknown_and_not_silent(
    two: Path, tmp_path: Path, filters: str, platforms: list[str]
) -> None:
    file = tmp_path / "rules.yaml"
    text = f"version: 1\nrules:\n  - use: no-training-on-content\n    {filters}\n"
    file.write_text(text)
    rows = list(map(json.loads, done(two, "check-rules", "--rules", file, "--json").stdout.splitlines()))
    assert [each["platform"] for each in rows] == platforms
    missed = [each for each in rows if each["why"] == "not-captured"]
    assert len(missed) == 1
    assert missed[0]["outcome"] == "unknown"
    file.write_text(f"{text}    unknown: fail\n")
    done(two, "check-rules", "--rules", file, "--sarif", tmp_path / "out.sarif", code=1)
    assert "UNKNOWN" in done(two, "check-rules", "--rules", file, code=1).stdout


def test_a_rule_for_another_platform_is_not_asked_where_one_is_chosen(two: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(
        "version: 1\nrules:\n  - use: no-arbitration\n    platforms: [Cedar]\n    unknown: fail\n"
        "  - use: no-training-on-content\n    documents: [Cedar/Privacy Policy]\n    unknown: fail\n"
    )
    assert done(two, "check-rules", "--rules", file, "--platform", "Birchwood", "--json").stdout == ""


def test_a_document_that_is_missed_where_another_states_it_is_not_told(two: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    named = "platforms: [Birchwood]\n    documents: [Terms of Service, Privacy Policy]"
    for topic, outcomes in (("DISPUTE.law", ["pass"]), ("LIFECYCLE.appeal", ["fail", "unknown"])):
        file.write_text(
            f"version: 1\nrules:\n  - id: one\n    title: One\n    {named}\n    require: {{topic: {topic}}}\n"
        )
        code = int("fail" in outcomes)
        told = done(two, "check-rules", "--rules", file, "--json", code=code).stdout
        assert [json.loads(each)["outcome"] for each in told.splitlines()] == outcomes


def test_a_clause_that_was_removed_is_quoted_from_the_accepted_version(
    accepted: Path, tmp_path: Path
) -> None:
    home = copied(accepted, tmp_path)
    old = page()
    start, end = old.index("<h2>4. Law"), old.index("<h2>5. Help")
    feed(home, old[:start] + old[end:], first_day=4)
    (home / "rules.yaml").write_text(RULES.replace("severity: medium", "severity: low"))
    sarif = tmp_path / "out.sarif"
    calm = held(home, "--sarif", sarif, code=1)["calm"]
    (gone,) = [each for each in calm["quotations"] if "laws of Ireland" in each["text"]]
    assert gone["version"] == calm["accepted"] != calm["version"]
    assert (
        "stood in the accepted version"
        in done(home, "check-rules", "--rules", home / "rules.yaml", code=1).stdout
    )
    results = json.loads(sarif.read_text())["runs"][0]["results"]
    (shown,) = [each for each in results if each["ruleId"] == "calm"]
    places = [*shown["locations"], *shown.get("relatedLocations", [])]
    assert ["region" in each["physicalLocation"] for each in places] == [
        each["version"] == calm["version"] for each in calm["quotations"]
    ]


def test_a_file_that_is_not_there_or_cannot_be_written_is_refused(accepted: Path, tmp_path: Path) -> None:
    assert "cannot be read" in done(accepted, "check-rules", "--rules", tmp_path / "no", code=2).stderr
    rules = accepted / "rules.yaml"
    no = tmp_path / "no" / "out.sarif"
    assert (
        "cannot be written" in done(accepted, "check-rules", "--rules", rules, "--sarif", no, code=2).stderr
    )
