"""Having the log's head cosigned by witnesses that others run (C2SP tlog-witness), and keeping what they sign."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from clausewatch.evidence.files import LogFolder
from clausewatch.evidence.stamps import folder_of
from clausewatch.ports import Called, Caller, CosignerState, SignedHead, Stamped
from clausewatch.proof.cosignature import Asked, WitnessKey, cosigned_at, with_line
from clausewatch.proof.note import NoteError
from clausewatch.proof.tree import Nodes, consistency_proof

_STATE = "witnesses.json"
_SIZE = re.compile(r"(0|[1-9]\d{0,18})\n?")


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness: its address, and the key by which its cosignatures are checked."""

    url: str
    key: WitnessKey


class FolderWitnesses:
    """Implements `ports.Witnesses`: keeps `<size>-<root>/cosigned`, the head's note with further lines, under `root`."""

    def __init__(self, root: Path, witnesses: Sequence[Cosigner], caller: Caller) -> None:
        self._folder = LogFolder(root)
        self._witnesses = tuple(witnesses)
        self._caller = caller

    def cosign(self, head: SignedHead, nodes: Nodes) -> Stamped:
        """Asks every witness that has not cosigned this head; whatever one does is told and changes nothing else."""
        known = {each.name: each for each in self.states()}
        folder = folder_of(head)
        due = [each for each in self._witnesses if known[each.key.name].folder != folder]
        if not due:
            return Stamped()

        def ask(one: Cosigner) -> str:
            return self._ask(one, head, nodes, known[one.key.name].size)

        lines: dict[str, str] = {}
        faults: list[str] = []
        with ThreadPoolExecutor(len(due), thread_name_prefix="witness") as threads:
            for one, answer in zip(due, threads.map(_telling(ask), due), strict=True):
                line, fault = answer
                name = one.key.name
                if fault:
                    faults.append(f"witness {name}: {fault}")
                    known[name] = CosignerState(name, known[name].size, known[name].folder, fault)
                else:
                    lines[name] = line
                    known[name] = CosignerState(name, head.checkpoint.size, folder)
        with self._folder.locked():
            note = (self._folder.read(f"{folder}/cosigned") or head.note.encode()).decode()
            for line in lines.values():
                note = with_line(note, line)
            if lines:
                self._folder.replace(f"{folder}/cosigned", note.encode())
            self._save(known.values())
        return Stamped(len(lines), (), tuple(faults))

    def states(self) -> tuple[CosignerState, ...]:
        """How each configured witness did last."""
        try:
            rows = json.loads(self._folder.read(_STATE) or b"{}")
            kept = {
                name: CosignerState(name, int(row["size"]), str(row["folder"]), str(row["fault"]))
                for name, row in rows.items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            # It is a memory of the last answers; a witness that is asked from another size says from which.
            kept = {}
        return tuple(kept.get(each.key.name, CosignerState(each.key.name)) for each in self._witnesses)

    def check(self) -> tuple[list[tuple[str, str]], int]:
        """Kept cosignatures by configured witnesses that do not hold, and how many do."""
        problems, good = [], 0
        for path in sorted(self._folder.root.glob("*-*/cosigned")):
            name = path.relative_to(self._folder.root).as_posix()
            note = (self._folder.read(name) or b"").decode("utf-8", "replace")
            for each in self._witnesses:
                if f"\n— {each.key.name} " not in note:
                    continue
                try:
                    cosigned_at(note, each.key)
                    good += 1
                except NoteError as error:
                    problems.append((f"cosigned head {name}", str(error)))
        return problems, good

    def heads(self) -> Iterator[tuple[str, bytes]]:
        """Every head that was cosigned: its path and its note."""
        for path in sorted(self._folder.root.glob("*-*/cosigned")):
            name = path.relative_to(self._folder.root).as_posix()
            yield name, self._folder.read(name) or b""

    def _ask(self, one: Cosigner, head: SignedHead, nodes: Nodes, old: int) -> str:
        """The witness's line over this head. NoteError where it gives none that holds."""
        answer = self._sent(one, head, nodes, old)
        if answer.status == 409 and (found := _SIZE.fullmatch(answer.content.decode("utf-8", "replace"))):
            seen = int(found[1])
            if seen > head.checkpoint.size:
                raise NoteError(
                    f"it has seen a head of {seen} leaves, and the log has {head.checkpoint.size}"
                )
            answer = self._sent(one, head, nodes, seen)
        if answer.problem:
            raise NoteError(answer.problem)
        if answer.status != 200:
            raise NoteError(f"it answered {answer.status}")
        own = f"— {one.key.name} "
        lines = answer.content.decode("utf-8", "replace").splitlines(keepends=True)
        line = next((each for each in lines if each.startswith(own)), "")
        if not line:
            raise NoteError("its answer has no line of its own")
        cosigned_at(head.note + line, one.key)
        return line

    def _sent(self, one: Cosigner, head: SignedHead, nodes: Nodes, old: int) -> Called:
        old = min(old, head.checkpoint.size)
        asked = Asked(old, consistency_proof(old, head.checkpoint.size, nodes), head.note)
        return self._caller.call(f"{one.url.rstrip('/')}/add-checkpoint", str(asked).encode(), "text/plain")

    def _save(self, states: Iterable[CosignerState]) -> None:
        rows = {each.name: {"size": each.size, "folder": each.folder, "fault": each.fault} for each in states}
        self._folder.note(_STATE, json.dumps(rows, indent=1, sort_keys=True).encode())


def _telling(ask: Callable[[Cosigner], str]) -> Callable[[Cosigner], tuple[str, str]]:
    def told(one: Cosigner) -> tuple[str, str]:
        try:
            return ask(one), ""
        except NoteError as error:
            return "", str(error)

    return told
