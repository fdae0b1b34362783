"""The Merkle tree against RFC 6962's reference tree, and against every proof that was tampered with."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.altered_proofs import altered_consistencies, altered_inclusions, consistency, inclusion

from clausewatch.proof.tiles import Edge, grown, place_of
from clausewatch.proof.tree import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    nodes_over,
    proves_consistency,
    proves_inclusion,
    root,
)

# The entries and roots of the reference tree of Certificate Transparency (its C++ and Go test suites).
ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(each) for each in ENTRIES]


def test_roots_are_those_of_the_reference_tree() -> None:
    assert root(0, nodes_over(())) == EMPTY_ROOT == hashlib.sha256(b"").digest()
    for size, expected in enumerate(ROOTS, 1):
        assert root(size, nodes_over(HASHES)).hex() == expected


def test_an_audit_path_and_a_consistency_proof_are_those_of_the_reference_tree() -> None:
    nodes = nodes_over(HASHES)
    # RFC 6962, 2.1.3: the path of d0 in a tree of 7 is [b, h, l]; of d6 it is [i, k].
    b, h, j = nodes(0, 1), nodes(1, 1), nodes(1, 2)
    assert inclusion_proof(0, 7, nodes) == (b, h, node_hash(j, HASHES[6]))
    assert inclusion_proof(6, 7, nodes) == (j, nodes(2, 0))
    # From 3 to 7 leaves: [c, d, g, l]; from 4: [l]; from 6: [i, j, k].
    assert consistency_proof(3, 7, nodes) == (HASHES[2], HASHES[3], nodes(1, 0), node_hash(j, HASHES[6]))
    assert consistency_proof(4, 7, nodes) == (node_hash(j, HASHES[6]),)
    assert consistency_proof(6, 7, nodes) == (j, HASHES[6], nodes(2, 0))


def _tree(size: int) -> list[bytes]:
    return [leaf_hash(f"entry {at}".encode()) for at in range(size)]


def test_every_proof_of_small_trees_holds_and_none_for_another_place() -> None:
    hashes = _tree(20)
    nodes = nodes_over(hashes)
    roots = [root(size, nodes) for size in range(21)]
    for size in range(1, 21):
        for index in range(size):
            proof = inclusion_proof(index, size, nodes)
            assert proves_inclusion(hashes[index], index, size, proof, roots[size])
            for other in range(size + 1):
                held = proves_inclusion(hashes[index], other, size, proof, roots[size])
                assert held == (other == index)
        for old in range(size + 1):
            proof = consistency_proof(old, size, nodes)
            assert proves_consistency((old, size), (roots[old], roots[size]), proof)
            wrong = hashlib.sha256(roots[old]).digest()
            assert not proves_consistency((old, size), (wrong, roots[size]), proof)


@pytest.mark.parametrize("size", [*range(1, 10), 16, 21, 33])
def test_the_proofs_of_the_definitions_hold_and_no_altered_one_does(size: int) -> None:
    """The families of transparency-dev/merkle's vectors, made anew by the recursions of RFC 6962 alone."""
    entries = [b"entry %d" % number for number in range(size)] if size > len(ENTRIES) else ENTRIES[:size]
    nodes, refused = nodes_over([leaf_hash(each) for each in entries]), 0
    for index in range(size):
        right = inclusion(index, entries)
        assert right.proof == inclusion_proof(index, size, nodes)
        assert proves_inclusion(right.leaf, index, size, right.proof, right.root)
        for name, one in altered_inclusions(right):
            held = proves_inclusion(one.leaf, one.index, one.size, one.proof, one.root)
            assert held == (one == right), (name, index)
            refused += not held
    for old in range(1, size):
        found = consistency(old, entries)
        assert found.proof == consistency_proof(old, size, nodes)
        assert proves_consistency((old, size), (found.old_root, found.root), found.proof)
        for name, other in altered_consistencies(found):
            held = proves_consistency((other.old, other.new), (other.old_root, other.root), other.proof)
            assert held == (other == found), (name, old)
            refused += not held
    assert refused >= 15 * size


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_change_to_a_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 300))
    nodes = nodes_over(_tree(size))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    path, link = list(inclusion_proof(index, size, nodes)), list(consistency_proof(old, size, nodes))
    roots = (root(old, nodes), root(size, nodes))
    assert proves_inclusion(nodes(0, index), index, size, path, roots[1])
    assert proves_consistency((old, size), roots, link)
    for change in _changes(data, path):
        assert not proves_inclusion(nodes(0, index), index, size, change, roots[1])
    for change in _changes(data, link):
        assert not proves_consistency((old, size), roots, change)


def _changes(data: st.DataObject, proof: list[bytes]) -> list[list[bytes]]:
    extra = data.draw(st.binary(min_size=32, max_size=32))
    found = [[*proof, extra], [extra, *proof], proof[:-1], proof[1:], [each[:31] for each in proof]]
    at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    flipped = bytearray(proof[at])
    flipped[bit // 8] ^= 1 << bit % 8
    found.append([*proof[:at], bytes(flipped), *proof[at + 1 :]])
    if len(proof) > 1:
        found.append(list(reversed(proof)))
    return found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 700), max_size=4))
def test_tiles_grown_in_any_batches_give_the_root_and_every_node(batches: list[int]) -> None:
    hashes = _tree(sum(batches))
    edge, at = Edge(), 0
    written: dict[str, bytes] = {}
    kept: dict[tuple[int, int, int], tuple[bytes, ...]] = {}
    for count in batches:
        edge, tiles = grown(edge, hashes[at : at + count])
        at += count
        for each in tiles:
            assert written.setdefault(each.path, each.content) == each.content
            kept[each.level, each.index, len(each.hashes)] = each.hashes
        assert edge.root == root(at, nodes_over(hashes))
    nodes = nodes_over(hashes)
    for level in range(at.bit_length()):
        for index in range(at >> level):
            tile_level, tile, width, first = place_of(level, index, at)
            found = kept[tile_level, tile, width][first : first + (1 << level % 8)]
            assert root(len(found), nodes_over(found)) == nodes(level, index)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_proof(index, size, nodes_over(HASHES))


def test_a_longer_tree_is_no_beginning_of_a_shorter() -> None:
    with pytest.raises(ValueError, match="does not extend"):
        consistency_proof(5, 4, nodes_over(HASHES))
