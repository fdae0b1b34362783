"""PDF reports: words verbatim, hostile ones harmless, bytes the same, length bounded."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.publish.publish_kit import DOCUMENT, NEW, OLD, PLATFORM, change, record
from tests.publish.report_kit import AT, BASE, BIDI, HOSTILE, edition, flat, redline_of, report_of

from clausewatch.nouns.change import ChangeRecord, Op, Piece, Severity
from clausewatch.nouns.comparison import CellState, Matrix, MatrixCell, Stance, Standing
from clausewatch.nouns.document import BlockKind
from clausewatch.nouns.report import (
    Bars,
    Fact,
    Facts,
    Grid,
    Heading,
    Paper,
    Picture,
    Points,
    Quote,
    Redlined,
    Report,
    Words,
)
from clausewatch.publish import DISCLAIMER, INDEPENDENCE
from clausewatch.publish.report import (
    ChangeTold,
    DigestTold,
    DocumentTold,
    Meant,
    PlatformTold,
    RecordTold,
    Sourced,
    change_report,
    comparison_report,
    digest_report,
    platform_report,
    typst_job,
    typst_source,
)
from clausewatch.publish.report.bound import MOST_CHARACTERS, bounded
from clausewatch.publish.words import sendable
from clausewatch.typesetting.child import typeset

pytest.importorskip("typst")


def pdf_of(report: Report, paper: Paper = Paper.A4) -> bytes:
    job = typst_job(report, paper)
    return typeset({"program": job.program, "data": job.data, "at": int(job.at.timestamp())})


def words_of(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def told(found: ChangeRecord, *, analysed: bool = True) -> ChangeTold:
    before = Sourced(edition("a" * 20, [(BlockKind.PARAGRAPH, OLD)]).version, ())
    after = Sourced(edition("b" * 20, [(BlockKind.PARAGRAPH, NEW)]).version, ())
    meant = (
        Meant("Your data › Deletion", ("Deletion takes 90 days.",), ("In general so.",), ("Ask for it.",)),
    )
    return ChangeTold(found, DOCUMENT, PLATFORM, before, after, meant, analysed)


def test_a_change_record_says_everything_with_its_quotations_verbatim() -> None:
    found = record()
    file = pdf_of(change_report(told(found), BASE))
    said = flat(words_of(file))
    for each in found.changes:
        for side in (each.old, each.new):
            for part in (side or "").split(" 30 ")[0].split(" 90 ")[:1]:
                assert flat(part) in said
    for words in (
        found.headline,
        *found.reasons,
        found.id,
        "a" * 64,
        "Deletion takes 90 days.",
        "Ask for it.",
        DOCUMENT.sources[0].url,
        f"{BASE}/change/{found.id}/",
        DISCLAIMER,
        INDEPENDENCE,
        "Four clocks",
        "Page 1 of",
    ):
        assert flat(words) in said, words
    assert len(PdfReader(io.BytesIO(file)).pages) <= 6


def test_a_big_record_is_ordered_by_severity_tells_an_edit_once_and_bounds_its_contents() -> None:
    alike = [
        change(
            old=f"The Vendor does {n}.",
            new=f"The Supplier does {n}.",
            severity=Severity.LOW,
            section=f"Part {n}",
        )
        for n in range(20)
    ]
    other = [
        change(new=f"Now rule {n} holds.", severity=Severity.MEDIUM, section=f"Rule {n}") for n in range(60)
    ]
    grave = change(new="You must pay in gold.", section="Fees")
    report = change_report(told(record(*alike, *other, grave)), BASE)
    titles = [(each.level, each.text) for each in report.blocks if isinstance(each, Heading)]
    whole = [text for _, text in titles]
    assert whole.index("High severity: 1 change") < whole.index("1. Changed: Fees")
    assert whole.index("1. Changed: Fees") < whole.index("Medium severity: 60 changes")
    assert "Low severity: 20 changes, 1 edit" in whole
    assert sum("Part " in text for text in whole) == 1
    assert report.contents == 2
    assert sum(level <= report.contents for level, _ in titles) < 48
    links = [fact.link for each in report.blocks if isinstance(each, Facts) for fact in each.rows]
    assert f"{BASE}/change/{record().id}/?order=document&change=19#change-19" in links
    assert flat("The same edit in 20 places") in flat(words_of(pdf_of(report)))


def test_what_was_not_analysed_is_said() -> None:
    assert flat("has not been analysed here") in flat(
        words_of(pdf_of(change_report(told(record(), analysed=False), BASE)))
    )


def test_equal_reports_give_equal_bytes_and_an_accessible_file() -> None:
    report = change_report(told(record()), BASE)
    file = pdf_of(report)
    assert file == pdf_of(report)
    opened = PdfReader(io.BytesIO(file))
    assert opened.metadata is not None
    assert opened.metadata.title == report.title
    assert opened.metadata.creation_date == report.at.replace(microsecond=0)
    root = opened.trailer["/Root"].get_object()
    assert root["/Lang"] == "en"  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert b"pdfuaid:part" in file or b"pdfuaid" in root["/Metadata"].get_object().get_data()  # type: ignore[index]


def test_paper_is_chosen() -> None:
    def size(paper: Paper) -> tuple[int, int]:
        box = PdfReader(io.BytesIO(pdf_of(report_of(Words("x")), paper))).pages[0].mediabox
        return round(box.width), round(box.height)

    assert size(Paper.A4) == (595, 842)
    assert size(Paper.LETTER) == (612, 792)


def test_hostile_words_are_shown_and_never_read() -> None:
    blocks = (
        Heading(HOSTILE),
        Words(HOSTILE),
        Quote(HOSTILE, language="#eval"),
        Points((HOSTILE,)),
        Facts((Fact("Label", HOSTILE),)),
        Grid(("a", HOSTILE), ((HOSTILE, "b"),)),
        Bars("Count", (("Jan", 0), ("Feb", 3))),
        Redlined((Piece(Op.DELETED, HOSTILE), Piece(Op.INSERTED, HOSTILE)), marker="#"),
    )
    report = report_of(*blocks, title=HOSTILE, contents=2)
    said = flat(words_of(pdf_of(report)))
    assert said.count(flat(sendable('#import "evil.typ": * #eval("1+1")'))) >= 8
    assert "root:" not in said
    assert flat('#read("/etc/passwd")') in said


def test_the_typst_source_holds_the_report_as_one_string() -> None:
    report = report_of(Quote(HOSTILE + '"))\n#panic("x")'))
    source = typst_source(report)
    first = source.split("\n", 1)[0]
    assert source.isascii() or first.isascii()
    assert first.startswith('#let report = json(bytes("')
    alone = typeset({"program": source, "data": "{}", "at": int(AT.timestamp())})
    assert alone == pdf_of(report)


def test_turns_of_direction_are_written_out() -> None:
    said = words_of(pdf_of(report_of(Quote(BIDI))))
    assert "\u202e" not in said
    assert flat("⟨U+202E⟩001 RUE⟨U+202C⟩") in flat(said)


def test_scripts_without_shapes_still_make_a_file_that_says_so() -> None:
    said = words_of(pdf_of(report_of(Quote("服务条款 العربية"))))
    assert flat("have no shape in the fonts") in flat(said)


def test_huge_words_stay_on_the_page() -> None:
    file = pdf_of(report_of(Quote("x" * 20_000), title="y" * 900))
    assert words_of(file).count("x") == 20_000
    pages = PdfReader(io.BytesIO(file)).pages
    assert 3 < len(pages) < 20


def test_five_megabytes_are_bounded_and_say_so() -> None:
    kept = bounded((Quote("word " * 1_000_000),), f"{BASE}/x/")
    assert isinstance(kept[0], Quote)
    assert len(kept[0].text) < MOST_CHARACTERS + 10
    assert isinstance(kept[-1], Words)
    assert BASE in kept[-1].text
    many = bounded((Words("x"),) * 100_000, BASE)
    assert len(many) < 20_000


def test_a_redline_marks_in_words_and_signs_what_moved() -> None:
    long = "We keep what you tell us for as long as the account stands and thirty days more after it closed."
    kind = BlockKind.PARAGRAPH
    old = edition("a" * 20, [(kind, long), (kind, "Objections are heard."), (kind, "Same as ever was.")])
    new = edition("b" * 20, [(kind, "Objections are heard."), (kind, "Same as ever was."), (kind, long)])
    said = words_of(pdf_of(redline_of(old, new)))
    assert "Moved from here (move 1)" in said
    assert "Moved here (move 1)" in said
    short = flat(words_of(pdf_of(redline_of(old, new, changed=True))))
    assert flat("2 passages unchanged") in short
    assert flat("Objections are heard.") not in short


def test_a_comparison_quotes_and_says_what_is_silent() -> None:
    standing = Standing(
        Stance.PROHIBITS, "You must not.", True, "Terms", "Uses", "/platform/a/terms/uses/", AT
    )
    cells = ((MatrixCell(CellState.COMPARABLE, standing, 2), MatrixCell(CellState.SILENT)),)
    matrix = Matrix((("USE.x", "A matter"),), (("a", "Alpha"), ("b", "Beta")), cells, AT)
    said = flat(words_of(pdf_of(comparison_report(matrix, BASE, "/compare/?p=a,b"))))
    for words in ("You must not. …", "Alpha: prohibits", "none recognised", "2 more provisions", DISCLAIMER):
        assert flat(words) in said
    maybe = ((MatrixCell(CellState.PERHAPS, standing), MatrixCell(CellState.SILENT)),)
    unsure = comparison_report(replace(matrix, cells=maybe), BASE, "/compare/?p=a,b")
    assert flat("Alpha: perhaps") in flat(words_of(pdf_of(unsure)))


def test_a_digest_names_every_record_and_quotes_the_severest() -> None:
    records = tuple(RecordTold(record(), DOCUMENT, PLATFORM) for _ in range(2))
    report = digest_report(DigestTold("Songbirds", AT.date(), AT.date(), records), BASE)
    said = flat(words_of(pdf_of(report)))
    assert said.count(flat(record().headline)) >= 2
    assert flat("2: ") in said
    empty = digest_report(DigestTold("Songbirds", AT.date(), AT.date(), ()), BASE)
    assert flat("Nothing that is watched changed") in flat(words_of(pdf_of(empty)))


def test_the_data_is_plain_ascii_json() -> None:
    job = typst_job(report_of(Quote("é\ud800 \u2028")))
    assert job.data.isascii()
    assert json.loads(job.data)["blocks"][0]["text"] == "é \u2028"


def test_a_picture_is_set_with_its_words_and_the_same_every_time() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="12">Wren</text></svg>'
    report = report_of(Picture(svg, "Two changes since May."))
    said = words_of(pdf_of(report))
    assert flat("Two changes since May.") in flat(said)
    assert "Wren" in said
    assert pdf_of(report) == pdf_of(report)


def test_a_profile_of_what_was_never_captured_names_no_day() -> None:
    empty = PlatformTold(PLATFORM, (DocumentTold(DOCUMENT, None, 0, 0, None),), (), (), AT)
    assert platform_report(empty, BASE).about == ("Nothing of it is on record yet",)
    seen = replace(empty, documents=(replace(empty.documents[0], last_good=AT),))
    assert platform_report(seen, BASE).about[0].startswith("As of ")
