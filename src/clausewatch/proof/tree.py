"""The Merkle tree of RFC 6962 (section 2.1) and RFC 9162 (2.1): roots, proofs, and checking them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Nodes = Callable[[int, int], bytes]
"""Gives the root of the perfect subtree at (level, index): of the leaves [index << level, (index + 1) << level)."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of 0x00 and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 of 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring subtrees of one size, whose number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def folded(subtrees: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees of falling size, as a tree of any size decomposes; the empty root of none."""
    if not subtrees:
        return EMPTY_ROOT
    found = subtrees[-1]
    for each in reversed(subtrees[:-1]):
        found = node_hash(each, found)
    return found


def nodes_over(hashes: Sequence[bytes]) -> Nodes:
    """The nodes of a tree whose leaf hashes are at hand, each made once. The hashes may grow; no others may change."""
    rows: list[list[bytes]] = []

    def node(level: int, index: int) -> bytes:
        if level == 0:
            return hashes[index]
        while len(rows) < level:
            rows.append([])
        row = rows[level - 1]
        while len(row) <= index:
            at = 2 * len(row)
            row.append(node_hash(node(level - 1, at), node(level - 1, at + 1)))
        return row[index]

    return node


def root(size: int, nodes: Nodes) -> bytes:
    """The root of the tree's first `size` leaves."""
    return _over(0, size, nodes)


def inclusion_proof(index: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree of `size` leaves (RFC 6962, 2.1.1), lowest sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_over(middle, high, nodes))
            high = middle
        else:
            path.append(_over(low, middle, nodes))
            low = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, nodes: Nodes) -> tuple[bytes, ...]:
    """The proof that the tree of `new` leaves begins with the tree of `old` (RFC 6962, 2.1.2); empty where that is plain."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} does not extend one of {old}")
    if old in (0, new):
        return ()
    low, high, whole, path = 0, new, True, []
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_over(middle, high, nodes))
            high = middle
        else:
            path.append(_over(low, middle, nodes))
            low, whole = middle, False
    if not whole:
        path.append(_over(low, high, nodes))
    return tuple(reversed(path))


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the audit path leads from the leaf's hash to the root (RFC 9162, 2.1.3.2). Never raises for what a proof says."""
    if not 0 <= index < size or not _hashes(leaf, expected, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == expected


def proves_consistency(sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the newer tree begins with the older (RFC 9162, 2.1.4.2); both pairs are (older, newer)."""
    (old, new), (old_root, new_root) = sizes, roots
    if not 0 <= old <= new or not _hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = node_hash(each, older), node_hash(each, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, each)
        at, last = at >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _over(low: int, high: int, nodes: Nodes) -> bytes:
    """The root over the leaves [low, high), where `low` is a multiple of a power of two that is no less than their number."""
    subtrees = []
    while low < high:
        level = (high - low).bit_length() - 1
        subtrees.append(nodes(level, low >> level))
        low += 1 << level
    return folded(subtrees)


def _hashes(*some: bytes) -> bool:
    return all(len(each) == HASH_BYTES for each in some)
