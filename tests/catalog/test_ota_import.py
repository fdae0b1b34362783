"""Open Terms Archive repositories: what is given, in which order, and what is refused."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dulwich.bundle import create_bundle_from_repo, write_bundle
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

from clausewatch.catalog import open_ota
from clausewatch.errors import BadInputError
from clausewatch.ports import Imported

Entry = bytes | tuple[int, bytes]
State = dict[str, Entry]

STATES: tuple[State, ...] = (
    {"README.md": b"About", "Fern/Terms of Service.md": b"one", "Fern/notes.txt": b"x", "Fern/pages/Deep.md": b"y"},
    {"README.md": b"About", "Fern/Terms of Service.md": b"two", "Élan/Privacy Policy.md": b"privacy"},
    {
        "README.md": b"About it",
        "Fern/Commercial Terms.md": b"two",
        "Fern/Link.md": (stat.S_IFLNK | 0o777, b"/etc/passwd"),
        "Élan/Privacy Policy.md": b"privacy",
    },
    {"README.md": b"About it", "Fern/Commercial Terms.md": b"two"},
    {"Fern/Commercial Terms.md": b"two", "Fern/Terms of Service.md": b"two", "Élan/Privacy Policy.md": b"privacy"},
)  # fmt: skip
WHAT = [
    ("Fern", "Terms of Service", b"one"),
    ("Fern", "Terms of Service", b"two"),
    ("Élan", "Privacy Policy", b"privacy"),
    ("Fern", "Commercial Terms", b"two"),
    ("Fern", "Terms of Service", b"two"),
    ("Élan", "Privacy Policy", b"privacy"),
]


def tree_of(repository: Repo, state: State) -> ObjectID:
    tree = Tree()
    folders: dict[str, State] = {}
    for path, entry in state.items():
        name, _, rest = path.partition("/")
        if rest:
            folders.setdefault(name, {})[rest] = entry
            continue
        mode, content = entry if isinstance(entry, tuple) else (stat.S_IFREG | 0o644, entry)
        blob = Blob.from_string(content)
        repository.object_store.add_object(blob)
        tree.add(name.encode(), mode, blob.id)
    for name, inner in folders.items():
        tree.add(name.encode(), stat.S_IFDIR, tree_of(repository, inner))
    repository.object_store.add_object(tree)
    return tree.id


def make(folder: Path, states: tuple[State, ...] = STATES, *, bare: bool = True) -> Path:
    folder.mkdir()
    repository = Repo.init_bare(str(folder)) if bare else Repo.init(str(folder))
    parents: list[ObjectID] = []
    for number, state in enumerate(states):
        commit = Commit()
        commit.tree = tree_of(repository, state)
        commit.parents = parents
        commit.author = commit.committer = b"Recorder <recorder@example.org>"
        commit.author_time = commit.commit_time = 1_700_000_000 + 86_400 * number
        commit.author_timezone = commit.commit_timezone = 7200
        commit.message = b"Record"
        repository.object_store.add_object(commit)
        parents = [commit.id]
    if parents:
        repository.refs.set_if_equals(Ref(b"refs/heads/main"), None, parents[0])
        repository.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
    repository.close()
    return folder


def bundled(folder: Path) -> Path:
    path = folder.with_suffix(".bundle")
    repository = Repo(str(folder))
    with path.open("wb") as stream:
        write_bundle(stream, create_bundle_from_repo(repository))
    repository.close()
    return path


def read(path: Path, platform: str | None = None, since: datetime | None = None) -> list[Imported]:
    opened = open_ota(path, platform, since)
    try:
        found = list(opened)
        assert len(opened) == len(found)
    finally:
        opened.close()
    return found


@pytest.mark.parametrize("form", ["bare", "worktree", "bundle"])
def test_every_recorded_version_is_given_in_order(tmp_path: Path, form: str) -> None:
    path = make(tmp_path / "repo", bare=form != "worktree")
    found = read(bundled(path) if form == "bundle" else path)
    assert [(each.platform, each.document, each.body) for each in found] == WHAT
    assert found[0].observed_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert [each.observed_at for each in found] == sorted(each.observed_at for each in found)
    assert {each.media_type.partition(";")[0] for each in found} == {"text/markdown"}
    commits = [each.reference.partition(":")[0] for each in found]
    assert found[0].parent == ""
    assert [each.parent for each in found[1:4]] == [commits[0], commits[0], commits[1]]
    assert found[2].reference.endswith(":Élan/Privacy Policy.md")
    assert len({each.reference for each in found}) == len(found)


def test_only_what_is_asked_for_is_given(tmp_path: Path) -> None:
    path = make(tmp_path / "repo")
    assert {each.platform for each in read(path, "Élan")} == {"Élan"}
    third_day = datetime(2023, 11, 16, 22, 13, 20, tzinfo=UTC)
    assert [each.document for each in read(path, "Fern", third_day)] == [
        "Commercial Terms",
        "Terms of Service",
    ]


@pytest.mark.parametrize("asked", [("Nobody", None), (None, datetime(2040, 1, 1, tzinfo=UTC))])
def test_what_holds_nothing_that_was_asked_for_is_refused(
    tmp_path: Path, asked: tuple[str | None, datetime | None]
) -> None:
    with pytest.raises(BadInputError, match="no version that was asked for"):
        open_ota(make(tmp_path / "repo"), *asked)


def test_what_is_no_repository_is_refused_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("nothing")
    (tmp_path / "folder").mkdir()
    for path in (
        tmp_path / "absent",
        tmp_path / "file",
        tmp_path / "folder",
        make(tmp_path / "empty", ()),
        make(tmp_path / "only-readme", ({"README.md": b"x"},)),
    ):
        with pytest.raises(BadInputError) as caught:
            open_ota(path)
        assert str(path) in caught.value.subject
        assert caught.value.mend


def test_a_bundle_cut_anywhere_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bundled(make(tmp_path / "repo")).read_bytes()
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    cut = tmp_path / "cut.bundle"
    for length in (*range(0, len(whole), max(1, len(whole) // 40)), len(whole) - 20, len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(BadInputError):
            read(cut)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_bundle_altered_anywhere_is_refused_or_gives_what_was_recorded(tmp_path: Path) -> None:
    whole = bundled(make(tmp_path / "repo")).read_bytes()
    altered = tmp_path / "altered.bundle"
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        altered.write_bytes(whole[:place] + bytes([whole[place] ^ 0x21]) + whole[place + 1 :])
        try:
            found = read(altered)
        except BadInputError:
            continue
        assert [(each.platform, each.document, each.body) for each in found] == WHAT


def test_a_bundle_that_continues_another_is_refused(tmp_path: Path) -> None:
    path = bundled(make(tmp_path / "repo"))
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b"\n-" + b"1" * 40 + b" before\n" + rest)
    with pytest.raises(BadInputError, match="continues another"):
        open_ota(path)


def test_a_repository_without_one_of_its_texts_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "repo")
    lost = Blob.from_string(b"privacy").id.decode()
    (path / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(BadInputError):
        read(path)


def test_no_command_of_a_repository_s_configuration_is_run(tmp_path: Path) -> None:
    path = make(tmp_path / "repo", bare=False)
    (path / ".git" / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
        + "".join(
            f"\t{key} = touch {tmp_path}/ran\n" for key in ("fsmonitor", "sshCommand", "pager", "editor")
        )
        + f'[filter "x"]\n\tsmudge = touch {tmp_path}/ran\n[include]\n\tpath = /dev/zero\n'
    )
    (path / ".gitattributes").write_text("*.md filter=x\n")
    hook = path / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    assert len(read(path)) == len(WHAT)
    assert not (tmp_path / "ran").exists()


@pytest.mark.shared
def test_the_real_archive_gives_all_its_changes(shared: Path) -> None:
    found = open_ota(shared / "data" / "ota" / "genai-eu-versions.bundle")
    try:
        assert len(found) == 1036
        assert sum(1 for each in found if each.body) == 1036
    finally:
        found.close()
