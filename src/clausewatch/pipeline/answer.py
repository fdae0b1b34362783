"""A reading as a child process tells it: JSON, taken only when every value is of its type and every span lies in the text.

The child parses hostile files and may be in their hands: what it writes is data to be checked, and can become nothing but
a reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from clausewatch.nouns.document import Block, Link, Mark, Reading, Span, Text
from clausewatch.storage import codec

_Check = Callable[[Any], Any]


class BrokenAnswerError(ValueError):
    """The bytes are no reading."""


def write(reading: Reading) -> bytes:
    """The reading as bytes that `read` takes back, equal to it."""
    return codec.dumps(reading).encode("utf-8", "replace")


def read(answer: bytes) -> Reading:
    """The reading that `write` wrote. Raises BrokenAnswerError for anything else: another shape, type or span outside the text."""
    try:
        reading: Reading = _check_of(Reading)(json.loads(answer))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokenAnswerError(str(error)[:200]) from error
    if not _within(reading.text):
        raise BrokenAnswerError("a span lies outside the text")
    return reading


def _within(text: Text) -> bool:
    cells = [cell for block in text.blocks for cell in block.cells]
    spans: tuple[Block | Link | Mark | Span, ...] = (*text.blocks, *text.links, *text.marks, *cells)
    return all(0 <= each.start <= each.end <= len(text.content) for each in spans)


def _check_of(kind: Any) -> _Check:  # noqa: ANN401
    found: _Check = _check(kind)
    return found


@cache
def _check(kind: Any) -> _Check:  # noqa: ANN401
    """How a plain value becomes one of this type, or raises; for the types that readings are made of."""
    if get_origin(kind) is UnionType:
        inner = _check(next(each for each in get_args(kind) if each is not NoneType))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if is_dataclass(kind):
        return _noun(kind)
    if issubclass(kind, Enum):
        members = {each.value: each for each in kind}
        return lambda value: members[value]
    return lambda value: _scalar(kind, value)


def _scalar(kind: type, value: Any) -> Any:  # noqa: ANN401
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} in place of {kind.__name__}")
    return value


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    items: list[Any] = _scalar(list, value)
    return items


def _tuple(kinds: tuple[Any, ...]) -> _Check:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        inner = _check(kinds[0])
        return lambda value: tuple(map(inner, _listed(value)))
    each = tuple(map(_check, kinds))
    return lambda value: tuple(make(item) for make, item in zip(each, _listed(value), strict=True))


def _noun(kind: Any) -> _Check:  # noqa: ANN401
    hints = get_type_hints(kind)
    inner = tuple(_check(hints[field.name]) for field in fields(kind))
    return lambda value: kind(*[make(item) for make, item in zip(inner, _listed(value), strict=True)])
