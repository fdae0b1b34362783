"""Proofs that must be refused, in the families of transparency-dev/merkle's vectors, made anew from RFC 6962's definitions.

Nothing here is taken from those files, nor from our own tree: roots, paths and proofs are the recursions of RFC 6962, 2.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Is the leaf of that hash at that place of the tree of that size and root?"""

    index: int
    size: int
    leaf: bytes
    proof: tuple[bytes, ...]
    root: bytes


@dataclass(frozen=True, slots=True)
class Consistency:
    """Does the newer tree begin with the older?"""

    old: int
    new: int
    old_root: bytes
    root: bytes
    proof: tuple[bytes, ...]


def inclusion(index: int, entries: Sequence[bytes]) -> Inclusion:
    """The proof that holds: PATH(m, D[n])."""
    leaf = hashlib.sha256(b"\0" + entries[index]).digest()
    return Inclusion(index, len(entries), leaf, _path(index, entries), _head(entries))


def consistency(old: int, entries: Sequence[bytes]) -> Consistency:
    """The proof that holds: PROOF(m, D[n])."""
    proof = _subproof(old, entries, whole=True)
    return Consistency(old, len(entries), _head(entries[:old]), _head(entries), proof)


def altered_inclusions(one: Inclusion) -> Iterator[tuple[str, Inclusion]]:
    """The proof for other places, sizes, leaves and roots, and the families of `_proofs`, each with its name."""
    for name, index in _numbers(one.index):
        yield f"leaf index {name}", replace(one, index=index)
    for name, size in _numbers(one.size):
        # A path of the same turns leads to the same root: what the size is, the checkpoint says.
        if not 0 <= one.index < size or _turns(one.index, size) != _turns(one.index, one.size):
            yield f"tree size {name}", replace(one, size=size)
    yield "wrong leaf", replace(one, leaf=_other(one.leaf))
    yield "wrong root", replace(one, root=_other(one.root))
    yield "leaf as root", replace(one, root=_other(one.root), leaf=one.root)
    for name, proof in _proofs(one.proof, {"leaf": one.leaf, "root": one.root}):
        yield name, replace(one, proof=proof)


def altered_consistencies(one: Consistency) -> Iterator[tuple[str, Consistency]]:
    """The proof between other sizes and roots, and the families of `_proofs`, each with its name."""
    sizes = [(f"size1 {name}", size, one.new) for name, size in _numbers(one.old)]
    sizes += [(f"size2 {name}", one.old, size) for name, size in _numbers(one.new)]
    for name, old, new in sizes:
        if not 0 < old < new or _links(old, new) != _links(one.old, one.new):
            yield name, replace(one, old=old, new=new)
    yield "swapped roots", replace(one, old_root=one.root, root=one.old_root)
    yield "wrong root1", replace(one, old_root=_other(one.old_root))
    yield "wrong root2", replace(one, root=_other(one.root))
    for name, proof in _proofs(one.proof, {"root1": one.old_root, "root2": one.root}):
        yield name, replace(one, proof=proof)


def _numbers(one: int) -> Iterator[tuple[str, int]]:
    yield from (("- 1", one - 1), ("+ 1", one + 1), ("^ 2", one ^ 2), ("* 2", one * 2), ("div 2", one // 2))


def _proofs(proof: tuple[bytes, ...], known: dict[str, bytes]) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    """Emptied, cut, with something before or behind, a bit flipped in each hash."""
    if proof:
        yield "empty proof", ()
        yield "truncated proof", proof[:-1]
        yield "beheaded proof", proof[1:]
        yield "preceding proof", (proof[0], *proof)
    for name, each in {"garbage": bytes(32), **known}.items():
        yield f"preceding {name}", (each, *proof)
        yield f"trailing {name}", (*proof, each)
    for at, each in enumerate(proof):
        yield f"modified proof[{at}] bit 4", (*proof[:at], _other(each), *proof[at + 1 :])


def _other(one: bytes) -> bytes:
    return bytes([one[0] ^ 1 << 4]) + one[1:]


def _head(entries: Sequence[bytes]) -> bytes:
    """MTH(D[n])."""
    if len(entries) <= 1:
        return hashlib.sha256(b"\0" + entries[0] if entries else b"").digest()
    middle = _split(len(entries))
    return hashlib.sha256(b"\1" + _head(entries[:middle]) + _head(entries[middle:])).digest()


def _path(index: int, entries: Sequence[bytes]) -> tuple[bytes, ...]:
    if len(entries) == 1:
        return ()
    middle = _split(len(entries))
    if index < middle:
        return (*_path(index, entries[:middle]), _head(entries[middle:]))
    return (*_path(index - middle, entries[middle:]), _head(entries[:middle]))


def _subproof(old: int, entries: Sequence[bytes], *, whole: bool) -> tuple[bytes, ...]:
    if old == len(entries):
        return () if whole else (_head(entries),)
    middle = _split(len(entries))
    if old <= middle:
        return (*_subproof(old, entries[:middle], whole=whole), _head(entries[middle:]))
    return (*_subproof(old - middle, entries[middle:], whole=False), _head(entries[:middle]))


def _turns(index: int, size: int) -> str:
    """The sides on which the path's hashes stand."""
    if size == 1:
        return ""
    middle = _split(size)
    return _turns(index, middle) + "r" if index < middle else _turns(index - middle, size - middle) + "l"


def _links(old: int, new: int, *, whole: bool = True) -> str:
    """The sides on which the proof's hashes stand, and whether it begins with the older root."""
    if old == new:
        return "" if whole else "o"
    middle = _split(new)
    if old <= middle:
        return _links(old, middle, whole=whole) + "r"
    return _links(old - middle, new - middle, whole=False) + "l"


def _split(count: int) -> int:
    middle = 1
    while middle * 2 < count:
        middle *= 2
    return middle
