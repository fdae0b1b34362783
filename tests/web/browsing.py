"""A headless browser for the tests of pages; without one they skip, but never where CI runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright
from tests.chromium import find


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """The browser, closed at the end."""
    path = find()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium is here and CI must not skip")
        pytest.skip("no Chromium is here: run `make setup-browser` or set CLAUSEWATCH_CHROMIUM")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()
