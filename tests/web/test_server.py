"""The server: answers once it is started, lets go of its port, says what it cannot have."""

from __future__ import annotations

import pytest
import urllib3
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import Builder

from clausewatch.errors import BadInputError
from clausewatch.web import Site, create_app, start_server


def test_it_starts_answers_and_stops(instance: Builder) -> None:
    app = create_app(Site(instance.database, instance.bodies, StillClock(), BASE))
    server = start_server(app, "127.0.0.1", 0)
    assert urllib3.request("GET", f"{server.url}/").status == 200
    with pytest.raises(BadInputError, match=str(server.port)):
        start_server(app, "127.0.0.1", server.port)
    server.stop()
    server.stop()
    again = start_server(app, "127.0.0.1", server.port)
    assert again.port == server.port
    again.stop()


def test_a_damaged_archive_is_said_to_be_damaged(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.web.small_instance import TERMS, fill

    folder = tmp_path_factory.mktemp("damaged")
    builder = fill(folder)
    for path in (folder / "bodies").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\0" + path.read_bytes()[1:])
    app = create_app(Site(builder.database, type(builder.bodies)(folder / "bodies"), StillClock(), BASE))
    server = start_server(app, "127.0.0.1", 0)
    answer = urllib3.request("GET", f"{server.url}/platform/{TERMS}/", retries=False)
    server.stop()
    assert answer.status == 500
    assert b"Something here is damaged" in answer.data
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
