"""`report`: files from the command line, by their ending or --format; what cannot be is told with its mend."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from tests.archive_home import clausewatch
from tests.publish.report_kit import flat, resolved

from clausewatch.cli import main, reporting
from clausewatch.publish import DISCLAIMER


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("report") / "home"
    assert clausewatch("init", home=home).returncode == 0
    return home


def _report(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "report", *arguments])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("change", "none", "--out", "x.docx"), "no change record"),
        (("platform", "Nowhere", "--out", "x.docx"), "'Nowhere'"),
        (("platform", "Nowhere", "--out", "x.odt"), "ends in no form of report"),
        (("redline", "Nowhere", "Terms", "--from", "a", "--to", "b", "--out", "x.docx"), "'Nowhere'"),
        (("compare", "--platform", "Nowhere", "--topic", "X", "--out", "x.docx"), "'Nowhere'"),
        (("digest", "--month", "2026-13", "--out", "x.docx"), "is no month"),
        (("digest", "--month", "2026-03", "--watch", "none", "--out", "x.docx"), "not known here"),
        (
            ("digest", "--month", "2026-03", "--watch", "a", "--platform", "b", "--out", "x.docx"),
            "stands alone",
        ),
        (("digest", "--month", "2026-03", "--out", "nowhere/x.docx"), "cannot be written"),
    ],
)
def test_unusable_input_is_named(empty_home: Path, arguments: tuple[str, ...], told: str) -> None:
    done = _report(empty_home, *arguments)
    assert done.exit_code == 2, done.output
    assert told in done.stderr


def test_without_the_extra_pdf_says_how_to_get_it(
    empty_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "typesetter", lambda _seconds: None)
    out = tmp_path / "x.pdf"
    done = _report(empty_home, "digest", "--month", "2026-03", "--out", str(out))
    assert done.exit_code == 2
    assert "clausewatch[reports]" in done.stderr
    assert not out.exists()
    assert (
        _report(empty_home, "digest", "--month", "2026-03", "--out", str(tmp_path / "x.docx")).exit_code == 0
    )


def test_a_month_without_changes_is_a_report_in_every_form(empty_home: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    for form, begins in (("pdf", b"%PDF-"), ("docx", b"PK"), ("typ", b"#let report")):
        out = tmp_path / f"digest.{form}"
        assert _report(empty_home, "digest", "--month", "2026-03", "--out", str(out)).exit_code == 0
        assert out.read_bytes().startswith(begins)
    plain = tmp_path / "digest"
    done = _report(empty_home, "digest", "--month", "2026-03", "--out", str(plain), "--format", "pdf")
    assert done.exit_code == 0
    assert plain.read_bytes() == (tmp_path / "digest.pdf").read_bytes()


@pytest.mark.shared
def test_on_the_real_archive_redlines_and_records_are_told_whole(archive_home: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    from clausewatch.storage import catalog, records, versions
    from clausewatch.wiring import open_instance

    instance = open_instance(archive_home, {})
    with instance.database.read() as connection:
        found = next(
            each
            for each in records.records(connection, records.RecordFilter(alerting=True), newest_first=True)
            if each.to_version and len(each.changes) > 3
        )
        document = catalog.document(connection, found.document)
        sides = [versions.version(connection, each) for each in (found.from_version, found.to_version or "")]
    assert document is not None
    ends = [side.id for side in sides if side is not None]
    named = ("redline", document.platform, document.name, "--from", ends[0], "--to", ends[1])
    word = tmp_path / "redline.docx"
    assert _report(archive_home, *named, "--out", str(word)).exit_code == 0
    docx.Document(io.BytesIO(word.read_bytes()))
    for how, end in (("reject", ends[0]), ("accept", ends[1])):
        edition = instance.editions.get(end)
        assert edition is not None
        whole = [each.of(edition.text.content) for each in edition.text.blocks]
        assert resolved(word.read_bytes(), how) == whole
    told = tmp_path / "record.pdf"
    assert _report(archive_home, "change", found.id, "--out", str(told)).exit_code == 0
    pages = PdfReader(io.BytesIO(told.read_bytes())).pages
    said = flat("".join("".join(each.extract_text().split("\n")[1:-1]) for each in pages))
    assert flat(DISCLAIMER) in said
    assert len(pages) < 12 + 2 * len(found.changes)
    for change in found.changes:
        assert flat(change.summary)[:60] in said
    instance.close()
