"""PDFs read in a process of their own: sound ones are taken at first sight, and what the child tells is checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text.pdf_kit import Sheet

from clausewatch.cli import main
from clausewatch.nouns.document import Page
from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline import answer, apart
from clausewatch.text import judge, read

CLAUSE = (
    "You agree that we may process your personal data as described, and you must not misuse the service. "
)


def honest(extra: str = "") -> bytes:
    sheet = Sheet("Terms of Service")
    sheet.put(60, 60, "Terms of Service", 18)
    y = 100.0
    for number in range(6):
        sheet.put(60, y, f"{number + 1}. Section {number + 1}", 14)
        y = sheet.prose(60, y + 25, 470, CLAUSE * 3 + extra) + 20
    return sheet.bytes()


@pytest.mark.parametrize("media", ["application/pdf", "text/html", "application/octet-stream"])
def test_an_honest_pdf_is_the_document_at_first_sight_and_later(media: str) -> None:
    page = Page(honest(), media)
    reading = apart.read(page)
    assert reading == read(page)
    assert judge(reading, page).verdict is Verdict.OK
    for before in (honest(), honest("We may change the fee. ")):
        assert judge(reading, page, read(Page(before)).text).verdict is Verdict.OK


def test_a_pdf_passes_through_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(honest())
    (tmp_path / "b.pdf").write_bytes(honest("We may change the fee. "))
    for more in ([], ["--previous", str(tmp_path / "b.pdf")]):
        done = CliRunner().invoke(main, ["read", str(tmp_path / "a.pdf"), "--json", *more])
        assert (done.exit_code, json.loads(done.stdout)["verdict"]) == (0, "ok")


def test_modules_beside_the_file_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n"
    for name in ("resource", "json", "clausewatch", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(trap)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    page = Page(honest())
    assert judge(apart.read(page), page).verdict is Verdict.OK
    assert not (tmp_path / "sprung").exists()


GOOD = answer.write(read(Page(honest())))


def changed(*path: int, to: object) -> bytes:
    tree = json.loads(GOOD)
    place = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(tree).encode()


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"warning: font\n" + GOOD, id="something before it"),
        pytest.param(GOOD[:-9], id="cut off"),
        pytest.param(b"[" * 100_000, id="brackets"),
        pytest.param(b"\xff\xfe\x80", id="no text"),
        pytest.param(b'{"text": 1}', id="an object"),
        pytest.param(b"cos\nsystem\n(S'true'\ntR.", id="a pickle"),
        pytest.param(changed(0, 0, to=5), id="a number for the content"),
        pytest.param(changed(0, 1, 0, 1, to=-4), id="a span before the text"),
        pytest.param(changed(0, 1, 0, 2, to=10**9), id="a span beyond the text"),
        pytest.param(changed(0, 1, 0, 1, to=True), id="truth for a number"),
        pytest.param(changed(0, 1, 0, 0, to="script"), id="an unknown kind"),
        pytest.param(changed(0, 1, 0, 0, to=["heading"]), id="a list for a kind"),
        pytest.param(changed(1, to=[]), id="no signals"),
    ],
)
def test_a_broken_answer_is_an_error_and_no_exception(told: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(page: Page, seconds: int, out: IO[bytes], said: IO[bytes]) -> int:
        del page, seconds, said
        out.write(told)
        return 0

    monkeypatch.setattr(apart, "_run", run)
    found = apart.read(Page(honest())).signals.obstacle
    assert found is not None
    assert found[0] is Verdict.ERROR
    assert "no sound answer" in found[1]


def test_an_endless_answer_is_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(page: Page, seconds: int, out: IO[bytes], said: IO[bytes]) -> int:
        del page, seconds, said
        out.write(b" " * 2_000 + GOOD)
        return 0

    monkeypatch.setattr(apart, "_run", run)
    monkeypatch.setattr(apart, "_MOST_ANSWER", 1_000)
    found = apart.read(Page(honest())).signals.obstacle
    assert found is not None
    assert found[0] is Verdict.ERROR


@given(st.text(), st.text(max_size=9), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(content: str, title: str, size: int) -> None:
    reading = read(Page(f"<h1>{title}</h1><p>{content}".encode() * (1 + size % 3)))
    assert answer.read(answer.write(reading)) == reading


def test_waiting_has_its_bound_too() -> None:
    assert apart.patience(apart.cpu_seconds(Page(honest()))) <= 30
    assert apart.patience(apart.cpu_seconds(Page(b"%PDF-" + b" " * 50_000_000))) == 370
