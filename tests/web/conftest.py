"""A real server in front of the small instance, and a client that follows nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import urllib3
from tests.web.small_instance import NOW, Builder, fill

from clausewatch.web import Site, create_app, start_server

BASE = "https://watch.example"

Get = Callable[..., urllib3.BaseHTTPResponse]


class StillClock:
    """Always the same moment."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    folder: Path = tmp_path_factory.mktemp("web")
    return fill(folder)


@pytest.fixture(scope="session")
def get(instance: Builder) -> Iterator[Get]:
    """Asks the running pages: `get("/path", "HEAD")`."""
    notice = "Nothing here is <real>."
    app = create_app(Site(instance.database, instance.bodies, StillClock(), BASE, notice, log=instance.log))
    server = start_server(app, "127.0.0.1", 0)
    pool = urllib3.PoolManager()

    def ask(path: str, method: str = "GET", **headers: str) -> urllib3.BaseHTTPResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return pool.request(method, server.url + path, headers=named, redirect=False)

    yield ask
    pool.clear()
    server.stop()
