"""What shows a stranger that something was logged: its leaf, and the proof that it is in the log."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.errors import UnknownNameError
from clausewatch.ports import Log, SignedHead
from clausewatch.proof.checkpoint import TlogProof
from clausewatch.proof.statement import LeafKind
from clausewatch.proof.tree import inclusion_proof
from clausewatch.storage import Database, logged
from clausewatch.storage.logged import LeafRow


@dataclass(frozen=True, slots=True)
class Proved:
    """A leaf as it was logged, byte for byte, and the proof that it stands under `head`."""

    row: LeafRow
    entry: bytes
    proof: TlogProof
    head: SignedHead


def prove(database: Database, log: Log, kind: LeafKind, subject: str) -> Proved:
    """The latest leaf of that kind about that capture or version, with its proof. UnknownNameError where there is none."""
    with database.read() as connection:
        row = logged.leaf_about(connection, kind.value, subject)
    head = log.head()
    if row is None or head is None or row.number >= head.checkpoint.size:
        raise UnknownNameError(
            f"{kind.value} {subject!r}",
            "no leaf of the log is about it",
            "`clausewatch check` logs what waits",
        )
    size = head.checkpoint.size
    (entry,) = log.entries(row.number, row.number + 1, size)
    path = inclusion_proof(row.number, size, log.nodes(size))
    return Proved(row, entry, TlogProof(row.number, path, head.note), head)
