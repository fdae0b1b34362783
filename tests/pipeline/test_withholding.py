"""What is withheld is gone, a leaf says so and why, everything else is read as before, and `verify` tells it as no failure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.cli.test_backup_command import at_work, backed_up
from tests.pipeline.live_kit import Live, live, page

from clausewatch.archive import FolderArchive
from clausewatch.cli import main
from clausewatch.errors import BadInputError, UnknownNameError, WithheldObjectError
from clausewatch.nouns.identity import digest
from clausewatch.pipeline.reread import reread_document
from clausewatch.pipeline.verify import verify_instance
from clausewatch.pipeline.withholding import withhold
from clausewatch.proof.statement import LeafKind, parse_statement
from clausewatch.storage import captures, catalog
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import document_path

URL = "https://birchwood.example/terms"
REASON = "A court ordered it"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    """Three versions, the second of which is to be withheld."""
    with live(tmp_path, "terms") as made:
        for topics in (("privacy", "fees"), ("privacy", "a secret"), ("privacy", "content")):
            made.answers.pages[URL] = page(*topics)
            made.round()
            made.clock.advance(hours=13)
        yield made


def _body(on: Live, at: int) -> str:
    with on.instance.database.read() as connection:
        found = captures.capture(connection, on.versions()[at].captures[0])
    assert found is not None
    assert found.body is not None
    return found.body


def _anywhere(folder: Path, key: str) -> bool:
    return (folder / "archive/objects" / key[:2] / key[2:]).exists()


def test_body_and_text_go_and_the_log_says_so_and_is_whole(on: Live, tmp_path: Path) -> None:
    body, text = _body(on, 1), on.versions()[1].text
    before = on.instance.log.heads()[-1]
    for number, key in enumerate((body, text)):
        done = withhold(on.instance, key, REASON)
        assert (done.leaf, len(done.named_by)) == (before + number, 1)
        with pytest.raises(WithheldObjectError, match=REASON):
            on.instance.bodies.get(key)
        assert not _anywhere(tmp_path, key)
    head = on.instance.log.head()
    assert head is not None
    size = head.checkpoint.size
    last = parse_statement(list(on.instance.log.entries(0, size, size))[-1])
    assert (last.kind, last.subjects, last.said["reason"]) == (LeafKind.TOMBSTONE, {"object": text}, REASON)
    assert last.said["named_by"] == [f"version {on.versions()[1].id}"]
    result = verify_instance(on.instance, lambda _done, _all: None)
    assert result.findings == ()
    assert "2 objects of the archive are withheld, as leaves of the log say" in result.told
    # The others, of which some were differences to it, are read as before.
    archive = FolderArchive(tmp_path / "archive")
    assert list(archive.verify()) == []
    assert archive.get(_body(on, 2)) == page("privacy", "content")


def test_rounds_and_readings_anew_go_on_and_its_pages_answer_451(on: Live, tmp_path: Path) -> None:
    second = on.versions()[1]
    for key in (_body(on, 1), second.text):
        withhold(on.instance, key, REASON)
    on.answers.pages[URL] = page("privacy", "content", "ads")
    done = on.round()
    assert (done.faults, done.logged.faults, len(on.versions())) == ((), (), 4)
    fresh = FolderArchive(tmp_path / "archive")
    site = Site(on.instance.database, fresh, on.instance.clock, "http://127.0.0.1", log=on.instance.log)
    with TestClient(create_app(site), raise_server_exceptions=False) as client:
        answer = client.get(document_path(on.document.id, second.id))
        assert (answer.status_code, REASON in answer.text) == (451, True)
        assert client.get("/platform/birchwood/terms/").status_code == 200
        assert client.get("/log/").status_code == 200
    again = reread_document(on.instance, on.document.id, again=True)
    assert (again.confirmed, again.refused) == (3, 1)


def test_an_object_that_is_gone_without_a_leaf_is_a_failure(on: Live) -> None:
    assert isinstance(on.instance.bodies, FolderArchive)
    on.instance.bodies.withhold(_body(on, 1), REASON)
    ((subject, why),) = [
        (each.subject, each.reason)
        for each in verify_instance(on.instance, lambda _done, _all: None).findings
    ]
    assert subject.startswith("body ")
    assert REASON in why


def test_cut_off_after_the_leaf_it_is_ended_by_calling_again(
    on: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = _body(on, 1)

    def cut_off(*_given: object) -> None:
        raise RuntimeError("the process ends here")

    with monkeypatch.context() as patch:
        patch.setattr(FolderArchive, "withhold", cut_off)
        with pytest.raises(RuntimeError):
            withhold(on.instance, body, REASON)
    result = verify_instance(on.instance, lambda _done, _all: None)
    assert result.findings == ()
    assert any("is in the archive: withhold it again" in each for each in result.told)
    size = on.instance.log.heads()[-1]
    assert withhold(on.instance, body, REASON).leaf == size - 1
    assert on.instance.log.heads()[-1] == size, "one leaf is enough"


def test_what_rounds_need_and_what_is_unknown_is_refused(on: Live) -> None:
    for key in (_body(on, 2), on.versions()[2].text):
        with pytest.raises(BadInputError, match="the next capture of birchwood/terms is compared with it"):
            withhold(on.instance, key, REASON)
    for key, reason, error in (
        ("x", REASON, BadInputError),
        (digest(b"nothing"), REASON, UnknownNameError),
        (_body(on, 1), " ", BadInputError),
        (_body(on, 1), "two\nlines", BadInputError),
    ):
        with pytest.raises(error):
            withhold(on.instance, key, reason)
    with on.instance.database.write() as connection:
        catalog.unwatch_missing(connection, ())
    assert withhold(on.instance, on.versions()[2].text, REASON).emptied.versions == 1


def test_a_backup_brought_up_to_date_lets_go_of_it_too(tmp_path: Path) -> None:
    home, target = tmp_path / "home", tmp_path / "backup"
    with at_work(home, rounds=3) as on:
        backed_up(home, target)
        key = _body(on, 1)
        assert _anywhere(target, key)
        done = CliRunner().invoke(main, ["log", "withhold", key, "--reason", REASON, "--home", str(home)])
        assert done.exit_code == 0, done.output
        backed_up(home, target)
    assert not _anywhere(target, key)
    shutil.rmtree(home)
    restored = CliRunner().invoke(main, ["restore", "--from", str(target), "--home", str(home)])
    assert restored.exit_code == 0, restored.output
    checked = CliRunner().invoke(main, ["verify", "--home", str(home)])
    assert checked.exit_code == 0, checked.output
