"""A measure's floor is pinned to the bytes it was measured on, the repository's own among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals.corpus import Corpus

from evals import corpus as module


def digest(shared: Path, *, used: str | None = None, own: Path | None = None) -> str:
    with Corpus(shared, "trial") as corpus:
        if used is not None:
            corpus.use(used)
        if own is not None:
            corpus.own(own)
        return corpus.digest()


def test_own_data_change_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPOSITORY", tmp_path.resolve())
    rows = tmp_path / "rows.jsonl"
    rows.write_text("one\n", encoding="utf-8")
    before = digest(tmp_path, own=rows)
    assert before == digest(tmp_path, own=rows)
    rows.write_text("two\n", encoding="utf-8")
    assert before != digest(tmp_path, own=rows)


def test_shared_and_own_data_of_one_name_and_content_are_one_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REPOSITORY", tmp_path.resolve())
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "rows.jsonl").write_text("one\n", encoding="utf-8")
    shared = digest(tmp_path, used="data")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "rows.pyc").write_bytes(b"made by Python")
    assert shared == digest(tmp_path, own=folder)


def test_a_floor_on_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="names no data"):
        digest(tmp_path)
    with pytest.raises(ValueError, match="names no data"):
        digest(tmp_path, used="not-there")
