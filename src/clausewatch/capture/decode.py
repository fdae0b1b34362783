"""Undoing Content-Encoding (RFC 9110, 8.4) without ever making more bytes than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped] # ships no type information
import zstandard

_LONGEST_CHAIN = 3
_MOST_MEMBERS = 64
# RFC 9659: a zstd content coding needs no window above 8 MB.
_ZSTD_WINDOW = 1 << 23
# A 4-byte zstd block can stand for 128 KB, so input goes in by pieces that cannot make more than 8 MB at once.
_ZSTD_PIECE = 256


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded bytes; `cut` says that there was more than the limit, and that only so much was made."""

    body: bytes
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why the bytes are not what Content-Encoding says."""

    reason: str


def decode(body: bytes, encoding: str, limit: int) -> Decoded | Undecodable:
    """`body` without the codings that `encoding` lists, at most `limit` bytes of it.

    Knows gzip, deflate (with and without zlib's frame), br and zstd, at most three after one another.
    """
    codings = [
        name
        for name in (part.strip().lower() for part in encoding.split(","))
        if name not in ("", "identity")
    ]
    if len(codings) > _LONGEST_CHAIN:
        return Undecodable(f"Content-Encoding lists {len(codings)} codings, more than {_LONGEST_CHAIN}")
    cut = False
    for coding in reversed(codings):
        undo = _UNDO.get(coding)
        if undo is None:
            return Undecodable(f"Content-Encoding {coding[:40]!r} is unknown")
        if not body:
            break
        try:
            body, more = undo(body, limit)
        except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
            # What was cut by an outer coding's limit ends early of necessity.
            return Decoded(b"", cut=True) if cut else Undecodable(f"the body is no {coding} ({error})")
        cut = cut or more
    return Decoded(body, cut)


def _gzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    room = limit
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(wbits=31)
        parts.append(member.decompress(body, room + 1))
        room -= len(parts[-1])
        if room < 0:
            return b"".join(parts)[:limit], True
        if not member.eof:
            raise EOFError("it ends early")
        body = member.unused_data
        if not body.startswith(b"\x1f\x8b"):
            return b"".join(parts), False
    raise EOFError(f"it has more than {_MOST_MEMBERS} members")


def _deflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    # RFC 9110, 8.4.1.2: some send deflate data without the zlib frame that the name means.
    framed = (body[0] & 0x0F) == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    stream = zlib.decompressobj(wbits=15 if framed else -15)
    made = stream.decompress(body, limit + 1)
    if len(made) > limit:
        return made[:limit], True
    if not stream.eof:
        raise EOFError("it ends early")
    return made, False


def _br(body: bytes, limit: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    room = limit
    given = body
    while room >= 0:
        parts.append(stream.process(given, output_buffer_limit=room + 1))
        room -= len(parts[-1])
        given = b""
        if stream.is_finished():
            return b"".join(parts)[:limit], room < 0
        if not parts[-1]:
            raise EOFError("it ends early")
    return b"".join(parts)[:limit], True


def _zstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    room = limit
    maker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    frame = maker.decompressobj()
    view = memoryview(body)
    frames = 1
    while view:
        piece, view = view[:_ZSTD_PIECE], view[_ZSTD_PIECE:]
        while piece:
            if frame.eof:
                frame = maker.decompressobj()
                frames += 1
            parts.append(frame.decompress(piece))
            room -= len(parts[-1])
            piece = memoryview(frame.unused_data) if frame.eof else memoryview(b"")
        if room < 0:
            return b"".join(parts)[:limit], True
        if frames > _MOST_MEMBERS:
            raise EOFError(f"it has more than {_MOST_MEMBERS} frames")
    if not frame.eof:
        raise EOFError("it ends early")
    return b"".join(parts), False


_UNDO: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
