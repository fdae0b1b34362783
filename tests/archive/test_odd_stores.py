"""Stores that are not as they should be: odd relatives, impostors, circles, stray files, several writers at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clausewatch.archive import FolderArchive, frame
from clausewatch.errors import DamagedObjectError
from clausewatch.nouns.identity import digest

PAGE = b"".join(b"<p>Clause %d: %s</p>\n" % (n, digest(b"%d" % n).encode()) for n in range(120))


def state(number: int) -> bytes:
    """A page that differs from its neighbours in one place."""
    return PAGE.replace(b"Clause 60:", b"Clause 60, edition %d:" % number)


def file_of(root: Path, key: str) -> Path:
    return root / "objects" / key[:2] / key[2:]


def chain(root: Path, length: int) -> list[str]:
    archive = FolderArchive(root)
    keys: list[str] = []
    for number in range(length):
        keys.append(archive.put(state(number), keys[-1] if keys else None))
    return keys


def overwrite(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def depth_of(root: Path, key: str) -> int:
    return frame.parse(file_of(root, key).read_bytes()).depth


@pytest.mark.parametrize("harm", ["missing", "empty", "altered", "cut"])
def test_a_relative_that_is_damaged_or_missing_keeps_nothing_from_being_stored(
    tmp_path: Path, harm: str
) -> None:
    like = FolderArchive(tmp_path).put(PAGE)
    path = file_of(tmp_path, like)
    whole = path.read_bytes()
    path.unlink()
    if harm != "missing":
        path.write_bytes({"empty": b"", "cut": whole[:-9], "altered": whole[:-40] + b"x" * 40}[harm])
    key = FolderArchive(tmp_path).put(state(1), like)
    assert depth_of(tmp_path, key) == 0
    assert FolderArchive(tmp_path).get(key) == state(1)


def test_a_relative_that_is_the_body_itself_or_was_never_stored_is_no_matter(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    assert depth_of(tmp_path, archive.put(PAGE, digest(PAGE))) == 0
    assert depth_of(tmp_path, archive.put(state(1), "0" * 64)) == 0


def test_a_damaged_object_is_named_with_its_file_and_mend(tmp_path: Path) -> None:
    keys = chain(tmp_path, 4)
    path = file_of(tmp_path, keys[1])
    overwrite(path, frame.encode(b"other bytes"))
    for key in keys[1:]:
        with pytest.raises(DamagedObjectError) as caught:
            FolderArchive(tmp_path).get(key)
        assert keys[1] in str(caught.value)
        assert str(path) in caught.value.subject
        assert "backup" in caught.value.mend
    assert keys[3] in str(caught.value)
    assert FolderArchive(tmp_path).get(keys[0]) == state(0)
    assert {each.key for each in FolderArchive(tmp_path).verify()} == set(keys[1:])


def test_a_chain_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    first, second = archive.put(PAGE), archive.put(state(1))
    below = frame.parse(frame.encode(PAGE))
    for key, base in ((first, second), (second, first)):
        circular = frame.encode_against(PAGE, base, PAGE, below)
        assert circular is not None
        overwrite(file_of(tmp_path, key), circular)
    with pytest.raises(DamagedObjectError):
        FolderArchive(tmp_path).get(first)
    assert {each.key for each in FolderArchive(tmp_path).verify()} == {first, second}


def test_what_lies_about_in_the_folder_is_no_object(tmp_path: Path) -> None:
    key = FolderArchive(tmp_path).put(PAGE)
    (tmp_path / "objects" / ".DS_Store").write_bytes(b"")
    (tmp_path / "objects" / key[:2] / "note.txt").write_bytes(b"")
    assert list(FolderArchive(tmp_path).keys()) == [key]
    assert list(FolderArchive(tmp_path).verify()) == []


WRITER = """
import sys
from pathlib import Path
from tests.archive.test_odd_stores import state
from clausewatch.archive import FolderArchive
archive, like = FolderArchive(Path(sys.argv[1])), None
print("ready", flush=True)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    like = archive.put(state(number), like)
    print(like, flush=True)
"""


def writer(root: Path, first: int, last: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(first), str(last)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_processes_may_write_the_same_bodies_at_once(tmp_path: Path) -> None:
    running = [writer(tmp_path, 0, 40) for _ in range(3)]
    told = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert told[0] == told[1] == told[2]
    assert len(set(FolderArchive(tmp_path).keys())) == 40
    assert list(FolderArchive(tmp_path).verify()) == []
