"""What shows a stranger that something was logged: its leaf, and the proof that it is in the log."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.identity import Digest
from clausewatch.ports import Log, SignedHead
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.statement import LeafKind
from clausewatch.proof.tree import inclusion_proof, leaf_hash
from clausewatch.storage import Database, logged
from clausewatch.storage.logged import LeafRow


@dataclass(frozen=True, slots=True)
class Proved:
    """A leaf as it was logged, byte for byte, and the proof that it stands under `head`."""

    row: LeafRow
    entry: bytes
    proof: TlogProof
    head: SignedHead


@dataclass(frozen=True, slots=True)
class ProvedLeaf:
    """A leaf as it was logged, byte for byte, and the proof that it stands under `head`."""

    entry: bytes
    proof: TlogProof
    head: SignedHead

    @property
    def hash(self) -> Digest:
        """The leaf's hash in the tree, in hexadecimal."""
        return leaf_hash(self.entry).hex()


def prove_leaf(log: Log, number: int) -> ProvedLeaf | None:
    """The leaf of that number with its proof under the head of now; None where the log has none."""
    head = log.head()
    if head is None or number >= head.checkpoint.size:
        return None
    size = head.checkpoint.size
    (entry,) = log.entries(number, number + 1, size)
    path = inclusion_proof(number, size, log.nodes(size))
    return ProvedLeaf(entry, TlogProof(number, path, head.note), head)


def prove(database: Database, log: Log, kind: LeafKind, subject: str) -> Proved:
    """The latest leaf of that kind about that capture or version, with its proof. UnknownNameError where there is none."""
    with database.read() as connection:
        row = logged.leaf_about(connection, kind.value, subject)
    found = None if row is None else prove_leaf(log, row.number)
    if row is None or found is None:
        raise UnknownNameError(
            f"{kind.value} {subject!r}",
            "no leaf of the log is about it",
            "`clausewatch check` logs what waits",
        )
    return Proved(row, found.entry, found.proof, found.head)
