"""Nouns to stored form and back: canonical JSON for facts, compressed JSON arrays for layouts and outlines."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import zstandard

T = TypeVar("T")
_Decoder = Callable[[Any], Any]
_MAX_DETAIL = 256 * 1024 * 1024
_JSON = json.JSONDecoder()
UNREADABLE = (zstandard.ZstdError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What decoding raises when what is stored is not what was written."""
_SCALARS = frozenset({str, int, float, bool, NoneType})


@dataclass(frozen=True, slots=True)
class Only:
    """Which nouns of a field are wanted: the names of that field and of a field of theirs, whose stored value decides."""

    field: tuple[str, str]
    wanted: Callable[[Any], bool]


def dumps(value: object) -> str:
    """`value` (nouns, tuples, scalars) as compact JSON; equal values give equal strings."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], stored: str) -> T:
    """The noun of type `kind` that `dumps` stored."""
    made: T = _decoder_of(kind)(json.loads(stored))
    return made


def pack(value: object) -> bytes:
    """`dumps`, compressed, with a checksum that `unpack` holds it to."""
    return packed(dumps(value))


def packed(stored: str) -> bytes:
    """What `dumps` gave, compressed as `pack` does."""
    return zstandard.ZstdCompressor(level=6, write_checksum=True).compress(stored.encode())


def unpacked(stored: bytes) -> str:
    """What `packed` was given. Bytes that are not what was stored are a ZstdError."""
    return zstandard.ZstdDecompressor().decompress(bytes(stored), max_output_size=_MAX_DETAIL).decode()


def unpack(kind: type[T], stored: bytes) -> T:
    """The noun of type `kind` that `pack` stored. Bytes that are not what was stored are a ZstdError."""
    return loads(kind, unpacked(stored))


def unpack_first(kind: type[T], stored: bytes, only: Only | None = None) -> T:
    """The noun of type `kind` from the first fields of the longer one that `pack` stored; the rest is not read.

    With `only`, of the field that holds nouns those that are wanted; the others are not made.
    """
    plain = unpacked(stored)
    values, at = [], 1
    for _ in fields(cast("Any", kind)):
        value, at = _JSON.raw_decode(plain, at)
        values.append(value)
        at += 1  # the comma: `dumps` puts no space around it
    if only is not None:
        outer, inner = _places(cast("Any", kind), only.field)
        values[outer] = [each for each in values[outer] if only.wanted(each[inner])]
    made: T = _decoder_of(kind)(values)
    return made


def unpack_of(kind: type[T], stored: bytes, many: tuple[str, str], value: str) -> T | None:
    """The noun that `pack` stored; of its field `many[0]`, which holds nouns, only those whose field `many[1]` is `value`.

    None where `value` stands nowhere in it. Nouns that are left out are not made.
    """
    plain = zstandard.ZstdDecompressor().decompress(bytes(stored), max_output_size=_MAX_DETAIL)
    if dumps(value).encode() not in plain:
        return None
    values = json.loads(plain)
    outer, inner = _places(cast("Any", kind), many)
    values[outer] = [each for each in values[outer] if each[inner] == value]
    made: T = _decoder_of(kind)(values)
    return made


@cache
def _places(kind: Any, many: tuple[str, str]) -> tuple[int, int]:  # noqa: ANN401
    """The places of a field that holds nouns, and of a field of those."""
    inner = get_args(get_type_hints(kind)[many[0]])[0]
    return _place(kind, many[0]), _place(inner, many[1])


def _place(kind: Any, name: str) -> int:  # noqa: ANN401
    return [field.name for field in fields(kind)].index(name)


def _plain(value: Any) -> Any:  # noqa: ANN401
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple:
        return [each if type(each) in _SCALARS else _plain(each) for each in value]
    encode: Callable[[Any], Any] = _encoder(cast("Hashable", kind))
    return encode(value)


@cache
def _encoder(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """How values of a type that is neither scalar nor tuple are made plain."""
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: [_plain(getattr(value, name)) for name in names]
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    raise TypeError(f"{kind.__name__} has no stored form")


def _decoder_of(kind: Any) -> _Decoder:  # noqa: ANN401
    """How a plain value becomes one of this type; worked out once for each type."""
    found: _Decoder = _decoder(kind)
    return found


@cache
def _decoder(kind: Any) -> _Decoder:  # noqa: ANN401
    origin = get_origin(kind)
    if origin is UnionType:
        inner = _decoder(next(each for each in get_args(kind) if each is not NoneType))
        return _as_is if inner is _as_is else lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_decoder(get_args(kind))
    if is_dataclass(kind):
        return _noun_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        of_value: _Decoder = {each.value: each for each in kind}.__getitem__
        return of_value
    if kind is datetime or kind is date:
        parse: _Decoder = kind.fromisoformat
        return parse
    return _as_is


def _as_is(value: Any) -> Any:  # noqa: ANN401
    return value


def _tuple_decoder(kinds: tuple[Any, ...]) -> _Decoder:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        inner = _decoder(kinds[0])
        return tuple if inner is _as_is else lambda value: tuple(map(inner, value)) if value else ()
    each = tuple(map(_decoder, kinds))
    return lambda value: tuple(decode(item) for decode, item in zip(each, value, strict=True))


def _noun_decoder(kind: Any) -> _Decoder:  # noqa: ANN401
    hints = get_type_hints(kind)
    inner = tuple(_decoder(hints[field.name]) for field in fields(kind))
    # Most fields are text and numbers, which are what they were stored as: only the others cost a call.
    made = tuple((place, make) for place, make in enumerate(inner) if make is not _as_is)
    most = len(inner)

    def decode(value: Any) -> Any:  # noqa: ANN401
        if len(value) == most:
            for place, make in made:
                value[place] = make(value[place])
            return kind(*value)
        # A noun that has grown a field since it was stored takes the default for it; one that lost its last does not see it.
        given = value[:most]
        for place, make in made:
            if place >= len(given):
                break
            given[place] = make(given[place])
        return kind(*given)

    return decode
