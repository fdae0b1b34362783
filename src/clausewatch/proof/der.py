"""As much of DER (X.690) as reading a time stamp takes: definite lengths, one-byte tags, bounds checked."""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, OCTETS, OID, SEQUENCE, SET = 0x02, 0x04, 0x06, 0x30, 0x31


@dataclass(frozen=True, slots=True)
class Item:
    """One value: its tag, and where in the bytes it begins, its content begins, and both end."""

    tag: int
    begin: int
    start: int
    end: int


def item(content: bytes, at: int, stop: int) -> Item:
    """The value that begins at `at`. ValueError where none does that ends by `stop`."""
    if at + 2 > stop:
        raise ValueError("its DER is cut short")
    length, start = content[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or start + count > stop:
            raise ValueError("a length in it is no DER")
        length, start = int.from_bytes(content[start : start + count], "big"), start + count
    if start + length > stop or content[at] & 0x1F == 0x1F:
        raise ValueError("its DER is cut short or has tags that no time stamp has")
    return Item(content[at], at, start, start + length)


def items(content: bytes, within: Item) -> list[Item]:
    """The values that a constructed value holds. ValueError where it is not made of values."""
    found, at = [], within.start
    while at < within.end:
        found.append(item(content, at, within.end))
        at = found[-1].end
    return found


def only(found: list[Item], at: int, tag: int) -> Item:
    """The value at that place, if it has that tag; else ValueError."""
    if at >= len(found) or found[at].tag != tag:
        raise ValueError("it lacks a part of a time stamp")
    return found[at]


def whole(content: bytes, value: Item) -> bytes:
    """The value's bytes with tag and length."""
    return content[value.begin : value.end]


def inner(content: bytes, value: Item) -> bytes:
    """The value's content."""
    return content[value.start : value.end]


def number(content: bytes, value: Item) -> int:
    """The INTEGER that the value is."""
    return int.from_bytes(inner(content, value), "big", signed=True)
