"""Versions from an Open Terms Archive repository: what is taken, in which order, and what is refused."""

from __future__ import annotations

import random
import resource
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dulwich.bundle import create_bundle_from_repo, write_bundle
from dulwich.objects import Blob, Commit, ObjectID, RawObjectID, Tree
from dulwich.pack import write_pack_index
from dulwich.refs import Ref
from dulwich.repo import Repo

from clausewatch.catalog import open_ota
from clausewatch.errors import BadInputError

HOUR = 3600
START = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
Files = dict[str, bytes]

STATES: tuple[Files, ...] = (
    {"README.md": b"about", "LICENSE": b"free"},
    {"README.md": b"about", "Anvil/Terms of Service.md": b"# Terms\n\nYou may hammer."},
    {
        "README.md": b"about it",
        "Anvil/Terms of Service.md": b"# Terms\n\nYou must not hammer.",
        "Anvil/notes.txt": b"no document",
        "Zürich Post/Privacy Policy.md": "# Daten\n\nWir zählen.".encode(),
    },
    {"Zürich Post/Privacy Policy.md": "# Daten\n\nWir zählen.".encode(), ".github/Policy.md": b"no service"},
    {
        "Anvil/README.md": b"no document",
        "Anvil/Terms of Service.md": b"# Terms\n\nYou must not hammer.",
        "Zürich Post/Privacy Policy.md": b"# Daten\n\nWir messen.",
    },
)


def tree_of(repository: Repo, files: Files) -> ObjectID:
    root = Tree()
    folders: dict[str, Tree] = {}
    for path, content in files.items():
        blob = Blob.from_string(content)
        repository.object_store.add_object(blob)
        folder, _, name = path.rpartition("/")
        holder = folders.setdefault(folder, Tree()) if folder else root
        holder.add(name.encode(), 0o100644, blob.id)
    for folder, tree in folders.items():
        repository.object_store.add_object(tree)
        root.add(folder.encode(), 0o040000, tree.id)
    repository.object_store.add_object(root)
    return root.id


def commit(
    repository: Repo, files: Files, at: int, parents: list[ObjectID], message: bytes = b"Record new changes"
) -> ObjectID:
    made = Commit()
    made.tree = tree_of(repository, files)
    made.parents = parents
    made.author = made.committer = b"Recorder <recorder@example.org>"
    made.author_time = made.commit_time = at
    made.author_timezone = made.commit_timezone = 2 * HOUR
    made.message = message
    repository.object_store.add_object(made)
    return made.id


def make_repository(folder: Path, *, bare: bool = True) -> tuple[Path, list[ObjectID]]:
    repository = Repo.init_bare(str(folder), mkdir=True) if bare else Repo.init(str(folder), mkdir=True)
    made: list[ObjectID] = []
    for number, files in enumerate(STATES):
        made.append(commit(repository, files, START + number * HOUR, made[-1:]))
    repository.refs[Ref(b"refs/heads/main")] = made[-1]
    repository.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
    repository.close()
    return folder, made


def make_bundle(folder: Path, path: Path, prerequisites: list[bytes] | None = None) -> Path:
    with Repo(str(folder)) as repository, path.open("wb") as stream:
        bundle = create_bundle_from_repo(
            repository, refs=[Ref(b"refs/heads/main")], prerequisites=prerequisites
        )
        write_bundle(stream, bundle)
        bundle.close()
    return path


def taken(
    path: Path, platform: str | None = None, since: datetime | None = None
) -> list[tuple[str, str, str]]:
    importer = open_ota(path, platform, since)
    found = [(each.platform, each.document, each.body.decode()) for each in importer]
    assert len(importer) == len(found)
    importer.close()
    return found


EXPECTED = [
    ("Anvil", "Terms of Service", "# Terms\n\nYou may hammer."),
    ("Anvil", "Terms of Service", "# Terms\n\nYou must not hammer."),
    ("Zürich Post", "Privacy Policy", "# Daten\n\nWir zählen."),
    # Taken away in the fourth commit, and back as it was in the fifth.
    ("Anvil", "Terms of Service", "# Terms\n\nYou must not hammer."),
    ("Zürich Post", "Privacy Policy", "# Daten\n\nWir messen."),
]


@pytest.mark.parametrize("bare", [True, False])
def test_one_capture_for_each_commit_and_document(tmp_path: Path, *, bare: bool) -> None:
    folder, made = make_repository(tmp_path / "versions", bare=bare)
    assert taken(folder) == EXPECTED
    importer = open_ota(folder)
    first, second = list(importer)[:2]
    importer.close()
    assert first.reference == f"{made[1].decode()}:Anvil/Terms of Service.md"
    assert (first.parent, second.parent) == (made[0].decode(), made[1].decode())
    assert first.observed_at == datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert first.document_type == "Terms of Service"
    assert first.media_type == "text/markdown; charset=utf-8"


def test_what_the_recorder_tells_of_its_own_collecting_is_carried(tmp_path: Path) -> None:
    snapshot = b"https://archive.example/snapshots/commit/" + b"ab" * 20
    messages = (
        b"First record of Anvil Terms\n\nThis version was recorded after extracting from snapshot "
        + snapshot,
        b"Record new changes of Anvil Terms\n\nafter assembling the following snapshots from 3 source documents:\n- "
        + snapshot,
        b"Apply technical or declaration upgrade on Anvil Terms\n\nfrom 3 source documents:\n- " + snapshot,
        b"Record new changes of Anvil Terms",
    )
    repository = Repo.init_bare(str(tmp_path / "told"), mkdir=True)
    made: list[ObjectID] = []
    for number, message in enumerate(messages):
        files = {"Anvil/Terms.md": b"Version %d" % number, "Bellows/Terms.md": b"One"}
        made.append(commit(repository, files, START + number * HOUR, made[-1:], message))
    repository.refs[Ref(b"refs/heads/main")] = made[-1]
    repository.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
    repository.close()
    importer = open_ota(tmp_path / "told", "Anvil")
    told = [each.collection for each in importer]
    importer.close()
    assert [each.sources for each in told] == [1, 3, 3, None]
    assert told[0].method == told[1].method != told[2].method == told[3].method


def test_a_bundle_gives_the_same_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = make_repository(tmp_path / "versions")
    bundle = make_bundle(folder, tmp_path / "versions.bundle")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    assert taken(bundle) == EXPECTED
    assert list(temporary.iterdir()) == []


def test_only_what_was_asked_for(tmp_path: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions")
    assert taken(folder, "Zürich Post") == [EXPECTED[2], EXPECTED[4]]
    assert taken(folder, None, datetime(2026, 3, 1, 3, 30, tzinfo=UTC)) == EXPECTED[3:]
    with pytest.raises(BadInputError, match="no version that was asked for"):
        open_ota(folder, "Nobody")


def refused(path: Path, temporary: Path) -> str:
    with pytest.raises(BadInputError) as error:
        open_ota(path)
    assert str(path) in str(error.value)
    assert error.value.mend
    assert not list(temporary.glob("clausewatch-*"))
    return error.value.reason


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_what_is_no_repository_is_refused(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.bundle").write_text("hello")
    (tmp_path / "later.bundle").write_text("# v9 git bundle\n\n")
    assert "no git repository" in refused(tmp_path / "folder", temporary)
    assert "no git bundle" in refused(tmp_path / "text.bundle", temporary)
    assert "damaged" in refused(tmp_path / "later.bundle", temporary)
    assert "No such file" in refused(tmp_path / "nowhere.bundle", temporary)


def test_an_empty_repository_is_refused(tmp_path: Path, temporary: Path) -> None:
    Repo.init_bare(str(tmp_path / "empty"), mkdir=True).close()
    assert "no commit" in refused(tmp_path / "empty", temporary)


def test_a_bundle_that_continues_another_is_refused(tmp_path: Path, temporary: Path) -> None:
    folder, made = make_repository(tmp_path / "versions")
    bundle = make_bundle(folder, tmp_path / "part.bundle", [bytes(made[1])])
    assert f"continues another ({made[1].decode()[:12]})" in refused(bundle, temporary)


def test_a_shallow_clone_is_refused(tmp_path: Path, temporary: Path) -> None:
    folder, made = make_repository(tmp_path / "versions")
    (folder / "shallow").write_bytes(made[2] + b"\n")
    assert "shallow" in refused(folder, temporary)


def test_a_missing_object_is_refused_before_anything_is_given(tmp_path: Path, temporary: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions")
    name = Blob.from_string(b"# Daten\n\nWir messen.").id.decode()
    (folder / "objects" / name[:2] / name[2:]).unlink()
    assert "missing" in refused(folder, temporary)


def test_an_object_under_a_wrong_name_is_refused(tmp_path: Path, temporary: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions")
    name = Blob.from_string(b"# Daten\n\nWir messen.").id.decode()
    forged = Blob.from_string(b"# Daten\n\nWir merken uns alles.")
    place = folder / "objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes(forged.as_legacy_object())
    assert "damaged" in refused(folder, temporary)


def test_a_packed_object_under_a_wrong_name_is_refused(tmp_path: Path, temporary: Path) -> None:
    folder, made = make_repository(tmp_path / "versions")
    with Repo(str(folder)) as repository:
        repository.object_store.pack_loose_objects()
        (pack,) = repository.object_store.packs
        checksum = pack.get_stored_checksum()
        places = {sha: (offset, crc) for sha, offset, crc in pack.index.iterentries()}
    (index,) = (folder / "objects" / "pack").glob("*.idx")
    # The first commit's name leads to the last commit: a history that would never end.
    first, last = (RawObjectID(bytes.fromhex(made[at].decode())) for at in (0, -1))
    places[first] = places[last]
    index.chmod(0o644)
    with index.open("wb") as stream:
        write_pack_index(stream, sorted((sha, *place) for sha, place in places.items()), checksum)
    assert "damaged" in refused(folder, temporary)


def test_a_history_in_a_circle_ends(tmp_path: Path, temporary: Path) -> None:
    folder, made = make_repository(tmp_path / "versions")
    last = made[-1].decode()
    first = folder / "objects" / made[0][:2].decode() / made[0][2:].decode()
    first.chmod(0o644)
    shutil.copyfile(folder / "objects" / last[:2] / last[2:], first)
    assert "damaged" in refused(folder, temporary)


def test_a_hostile_configuration_runs_nothing(tmp_path: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions", bare=False)
    touched = tmp_path / "touched"
    with (folder / ".git" / "config").open("a") as stream:
        stream.write(f'[core]\n\tfsmonitor = "touch {touched}"\n\tsshCommand = "touch {touched}"\n')
        stream.write(
            f'[filter "x"]\n\tsmudge = "touch {touched}"\n[uploadpack]\n\tpackObjectsHook = "touch {touched}"\n'
        )
    (folder / ".gitattributes").write_text("* filter=x\n")
    assert taken(folder) == EXPECTED
    assert not touched.exists()


def test_a_configuration_cannot_have_other_files_read(tmp_path: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions", bare=False)
    # Following the include would never end; the limit turns that into a failure instead of a full memory.
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, limits[1]))
    try:
        with (folder / ".git" / "config").open("a") as stream:
            stream.write("[include]\n\tpath = /dev/zero\n")
        assert taken(folder) == EXPECTED
        (folder / ".git" / "config").unlink()
        (folder / ".git" / "config").symlink_to("/dev/zero")
        with pytest.raises(BadInputError, match="no ordinary file"):
            open_ota(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.mark.parametrize(
    "line",
    [
        "[extensions]\n\tsomething = true",
        "[core]\n\trepositoryformatversion = 9",
        "[broken",
        "[core]\n\tbare = ?",
    ],
)
def test_a_configuration_that_cannot_be_understood_is_refused_or_harmless(tmp_path: Path, line: str) -> None:
    folder, _ = make_repository(tmp_path / "versions", bare=False)
    with (folder / ".git" / "config").open("a") as stream:
        stream.write(line + "\n")
    try:
        assert taken(folder) == EXPECTED
    except BadInputError as refusal:
        assert str(folder) in str(refusal)  # noqa: PT017 - either end is right


def test_a_damaged_bundle_is_refused_or_gives_the_same(tmp_path: Path, temporary: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions")
    whole = make_bundle(folder, tmp_path / "versions.bundle").read_bytes()
    places = random.Random(3)
    damaged = tmp_path / "damaged.bundle"
    for _ in range(150):
        content = bytearray(whole)
        if places.random() < 0.3:
            del content[places.randrange(len(content)) :]
        else:
            content[places.randrange(len(content))] ^= 1 << places.randrange(8)
        damaged.write_bytes(content)
        try:
            found = taken(damaged)
        except BadInputError as error:
            assert str(damaged) in str(error)  # noqa: PT017 - either outcome is right
        else:
            assert found == EXPECTED
    assert not list(temporary.glob("clausewatch-*"))


def test_a_damaged_directory_is_refused_or_gives_the_same(tmp_path: Path) -> None:
    folder, _ = make_repository(tmp_path / "versions")
    places = random.Random(4)
    objects = sorted(path for path in (folder / "objects").glob("??/*"))
    for _ in range(150):
        victim = places.choice(objects)
        whole = victim.read_bytes()
        content = bytearray(whole)
        content[places.randrange(len(content))] ^= 1 << places.randrange(8)
        victim.chmod(0o644)
        victim.write_bytes(content)
        try:
            found = taken(folder)
        except BadInputError as error:
            assert str(folder) in str(error)  # noqa: PT017 - either outcome is right
        else:
            assert found == EXPECTED
        victim.write_bytes(whole)


@pytest.mark.shared
def test_the_real_bundle(shared: Path) -> None:
    importer = open_ota(shared / "data" / "ota" / "genai-eu-versions.bundle")
    documents = {(each.platform, each.document) for each in importer}
    # `git log --first-parent --diff-filter=AM --name-only` names 1,036 documents under services, in 1,020 commits.
    assert len(importer) == 1036
    assert ("Claude.ai", "Acceptable Use Policy") in documents
    importer.close()
