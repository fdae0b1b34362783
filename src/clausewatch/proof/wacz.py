"""WACZ 1.1.1: a zip of WARC records, their index and pages, whose bytes follow from what is in it."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from clausewatch.nouns.identity import digest
from clausewatch.proof.warc import WarcRecord

ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
MANIFEST, MANIFEST_DIGEST = "datapackage.json", "datapackage-digest.json"
MOST_BYTES = 256 * 1024 * 1024
"""A larger pack is not made, and not opened."""
_MOST_FILES = 5_000
_LONGEST_NAME = 120
_PIECE = 64 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)
_GZIP = b"\x1f\x8b\x08" + bytes(5)
"""Deflated, no name, comment or extra field, no time (RFC 1952, 2.3): in those somebody could write what no tool shows."""


class PackError(ValueError):
    """A pack that is not what one is; says why."""


def container(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip: in the order of their names, all stored, all of one date. Equal files, equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as opened:
        for name in sorted(files):
            told = zipfile.ZipInfo(name, _DATE)
            told.create_system, told.external_attr = 3, 0o644 << 16
            opened.writestr(told, files[name])
    return made.getvalue()


def contents(pack: bytes) -> dict[str, bytes]:
    """The files of a zip that `container` made. PackError for any other: compressed, with a name twice or outside, or with
    a byte that is not of them."""
    if len(pack) > MOST_BYTES:
        raise PackError(f"it is larger than {MOST_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(pack)) as opened:
            told = opened.infolist()
            if len(told) > _MOST_FILES or sum(each.file_size for each in told) > len(pack):
                raise PackError("it says that it holds more than it can")
            for each in told:
                _must_be_plain(each)
            found = {each.filename: opened.read(each) for each in told}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise error if isinstance(error, PackError) else PackError(f"it is no whole zip ({error})") from error
    if len(found) != len(told):
        raise PackError("it has a file twice")
    if container(found) != pack:
        raise PackError("it is not in the one form that its files have as a pack")
    return found


def _must_be_plain(told: zipfile.ZipInfo) -> None:
    name = told.filename
    parts = name.split("/")
    if len(name) > _LONGEST_NAME or not re.fullmatch(r"[A-Za-z0-9._/-]+", name):
        raise PackError(f"it has a file of the name {name[:80]!r}")
    if any(part in ("", ".", "..") for part in parts):
        raise PackError(f"it has a file outside of it, {name[:80]!r}")
    if told.compress_type != zipfile.ZIP_STORED or told.flag_bits & 1:
        raise PackError(f"{name} is compressed or encrypted")


def gunzip(content: bytes) -> list[tuple[int, int, bytes]]:
    """Offset, length and bytes of each gzip member. PackError for what is none, or more than a pack may hold."""
    found: list[tuple[int, int, bytes]] = []
    at, left = 0, MOST_BYTES
    while at < len(content):
        length, member = _member(content, at, left)
        found.append((at, length, member))
        at, left = at + length, left - len(member)
        if len(found) > _MOST_FILES:
            raise PackError("it has too many records")
    return found


def _member(content: bytes, start: int, most: int) -> tuple[int, bytes]:
    """The packed length of the member that starts there, and its bytes. It is read in pieces, so that what follows it is
    not copied once for each member."""
    if content[start : start + len(_GZIP)] != _GZIP:
        raise PackError("a member's head says more than that it is gzip")
    opened, at, made = zlib.decompressobj(31), start, bytearray()
    while not opened.eof:
        piece = content[at : at + _PIECE]
        try:
            made += opened.decompress(piece, most + 1 - len(made))
        except zlib.error as error:
            raise PackError(f"its records are not packed as they should be ({error})") from error
        if len(made) > most or not piece:
            raise PackError("its records are cut short, or unpack to more than a pack may hold")
        at += len(piece)
    return at - len(opened.unused_data) - start, bytes(made)


def index(records: Iterable[WarcRecord], places: Iterable[tuple[int, int]]) -> bytes:
    """The CDXJ lines of the records that lie there (offset and length), sorted."""
    lines = []
    for record, (offset, length) in zip(records, places, strict=True):
        if record.line is None:
            continue
        told = {**record.line, "filename": ARCHIVE.rpartition("/")[2]}
        told |= {"length": str(length), "offset": str(offset)}
        moment = re.sub(r"\D", "", record.at)[:14]
        lines.append(f"{_sort_key(record.line['url'])} {moment} {_json(told)}\n")
    return "".join(sorted(lines)).encode()


def pages(records: Iterable[WarcRecord]) -> bytes:
    """A line for each page that can be shown."""
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "Captures"}]
    for each in records:
        if each.capture and each.line is not None:
            url = each.line["url"]
            lines.append({"id": each.capture, "title": f"{url} at {each.at}", "ts": each.at, "url": url})
    return "".join(f"{_json(line)}\n" for line in lines).encode()


def manifest(files: Mapping[str, bytes], title: str, created: str, software: str) -> dict[str, bytes]:
    """`datapackage.json`, which names every other file with its hash, and the file that names its hash."""
    told = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "created": created,
        "software": software,
        "resources": resources(files),
    }
    content = (json.dumps(told, indent=1) + "\n").encode()
    pointer = {"path": MANIFEST, "hash": f"sha256:{digest(content)}"}
    return {MANIFEST: content, MANIFEST_DIGEST: (_json(pointer) + "\n").encode()}


def resources(files: Mapping[str, bytes]) -> Sequence[dict[str, object]]:
    """What the manifest says of these files."""
    return [
        {
            "name": name.rpartition("/")[2].lower(),
            "path": name,
            "hash": f"sha256:{digest(files[name])}",
            "bytes": len(files[name]),
        }
        for name in sorted(files)
    ]


def _sort_key(url: str) -> str:
    """The address with its host turned round, as indexes of web archives sort it (SURT)."""
    try:
        parts = urlsplit(url.lower())
        host, port = parts.hostname, parts.port
    except ValueError:
        return url.lower()
    if not host or parts.scheme not in ("http", "https"):
        return url.lower()
    turned = ",".join(reversed(re.sub(r"^www\d*\.", "", host).split(".")))
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{turned}{f':{port}' if port else ''}){parts.path or '/'}{f'?{query}' if query else ''}"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(", ", ": "))
