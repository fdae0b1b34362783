"""Reads an Open Terms Archive versions repository: a directory, bare or not, or a bundle of one.

The layout is `Service/Terms type.md`, one commit a recorded version. dulwich reads it, not the git executable: a
repository's configuration can make git run commands, and a fresh machine may have no git.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dulwich.bundle import read_bundle
from dulwich.errors import NotGitRepository
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

from clausewatch.errors import BadInputError
from clausewatch.ports import Imported

_MEDIA_TYPE = "text/markdown; charset=utf-8"
_MEND = "Give an Open Terms Archive versions repository: a git directory, bare or not, or a .bundle file"
_MOST_BYTES = 64 * 1024 * 1024
# What dulwich raises over bytes that are not what they should be.
_DAMAGE = (AssertionError, EOFError, KeyError, OSError, TypeError, ValueError, IndexError, zlib.error)


@dataclass(frozen=True, slots=True)
class _Change:
    """One document as one commit left it."""

    commit: ObjectID
    parent: str
    path: str
    blob: ObjectID
    at: datetime


class OtaRepository:
    """The recorded versions of a repository, in the order of its history, one for each commit and document.

    Only the list of changes is held; each text is read when its turn comes.
    """

    def __init__(self, path: Path, platform: str | None, since: datetime | None) -> None:
        self._path = path
        self._unpacked: Path | None = None
        try:
            self._repository = self._open()
            self._changes = tuple(
                each
                for each in self._walk()
                if (platform is None or each.path.partition("/")[0] == platform)
                and (since is None or each.at >= since)
            )
        except NotGitRepository as error:
            self.close()
            raise BadInputError(str(path), "no git repository is there", _MEND) from error
        except _DAMAGE as error:
            self.close()
            raise BadInputError(
                str(path), f"the repository is damaged ({type(error).__name__}: {error})", "Fetch it anew"
            ) from error
        except BadInputError:
            self.close()
            raise
        if not self._changes:
            self.close()
            raise BadInputError(str(path), "it holds no version that was asked for", _MEND)

    def __len__(self) -> int:
        return len(self._changes)

    def __iter__(self) -> Iterator[Imported]:
        for change in self._changes:
            service, _, name = change.path.partition("/")
            kind = name.removesuffix(".md")
            commit = change.commit.decode()
            yield Imported(
                platform=service,
                document=kind,
                document_type=kind,
                url="",
                observed_at=change.at,
                media_type=_MEDIA_TYPE,
                reference=f"{commit}:{change.path}",
                body=self._text(change),
                parent=change.parent,
            )

    def close(self) -> None:
        """Removes what was unpacked from a bundle."""
        repository = getattr(self, "_repository", None)
        if repository is not None:
            repository.close()
        if self._unpacked is not None:
            shutil.rmtree(self._unpacked, ignore_errors=True)

    def _open(self) -> Repo:
        if self._path.is_dir():
            return Repo(str(self._path))
        try:
            stream = self._path.open("rb")
        except OSError as error:
            raise BadInputError(str(self._path), f"cannot be read ({error.strerror})", _MEND) from error
        with stream:
            if not stream.read(16).startswith(b"# v"):
                raise BadInputError(str(self._path), "it is no git bundle", _MEND)
            stream.seek(0)
            with read_bundle(stream) as bundle:
                if bundle.prerequisites:
                    needed = bundle.prerequisites[0][0].decode()
                    raise BadInputError(
                        str(self._path),
                        f"the bundle continues another ({needed[:12]})",
                        "Bundle the whole history",
                    )
                self._unpacked = Path(tempfile.mkdtemp(prefix="clausewatch-bundle-"))
                repository = Repo.init_bare(str(self._unpacked))
                bundle.store_objects(repository.object_store)
                self._name_head(repository, bundle.references)
        return repository

    def _name_head(self, repository: Repo, references: Mapping[Ref, ObjectID]) -> None:
        imported = Ref(b"refs/heads/imported")
        for name in (Ref(b"HEAD"), Ref(b"refs/heads/main"), Ref(b"refs/heads/master")):
            if name in references:
                repository.refs.set_if_equals(imported, None, references[name])
                repository.refs.set_symbolic_ref(Ref(b"HEAD"), imported)
                return
        raise BadInputError(str(self._path), "the bundle names no main branch", "Bundle HEAD or main")

    def _walk(self) -> Iterator[_Change]:
        """Every change of a document along first parents, oldest first: the line that the recorder wrote."""
        line: list[ObjectID] = []
        at: ObjectID | None = self._repository.head()
        while at is not None:
            line.append(at)
            parents = self._commit(at).parents
            at = parents[0] if parents else None
        before: dict[bytes, tuple[int, ObjectID]] = {}
        known: dict[bytes, dict[bytes, ObjectID]] = {}
        parent = ""
        for identifier in reversed(line):
            commit = self._commit(identifier)
            now = self._entries(commit.tree)
            moment = datetime.fromtimestamp(commit.commit_time, UTC)
            for service, (mode, tree) in sorted(now.items()):
                if not stat.S_ISDIR(mode) or before.get(service) == (mode, tree):
                    continue
                old = known.get(service, {})
                known[service] = new = {
                    name: blob
                    for name, (kind, blob) in self._entries(tree).items()
                    if name.endswith(b".md") and stat.S_ISREG(kind)
                }
                for name, blob in sorted(new.items()):
                    if old.get(name) != blob:
                        path = f"{service.decode('utf-8', 'replace')}/{name.decode('utf-8', 'replace')}"
                        yield _Change(identifier, parent, path, blob, moment)
            known = {service: names for service, names in known.items() if service in now}
            before = now
            parent = identifier.decode()

    def _commit(self, identifier: ObjectID) -> Commit:
        found = self._repository[identifier]
        if not isinstance(found, Commit):
            raise TypeError(f"{identifier.decode()} is no commit")
        return found

    def _entries(self, tree: ObjectID) -> dict[bytes, tuple[int, ObjectID]]:
        found = self._repository[tree]
        if not isinstance(found, Tree):
            raise TypeError(f"{tree.decode()} is no tree")
        return {entry.path: (entry.mode, entry.sha) for entry in found.iteritems()}

    def _text(self, change: _Change) -> bytes:
        subject = f"{self._path}, {change.path} at {change.commit.decode()[:12]}"
        try:
            found = self._repository[change.blob]
        except _DAMAGE as error:
            raise BadInputError(
                subject, f"the text is damaged ({error})", "Fetch the repository anew"
            ) from error
        if not isinstance(found, Blob) or len(found.data) > _MOST_BYTES:
            raise BadInputError(subject, "it is no text of a usable size", "Leave it out of the repository")
        return found.data


def open_ota(path: Path, platform: str | None = None, since: datetime | None = None) -> OtaRepository:
    """The versions of the repository or bundle at `path`; with `platform` or `since` only those.

    Raises BadInputError, having changed nothing, for what is missing, no repository, damaged, incomplete or empty.
    """
    return OtaRepository(path, platform, since)
