"""Captures as WARC 1.1 records (ISO 28500:2017), made of what the log names alone: the capture's record and its body.

Every byte follows from those, so that whoever has them can make the records again and compare. They are written here and
not by a library for that reason: the same capture has to give the same bytes under every later version of one.
"""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clausewatch.nouns.identity import digest

_INFO = b"software: clausewatch\r\nformat: WARC File Format 1.1\r\nform: clausewatch warc 1\r\n"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_FRAMING = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})
"""Headers that say how the bytes came over the wire. Bodies are kept decoded, so these are kept under `X-Orig-`."""

RECORD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Taken:
    """A capture as it goes into a WARC file: its record byte for byte, and what it brought."""

    record: bytes
    body: bytes | None
    picture: bytes | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What the record says. TypeError where it is no object."""
        found = json.loads(self.record)
        if not isinstance(found, dict):
            raise TypeError("a capture's record is no object")
        return found


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record, uncompressed, and how an index lists it (None where it does not)."""

    content: bytes
    line: Mapping[str, str] | None = None
    at: str = ""
    capture: str = ""


def warc_records(taken: Sequence[Taken]) -> tuple[WarcRecord, ...]:
    """The records of a file: `warcinfo`, then of each capture, oldest first, what it brought, its request, and its record as
    `metadata`. A live answer is a `response`, one that confirmed an earlier body of these a `revisit`; what was imported
    or made by a browser is a `resource`, for no server sent those bytes."""
    told = sorted(((each.said, each) for each in taken), key=lambda pair: _order(pair[0]))
    first = told[0][0]["observed_at"] if told else "1970-01-01T00:00:00.000000Z"
    info = _record("warcinfo", (_name("warcinfo", first), first, ""), "application/warc-fields", _INFO)
    found = [WarcRecord(info)]
    for said, each in told:
        found += _of_capture(said, each, _original(said, (other for other, _ in told)))
    return tuple(found)


def compressed(records: Iterable[WarcRecord]) -> tuple[bytes, ...]:
    """Each record as a gzip member of its own."""
    found = []
    for each in records:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
        found.append(squeeze.compress(each.content) + squeeze.flush())
    return tuple(found)


def _order(said: Mapping[str, Any]) -> tuple[str, str]:
    return said["observed_at"], said["capture"]


def _original(said: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The latest earlier capture of the source that brought the body which this one confirmed."""
    if not said["not_modified"]:
        return None
    fitting = [
        each
        for each in others
        if (each["source"], each["body"]) == (said["source"], said["body"])
        and not each["not_modified"]
        and _order(each) < _order(said)
    ]
    return max(fitting, key=_order, default=None)


def _of_capture(
    said: Mapping[str, Any], taken: Taken, original: Mapping[str, Any] | None
) -> Iterable[WarcRecord]:
    capture, date, uri = said["capture"], said["observed_at"], target(said)
    main = _name("main", capture)
    if taken.body is not None:
        yield _main(said, taken.body, original)
    if taken.picture is not None:
        view = f"urn:view:{uri}"
        yield WarcRecord(
            _record("resource", (_name("picture", capture), date, view), "image/png", taken.picture),
            _line(view, "image/png", "200", digest(taken.picture)),
            date,
        )
    beside = {"WARC-Concurrent-To": main} if taken.body is not None else {}
    if taken.body is not None and _answered(said):
        block = _request(said)
        kind = "application/http;msgtype=request"
        yield WarcRecord(_record("request", (_name("request", capture), date, uri), kind, block, beside))
    name = _name("metadata", capture)
    yield WarcRecord(_record("metadata", (name, date, uri), "application/json", taken.record, beside))


def _main(said: Mapping[str, Any], body: bytes, original: Mapping[str, Any] | None) -> WarcRecord:
    capture, date, uri = said["capture"], said["observed_at"], target(said)
    name, payload = _name("main", capture), {"WARC-Payload-Digest": f"sha256:{digest(body)}"}
    media = _clean(said["media_type"]) or "application/octet-stream"
    kind = "application/http;msgtype=response"
    if original is not None:
        refers = {
            "WARC-Profile": _NOT_MODIFIED,
            "WARC-Refers-To": _name("main", original["capture"]),
            "WARC-Refers-To-Target-URI": target(original),
            "WARC-Refers-To-Date": original["observed_at"],
        }
        content = _record("revisit", (name, date, uri), kind, _head(said, None), refers | payload)
        return WarcRecord(content, _line(uri, "warc/revisit", str(said["status"]), digest(body)), date)
    if not _answered(said) or said["not_modified"]:
        coded = f"{media}; charset={_clean(said['charset'])}" if said["charset"] else media
        content = _record("resource", (name, date, uri), coded, body, payload)
        return WarcRecord(content, _line(uri, media, "200", digest(body)), date, capture)
    content = _record("response", (name, date, uri), kind, _head(said, len(body)) + body, payload)
    return WarcRecord(content, _line(uri, media, str(said["status"]), digest(body)), date, capture)


def _answered(said: Mapping[str, Any]) -> bool:
    """Whether what the capture brought is what a server answered, and not a browser's document or an import."""
    return said["origin"] == "live" and said["status"] is not None and not said["renderer"]


def target(said: Mapping[str, Any]) -> str:
    """The address of what the capture brought, in printable ASCII; a name of ours where it has none."""
    url = said["final_url"] or said["url"] or f"urn:clausewatch:capture:{said['capture']}"
    return "".join(each if "!" <= each <= "~" else quote(each, errors="replace") for each in url)


def _head(said: Mapping[str, Any], length: int | None) -> bytes:
    """The answer's status and headers. The reason phrase is not on record."""
    lines = [f"HTTP/1.1 {said['status']} "]
    for name, value in said["headers"]:
        framing = length is not None and name.lower() in _FRAMING
        lines.append(f"{'X-Orig-' if framing else ''}{_clean(name)}: {_clean(value)}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return _octets("\r\n".join(lines)) + RECORD_END


def _request(said: Mapping[str, Any]) -> bytes:
    """The last request of the chain: its headers as sent, its first line made of the address."""
    after = target(said).partition("//")[2]
    host, slash, path = after.partition("/")
    headers = [(_clean(name), _clean(value)) for name, value in said["request_headers"]]
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", host))
    lines = [f"GET {slash or '/'}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return _octets("\r\n".join(lines)) + RECORD_END


def _record(
    kind: str, about: tuple[str, str, str], media: str, block: bytes, more: Mapping[str, str] | None = None
) -> bytes:
    """`about` is the record's identifier, its date, and its address if it has one."""
    name, date, uri = about
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": name,
        "WARC-Date": date,
        **({"WARC-Target-URI": uri} if uri else {}),
        **(more or {}),
        "Content-Type": media,
        "WARC-Block-Digest": f"sha256:{digest(block)}",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{field}: {value}\r\n" for field, value in fields.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + RECORD_END


def _line(uri: str, mime: str, status: str, payload: str) -> dict[str, str]:
    return {"url": uri, "mime": mime, "status": status, "digest": f"sha256:{payload}"}


def _name(part: str, capture: str) -> str:
    """A record's identifier, which depends on the capture alone (RFC 9562, 5.5)."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:clausewatch:{part}:{capture}')}>"


def _clean(text: str) -> str:
    return "".join(" " if each < " " or each == "\x7f" else each for each in text)


def _octets(text: str) -> bytes:
    """Header fields are octets that were read as Latin-1 (RFC 9110, 5.5)."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
