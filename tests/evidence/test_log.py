"""The log on disk: what is appended is there and proved, one writer at a time, and nothing altered goes unseen."""

from __future__ import annotations

import errno
import random
import shutil
import stat
import subprocess
import sys
import time
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.evidence.log_kit import entry, filled, mutate, open_log

from clausewatch.errors import ClausewatchError, DamagedObjectError
from clausewatch.evidence.files import LogFolder
from clausewatch.proof.checkpoint import TlogProof, check_proof, parse_proof
from clausewatch.proof.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_over,
    proves_consistency,
    root,
)

APPENDING = Path(__file__).with_name("appending.py")


def test_what_was_appended_is_there_and_its_proofs_hold(tmp_path: Path) -> None:
    log = filled(tmp_path, 3, 0, 250, 10, 700)
    head = log.head()
    assert head is not None
    size = head.checkpoint.size
    assert size == 963
    assert list(log.entries(0, size, size)) == [entry(at) for at in range(size)]
    assert list(log.entries(254, 258, size)) == [entry(at) for at in range(254, 258)]
    hashes = [leaf_hash(entry(at)) for at in range(size)]
    assert head.checkpoint.root == root(size, nodes_over(hashes))
    for index in (0, 255, 256, 700, 962):
        proof = TlogProof(index, inclusion_proof(index, size, log.nodes(size)), head.note)
        assert check_proof(parse_proof(str(proof)), entry(index), head.key) == head.checkpoint
    link = consistency_proof(253, size, log.nodes(size))
    assert proves_consistency((253, size), (root(253, nodes_over(hashes)), head.checkpoint.root), link)
    assert list(log.problems()) == []
    assert log.heads() == (3, 253, 263, 963)
    earlier = log.head(253)
    assert earlier is not None
    assert earlier.checkpoint.root == root(253, nodes_over(hashes))
    assert log.head(254) is None


def test_a_log_that_was_not_begun_has_no_head_and_no_key(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    assert log.head() is None
    assert list(log.problems()) == []
    assert not (tmp_path / "log.key").exists()


def test_the_private_key_is_the_owners_alone_and_stays_the_same(tmp_path: Path) -> None:
    first = filled(tmp_path, 1).head()
    assert stat.S_IMODE((tmp_path / "log.key").stat().st_mode) == 0o600
    with open_log(tmp_path).writing() as writer:
        assert first is not None
        assert writer.key == first.key
    (tmp_path / "log.key").chmod(0o644)
    with pytest.raises(ClausewatchError, match="chmod 600"), open_log(tmp_path).writing():
        pass
    (tmp_path / "log.key").unlink()
    with pytest.raises(ClausewatchError, match="private key is not there"), open_log(tmp_path).writing():
        pass
    (tmp_path / "log.key").write_text("no key")
    with pytest.raises(ClausewatchError, match="no private key in PEM"), open_log(tmp_path).writing():
        pass


def test_another_key_does_not_go_on_with_the_log(tmp_path: Path) -> None:
    filled(tmp_path / "one", 2)
    filled(tmp_path / "other", 2)
    shutil.copy2(tmp_path / "other/log.key", tmp_path / "one/log.key")
    with pytest.raises(DamagedObjectError, match="other bytes"), open_log(tmp_path / "one").writing():
        pass


def test_every_one_of_120_mutations_is_found(tmp_path: Path) -> None:
    whole, chance = tmp_path / "whole", random.Random(9)
    filled(whole, 5, 300, 40)
    # A larger tile holds all that these held, so the specification lets a log drop them; earlier heads are not asked for.
    spare = {"tile/0/000.p/5", "tile/entries/000.p/5", "tile/0/001.p/49", "tile/entries/001.p/49"}
    spare |= {"heads/5", "heads/305", "heads/345"}
    found = 0
    for _ in range(120):
        shutil.copytree(whole, tmp_path / "copy")
        how = mutate(tmp_path / "copy", chance)
        if _told(tmp_path / "copy"):
            found += 1
        else:
            assert how in {f"gone log/{each}" for each in spare}
        shutil.rmtree(tmp_path / "copy")
    assert found >= 100


def _told(folder: Path) -> bool:
    try:
        return bool(list(open_log(folder).problems()))
    except DamagedObjectError:
        return True


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/89", "tile/1/000.p/1", "checkpoint"])
def test_the_next_writer_refuses_a_log_that_is_not_whole(tmp_path: Path, path: str) -> None:
    filled(tmp_path, 5, 300, 40)
    target = tmp_path / "log" / path
    content = target.read_bytes()
    for damage in (b"", content[:-1], bytes([content[0] ^ 1]) + content[1:]):
        target.write_bytes(damage)
        with pytest.raises(DamagedObjectError, match="Restore"), open_log(tmp_path).writing():
            pass
    target.unlink()
    with pytest.raises(DamagedObjectError, match="Restore"), open_log(tmp_path).writing():
        pass
    target.write_bytes(content)
    with open_log(tmp_path).writing() as writer:
        assert writer.append([entry(345)]) == 345


class _CutOffError(Exception):
    """The process ends here."""


@dataclass
class _Faltering:
    """Files that cannot be written or removed any more after `left` times; `torn` leaves half of the next one aside."""

    left: int
    torn: bool

    def falter(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.ENOSPC, "No space left on device") if self.torn else _CutOffError

    def set_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        name, remove = LogFolder._name, LogFolder.remove

        def faltering_name(folder: LogFolder, aside: Path, path: str) -> None:
            if self.torn and self.left == 0:
                aside.write_bytes(aside.read_bytes()[: aside.stat().st_size // 2])
            self.falter()
            name(folder, aside, path)

        def faltering_remove(folder: LogFolder, path: str) -> None:
            self.falter()
            remove(folder, path)

        monkeypatch.setattr(LogFolder, "_name", faltering_name)
        monkeypatch.setattr(LogFolder, "remove", faltering_remove)


# The batch, two bundles, three tiles, the head, the checkpoint, and the batch again: the ninth is not reached by a cut before it.
@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("step", range(10))
def test_cut_off_at_each_write_the_next_writer_keeps_every_leaf_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, *, torn: bool
) -> None:
    filled(tmp_path, 200)
    fresh = [entry(at) for at in range(1000, 1100)]
    _Faltering(step, torn).set_up(monkeypatch)
    with (
        nullcontext() if step == 9 else pytest.raises((_CutOffError, OSError, ClausewatchError)),
        ExitStack() as held,
    ):
        held.enter_context(open_log(tmp_path).writing()).append(fresh)
    monkeypatch.undo()
    log = open_log(tmp_path)
    assert list(log.problems()) == []
    with log.writing() as writer:
        # Another writer's entries come after the batch that was cut off, never instead of it.
        size = writer.head.size
        assert size == (200 if step == 0 else 300)
        assert bool(writer.told) == (0 < step < 8)
        writer.append([b"next"])
    kept = [entry(at) for at in range(200)]
    assert list(log.entries(0, size + 1, size + 1)) == [*kept, *(fresh if step else []), b"next"]
    assert list(log.problems()) == []


def test_a_pending_batch_that_is_torn_is_put_aside_when_nothing_was_built_on_it(tmp_path: Path) -> None:
    log = filled(tmp_path, 5)
    (tmp_path / "log/pending").write_bytes(b"clausewatch pending 1 5 00")
    with open_log(tmp_path).writing() as writer:
        assert "never written whole" in writer.told[0]
        writer.append([entry(5)])
    assert list(log.problems()) == []
    (tmp_path / "log/pending").write_bytes(b"torn")
    (tmp_path / "log/tile/0/000.p/7").write_bytes(bytes(7 * 32))
    with pytest.raises(DamagedObjectError, match="more than 6 leaves"), open_log(tmp_path).writing():
        pass


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = filled(tmp_path, 5)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("clausewatch.evidence.files.os.fsync", full)
    with pytest.raises(ClausewatchError, match="No space left"), log.writing() as writer:
        writer.append([entry(5)])
    monkeypatch.undo()
    with open_log(tmp_path).writing() as writer:
        assert writer.append([entry(5)]) == 5
    assert list(log.problems()) == []


def test_two_processes_that_append_at_once_and_are_killed_keep_all_they_were_promised(tmp_path: Path) -> None:
    moments = random.Random(4)
    promised: set[str] = set()
    for kill in range(4):
        writers = [
            subprocess.Popen(
                [sys.executable, APPENDING, tmp_path, f"{name}{kill}", "1000" if kill < 3 else "6"],
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in "ab"
        ]
        if kill < 3:
            assert writers[0].stdout is not None
            promised.add(writers[0].stdout.readline().strip())
            time.sleep(moments.random() * 0.1)
            for each in writers:
                each.kill()
        for ended in writers:
            said, _ = ended.communicate()
            promised.update(line for line in said.splitlines() if len(line.split()) == 4)
    log = open_log(tmp_path)
    with log.writing() as writer:
        size = writer.head.size
    found = list(log.entries(0, size, size))
    assert len(set(found)) == len(found)
    for line in promised:
        first, name, number, count = line.split()
        said_of = [f"{name} {number} {at}".encode() for at in range(int(count))]
        assert found[int(first) : int(first) + int(count)] == said_of
    assert len(promised) >= 12
    assert list(log.problems()) == []
