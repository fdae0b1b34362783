"""Reads `story.yaml` files into the story and refuses one that contradicts itself or its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clausewatch.demo.story import (
    Expected,
    ExpectedChange,
    ExpectedDates,
    Serving,
    Story,
    StoryDocument,
    StoryPlatform,
    StoryState,
)
from clausewatch.errors import BadInputError
from clausewatch.nouns.change import ChangeClass, ChangeKind, Severity
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import document_id, slug

PAGES = Path(__file__).with_name("pages")

PUBLISHED = time(6, 0, tzinfo=UTC)
"""When of a day a new page comes up: before the day's round of checks."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Change(_Form):
    kind: ChangeKind
    section: str = ""
    old: str | None = None
    new: str | None = None
    severity: Severity
    note: str = ""


class _Dates(_Form):
    printed: date | None = None
    effective: date | None = None
    notice: date | None = None
    notice_days: int | None = None
    silent_edit: bool | None = None
    backdated: bool | None = None


class _Expected(_Form):
    change_class: ChangeClass | Literal["first"] = Field(alias="class")
    alert: bool
    alt_class: ChangeClass | None = None
    verdict: Verdict | None = None
    compared_with: date | None = None
    dates: _Dates = _Dates()
    changes: tuple[_Change, ...] = ()
    note: str


class _State(_Form):
    day: date = Field(alias="date")
    http_status: int = Field(default=200, ge=200, le=599)
    expected: _Expected


class _Document(_Form):
    name: str
    type: str
    title: str
    language: str
    path: str = Field(pattern="^/")
    former_path: str | None = Field(default=None, pattern="^/")
    states: tuple[_State, ...] = Field(min_length=1)


class _Serving(_Form):
    server: str
    etag: bool
    last_modified: bool
    encodings: tuple[Literal["br", "gzip"], ...]


class _Platform(_Form):
    platform: str
    company: str
    country: str
    host: str
    serving: _Serving
    documents: tuple[_Document, ...] = Field(min_length=1)


def load_story(folder: Path = PAGES) -> Story:
    """The story told in `folder`, platforms by name, whole and free of contradictions.

    Raises BadInputError, naming file and state, for a story that is not.
    """
    files = sorted(folder.glob("*/story.yaml"))
    if not files:
        raise BadInputError(
            str(folder), "holds no story.yaml", "Reinstall the package, or name a folder of stories."
        )
    return Story(folder, tuple(_platform(file) for file in files))


def _platform(file: Path) -> StoryPlatform:
    form = _parse(file)
    platform = slug(form.platform)
    if file.parent.name != platform:
        raise _bad(
            file, form.platform, f"stands in the folder {file.parent.name}", f"Name the folder {platform}."
        )
    return StoryPlatform(
        id=platform,
        name=form.platform,
        company=form.company,
        country=form.country,
        host=form.host,
        serving=Serving(
            form.serving.server, form.serving.etag, form.serving.last_modified, tuple(form.serving.encodings)
        ),
        documents=tuple(_document(file, platform, document) for document in form.documents),
    )


def _parse(file: Path) -> _Platform:
    try:
        return _Platform.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise _bad(file, "the file", f"is not YAML: {error}", "Mend the line named.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(file, first["loc"])
        raise _bad(
            file, place, first["msg"], "Give the field the form that the other stories give it."
        ) from error


def _place(file: Path, location: tuple[int | str, ...]) -> str:
    """Where in the story an error is: the names of document and state instead of their positions, then the field."""
    node = yaml.safe_load(file.read_text(encoding="utf-8"))
    words: list[str] = []
    for step in location:
        if not isinstance(node, dict | list):
            break  # what follows are the forms that were tried on this field
        if isinstance(node, list):
            node = node[int(step)]
            words.append(
                str((node.get("name") or node.get("date") or step) if isinstance(node, dict) else step)
            )
        else:
            node = node.get(step)
            words += [] if isinstance(node, list) else [str(step)]
    return " ".join(words)


def _document(file: Path, platform: str, form: _Document) -> StoryDocument:
    folder = slug(form.name)
    return StoryDocument(
        id=document_id(platform, form.name),
        name=form.name,
        type=form.type,
        title=form.title,
        language=form.language,
        path=form.path,
        former_path=form.former_path,
        states=tuple(_states(file, f"{platform}/{folder}", form)),
    )


def _states(file: Path, folder: str, form: _Document) -> Iterator[StoryState]:
    last_good: date | None = None
    previous: date | None = None
    for state in form.states:
        where = f"{form.name} {state.day.isoformat()}"
        page = f"{folder}/{state.day.isoformat()}.html"
        if previous is not None and state.day <= previous:
            raise _bad(
                file, where, f"does not come after {previous}", "Put the states in the order of their dates."
            )
        if not (file.parent.parent / page).is_file():
            raise _bad(file, where, f"has no page {page}", "Write the page or drop the state.")
        problem = _contradiction(state.expected, last_good)
        if problem:
            raise _bad(file, where, problem, "Put story and page right together.")
        yield StoryState(_instant(state.day), page, state.http_status, _expected(state.expected))
        previous = state.day
        last_good = last_good if state.expected.change_class == ChangeClass.CAPTURE else state.day


def _contradiction(expected: _Expected, last_good: date | None) -> str:
    """What is wrong in itself about an expectation; empty when nothing is."""
    kind = expected.change_class
    compares = kind not in ("first", ChangeClass.CAPTURE)
    classes = (kind, expected.alt_class)
    checks = (
        ((kind == "first") != (last_good is None), "the class `first` belongs to the first state alone"),
        (
            expected.alert != (kind == ChangeClass.SUBSTANTIVE),
            "`alert` goes with the class substantive alone",
        ),
        (kind == expected.alt_class, "`alt_class` repeats the class"),
        (
            (ChangeClass.CAPTURE in classes) != (expected.verdict is not None and not expected.verdict.good),
            "a bad verdict and the class capture go together",
        ),
        (
            expected.compared_with != (last_good if compares else None),
            f"is to be compared with the last good state, {last_good if compares else 'none'}",
        ),
        (kind == ChangeClass.SUBSTANTIVE and not expected.changes, "is substantive without a change"),
        (bool(expected.changes) and not compares, "has changes without a page to compare with"),
    )
    general = next((words for wrong, words in checks if wrong), "")
    return general or next(filter(None, map(_lopsided, expected.changes)), "")


def _lopsided(change: _Change) -> str:
    wants_old = change.kind is not ChangeKind.ADDED
    wants_new = change.kind is not ChangeKind.REMOVED
    if wants_old == bool(change.old) and wants_new == bool(change.new):
        return ""
    return f"a change of kind {change.kind} has {'an' if change.old else 'no'} old and {'a' if change.new else 'no'} new text"


def _expected(form: _Expected) -> Expected:
    return Expected(
        change_class=None if form.change_class == "first" else form.change_class,
        alert=form.alert,
        alt_class=form.alt_class,
        verdict=form.verdict,
        compared_with=_instant(form.compared_with) if form.compared_with else None,
        dates=ExpectedDates(**dict(form.dates)),
        changes=tuple(ExpectedChange(**dict(change)) for change in form.changes),
        note=form.note,
    )


def _instant(day: date) -> datetime:
    return datetime.combine(day, PUBLISHED)


def _bad(file: Path, where: str, reason: str, mend: str) -> BadInputError:
    return BadInputError(f"{file}, {where}", reason, mend)
