"""Words that are told by their digest alone are found again, as they are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zstandard
from evals.pointed import Words, found_again, marked

PAGE = "<h1>Terms</h1><p>You may not resell the service. “We keep data for 30 days,” says annex B.</p>"


def _rows(folder: Path, text: str) -> Path:
    (folder / "page.zst").write_bytes(zstandard.ZstdCompressor().compress(PAGE.encode()))
    row = {
        "source": "page.zst",
        "platform": "Birchwood",
        "doc_type": "Terms",
        "text": marked(text),
        "headings": [marked("Terms"), marked("Elsewhere")],
        "lead_in": None,
    }
    rows = folder / "rows.jsonl"
    rows.write_text(json.dumps(row) + "\n")
    return rows


def test_a_statement_is_found_by_its_digest(tmp_path: Path) -> None:
    ((_, asked),) = found_again(tmp_path, _rows(tmp_path, "YOU may not, resell the service"))
    assert (asked.text, asked.path) == ("You may not resell the service.", ("Terms",))


def test_a_statement_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"line 1: page\.zst does not hold these words"):
        tuple(found_again(tmp_path, _rows(tmp_path, "You may resell the service")))


def test_the_first_of_like_runs_is_taken() -> None:
    assert Words("a b, a B.").of(marked("A b")) == "a b,"
