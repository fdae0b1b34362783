"""The archive in a folder: what is put comes back, what is damaged is named."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.archive import FolderArchive, folder
from clausewatch.errors import BadInputError, DamagedObjectError
from clausewatch.nouns.identity import digest


def page(number: int, size: int = 200) -> bytes:
    """A page of random clauses in which only the number differs from its neighbours."""
    words = random.Random(7)
    clauses = [f"<p>{words.getrandbits(200):x} shall {words.getrandbits(64):x}.</p>" for _ in range(size)]
    clauses[size // 2] = f"<p>The notice period is {number} days.</p>"
    return "\n".join(clauses).encode()


def chain(archive: FolderArchive, length: int) -> list[str]:
    keys: list[str] = []
    for number in range(length):
        keys.append(archive.put(page(number), keys[-1] if keys else None))
    return keys


def file_of(root: Path, key: str) -> Path:
    return root / "objects" / key[:2] / key[2:]


def damage(path: Path, position: int = -1) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 0x10
    path.chmod(0o644)
    path.write_bytes(content)


@given(bodies=st.lists(st.binary(max_size=2000), max_size=12), data=st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_put_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("archive")
    archive = FolderArchive(root)
    keys: list[str] = []
    for body in bodies:
        like = data.draw(st.sampled_from([None, digest(b"never stored"), *keys]))
        keys.append(archive.put(body, like))
    for again in (archive, FolderArchive(root)):
        assert [again.get(key) for key in keys] == bodies
        assert list(again.verify()) == []
    assert list(archive.keys()) == sorted({digest(body) for body in bodies})


def test_a_small_change_costs_little_and_chains_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "LONGEST_CHAIN", 5)
    archive = FolderArchive(tmp_path)
    keys = chain(archive, 20)
    stats = archive.stats()
    assert (stats.objects, stats.key_frames, stats.deepest, stats.unreadable) == (20, 4, 5, 0)
    assert stats.body_bytes == sum(len(page(number)) for number in range(20))
    assert file_of(tmp_path, keys[1]).stat().st_size < len(page(1)) / 50
    assert FolderArchive(tmp_path).get(keys[-1]) == page(19)


def test_a_cold_read_never_unpacks_more_than_the_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "LONGEST_REACH", 3 * len(page(1)) + 10)
    archive = FolderArchive(tmp_path)
    chain(archive, 12)
    assert archive.stats().deepest == 2


def test_an_unlike_body_stands_alone(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    noise = random.Random(1)
    first = archive.put(noise.randbytes(5000))
    archive.put(noise.randbytes(5000), first)
    assert archive.stats().key_frames == 2


def test_putting_twice_changes_nothing(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    key = archive.put(b"same")
    before = file_of(tmp_path, key).stat()
    assert archive.put(b"same", key) == key
    after = file_of(tmp_path, key).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert archive.has(key)
    assert not archive.has(digest(b"other"))


def test_every_flipped_byte_is_found_and_named(tmp_path: Path) -> None:
    keys = chain(FolderArchive(tmp_path), 2)
    for key in keys:
        path = file_of(tmp_path, key)
        sound = path.read_bytes()
        for position in range(0, len(sound), 1 if len(sound) < 1000 else 97):
            damage(path, position)
            with pytest.raises(DamagedObjectError) as error:
                FolderArchive(tmp_path).get(key)
            assert key in str(error.value)
            assert str(path) in str(error.value)
            assert "backup" in error.value.mend
            path.write_bytes(sound)
    assert list(FolderArchive(tmp_path).verify()) == []


def test_a_damaged_base_is_named_with_what_is_built_on_it(tmp_path: Path) -> None:
    keys = chain(FolderArchive(tmp_path), 4)
    damage(file_of(tmp_path, keys[1]))
    with pytest.raises(DamagedObjectError) as error:
        FolderArchive(tmp_path).get(keys[3])
    assert keys[1] in error.value.subject
    assert keys[3] in error.value.subject
    assert FolderArchive(tmp_path).get(keys[0]) == page(0)
    told = {problem.key: problem for problem in FolderArchive(tmp_path).verify()}
    assert set(told) == set(keys[1:])
    assert keys[1] in told[keys[3]].reason
    assert told[keys[1]].path == str(file_of(tmp_path, keys[1]))


def test_a_missing_object_is_named(tmp_path: Path) -> None:
    keys = chain(FolderArchive(tmp_path), 3)
    file_of(tmp_path, keys[0]).unlink()
    with pytest.raises(DamagedObjectError, match="missing"):
        FolderArchive(tmp_path).get(keys[2])
    assert {problem.key for problem in FolderArchive(tmp_path).verify()} == set(keys[1:])


def test_an_object_under_a_wrong_name_is_found(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    one, other = archive.put(b"one"), archive.put(b"other")
    file_of(tmp_path, one).unlink()
    file_of(tmp_path, other).rename(file_of(tmp_path, one))
    with pytest.raises(DamagedObjectError, match="hash"):
        FolderArchive(tmp_path).get(one)
    assert [problem.key for problem in FolderArchive(tmp_path).verify()] == [one]


def test_storing_again_heals_the_object_and_what_is_built_on_it(tmp_path: Path) -> None:
    keys = chain(FolderArchive(tmp_path), 5)
    damage(file_of(tmp_path, keys[2]))
    assert FolderArchive(tmp_path).put(page(2), keys[4]) == keys[2]
    archive = FolderArchive(tmp_path)
    assert [archive.get(key) for key in keys] == [page(number) for number in range(5)]
    assert list(archive.verify()) == []


def test_a_damaged_relative_does_not_keep_a_body_out(tmp_path: Path) -> None:
    keys = chain(FolderArchive(tmp_path), 2)
    damage(file_of(tmp_path, keys[1]))
    archive = FolderArchive(tmp_path)
    new = archive.put(page(9), keys[1])
    assert FolderArchive(tmp_path).get(new) == page(9)


@pytest.mark.parametrize("key", ["", "ab", "../../../etc/passwd", "A" * 64, "a" * 63 + "\n"])
def test_a_key_that_is_no_hash_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadInputError, match="SHA-256"):
        FolderArchive(tmp_path).get(key)


def test_too_large_a_body_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausewatch.archive.frame.MAX_BODY", 10)
    with pytest.raises(BadInputError, match="over 10"):
        FolderArchive(tmp_path).put(b"12345678901")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInputError, match="cannot hold an archive"):
        FolderArchive(tmp_path / "file")


def test_threads_may_put_the_same_and_related_bodies(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    root = archive.put(page(0))
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        order = random.Random(seed)
        try:
            for number in order.sample(range(12), 12):
                assert archive.get(archive.put(page(number), root)) == page(number)
                FolderArchive(tmp_path)  # sweeps while others write
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list(archive.keys())) == 12
    assert list(archive.verify()) == []
    assert list((tmp_path / "aside").iterdir()) == []
