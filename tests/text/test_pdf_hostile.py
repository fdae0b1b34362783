"""Broken, locked, oversized and malicious PDFs: a verdict with its reason, within bounds of memory and CPU time."""

from __future__ import annotations

import random
import resource
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from tests.text.pdf_kit import (
    Sheet,
    bomb,
    many_pages,
    nested_forms,
    one_page,
    raw_pdf,
    repeated_stream,
    stream,
)

from clausewatch.nouns.document import Page
from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline import apart
from clausewatch.text import judge, read

SENTENCE = (
    "You may use the service only as these terms allow, and we may change them when the law requires it."
)
WORDS = f"BT /F 10 Tf 50 700 Td ({SENTENCE}) Tj ET".encode()


def verdict_of(body: bytes) -> tuple[Verdict, str]:
    page = Page(body, "application/pdf")
    judgement = judge(apart.read(page), page)
    return judgement.verdict, judgement.reasons[0]


@pytest.mark.parametrize(
    ("body", "verdict", "said"),
    [
        pytest.param(bomb(), Verdict.TOO_LARGE, "takes more than", id="flate bomb"),
        pytest.param(nested_forms(), Verdict.TOO_LARGE, "takes more than", id="forms within forms"),
        pytest.param(
            repeated_stream(), Verdict.TOO_LARGE, "takes more than", id="one stream two hundred times"
        ),
        pytest.param(many_pages(1_000_000), Verdict.TOO_LARGE, "1000000 pages", id="a million pages"),
        pytest.param(many_pages(2_001), Verdict.TOO_LARGE, "more than 2000", id="one page too many"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 4_000, Verdict.ERROR, "damaged", id="garbage"),
        pytest.param(b"%PDF-1.7", Verdict.ERROR, "damaged", id="signature alone"),
        pytest.param(b"", Verdict.ERROR, "damaged", id="nothing"),
        pytest.param(
            b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>",
            Verdict.ERROR,
            "damaged",
            id="brackets",
        ),
        pytest.param(
            raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 4>>"]),
            Verdict.ERROR,
            "damaged",
            id="pages within themselves",
        ),
        pytest.param(many_pages(3), Verdict.EMPTY, "pages are empty", id="empty pages"),
    ],
)
def test_hostile_files_get_a_verdict(body: bytes, verdict: Verdict, said: str) -> None:
    found, reason = verdict_of(body)
    assert found is verdict
    assert said in reason


def test_a_locked_file_says_so() -> None:
    sheet = Sheet(encrypt=StandardEncryption("secret", canPrint=0))
    sheet.put(72, 100, SENTENCE)
    assert verdict_of(sheet.bytes()) == (Verdict.LOGIN_WALL, "the PDF is locked with a password")


def test_a_file_locked_against_printing_only_is_read() -> None:
    sheet = Sheet(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0, canCopy=0))
    sheet.put(72, 100, SENTENCE)
    assert sheet.text().content == SENTENCE


def test_letters_without_codes_are_no_text() -> None:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[1]"
        b"/CharProcs<</g1 7 0 R>>/Encoding<</Type/Encoding/Differences[65/g1]>>>>"
    )
    drawing = stream(b"", b"1 0 d0 0 0 1 1 re f")
    content = stream(b"", b"BT /T 10 Tf 50 700 Td (" + b"A" * 60 + b") Tj ET")
    body = one_page(content, more=(font, drawing)).replace(b"/F 5 0 R", b"/T 6 0 R")
    page = Page(body, "application/pdf")
    reading = apart.read(page)
    found = judge(reading, page)
    assert (found.verdict, found.reasons) == (
        Verdict.ERROR,
        ("the PDF's fonts do not say which letters they show",),
    )


@pytest.mark.parametrize("box", [b"0 0 0 0", b"0 0 1e9 1e9", b"700 900 0 0", b"0 0 -5 nan", b"0 0 600 800"])
def test_odd_page_sizes_do_no_harm(box: bytes) -> None:
    reading = apart.read(Page(one_page(stream(b"", WORDS), box=box), "application/pdf"))
    assert reading.text.content in (SENTENCE, "")


def test_a_truncated_file_is_mended_or_refused() -> None:
    sheet = Sheet()
    for number in range(5):
        sheet.put(72, 100, f"{number} {SENTENCE}")
        sheet.page()
    body = sheet.bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        reading = read(Page(body[: int(len(body) * share)], "application/pdf"))
        assert reading.signals.obstacle is not None or SENTENCE in reading.text.content


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_altered_bytes_never_raise(seed: int, count: int) -> None:
    body = bytearray(one_page(stream(b"", WORDS)))
    choose = random.Random(seed)
    for _ in range(count):
        body[choose.randrange(8, len(body))] = choose.randrange(256)
    assert read(Page(bytes(body), "application/pdf")).signals.visible_chars >= 0


def test_a_crash_of_the_reader_is_an_error_and_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    reading = apart.read(Page(b"%PDF-1.7", "application/pdf"))
    assert reading.signals.obstacle == (Verdict.ERROR, "the PDF is damaged: the reader broke down over it")


def test_reading_alone_keeps_to_little_memory_and_time() -> None:
    """A long honest document: 200 pages within a gigabyte and ten CPU seconds, start of Python included."""
    sheet = Sheet()
    for number in range(200):
        sheet.put(72, 40, "Running head", 8)
        for line in range(30):
            sheet.put(72, 100 + 14 * line, f"{number}.{line} {SENTENCE[:70]}")
        sheet.page()
    code = "import sys; from clausewatch.text import read; from clausewatch.nouns.document import Page;"
    code += "print(len(read(Page(sys.stdin.buffer.read(), 'application/pdf')).text.content.split()))"

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    done = subprocess.run(
        [sys.executable, "-c", code], input=sheet.bytes(), capture_output=True, preexec_fn=bound, check=True
    )
    assert int(done.stdout) == 200 * 30 * (1 + len(SENTENCE[:70].split()))
