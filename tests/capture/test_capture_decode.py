"""Content codings undone within limits; media types; waits."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped] # ships no type information
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.capture.decode import Decoded, Undecodable, decode
from clausewatch.capture.media import media_of
from clausewatch.capture.waits import later, quick_wait, retry_after
from clausewatch.nouns.evidence import Failure

PAGE = ("<p>You may not do this. " * 200).encode()


def _raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


ENCODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "GZip": gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]) + b"\0\0",
    "deflate": zlib.compress(PAGE),
    "Deflate": _raw_deflate(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
    "Zstd": zstandard.compress(PAGE[:100]) + zstandard.compress(PAGE[100:]),
    "identity": PAGE,
    "": PAGE,
    "gzip, br": brotli.compress(gzip.compress(PAGE)),
    "br, identity, zstd": zstandard.compress(brotli.compress(PAGE)),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_coding_is_undone(encoding: str) -> None:
    assert decode(ENCODED[encoding], encoding, 1_000_000) == Decoded(PAGE)
    assert decode(ENCODED[encoding], encoding, len(PAGE)).__class__ is Decoded


@pytest.mark.parametrize("encoding", [name for name in ENCODED if name not in ("", "identity")])
def test_broken_bodies_are_told(encoding: str) -> None:
    assert isinstance(decode(PAGE, encoding, 1_000_000), Undecodable)
    assert isinstance(
        decode(ENCODED[encoding][: len(ENCODED[encoding]) // 2], encoding, 1_000_000), Undecodable
    )


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip, gzip, gzip", "br," * 5, "x" * 900])
def test_unknown_and_long_chains_are_told(encoding: str) -> None:
    found = decode(gzip.compress(PAGE), encoding, 1_000_000)
    assert isinstance(found, Undecodable)
    assert len(found.reason) < 200


def test_an_empty_body_needs_no_decoding() -> None:
    assert decode(b"", "gzip", 10) == Decoded(b"")


ZEROS = bytes(60_000_000)
BOMBS = {
    "gzip": gzip.compress(ZEROS, 9),
    "br": brotli.compress(ZEROS, quality=4),
    "zstd": zstandard.compress(ZEROS),
    "deflate": zlib.compress(ZEROS),
}


@pytest.mark.parametrize("encoding", BOMBS)
@pytest.mark.parametrize("outer", ["", "gzip"])
def test_bombs_make_no_more_than_the_limit(encoding: str, outer: str) -> None:
    body = gzip.compress(BOMBS[encoding]) if outer else BOMBS[encoding]
    limit = 1_000_000
    tracemalloc.start()
    found = decode(body, f"{encoding}, {outer}", limit)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, Decoded)
    assert found.cut
    assert len(found.body) <= limit
    assert peak < 12 * limit


def test_endless_members_are_told() -> None:
    for encoding, member in (("gzip", gzip.compress(b"")), ("zstd", zstandard.compress(b""))):
        assert isinstance(decode(member * 100_000, encoding, 1_000_000), Undecodable)


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.integers(1, 300))
def test_any_bytes_decode_or_are_told(body: bytes, encoding: str, limit: int) -> None:
    found = decode(body, encoding, limit)
    assert isinstance(found, Undecodable) or len(found.body) <= limit


@given(st.binary(max_size=3_000), st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd"]), max_size=3))
def test_what_was_coded_comes_back(body: bytes, codings: list[str]) -> None:
    makers = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstandard.compress,
    }
    coded = body
    for coding in codings:
        coded = makers[coding](coded)
    found = decode(coded, ", ".join(codings), 100_000)
    assert found == Decoded(body)


@pytest.mark.parametrize(
    ("header", "body", "expected"),
    [
        ("text/html; charset=UTF-8", b"x", ("text/html", "utf-8")),
        ('TEXT/HTML;Charset="windows-1252"', b"x", ("text/html", "windows-1252")),
        ("text/html; charset='iso-8859-1", b"x", ("text/html", "iso-8859-1")),
        ("text/html; charset=nonsense-9", b"x", ("text/html", None)),
        ("text/html; charset=hex", b"x", ("text/html", None)),
        ("text/html; charset=unicode_escape", b"x", ("text/html", None)),
        ("text/html; charset=", b"x", ("text/html", None)),
        ("text/markdown", b"# x", ("text/markdown", None)),
        ("text/html", b"%PDF-1.7\n", ("application/pdf", None)),
        ("application/octet-stream", b"\n%PDF-1.7\n\x00", ("application/pdf", None)),
        ("text/html", b"<p>see %PDF-1.7", ("text/html", None)),
        (None, b"  <!DOCTYPE html><p>", ("text/html", None)),
        (None, b"\xef\xbb\xbf<html>", ("text/html", None)),
        (None, b"<!-- x --><p>", ("text/html", None)),
        (None, b"Terms of use", ("text/plain", None)),
        (None, b"\x00\x01\x02", ("application/octet-stream", None)),
        ("nonsense", b"<p>Terms</p>", ("text/html", None)),
        ("", b"", ("text/plain", None)),
    ],
)
def test_media_types(header: str | None, body: bytes, expected: tuple[str, str | None]) -> None:
    assert media_of(header, body) == expected


NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("99999999", 86_400.0),
        ("Sun, 01 Mar 2026 12:02:00 GMT", 120.0),
        ("Sun, 01 Mar 2026 12:02:00", 120.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("9" * 400, None),
        ("٣", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW, 86_400.0) == seconds


@given(st.text(max_size=40))
def test_retry_after_never_raises(value: str) -> None:
    seconds = retry_after(value, NOW, 60.0)
    assert seconds is None or 0 <= seconds <= 60


def test_waits() -> None:
    assert [quick_wait(Failure.CONNECT, None, None, attempt) for attempt in range(3)] == [0.5, 1.0, 2.0]
    assert quick_wait(None, 429, None, 0) is None
    assert quick_wait(None, 503, 7.0, 0) == 7.0
    assert quick_wait(None, 404, None, 0) is None
    assert quick_wait(Failure.TIMEOUT, None, None, 0) is None
    assert later(Failure.STATUS, 404, None, 900.0) is None
    assert later(Failure.STATUS, 503, None, 900.0) == 900.0
    assert later(Failure.STATUS, 503, 5.0, 900.0) == 5.0
    assert later(Failure.BAD_URL, None, None, 900.0) is None
    assert later(Failure.DNS, None, None, 900.0) == 900.0
