"""Archives of dated pages: every form they come in, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard

from clausewatch.catalog import open_captures
from clausewatch.errors import BadInputError
from clausewatch.nouns.identity import digest
from clausewatch.ports import Imported

PAGES = {"fern/b.html": b"<p>second</p>", "fern/a.html": b"<p>first</p>", "élan/c.html": b"<p>third</p>"}


def line(file: str, day: int, **more: object) -> dict[str, object]:
    return {
        "file": file,
        "platform": file.partition("/")[0],
        "document_type": "Imprint",
        "url": "https://fern.example/imprint",
        "observed_at": f"2026-03-0{day}T09:00:00+02:00",
        "sha256": digest(PAGES.get(file, b"")),
    } | more


LINES = [line("fern/b.html", 2), line("fern/a.html", 1), line("élan/c.html", 3, document="Imprint (fr)")]


def manifest(lines: list[dict[str, object]]) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in lines).encode() + b"\n"


def folder_of(folder: Path, lines: list[dict[str, object]] = LINES) -> Path:
    for name, body in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    (folder / "manifest.jsonl").write_bytes(manifest(lines))
    return folder


def tar_of(*entries: tuple[tarfile.TarInfo, bytes], lines: list[dict[str, object]] = LINES) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, body in ({"manifest.jsonl": manifest(lines)} | PAGES).items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
        for info, body in entries:
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return out.getvalue()


def read(path: Path) -> list[Imported]:
    opened = open_captures(path)
    try:
        found = list(opened)
        assert len(opened) == len(found)
    finally:
        opened.close()
    return found


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives are unpacked."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.mark.parametrize("form", ["folder", "a.tar", "a.tar.gz", "a.tgz", "a.tar.zst"])
def test_the_pages_are_given_in_the_order_they_were_observed(
    tmp_path: Path, scratch: Path, form: str
) -> None:
    path = tmp_path / form
    if form == "folder":
        folder_of(path)
    else:
        pack = {"gz": gzip.compress, "tgz": gzip.compress, "zst": zstandard.compress}.get(
            form.rpartition(".")[2]
        )
        path.write_bytes(pack(tar_of()) if pack else tar_of())
    found = read(path)
    assert [each.body for each in found] == [b"<p>first</p>", b"<p>second</p>", b"<p>third</p>"]
    assert [(each.platform, each.document) for each in found[1:]] == [
        ("fern", "Imprint"),
        ("élan", "Imprint (fr)"),
    ]
    assert found[0].observed_at == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert found[0].observed_at.tzinfo is UTC
    assert len({each.reference for each in found}) == 3
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../out.html", "fern/../../out.html", "/out.html", "../scratch-not/out.html"]
)
def test_an_entry_that_leads_out_is_refused_and_nothing_is_left(
    tmp_path: Path, scratch: Path, name: str
) -> None:
    (tmp_path / "a.tar").write_bytes(tar_of((tarfile.TarInfo(name), b"x")))
    with pytest.raises(BadInputError, match="leads out"):
        open_captures(tmp_path / "a.tar")
    assert list(tmp_path.rglob("out.html")) == []
    assert list(scratch.iterdir()) == []


def test_links_and_devices_are_no_pages(tmp_path: Path, scratch: Path) -> None:
    entries = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        info = tarfile.TarInfo("fern/a.html" if kind == tarfile.SYMTYPE else f"fern/{kind.decode()}.html")
        info.type, info.linkname = kind, "/etc/passwd"
        entries.append((info, b""))
    (tmp_path / "a.tar").write_bytes(tar_of(*entries))
    opened = open_captures(tmp_path / "a.tar")
    unpacked = [path for path in scratch.rglob("*") if not path.is_dir()]
    assert len(unpacked) == 4
    assert all(path.is_file() and not path.is_symlink() for path in unpacked)
    assert len(list(opened)) == 3
    opened.close()


def test_a_link_in_a_folder_that_leads_out_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(PAGES["fern/a.html"])
    folder = folder_of(tmp_path / "folder")
    (folder / "fern" / "a.html").unlink()
    (folder / "fern" / "a.html").symlink_to(secret)
    with pytest.raises(BadInputError, match="leads out"):
        read(folder)


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "fern/../../secret"])
def test_a_manifest_that_leads_out_is_refused(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret").write_bytes(b"")
    with pytest.raises(BadInputError, match="leads out"):
        read(folder_of(tmp_path / "folder", [line(file, 1)]))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "JSON"),
        ("[1]", ""),
        ("null", ""),
        (json.dumps(line("fern/a.html", 1, platform="")), "platform"),
        (json.dumps(line("fern/a.html", 1, sha256="zz")), "sha256"),
        (json.dumps(line("fern/a.html", 1, observed_at="yesterday")), "observed_at"),
        (json.dumps(line("fern/a.html", 1, observed_at="2026-03-01T09:00:00")), "no time zone"),
        (json.dumps({"file": "fern/a.html"}), "platform"),
        ("[" * 100_000, ""),
    ],
)
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, bad: str, reason: str) -> None:
    folder = folder_of(tmp_path / "folder")
    (folder / "manifest.jsonl").write_text("\n".join([json.dumps(LINES[0]), "", bad]) + "\n")
    with pytest.raises(BadInputError) as caught:
        open_captures(folder)
    assert "line 3" in caught.value.subject
    assert reason in caught.value.reason
    assert caught.value.mend


def test_a_page_that_is_missing_or_altered_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "folder")
    (folder / "fern" / "a.html").write_bytes(b"other")
    with pytest.raises(BadInputError, match=r"fern/a\.html.*not those of the manifest"):
        read(folder)
    (folder / "fern" / "a.html").unlink()
    with pytest.raises(BadInputError, match=r"fern/a\.html.*cannot be read"):
        read(folder)


@pytest.mark.parametrize("harm", ["absent", "no manifest", "text", "cut tar", "cut gz", "cut zst", "cut off"])
def test_what_cannot_be_used_is_refused_with_a_mend_and_leaves_nothing(
    tmp_path: Path, scratch: Path, harm: str
) -> None:
    whole = tar_of()
    form, content = {
        "absent": ("a.tar", None),
        "no manifest": ("a.tar", whole[:0] + bytes(10240)),
        "text": ("a.tar", b"no archive at all"),
        "cut tar": ("a.tar", whole[:700]),
        "cut gz": ("a.tar.gz", gzip.compress(whole)[:-60]),
        "cut zst": ("a.tar.zst", zstandard.compress(whole)[:-60]),
        "cut off": ("a.tar.zst", b""),
    }[harm]
    if content is not None:
        (tmp_path / form).write_bytes(content)
    with pytest.raises(BadInputError) as caught:
        read(tmp_path / form)
    assert str(tmp_path / form) in caught.value.subject
    assert caught.value.mend
    assert list(scratch.iterdir()) == []


@pytest.mark.shared
def test_the_real_captures_are_all_given(shared: Path) -> None:
    found = open_captures(shared / "data" / "captures" / "captures.tar.zst")
    try:
        assert len(found) == 1032
        assert sum(1 for _ in found) == 1032
    finally:
        found.close()
