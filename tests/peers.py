"""Tools that others made to read what we write: fetched beside the tree before the tests, and found by them.

`wacz` (py-wacz) has an environment of its own, for its 50 packages are none of ours; replayweb.page is a package of npm, of
which two files are taken. Versions and digests are pinned.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

_HERE = Path(__file__).resolve().parents[1]
FOLDER = _HERE / ".peers"
_REPLAY = "replaywebpage@2.4.6"
_REPLAY_SHA256 = "6faef5c261e94b6e83cd6ee975bd0378fd4bc948bb14d36d45c709ffecb261b8"
_MINUTES = 5 * 60


def wacz() -> Path | None:
    """The program `wacz`; None where it was not fetched."""
    found = FOLDER / "python" / "bin" / "wacz"
    return found if found.exists() else None


def replay() -> Path | None:
    """The folder with `ui.js` and `sw.js` of replayweb.page; None where it was not fetched."""
    found = FOLDER / "replay"
    return found if (found / "sw.js").exists() else None


def _fetch_wacz() -> None:
    uv = shutil.which("uv") or str(_HERE / ".uv" / "bin" / "uv")
    python = FOLDER / "python"
    _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(python))
    wanted = str(Path(__file__).with_name("peers.txt"))
    _run(
        uv,
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--python",
        str(python / "bin" / "python"),
        "-r",
        wanted,
    )


def _fetch_replay() -> None:
    npm = shutil.which("npm")
    if npm is None:
        return
    _run(npm, "pack", "--silent", "--pack-destination", str(FOLDER), _REPLAY)
    packed = FOLDER / f"{_REPLAY.replace('@', '-')}.tgz"
    if hashlib.sha256(packed.read_bytes()).hexdigest() != _REPLAY_SHA256:
        raise ValueError(f"{packed} is another file than the one that is pinned")
    folder = FOLDER / "replay"
    folder.mkdir(exist_ok=True)
    with tarfile.open(packed) as opened:
        for name in ("sw.js", "ui.js"):
            held = opened.extractfile(f"package/{name}")
            assert held is not None
            (folder / name).write_bytes(held.read())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_MINUTES)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    failed = False
    for have, fetch in ((wacz, _fetch_wacz), (replay, _fetch_replay)):
        try:
            if have() is None:
                fetch()
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            print(f"a tool for the tests could not be fetched: {error}", file=sys.stderr)
            failed = True
    print(f"tools of others for the tests: {wacz() or 'no wacz'}, {replay() or 'no replayweb.page'}")
    sys.exit(1 if failed and os.environ.get("CI") else 0)


if __name__ == "__main__":
    main()
