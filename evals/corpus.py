"""The data a measure runs on: where they are, what they are (a digest), and a scratch folder beside them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self

REPOSITORY = Path(__file__).resolve().parent.parent


class Corpus:
    """The data of one measure. Files that `use` and `own` name enter the digest; `size` says how much it is, for people."""

    def __init__(self, shared: Path, name: str) -> None:
        self.shared = shared
        self.name = name
        self.size = ""
        self._used: list[tuple[Path, Path]] = []
        self._folder = tempfile.TemporaryDirectory(prefix=f"clausewatch-evals-{name}-")
        self.scratch = Path(self._folder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def use(self, *parts: str) -> Path:
        """The path of a shared file or folder, remembered for the digest."""
        path = self.shared.joinpath(*parts)
        self._used.append((self.shared, path))
        return path

    def own(self, path: Path) -> Path:
        """The path of a file or folder of this repository, remembered for the digest."""
        self._used.append((REPOSITORY, path.resolve()))
        return path

    def digest(self) -> str:
        """First 16 hexadecimal digits over every used file's name and bytes. Raises ValueError where no file was used: a floor
        on nothing would hold whatever became of the data."""
        sha = hashlib.sha256()
        files = [(root, path) for root, used in self._used for path in _files(used)]
        if not files:
            raise ValueError(f"measure {self.name}: it names no data. Take their paths from `use` or `own`")
        for root, path in files:
            sha.update(path.relative_to(root).as_posix().encode())
            sha.update(path.read_bytes())
        return sha.hexdigest()[:16]

    def tool(self, name: str, *arguments: str | Path) -> str:
        """What the shared scorer prints."""
        command = [sys.executable, str(self.shared / "tools" / name), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def score(self, name: str, *arguments: str | Path) -> dict[str, Any]:
        """What the shared scorer prints with --json."""
        return dict(json.loads(self.tool(name, *arguments, "--json")))


def _files(used: Path) -> list[Path]:
    if used.is_dir():
        return [
            path for path in sorted(used.rglob("*")) if path.is_file() and "__pycache__" not in path.parts
        ]
    return [used] if used.is_file() else []


def clausewatch(*arguments: str | Path, out: Path | None = None) -> None:
    """Runs the command as its user would; its standard output goes to `out`."""
    command = [sys.executable, "-m", "clausewatch", *map(str, arguments)]
    if out is None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return
    with out.open("wb") as stream:
        subprocess.run(command, check=True, stdout=stream)
