"""Another's log as it is served (C2SP tlog-tiles), and witnessing it by what its tiles show."""

from __future__ import annotations

from datetime import datetime

from clausewatch.errors import UnavailableError
from clausewatch.evidence.witness import Witness, Witnessed
from clausewatch.ports import Caller
from clausewatch.proof.checkpoint import parse_checkpoint
from clausewatch.proof.cosignature import Asked
from clausewatch.proof.note import NoteError, parse_note
from clausewatch.proof.tiles import place_of, tile_path
from clausewatch.proof.tree import HASH_BYTES, Nodes, consistency_proof, perfect_root


def look(witness: Witness, url: str, caller: Caller, now: datetime) -> Witnessed:
    """Fetches the head at `url`, makes the proof from the tiles there, and has the witness consider both.

    UnavailableError where the log does not give what it should. Nothing that is fetched is believed: the proof leads
    from the head seen last to the signed one, or the head is refused.
    """
    base = url.rstrip("/")
    note = _fetched(caller, f"{base}/checkpoint").decode("utf-8", "replace")
    last = witness.seen()
    old = last.checkpoint.size if last else 0
    try:
        size = parse_checkpoint(parse_note(note)[0]).size
    except NoteError as error:
        raise UnavailableError(
            f"{base}/checkpoint", str(error), "Give the address under which the log's files are served", 502
        ) from error
    proof = consistency_proof(old, size, _nodes(caller, base, size)) if old < size else ()
    return witness.consider(Asked(old, proof, note), now)


def _nodes(caller: Caller, base: str, size: int) -> Nodes:
    tiles: dict[str, bytes] = {}

    def node(level: int, index: int) -> bytes:
        height, tile, width, first = place_of(level, index, size)
        path = tile_path(height, tile, width)
        if path not in tiles:
            tiles[path] = _fetched(caller, f"{base}/{path}")
        content = tiles[path]
        hashes = [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]
        wanted = hashes[first : first + (1 << level % 8)]
        # What is missing or odd makes a proof that does not hold.
        return perfect_root(wanted) if len(wanted) == 1 << level % 8 else bytes(HASH_BYTES)

    return node


def _fetched(caller: Caller, url: str) -> bytes:
    answer = caller.call(url)
    if answer.problem or answer.status != 200:
        reason = answer.problem or f"it answered {answer.status}"
        raise UnavailableError(url, reason, "Try again when the log is served", 502)
    return answer.content
