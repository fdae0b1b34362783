"""The stored form of one object: a header and a zstd frame, plain or against another object's bytes.

Header, 68 bytes, big-endian: magic "CWO2", CRC-32 (ISO 3309) of everything after it, codec (0 plain, 1 delta), a zero byte,
depth of the delta chain, length of the body, length of all bodies of the chain with this one, and SHA-256 of the base (zeros when
plain); 8 bytes are kept for later and are zero. The CRC finds a flipped bit in any byte of the file, also in one that
the body's own hash would not show.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import zstandard

_HEAD = struct.Struct(">4sIBBHQQ32s8s")
_CHECKED_FROM = 8
_MAGIC = b"CWO2"
_PLAIN, _DELTA = 0, 1
_NO_BASE = bytes(32)
_KEPT = bytes(8)
_WINDOW_LOG = 27
"""Largest window that zstd decoders accept by default (RFC 8878, 3.1.1.1.2 leaves it to them): 128 MiB."""

_LEVEL_PLAIN, _LEVEL_DELTA = 12, 9
"""Tuned on 1,032 real captures (docs/decisions/0002-body-storage.md). Long-distance matching is off: on pages that differ in few
places it takes whole-page matches for itself and leaves the gaps worse coded, three times the bytes."""

MAX_BODY = 256 * 1024 * 1024
"""No body larger than this is stored or unpacked."""


class BadFrameError(Exception):
    """The stored bytes are no object of this form."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A parsed header with the compressed rest.

    `base` is the hexadecimal hash of the base, empty when plain. `reach` is what a reader must unpack to have the body:
    the lengths of all bodies from the key frame to this one.
    """

    depth: int
    length: int
    reach: int
    base: str
    payload: bytes


def encode(body: bytes) -> bytes:
    """The object standing alone."""
    packed = zstandard.ZstdCompressor(level=_LEVEL_PLAIN).compress(body)
    return _seal(_PLAIN, 0, (len(body), len(body)), _NO_BASE, packed)


def encode_against(body: bytes, key: str, base: bytes, base_frame: Frame) -> bytes | None:
    """The object as a difference from `base`, the body stored under `key`; None when no window holds both."""
    size = len(body) + len(base)
    if size > 1 << _WINDOW_LOG:
        return None
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL_DELTA, source_size=len(body), dict_size=len(base), window_log=max(10, size.bit_length())
    )
    compressor = zstandard.ZstdCompressor(dict_data=_dictionary(base), compression_params=parameters)
    lengths = (len(body), base_frame.reach + len(body))
    return _seal(_DELTA, base_frame.depth + 1, lengths, bytes.fromhex(key), compressor.compress(body))


def quick_size(body: bytes) -> int:
    """An upper estimate of what `encode` would take, for a fraction of its work."""
    return len(zstandard.ZstdCompressor(level=1).compress(body))


def parse(stored: bytes) -> Frame:
    """The frame in stored bytes, its CRC checked. Raises BadFrameError when it is none or was altered."""
    if len(stored) < _HEAD.size:
        raise BadFrameError("it is shorter than a header")
    magic, crc, codec, zero, depth, length, reach, base, kept = _HEAD.unpack_from(stored)
    if magic != _MAGIC:
        raise BadFrameError("it does not begin as an object of this archive")
    if zlib.crc32(memoryview(stored)[_CHECKED_FROM:]) != crc:
        raise BadFrameError("its bytes are not those that were written (CRC)")
    if codec not in (_PLAIN, _DELTA) or zero or kept != _KEPT or length > MAX_BODY:
        raise BadFrameError("its header is of a later form")
    if (codec == _DELTA) != (depth > 0) or (codec == _DELTA) != (base != _NO_BASE):
        raise BadFrameError("its header contradicts itself")
    return Frame(depth, length, reach, base.hex() if codec == _DELTA else "", stored[_HEAD.size :])


def decode(frame: Frame, base: bytes | None) -> bytes:
    """The body of a frame, of the length it promises and never longer. Raises BadFrameError when it does not unpack."""
    try:
        # Asked before unpacking: zstd believes the frame's own length when it reserves memory.
        if zstandard.get_frame_parameters(frame.payload).content_size != frame.length:
            raise BadFrameError("the lengths it promises differ")
        unpacker = zstandard.ZstdDecompressor(
            dict_data=None if base is None else _dictionary(base), max_window_size=1 << _WINDOW_LOG
        )
        body = unpacker.decompress(frame.payload, max_output_size=frame.length, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise BadFrameError(f"it does not unpack ({error})") from error
    if len(body) != frame.length:
        raise BadFrameError(f"it unpacks to {len(body)} bytes instead of {frame.length}")
    return body


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _seal(codec: int, depth: int, lengths: tuple[int, int], base: bytes, packed: bytes) -> bytes:
    unsealed = _HEAD.pack(_MAGIC, 0, codec, 0, depth, *lengths, base, _KEPT) + packed
    crc = zlib.crc32(memoryview(unsealed)[_CHECKED_FROM:])
    return unsealed[:4] + crc.to_bytes(4, "big") + unsealed[_CHECKED_FROM:]
