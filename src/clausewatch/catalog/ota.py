"""Reads an Open Terms Archive versions repository: a directory, bare or not, or a bundle of one.

The layout is `Service/Terms type.md`, one commit a recorded version. dulwich reads it, not the git executable: a
repository's configuration can make git run commands, and a fresh machine may have no git. It hashes
every object that it reads, so an altered one is found and a forged history cannot run in a circle.
"""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from dulwich.bundle import Bundle, read_bundle
from dulwich.config import ConfigFile
from dulwich.errors import ChecksumMismatch, FileFormatException, NotGitRepository
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.pack import PackData
from dulwich.refs import Ref
from dulwich.repo import InvalidWorktreeConfiguration, Repo, UnsupportedExtension, UnsupportedVersion

from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Collection
from clausewatch.nouns.identity import slug
from clausewatch.ports import Imported

_MEDIA_TYPE = "text/markdown; charset=utf-8"
_MEND = "Give an Open Terms Archive versions repository: a git directory, bare or not, or a .bundle file"
_MOST_BYTES = 64 * 1024 * 1024
# What dulwich raises over bytes that are not what they should be.
_DAMAGE = (
    *(ArithmeticError, AssertionError, EOFError, LookupError, OSError, TypeError, ValueError, zlib.error),
    *(ChecksumMismatch, FileFormatException),
)
# Files about a repository, not documents of a service.
_ABOUT = frozenset({b"readme.md", b"license.md", b"changelog.md", b"contributing.md", b".md"})
_READ_WHOLE = (
    *("HEAD", "config", "commondir", "packed-refs", "shallow", "info/grafts"),
    *("objects/info/alternates", "refs/heads/main", "refs/heads/master"),
)
# What the recorder's messages tell of its own work: a text made anew of an older page, by other rules, and the pages
# that were joined (engine versions 1 to 14 word it so).
_UPGRADE = re.compile(r"(?:apply|refilter|re-?extract)\b(?:.*\bupgrade\b)?", re.IGNORECASE)
_JOINED = re.compile(r"\bfrom (\d{1,4}) source documents?\b")
_SNAPSHOT = re.compile(r"\b[0-9a-f]{40}\b")
_Object = TypeVar("_Object", Commit, Tree, Blob)


class _NotWholeError(Exception):
    """The repository is sound, but something that belongs to it is not there."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One document as one commit left it."""

    commit: ObjectID
    parent: str
    path: str
    blob: ObjectID
    at: datetime
    collection: Collection


class OtaRepository:
    """The recorded versions of a repository, in the order of its history, one for each commit and document.

    Only the list of changes is held; each text is read when its turn comes.
    """

    def __init__(self, path: Path, platform: str | None, since: datetime | None) -> None:
        self._path = path
        self._unpacked: Path | None = None
        self._repository: Repo | None = None
        try:
            repository = self._repository = self._open()
            self._changes = tuple(
                each
                for each in self._walk(repository)
                if (platform is None or slug(each.path.partition("/")[0]) == slug(platform))
                and (since is None or each.at >= since)
            )
            # Read once before the first is given out: what is damaged is refused whole, not after half of it.
            for blob in {each.blob for each in self._changes}:
                self._text(repository, blob)
        except BaseException as error:
            self.close()
            refusal = self._refusal(error)
            if refusal is None:
                raise
            raise refusal from error
        if not self._changes:
            self.close()
            raise BadInputError(str(path), "it holds no version that was asked for", _MEND)

    def _refusal(self, error: BaseException) -> BadInputError | None:
        match error:
            case NotGitRepository():
                return BadInputError(str(self._path), "no git repository is there", _MEND)
            case _NotWholeError():
                return BadInputError(str(self._path), str(error), "Take the whole repository")
            case UnsupportedVersion() | UnsupportedExtension() | InvalidWorktreeConfiguration():
                what = f"it is kept in a form that is not read here ({type(error).__name__}: {error})"
                return BadInputError(
                    str(self._path), what, "Make a bundle of it: git bundle create FILE --all"
                )
            case KeyError():
                what = f"an object that its history needs is missing ({error})"
                return BadInputError(
                    str(self._path), what, "Take the whole repository, with its whole history"
                )
            case Exception() if isinstance(error, _DAMAGE):
                what = f"the repository is damaged ({type(error).__name__}: {error})"
                return BadInputError(str(self._path), what, "Fetch it anew")
        return None

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
                body=self._again(change),
                parent=change.parent,
                collection=change.collection,
            )

    def close(self) -> None:
        """Removes what was unpacked from a bundle."""
        if self._repository is not None:
            self._repository.close()
            self._repository = None
        if self._unpacked is not None:
            shutil.rmtree(self._unpacked, ignore_errors=True)
            self._unpacked = None

    def _open(self) -> Repo:
        if self._path.is_dir():
            _refuse_traps(self._path)
            repository = _Unled(str(self._path))
            if repository.get_shallow():
                repository.close()
                raise _NotWholeError("it is a shallow clone, whose history is cut off")
            return repository
        try:
            stream = self._path.open("rb")
        except OSError as error:
            raise BadInputError(str(self._path), f"cannot be read ({error.strerror})", _MEND) from error
        with stream:
            if not stream.read(16).startswith(b"# v"):
                raise BadInputError(str(self._path), "it is no git bundle", _MEND)
            stream.seek(0)
            with read_bundle(stream) as bundle:
                return self._unpack(bundle)

    def _unpack(self, bundle: Bundle) -> Repo:
        if bundle.prerequisites:
            needed = bundle.prerequisites[0][0].decode("ascii", "replace")
            reason = f"the bundle continues another ({needed[:12]})"
            raise BadInputError(str(self._path), reason, "Bundle the whole history")
        names = (Ref(b"HEAD"), Ref(b"refs/heads/main"), Ref(b"refs/heads/master"))
        tip = next((bundle.references[name] for name in names if name in bundle.references), None)
        if tip is None:
            raise BadInputError(str(self._path), "the bundle names no main branch", "Bundle HEAD or main")
        if isinstance(bundle.pack_data, PackData):
            bundle.pack_data.check()
        self._unpacked = Path(tempfile.mkdtemp(prefix="clausewatch-bundle-"))
        repository = Repo.init_bare(str(self._unpacked))
        bundle.store_objects(repository.object_store)
        imported = Ref(b"refs/heads/imported")
        repository.refs.set_if_equals(imported, None, tip)
        repository.refs.set_symbolic_ref(Ref(b"HEAD"), imported)
        return repository

    def _walk(self, repository: Repo) -> Iterator[_Change]:
        """Every change of a document along first parents, oldest first: the line that the recorder wrote."""
        before: dict[bytes, tuple[int, ObjectID]] = {}
        known: dict[bytes, dict[bytes, ObjectID]] = {}
        upgrades: Counter[str] = Counter()
        parent = ""
        for identifier in _line(repository):
            commit = _sound(repository, identifier, Commit)
            now = _entries(repository, commit.tree)
            moment = datetime.fromtimestamp(commit.commit_time, UTC)
            for service, (mode, tree) in sorted(now.items()):
                if not stat.S_ISDIR(mode) or service.startswith(b".") or before.get(service) == (mode, tree):
                    continue
                old = known.get(service, {})
                known[service] = new = _documents(repository, tree)
                for name, blob in sorted(new.items()):
                    if old.get(name) != blob:
                        path = f"{service.decode('utf-8', 'replace')}/{name.decode('utf-8', 'replace')}"
                        upgrades[path] += _is_upgrade(commit)
                        collection = Collection(_sources(commit), f"upgrade {upgrades[path]}")
                        yield _Change(identifier, parent, path, blob, moment, collection)
            known = {service: names for service, names in known.items() if service in now}
            before = now
            parent = identifier.decode()

    def _again(self, change: _Change) -> bytes:
        assert self._repository is not None, "closed importers give nothing"
        try:
            return self._text(self._repository, change.blob)
        except _DAMAGE as error:
            subject = f"{self._path}, {change.path} at {change.commit.decode()[:12]}"
            raise BadInputError(
                subject, f"it changed while it was read ({error})", "Import it again"
            ) from error

    @staticmethod
    def _text(repository: Repo, blob: ObjectID) -> bytes:
        data = _sound(repository, blob, Blob).data
        if len(data) > _MOST_BYTES:
            raise _NotWholeError(f"text {blob.decode()[:12]} is over {_MOST_BYTES} bytes, no policy")
        return data


class _Unled(Repo):
    """A repository whose configuration cannot have other files of this machine read."""

    def get_config(self) -> ConfigFile:
        path = Path(self.commondir()) / "config"
        return ConfigFile.from_path(str(path), expand_includes=False) if path.exists() else ConfigFile()


def _refuse_traps(folder: Path) -> None:
    """Raises _NotWholeError when a file that opening would read whole is a device, a pipe or endless."""
    for control in (folder, folder / ".git"):
        for name in _READ_WHOLE:
            path = control / name
            if (
                path.exists()
                and not path.is_dir()
                and not (path.is_file() and path.stat().st_size < _MOST_BYTES)
            ):
                raise _NotWholeError(f"its {name} is no ordinary file")


def _line(repository: Repo) -> list[ObjectID]:
    """The commits from the first to the newest, along first parents."""
    try:
        at: ObjectID | None = repository.head()
    except KeyError:
        raise _NotWholeError("it has no commit on its main branch") from None
    line: list[ObjectID] = []
    while at is not None:
        line.append(at)
        parents = _sound(repository, at, Commit).parents
        at = parents[0] if parents else None
    return line[::-1]


def _is_upgrade(commit: Commit) -> bool:
    """Whether the recorder says that its own rules or software changed, not the page."""
    subject = commit.message.decode("utf-8", "replace").partition("\n")[0]
    return _UPGRADE.match(subject) is not None


def _sources(commit: Commit) -> int | None:
    """How many pages the recorder says it joined; None where it does not say."""
    _, _, told = commit.message.decode("utf-8", "replace").partition("\n")
    joined = _JOINED.search(told)
    return int(joined[1]) if joined else len(set(_SNAPSHOT.findall(told))) or None


def _documents(repository: Repo, tree: ObjectID) -> dict[bytes, ObjectID]:
    return {
        name: blob
        for name, (mode, blob) in _entries(repository, tree).items()
        if name.endswith(b".md") and name.lower() not in _ABOUT and stat.S_ISREG(mode)
    }


def _entries(repository: Repo, tree: ObjectID) -> dict[bytes, tuple[int, ObjectID]]:
    found = _sound(repository, tree, Tree)
    return {entry.path: (entry.mode, entry.sha) for entry in found.iteritems()}


def _sound(repository: Repo, identifier: ObjectID, kind: type[_Object]) -> _Object:
    """The object of that name. Raises one of `_DAMAGE` when it is missing, altered or something else."""
    found: ShaFile = repository.object_store[identifier]
    if not isinstance(found, kind):
        raise TypeError(f"{identifier.decode()} is no {kind.__name__.lower()}")
    return found
