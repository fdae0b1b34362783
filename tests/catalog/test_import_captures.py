"""Dated raw pages: folder and tars, order, hashes, and what a hostile archive tries."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard

from clausewatch.catalog import open_captures
from clausewatch.errors import BadInputError
from clausewatch.nouns.identity import digest

PAGES = {
    "Anvil/Terms/b.html": b"<p>second</p>",
    "Anvil/Terms/a.html": b"<p>first</p>",
    "Bellows/Privacy/a.html": b"<p>other</p>",
}
TIMES = ("2026-03-02T10:00:00+02:00", "2026-03-01T09:00:00Z", "2026-03-02T07:00:00Z")
IN_ORDER = ["Anvil/Terms/a.html", "Bellows/Privacy/a.html", "Anvil/Terms/b.html"]


def row(file: str, at: str, **other: str) -> dict[str, str]:
    return {
        "file": file,
        "platform": file.partition("/")[0],
        "document_type": "Terms of Service",
        "url": f"https://example.org/{file}",
        "observed_at": at,
        "sha256": digest(PAGES.get(file, b"")),
        **other,
    }


def manifest(rows: list[dict[str, str]] | None = None) -> bytes:
    given = [row(file, at) for file, at in zip(PAGES, TIMES, strict=True)] if rows is None else rows
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in given).encode()


def folder_of(path: Path, lines: bytes | None = None) -> Path:
    for name, content in PAGES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    (path / "manifest.jsonl").write_bytes(manifest() if lines is None else lines)
    return path


def tar_of(prefix: str = "./", extra: Callable[[tarfile.TarFile], None] | None = None) -> bytes:
    """The manifest stands last, as in a tar made by name."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in {**PAGES, "manifest.jsonl": manifest()}.items():
            member = tarfile.TarInfo(prefix + name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        if extra is not None:
            extra(tar)
    return out.getvalue()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def taken(path: Path) -> list[str]:
    importer = open_captures(path)
    found = list(importer)
    assert len(importer) == len(found)
    for each in found:
        file = each.reference.rpartition(":")[2]
        assert each.body == PAGES[file]
        assert each.observed_at.tzinfo is UTC
    importer.close()
    return [each.reference.rpartition(":")[2] for each in found]


def refused(path: Path, temporary: Path) -> str:
    with pytest.raises(BadInputError) as error:
        open_captures(path)
    assert str(path) in str(error.value)
    assert error.value.mend
    assert list(temporary.iterdir()) == []
    return str(error.value)


def test_a_folder_in_the_order_of_time(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "pages")
    assert taken(path) == IN_ORDER
    first = next(iter(open_captures(path)))
    assert (first.platform, first.document, first.url) == (
        "Anvil",
        "Terms of Service",
        "https://example.org/Anvil/Terms/a.html",
    )
    assert first.observed_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert first.media_type == "text/html"


@pytest.mark.parametrize("prefix", ["", "./", "captures/"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_tars_of_every_kind(
    tmp_path: Path, temporary: Path, prefix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "pages.archive"
    path.write_bytes(pack(tar_of(prefix)))
    assert taken(path) == IN_ORDER
    assert list(temporary.iterdir()) == []


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept to ourselves")

    def add(tar: tarfile.TarFile) -> None:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type = kind
            member.linkname = str(secret)
            tar.addfile(member)

    path = tmp_path / "pages.tar"
    path.write_bytes(tar_of(extra=add))
    assert taken(path) == IN_ORDER


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped", "a/../../escaped"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, temporary: Path, name: str) -> None:
    def add(tar: tarfile.TarFile) -> None:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())

    path = tmp_path / "pages.tar"
    path.write_bytes(tar_of(extra=add))
    assert "leads out" in refused(path, temporary)
    assert not (tmp_path / "escaped").exists()


def test_too_large_a_member_is_refused_unread(tmp_path: Path, temporary: Path) -> None:
    def add(tar: tarfile.TarFile) -> None:
        member = tarfile.TarInfo("huge.html")
        member.size = 10**15
        tar.addfile(member)

    path = tmp_path / "pages.tar"
    path.write_bytes(tar_of(extra=add))
    assert "too large" in refused(path, temporary)


def test_a_window_that_wants_gigabytes_is_refused(tmp_path: Path, temporary: Path) -> None:
    # RFC 8878, 3.1.1.1: magic, a descriptor without single segment, and a window descriptor of 2 GiB.
    path = tmp_path / "pages.tar.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00\xa8" + bytes(100))
    assert "unpacked" in refused(path, temporary)


def test_damage_anywhere_is_refused_or_harmless(tmp_path: Path, temporary: Path) -> None:
    whole = zstandard.compress(tar_of())
    places = random.Random(5)
    path = tmp_path / "pages.tar.zst"
    for _ in range(120):
        content = bytearray(whole)
        if places.random() < 0.3:
            del content[places.randrange(len(content)) :]
        else:
            content[places.randrange(len(content))] ^= 1 << places.randrange(8)
        path.write_bytes(content)
        try:
            assert len(taken(path)) == len(PAGES)
        except BadInputError as error:
            assert str(path) in str(error)  # noqa: PT017 - either outcome is right
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (b"{not json", "line 2"),
        (b"[1]", "line 2"),
        (b"9" * 5000, "line 2"),
        (b"[" * 100_000, "line 2"),
        (b'{"platform": "x\xff"}', "line 2: it is not in UTF-8"),
        (json.dumps(row("Anvil/Terms/a.html", "yesterday")).encode(), "observed_at"),
        (json.dumps(row("Anvil/Terms/a.html", "2026-03-01T09:00:00")).encode(), "no time zone"),
        (json.dumps(row("Anvil/Terms/a.html", "0001-01-01T00:00:00+14:00")).encode(), "line 2"),
        (json.dumps(row("Anvil/Terms/a.html", TIMES[0], sha256="abc")).encode(), "sha256"),
        (json.dumps(row("../secret", TIMES[0])).encode(), "leads out"),
        (json.dumps(row("a\0b", TIMES[0])).encode(), "leads out"),
        (json.dumps(row("Anvil/Terms/gone.html", TIMES[0])).encode(), "gone.html: it is not there"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, temporary: Path, second: bytes, said: str) -> None:
    good = manifest([row("Anvil/Terms/a.html", TIMES[1])])
    path = folder_of(tmp_path / "pages", good + second + b"\n")
    assert said in refused(path, temporary)


def test_other_bytes_than_the_manifest_says_are_refused(tmp_path: Path, temporary: Path) -> None:
    path = folder_of(tmp_path / "pages")
    (path / "Anvil/Terms/b.html").write_bytes(b"<p>forged</p>")
    assert "b.html: its bytes are not those" in refused(path, temporary)


def test_a_folder_with_traps_is_refused(tmp_path: Path, temporary: Path) -> None:
    path = folder_of(tmp_path / "pages")
    page = path / "Anvil/Terms/b.html"
    page.unlink()
    page.symlink_to("/etc/hostname")
    assert "leads out" in refused(path, temporary)
    page.unlink()
    os.mkfifo(page)
    assert "not there" in refused(path, temporary)


def test_a_line_separator_inside_a_text_is_no_new_line(tmp_path: Path) -> None:
    rows = [row("Anvil/Terms/a.html", TIMES[1], platform="An\u2028vil")]
    importer = open_captures(folder_of(tmp_path / "pages", manifest(rows)))
    assert [each.platform for each in importer] == ["An\u2028vil"]


def test_without_a_manifest_or_pages(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "none").mkdir()
    assert "manifest.jsonl" in refused(tmp_path / "none", temporary)
    assert "names no page" in refused(folder_of(tmp_path / "empty", b"\n"), temporary)
    assert "No such file" in refused(tmp_path / "nowhere.tar", temporary)
    (tmp_path / "text.tar").write_text("hello")
    assert "unpacked" in refused(tmp_path / "text.tar", temporary)


@pytest.mark.shared
def test_the_real_captures(shared: Path, temporary: Path) -> None:
    importer = open_captures(shared / "data" / "captures" / "captures.tar.zst")
    total = 0
    before: dict[tuple[str, str], datetime] = {}
    for each in importer:
        document = (each.platform, each.document)
        assert before.get(document, each.observed_at) <= each.observed_at
        before[document] = each.observed_at
        total += len(each.body)
    assert (len(importer), len(before), total) == (1032, 18, 237_308_110)
    importer.close()
    assert list(temporary.iterdir()) == []
