"""Size and speed on real captures: the figures of docs/decisions/0002-body-storage.md, with room for a busy machine."""

from __future__ import annotations

import json
import tarfile
import time
import zlib
from pathlib import Path

import pytest
import zstandard

from clausewatch.archive import FolderArchive


def read_captures(path: Path) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """The manifest in order of time, and the pages of two long histories by file name."""
    pages: dict[str, bytes] = {}
    with path.open("rb") as packed:
        stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(packed)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is not None:
                    pages[member.name.removeprefix("./")] = content.read()
    rows = [json.loads(line) for line in pages.pop("manifest.jsonl").splitlines()]
    return sorted(rows, key=lambda row: row["observed_at"]), pages


@pytest.mark.shared
def test_real_captures_are_small_and_quick(shared: Path, tmp_path: Path) -> None:
    rows, pages = read_captures(shared / "data" / "captures" / "captures.tar.zst")
    archive = FolderArchive(tmp_path)
    last: dict[tuple[str, str], str] = {}
    began = time.process_time()
    for row in rows:
        document = (row["platform"], row["document_type"])
        last[document] = archive.put(pages[row["file"]], last.get(document))
        assert last[document] == row["sha256"]
    assert time.process_time() - began < 20
    # gzip of each capture at level 6 is within a percent of level 9 here, in half the time.
    gzip_bytes = sum(len(zlib.compress(pages[row["file"]], 6)) for row in rows)
    assert archive.stats().stored_bytes < gzip_bytes / 16
    slowest = []
    for row in rows[::5]:
        cold = FolderArchive(tmp_path)
        started = time.process_time()
        assert cold.get(row["sha256"]) == pages[row["file"]]
        slowest.append(time.process_time() - started)
    assert sorted(slowest)[-3] < 0.020
    assert list(archive.verify()) == []
