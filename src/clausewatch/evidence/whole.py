"""Is the folder of a log what its checkpoint says, tile by tile and entry by entry?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.evidence.files import LogFolder
from clausewatch.proof.tiles import (
    TILE_PATH,
    WIDTH,
    entries_path,
    places,
    tile_path,
    unpack_entries,
)
from clausewatch.proof.tree import HASH_BYTES, folded, leaf_hash, perfect_root

Problem = tuple[str, str]
"""Which file, and what of it is not as it was written."""

_PLACE = re.compile(r"tile/(\d+|entries)/((?:x\d{3}/)*\d{3})(?:\.p/(\d+))?")


def hashes_wrong(folder: LogFolder, size: int, root: bytes) -> Iterator[Problem]:
    """Tiles of hashes that are missing or do not follow from those beneath; and whether they lead to the root."""
    made: dict[int, list[bytes]] = {}
    subtrees: dict[int, list[bytes]] = {}
    bad = False
    for level, index, width in places(size):
        content = folder.read(tile_path(level, index, width))
        hashes = _split(content or b"")
        wrong = _tile_wrong(content, width, made.get(level, [])[index * WIDTH :], level)
        if wrong:
            bad = True
            yield str(folder.root / tile_path(level, index, width)), wrong
        elif width == WIDTH:
            made.setdefault(level + 1, []).append(perfect_root(hashes))
        else:
            subtrees[level] = _subtrees(hashes)
        if wrong and width == WIDTH:
            made.setdefault(level + 1, []).append(bytes(HASH_BYTES))
    if (
        not bad
        and folded([each for level in sorted(subtrees, reverse=True) for each in subtrees[level]]) != root
    ):
        yield str(folder.root / "checkpoint"), "the tiles do not lead to its root"


def bundles_wrong(folder: LogFolder, size: int) -> Iterator[Problem]:
    """Bundles of entries that are missing or whose entries are not those that the tiles name."""
    for index in range(-(-size // WIDTH)):
        width = min(WIDTH, size - index * WIDTH)
        path = entries_path(index, width)
        content, hashes = folder.read(path), _split(folder.read(tile_path(0, index, width)) or b"")
        if content is None:
            yield str(folder.root / path), "it is missing"
            continue
        try:
            found = [leaf_hash(each) for each in unpack_entries(content)]
        except ValueError as error:
            yield str(folder.root / path), str(error)
            continue
        if found != hashes:
            wrong = [at for at, pair in enumerate(zip(found, hashes, strict=False)) if pair[0] != pair[1]]
            at = f"entry {index * WIDTH + wrong[0]} is another" if wrong else "it has more or fewer entries"
            yield str(folder.root / path), f"{at} than the tiles say"


def astray(folder: LogFolder, size: int, building: bool) -> Iterator[Problem]:
    """Files that no tree of `size` leaves, nor one on the way to it, has; a batch that is being built may have begun more.

    An earlier, smaller tile must hold the beginning of what its place holds now.
    """
    for path in sorted(folder.tiles()):
        place = _PLACE.fullmatch(path)
        if place is None or not TILE_PATH.fullmatch(path):
            yield str(folder.root / path), "it is no file of a log"
            continue
        level = 0 if place[1] == "entries" else int(place[1])
        index = int(place[2].replace("x", "").replace("/", ""))
        width, count = int(place[3] or WIDTH), size >> (8 * level)
        if index * WIDTH + width > count:
            if not building:
                yield str(folder.root / path), f"it belongs to a log of more than {size} leaves"
            continue
        now = min(WIDTH, count - index * WIDTH)
        if width < now and not _begins(folder, (path, place[1], index), width, now):
            yield str(folder.root / path), "it is not the beginning of the tile that followed it"


def _begins(folder: LogFolder, what: tuple[str, str, int], width: int, now: int) -> bool:
    """Whether a partial tile or bundle is the beginning of the one in its place now, where that is there."""
    path, kind, index = what
    part = folder.read(path) or b""
    later = folder.read(entries_path(index, now) if kind == "entries" else tile_path(int(kind), index, now))
    if kind != "entries":
        return len(part) == width * HASH_BYTES and (later is None or later.startswith(part))
    try:
        return len(unpack_entries(part)) == width and (later is None or later.startswith(part))
    except ValueError:
        return False


def _tile_wrong(content: bytes | None, width: int, expected: list[bytes], level: int) -> str:
    if content is None:
        return "it is missing"
    if len(content) != width * HASH_BYTES:
        return f"it has not {width} hashes"
    if level and _split(content) != expected[:width]:
        return "its hashes are not those of the tiles beneath"
    return ""


def _split(content: bytes) -> list[bytes]:
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def _subtrees(hashes: list[bytes]) -> list[bytes]:
    found, low = [], 0
    while low < len(hashes):
        count = 1 << ((len(hashes) - low).bit_length() - 1)
        found.append(perfect_root(hashes[low : low + count]))
        low += count
    return found
