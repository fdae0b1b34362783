"""What all tests share: where the real policy data are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("CLAUSEWATCH_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; tests that need it skip where it is absent, but never in CI's own checkout layout."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"the real policy data are not at {SHARED} (set CLAUSEWATCH_SHARED)")
    return SHARED
