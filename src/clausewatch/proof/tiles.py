"""C2SP tlog-tiles: the tree and its entries as immutable files of up to 256 hashes or entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausewatch.proof.tree import folded, perfect_root

WIDTH = 256
_HEIGHT = 8
LONGEST_ENTRY = 65_535
_INDEX = r"(?:x\d{3}/)*\d{3}"
TILE_PATH = re.compile(rf"tile/(?:\d{{1,2}}|entries)/{_INDEX}(?:\.p/\d{{1,3}})?")
"""The form of every path made here."""
STAMP_PATH = re.compile(
    r"(?:[1-9][0-9]{0,18}-[0-9a-f]{8}/(?:checkpoint|cosigned|[a-z0-9-]{1,40}\.tsr)"
    r"|renewal-[0-9]{8}T[0-9]{6}/(?:manifest|[a-z0-9-]{1,40}\.tsr))"
)
"""The form of every path of what outsiders say of heads: stamps, cosignatures and what they are over."""


@dataclass(frozen=True, slots=True)
class Tile:
    """The hashes of one tile; fewer than 256 make it partial."""

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        return tile_path(self.level, self.index, len(self.hashes))

    @property
    def content(self) -> bytes:
        return b"".join(self.hashes)


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: for each level of tiles the hashes of its partial tile, lowest level first."""

    size: int = 0
    levels: tuple[tuple[bytes, ...], ...] = ()

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        subtrees: list[bytes] = []
        for hashes in reversed(self.levels):
            low = 0
            while low < len(hashes):
                count = 1 << ((len(hashes) - low).bit_length() - 1)
                subtrees.append(perfect_root(hashes[low : low + count]))
                low += count
        return folded(subtrees)


def grown(edge: Edge, hashes: Sequence[bytes]) -> tuple[Edge, tuple[Tile, ...]]:
    """The edge after these leaf hashes, and the tiles that came to be: full ones, and the partial ones of the new edge."""
    levels, tiles = list(edge.levels), []
    fresh, level = list(hashes), 0
    while fresh:
        if level == len(levels):
            levels.append(())
        row = [*levels[level], *fresh]
        index = (edge.size >> (_HEIGHT * level)) // WIDTH
        fresh = []
        while len(row) >= WIDTH:
            tiles.append(Tile(level, index, tuple(row[:WIDTH])))
            fresh.append(perfect_root(row[:WIDTH]))
            del row[:WIDTH]
            index += 1
        levels[level] = tuple(row)
        if row:
            tiles.append(Tile(level, index, levels[level]))
        level += 1
    return Edge(edge.size + len(hashes), tuple(levels)), tuple(tiles)


def places(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, index and width of every tile that a tree of `size` leaves needs, lowest level first."""
    level = 0
    while count := size >> (_HEIGHT * level):
        yield from ((level, index, WIDTH) for index in range(count // WIDTH))
        if count % WIDTH:
            yield level, count // WIDTH, count % WIDTH
        level += 1


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Where a tile of hashes lies."""
    return f"tile/{level}/{_number(index)}{_part(width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """Where a bundle of entries lies."""
    return f"tile/entries/{_number(index)}{_part(width)}"


def place_of(level: int, index: int, size: int) -> tuple[int, int, int, int]:
    """Where the node at (level, index) of the tree of `size` leaves is found: tile level, index and width, and its first hash there."""
    height, above = level // _HEIGHT, level % _HEIGHT
    first = index << above
    tile = first // WIDTH
    return height, tile, min(WIDTH, (size >> (_HEIGHT * height)) - tile * WIDTH), first % WIDTH


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry after its length as two bytes, big-endian. ValueError for one that is too long."""
    if any(len(each) > LONGEST_ENTRY for each in entries):
        raise ValueError(f"an entry is longer than {LONGEST_ENTRY} bytes")
    return b"".join(len(each).to_bytes(2, "big") + each for each in entries)


def unpack_entries(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle. ValueError where it is cut short."""
    found, at = [], 0
    while at < len(bundle):
        size = int.from_bytes(bundle[at : at + 2], "big")
        at += 2
        if at + size > len(bundle):
            raise ValueError("the bundle is cut short")
        found.append(bundle[at : at + size])
        at += size
    return tuple(found)


def _number(index: int) -> str:
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.append(f"x{index % 1000:03}")
    return "/".join(reversed(parts))


def _part(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
