"""`browser-check` says whether the browser works, and its exit code says it too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.archive_home import clausewatch
from tests.capture.browser_kit import browser_path

pytestmark = pytest.mark.browser


def test_a_working_browser_passes_every_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWATCH_CHROMIUM", browser_path())
    done = clausewatch("browser-check", "--json", home=tmp_path / "none")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["name"] for line in lines if not line["ok"]] == []
    assert len(lines) == 9
    assert done.returncode == 0
    assert not (tmp_path / "none").exists()


def test_a_browser_that_does_not_start_is_told(tmp_path: Path) -> None:
    (tmp_path / "clausewatch.toml").write_text('[browser]\nexecutable = "/nowhere/chromium"\n')
    done = clausewatch("browser-check", home=tmp_path)
    assert done.returncode == 1
    assert "/nowhere/chromium" in done.stdout
    assert "[browser]" in done.stdout
