"""Labelled statements whose words are not shipped: found again in their sources, or told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evals.pointed import Words, marked
from training import pointed


def test_words_are_found_again_in_any_case_and_dress() -> None:
    source = Words("# Rules\n\nKestrel **may keep** what you\nsend for 30 days. Nothing else.")
    assert source.of(marked("kestrel may keep what you send for 30 days")) == (
        "Kestrel **may keep** what you send for 30 days."
    )
    assert source.of(marked("Kestrel may keep what you send for 31 days")) is None


def test_a_row_that_is_not_in_its_source_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = tmp_path / "data/training/acord"
    clauses.mkdir(parents=True)
    (clauses / "corpus.jsonl").write_text('{"_id": "k1", "text": "The buyer pays within ten days."}\n')
    row = {
        "source": "acord#k1",
        "platform": "",
        "doc_type": "Commercial Terms",
        "text": marked("buyer pays within ten"),
        "headings": [],
        "lead_in": None,
        "topics": ["PAY.fees"],
    }
    labelled = tmp_path / "labelled.jsonl"
    monkeypatch.setattr(pointed, "LABELLED", labelled)
    labelled.write_text(json.dumps(row) + "\n")
    (found,) = pointed.pointed(tmp_path)
    assert (found.asked.text, found.topics) == ("buyer pays within ten", ("PAY.fees",))
    labelled.write_text(json.dumps({**row, "text": marked("buyer pays within nine")}) + "\n")
    with pytest.raises(ValueError, match=r"labelled\.jsonl, line 1: acord#k1 does not hold these words"):
        list(pointed.pointed(tmp_path))
