"""The story, loaded once."""

from __future__ import annotations

import pytest

from clausewatch.demo import Story, load_story


@pytest.fixture(scope="session")
def story() -> Story:
    return load_story()
