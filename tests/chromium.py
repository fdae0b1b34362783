"""Finds a Chromium for the browser tests, or fetches one: run before the tests, and by them to know which to drive.

An installed browser is taken as it is; else Playwright's own is fetched, else the system's package by apt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_MINUTES = 10 * 60


def find() -> str | None:
    """The path of a browser to drive; None when there is none."""
    given = os.environ.get("CLAUSEWATCH_CHROMIUM")
    if given:
        return given
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    if _MAC.exists():
        return str(_MAC)
    return _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetch() -> str | None:
    """Installs a browser by the means this machine has; None when none works."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempts.insert(0, ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        attempts.insert(0, ["apt-get", "update", "-qq"])
    for command in attempts:
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_MINUTES)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if command[1] != "update" and find():
            break
    return find()


def main() -> None:
    found = find() or fetch()
    if found:
        print(f"browser for the tests: {found}")
        return
    print(
        "no Chromium could be found or fetched; set CLAUSEWATCH_CHROMIUM to a browser's path", file=sys.stderr
    )
    sys.exit(1 if os.environ.get("CI") else 0)


if __name__ == "__main__":
    main()
