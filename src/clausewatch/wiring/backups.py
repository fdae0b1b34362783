"""A backup of a whole instance while it works, and an instance made of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausewatch.archive.backup import Copied, Part, back_up, pack, unpack
from clausewatch.config import database_address, load_settings
from clausewatch.errors import BadInputError
from clausewatch.evidence.files import LogFolder
from clausewatch.pipeline.instance import Instance
from clausewatch.proof.tiles import WIDTH, entries_path, places, tile_path
from clausewatch.storage.snapshot import snapshot

_DATABASE, _ARCHIVE, _LOG = "database.db", "archive", "log"
_DERIVED = "derived"
_OF_THE_MOMENT = ("checkpoint", "key", "keys")
_SECRETS = ("log.key", "log.key.next")
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Restored:
    """How many files were restored, and what is not where the settings say."""

    files: int
    told: tuple[str, ...]


def back_up_instance(
    instance: Instance, home: Path, environment: Mapping[str, str], target: Path, *, database: bool = True
) -> Copied:
    """Copies everything that cannot be made again: database, archive, log with its key, settings, catalogue.

    (1) While nothing can be appended to the log the database's state is taken, so that both tell of the same things;
    (2) what that state names is in the archive already, and the log's tiles never change, so all else is copied while
    rounds go on.
    """
    home, target = home.resolve(), target.resolve()
    settings = load_settings(home, environment)
    archive = (home / settings.instance.archive).resolve()
    for taken in (archive, home / _LOG, home / "catalogue"):
        if taken == target or taken in target.parents or home == target:
            raise BadInputError(str(target), "it lies within what is backed up", "Choose a place elsewhere")
    with tempfile.TemporaryDirectory(prefix=".clausewatch-backup-", dir=_beside(target)) as folder:
        aside = Path(folder)
        # (1):
        with instance.log.writing() as writer:
            size, heads = writer.head.size, instance.log.heads()
            if database:
                snapshot(instance.database, aside / _DATABASE)
            for name in _OF_THE_MOMENT:
                content = instance.log.file(name)
                if content is not None:
                    (aside / name).write_bytes(content)
            # With the periods that they sign for: a hand-over while the rest is copied would part them.
            secrets = [name for name in _SECRETS if (home / name).is_file()]
            for name in secrets:
                shutil.copy2(home / name, aside / name)
            # Now, for the log of then was never stamped beyond its head; and whole, with what is remembered of the last ones.
            stamps = _stamps(home / _LOG / "stamps", aside)
        # (2):
        parts = [Part(_DATABASE, aside / _DATABASE)] if database else []
        parts += [Part(f"{_LOG}/{name}", aside / name) for name in _OF_THE_MOMENT if (aside / name).exists()]
        parts += _tiles(home / _LOG, size)
        parts += [Part(f"{_LOG}/heads/{each}", home / _LOG / f"heads/{each}", fixed=True) for each in heads]
        parts += stamps
        parts += _objects(archive)
        live = database_address(home, settings).removeprefix(_SQLITE)
        parts += [Part(name, aside / name) for name in secrets]
        apart = {archive, home / _LOG, home / _DERIVED, target, *(home / name for name in _SECRETS)}
        parts += _others(home, apart, Path(live))
        now = instance.clock.now()
        run = f"run-{now:%Y%m%dT%H%M%S%f}"
        return (pack if target.suffix == ".tar" else back_up)(parts, target, run)


def restore_instance(source: Path, home: Path, environment: Mapping[str, str]) -> Restored:
    """Makes the instance of a backup at `home`, where none may be. All or nothing: it appears when every file was found to
    be what was backed up."""
    home = home.absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BadInputError(
            str(home), "something is there already", "Give --home a folder that is not there yet"
        )
    made = home.with_name(f".{home.name}.restoring")
    shutil.rmtree(made, ignore_errors=True)
    try:
        files = unpack(source, made)
        told = _settled(made, home, environment)
        if home.exists():
            home.rmdir()
        made.rename(home)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Restored(files, told)


def _settled(made: Path, home: Path, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Puts database and archive where the settings say, as far as that is in the home; tells where it is not."""
    settings = load_settings(made, environment)
    wanted = {_ARCHIVE: settings.instance.archive}
    address = settings.instance.database
    if address.startswith(_SQLITE) and (made / _DATABASE).exists():
        wanted[_DATABASE] = address.removeprefix(_SQLITE)
    told = []
    for name, place in wanted.items():
        goal = (made / place).resolve()
        if made.resolve() in goal.parents:
            if goal != (made / name).resolve() and (made / name).exists():
                goal.parent.mkdir(parents=True, exist_ok=True)
                (made / name).rename(goal)
        else:
            told.append(
                f"{home / name} belongs at {place}, outside the home: move it there or change the setting"
            )
    return tuple(told)


def _tiles(log: Path, size: int) -> Iterator[Part]:
    for level, index, width in places(size):
        path = tile_path(level, index, width)
        yield Part(f"{_LOG}/{path}", log / path, fixed=True)
    for index in range(-(-size // WIDTH)):
        path = entries_path(index, min(WIDTH, size - index * WIDTH))
        yield Part(f"{_LOG}/{path}", log / path, fixed=True)


def _stamps(root: Path, aside: Path) -> list[Part]:
    """All that outsiders said of the log by now; what is written over later is copied aside."""
    parts: list[Part] = []
    if not root.is_dir():
        return parts
    with LogFolder(root).locked():
        for path in _files(root):
            name = path.relative_to(root).as_posix()
            if name == "lock" or name.startswith("aside/"):
                continue
            fixed = "/" in name and not name.endswith("/cosigned")
            if not fixed:
                shutil.copy2(path, aside / f"stamps-{len(parts)}")
            place = path if fixed else aside / f"stamps-{len(parts)}"
            parts.append(Part(f"{_LOG}/stamps/{name}", place, fixed=fixed))
    return parts


def _objects(archive: Path) -> Iterator[Part]:
    root = archive / "objects"
    for path in _files(root):
        yield Part(f"{_ARCHIVE}/objects/{path.relative_to(root).as_posix()}", path, fixed=True)


def _others(home: Path, apart: set[Path], database: Path) -> Iterator[Part]:
    """Settings, the catalogue, certificates, and whatever else the operator put there."""
    beside = {database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm", "-journal")}
    for folder, folders, names in os.walk(home):
        here = Path(folder)
        folders[:] = sorted(each for each in folders if here / each not in apart and not each.startswith("."))
        for name in sorted(names):
            path = here / name
            if path not in beside and path not in apart and path.is_file() and not path.is_symlink():
                yield Part(path.relative_to(home).as_posix(), path)


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names))


def _beside(target: Path) -> Path:
    """The folder that a snapshot is taken in first: on the target's disk, which must have room for it anyway."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(
            str(target), f"nothing can be written there ({error.strerror})", "Choose another place"
        ) from error
    return target.parent
