"""The stored form: round trip, bounds, and that no altered byte passes."""

from __future__ import annotations

import struct

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.archive import frame
from clausewatch.archive.frame import BadFrameError
from clausewatch.nouns.identity import digest


@given(st.binary(max_size=3000))
def test_plain_round_trip(body: bytes) -> None:
    parsed = frame.parse(frame.encode(body))
    assert (parsed.depth, parsed.length, parsed.reach, parsed.base) == (0, len(body), len(body), "")
    assert frame.decode(parsed, None) == body


@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_difference_round_trip(base: bytes, body: bytes) -> None:
    below = frame.parse(frame.encode(base))
    stored = frame.encode_against(body, digest(base), base, below)
    assert stored is not None
    parsed = frame.parse(stored)
    assert (parsed.depth, parsed.reach, parsed.base) == (1, len(base) + len(body), digest(base))
    assert frame.decode(parsed, base) == body


def test_every_flipped_bit_is_found() -> None:
    base = b"<p>You may cancel within thirty days.</p>" * 3
    body = base.replace(b"thirty", b"ninety")
    below = frame.parse(frame.encode(base))
    for stored in (frame.encode(body), frame.encode_against(body, digest(base), base, below)):
        assert stored is not None
        for bit in range(len(stored) * 8):
            altered = bytearray(stored)
            altered[bit // 8] ^= 1 << bit % 8
            with pytest.raises(BadFrameError):
                frame.parse(bytes(altered))


def test_every_cut_is_found() -> None:
    stored = frame.encode(b"The seller may assign this contract." * 9)
    for length in range(len(stored)):
        with pytest.raises(BadFrameError):
            frame.parse(stored[:length])
    with pytest.raises(BadFrameError):
        frame.parse(stored + b"\0")


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(64 * 1024 * 1024))
    with pytest.raises(BadFrameError, match="lengths"):
        frame.decode(frame.Frame(0, 100, 100, "", bomb), None)
    unsized = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bytes(1024 * 1024))
    with pytest.raises(BadFrameError, match="lengths"):
        frame.decode(frame.Frame(0, 100, 100, "", unsized), None)


def test_a_well_sealed_header_that_promises_too_much_is_refused() -> None:
    stored = bytearray(frame.encode(b"x"))
    struct.pack_into(">Q", stored, 12, frame.MAX_BODY + 1)
    resealed = stored[:4] + struct.pack(">I", __import__("zlib").crc32(stored[8:])) + stored[8:]
    with pytest.raises(BadFrameError, match="later form"):
        frame.parse(bytes(resealed))
