"""Nouns to stored form and back: canonical JSON for facts, compressed JSON arrays for layouts and outlines."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import zstandard

T = TypeVar("T")
_MAX_DETAIL = 256 * 1024 * 1024


def dumps(value: object) -> str:
    """`value` (nouns, tuples, scalars) as compact JSON; equal values give equal strings."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], stored: str) -> T:
    """The noun of type `kind` that `dumps` stored."""
    return _typed(kind, json.loads(stored))  # type: ignore[no-any-return]


def pack(value: object) -> bytes:
    """`dumps`, compressed."""
    return zstandard.compress(dumps(value).encode(), 6)


def unpack(kind: type[T], stored: bytes) -> T:
    """The noun of type `kind` that `pack` stored."""
    plain = zstandard.ZstdDecompressor().decompress(bytes(stored), max_output_size=_MAX_DETAIL)
    return loads(kind, plain.decode())


def _plain(value: object) -> object:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


_hints: dict[type, tuple[Any, ...]] = {}


def _field_types(kind: type) -> tuple[Any, ...]:
    if kind not in _hints:
        hints = get_type_hints(kind)
        _hints[kind] = tuple(hints[field.name] for field in fields(kind))
    return _hints[kind]


def _typed(kind: Any, value: Any) -> Any:  # noqa: ANN401
    origin = get_origin(kind)
    if origin is UnionType:
        if value is None:
            return None
        return _typed(next(arg for arg in get_args(kind) if arg is not NoneType), value)
    if origin is tuple:
        args = get_args(kind)
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple([_typed(args[0], item) for item in value])
        return tuple([_typed(arg, item) for arg, item in zip(args, value, strict=True)])
    if isinstance(kind, type):
        return _scalar(kind, value)
    return value


def _scalar(kind: type, value: Any) -> Any:  # noqa: ANN401
    if is_dataclass(kind):
        # A noun that has grown a field since it was stored takes the default for it.
        return kind(*[_typed(each, item) for each, item in zip(_field_types(kind), value, strict=False)])
    if issubclass(kind, Enum):
        return kind(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return value
