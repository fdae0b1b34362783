"""The story is whole, agrees with its pages, and a broken one is refused by name."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from clausewatch.demo import Story, load_story, platforms, rounds
from clausewatch.demo.match import plain
from clausewatch.demo.story import StoryDocument, StoryState
from clausewatch.demo.story_file import PAGES
from clausewatch.errors import BadInputError
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.evidence import Verdict

TYPES = {
    "Acceptable Use Policy",
    "Terms of Service",
    "Privacy Policy",
    "Commercial Terms",
    "Data Processor Agreement",
    "Sub-processor List",
    "Community Guidelines",
}


def text_of(story: Story, state: StoryState) -> str:
    """The page's text with a gap between elements, as `plain` folds it."""
    tree = LexborHTMLParser(story.page(state).decode())
    for node in tree.css("script, style"):
        node.decompose()
    assert tree.body is not None
    spaced = plain(tree.body.text(separator=" "))
    return re.sub(r" (?=[.,;:])", "", spaced)


def told(text: str | None) -> str:
    return re.sub(r" (?=[.,;:])", "", plain(text or ""))


def state_on(document: StoryDocument, at: datetime) -> StoryState:
    return next(state for state in document.states if state.at == at)


def test_the_story_has_its_five_platforms_with_all_pages(story: Story) -> None:
    assert [platform.name for platform in story.platforms] == [
        "Corvid Code", "Harbor API", "Lumen Assistant", "Mitra", "Palette Studio",
    ]  # fmt: skip
    assert len(story.documents) == 19
    assert {document.type for document in story.documents} == TYPES
    files = {state.file for document in story.documents for state in document.states}
    assert len(files) == 131
    assert files == {str(page.relative_to(PAGES)) for page in PAGES.glob("*/*/*.html")}
    assert all(platform.host.endswith(".example") for platform in story.platforms)


def test_every_told_change_stands_on_its_pages(story: Story) -> None:
    checked = 0
    for document in story.documents:
        for state in document.states:
            if not state.expected.changes or state.expected.compared_with is None:
                continue
            before = text_of(story, state_on(document, state.expected.compared_with))
            after = text_of(story, state)
            for change in state.expected.changes:
                assert told(change.old) in before, (state.file, change.old)
                assert told(change.new) in after, (state.file, change.new)
                if change.kind == "added":
                    assert told(change.new) not in before, state.file
                if change.kind == "removed":
                    assert told(change.old) not in after, state.file
                checked += 1
    assert checked > 80


def test_told_dates_are_printed_on_the_page(story: Story) -> None:
    for document in story.documents:
        for state in document.states:
            page = story.page(state).decode()
            for day in (
                state.expected.dates.printed,
                state.expected.dates.effective,
                state.expected.dates.notice,
            ):
                forms = (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}") if day else ()
                german = document.language == "de"
                assert not day or german or any(form in page for form in forms), (state.file, day)


def test_a_silent_edit_leaves_the_printed_date_of_the_page_before(story: Story) -> None:
    silent = [
        (document, state)
        for document in story.documents
        for state in document.states
        if state.expected.dates.silent_edit
    ]
    assert len(silent) >= 5
    for document, state in silent:
        assert state.expected.compared_with is not None
        before = story.page(state_on(document, state.expected.compared_with)).decode()
        day = state.expected.dates.printed or state.expected.dates.effective
        assert day is not None
        forms = (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}")
        assert any(form in before for form in forms), state.file


def test_the_state_in_force_is_the_last_that_came_up(story: Story) -> None:
    document = next(each for each in story.documents if each.id == "lumen-assistant/privacy-notice")
    first = document.states[0]
    assert document.state_at(first.at - timedelta(seconds=1)) is None
    assert document.state_at(first.at) is first
    for before, after in pairwise(document.states):
        assert document.state_at(after.at - timedelta(seconds=1)) is before
        assert document.state_at(after.at) is after
    assert document.state_at(datetime(2030, 1, 1, tzinfo=UTC)) is document.states[-1]


def test_a_language_variant_and_a_shell_are_told_as_what_they_are(story: Story) -> None:
    verdicts = {state.expected.verdict for document in story.documents for state in document.states}
    assert {
        Verdict.CHALLENGE, Verdict.LOGIN_WALL, Verdict.ERROR, Verdict.SOFT_404, Verdict.TRUNCATED,
        Verdict.SHELL, Verdict.WRONG_LANGUAGE, None,
    } == verdicts  # fmt: skip


def test_rounds_see_every_state_and_never_pause_for_more_than_a_week(story: Story) -> None:
    instants = rounds(story)
    assert list(instants) == sorted(set(instants))
    for document in story.documents:
        seen = {document.state_at(instant) for instant in instants} - {None}
        assert seen == set(document.states), document.id
    assert max(after - before for before, after in pairwise(instants)) <= timedelta(days=7)
    assert len(instants) < 100


def test_the_catalogue_names_each_document_once_and_the_moved_one_by_its_old_address(story: Story) -> None:
    nouns = platforms(story)
    documents = [document for platform in nouns for document in platform.documents]
    assert [document.id for document in documents] == [document.id for document in story.documents]
    assert {document.cadence_hours for document in documents} == {24.0}
    urls = {document.id: document.sources[0].url for document in documents}
    assert urls["corvid-code/privacy-policy"] == "http://www.corvid-code.example/legal/privacy"
    assert urls["lumen-assistant/usage-policy"] == "http://www.lumen-assistant.example/legal/acceptable-use"
    assert len(set(urls.values())) == 19


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(PAGES / "mitra", tmp_path / "mitra")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        ("date: 2026-01-26", "date: 2026-01-04", "2026-01-04", "does not come after"),
        ("date: 2026-01-26", "date: 2026-01-27", "2026-01-27", "has no page"),
        ("class: noise", "class: loud", "Community Guidelines 2026-01-26", "Input should be"),
        ("class: noise", "class: first", "2026-01-26", "first state alone"),
        ("      verdict: login-wall\n", "", "2026-03-09", "go together"),
        ("compared_with: 2026-01-26", "compared_with: 2026-03-09", "2026-03-16", "last good state"),
        ("alert: true", "alert: false", "2026-05-04", "substantive alone"),
        ("kind: modified", "kind: removed", "2026-05-04", "old and a new text"),
        ("    expected:", "    http_state: 200\n    expected:", "2026-01-05", "Extra inputs"),
        ("language: en", "lingua: en", "Community Guidelines", "Field required"),
        ("platform: Mitra", "platform: Other", "Other", "stands in the folder"),
        ("documents:", "documents: [", "", "is not YAML"),
    ],
)
def test_a_broken_story_is_refused_naming_file_and_state(
    copied: Path, old: str, new: str, where: str, reason: str
) -> None:
    file = copied / "mitra" / "story.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInputError) as refusal:
        load_story(copied)
    assert "mitra/story.yaml" in refusal.value.subject
    assert where in refusal.value.subject
    assert reason in str(refusal.value)


def test_a_folder_without_a_story_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"holds no story\.yaml"):
        load_story(tmp_path)


def test_only_substantive_pages_alert(story: Story) -> None:
    for document in story.documents:
        for state in document.states:
            assert state.expected.alert == (state.expected.change_class is ChangeClass.SUBSTANTIVE)
