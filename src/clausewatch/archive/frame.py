"""The stored form of one object: a small header and a zstd frame, plain or against another object's bytes.

Header, big-endian: magic "CWO1", codec (0 plain, 1 delta), depth of the delta chain, length of the body, and for a delta the
32 bytes of the base's SHA-256.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import zstandard

_HEAD = struct.Struct(">4sBBQ")
_MAGIC = b"CWO1"
_PLAIN, _DELTA = 0, 1
_LEVEL_PLAIN, _LEVEL_DELTA = 10, 9
MAX_BODY = 512 * 1024 * 1024
"""No body larger than this is stored or unpacked."""


class BadFrameError(Exception):
    """The stored bytes are no object of this form."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A parsed header with the compressed rest. `base` is the hexadecimal hash of the base, empty when plain."""

    depth: int
    length: int
    base: str
    payload: bytes


def encode(body: bytes) -> bytes:
    """The object standing alone."""
    return _HEAD.pack(_MAGIC, _PLAIN, 0, len(body)) + zstandard.compress(body, _LEVEL_PLAIN)


def encode_against(body: bytes, base: bytes, key: str, depth: int) -> bytes:
    """The object as a difference from `base`, which is the body stored under `key`."""
    dictionary = zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL_DELTA,
        source_size=len(body),
        dict_size=len(base),
        window_log=_window(len(body) + len(base)),
        enable_ldm=True,
    )
    compressor = zstandard.ZstdCompressor(dict_data=dictionary, compression_params=parameters)
    return _HEAD.pack(_MAGIC, _DELTA, depth, len(body)) + bytes.fromhex(key) + compressor.compress(body)


def _window(size: int) -> int:
    """The exponent of a window that holds both bodies, within what zstd allows everywhere."""
    return min(27, max(17, size.bit_length() + 1))


def parse(stored: bytes) -> Frame:
    """The header of stored bytes. Raises BadFrameError when they have none."""
    if len(stored) < _HEAD.size:
        raise BadFrameError("it is shorter than a header")
    magic, codec, depth, length = _HEAD.unpack_from(stored)
    if magic != _MAGIC or codec not in (_PLAIN, _DELTA) or length > MAX_BODY:
        raise BadFrameError("its header is none of ours")
    start = _HEAD.size + (32 if codec == _DELTA else 0)
    base = stored[_HEAD.size : start].hex()
    if codec == _DELTA and len(base) != 64:
        raise BadFrameError("its header is cut off")
    return Frame(depth, length, base, stored[start:])


def decode(frame: Frame, base: bytes | None) -> bytes:
    """The body of a frame. Raises BadFrameError when it does not unpack to the length it promises."""
    dictionary = (
        zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        if base is not None
        else None
    )
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=1 << 27)
    try:
        body = decompressor.decompress(frame.payload, max_output_size=frame.length)
    except zstandard.ZstdError as error:
        raise BadFrameError(f"it does not unpack ({error})") from error
    if len(body) != frame.length:
        raise BadFrameError(f"it unpacks to {len(body)} bytes instead of {frame.length}")
    return body
