"""Packs of a live instance: of a document, a provision, a change and a failure; stable while the log grows; by command and page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live, page
from tests.proof.pack_kit import both, files_of
from warcio.archiveiterator import ArchiveIterator

from clausewatch.cli import main
from clausewatch.errors import BadInputError, DamagedObjectError, UnavailableError, UnknownNameError
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.pipeline.local import capture_due, process_waiting
from clausewatch.pipeline.packing import Stock, Wanted, make_pack
from clausewatch.ports import BodyStore, SignedHead
from clausewatch.storage import catalog, records
from clausewatch.storage.records import RecordFilter
from clausewatch.web import Site, create_app

URL = "https://birchwood.example/terms"


@dataclass(frozen=True)
class Packed:
    """The instance at work, and what packs are asked of."""

    on: Live
    stock: Stock
    owner: Platform
    records: tuple[ChangeRecord, ...]

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.owner, self.on.document)

    def client(self, *, logged: bool = True) -> TestClient:
        instance = self.on.instance
        log = instance.log if logged else None
        site = Site(instance.database, instance.bodies, self.on.clock, "http://127.0.0.1", log=log)
        return TestClient(create_app(site), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packed]:
    with live(tmp_path_factory.mktemp("packed"), "terms") as on:
        pages = (
            page("privacy", "payment", "content"),
            Problem(Failure.TIMEOUT, "60 s"),
            page("privacy", "refunds"),
        )
        for said in pages:
            on.answers.pages[URL] = said
            on.round()
            on.clock.advance(hours=13)
        with on.instance.database.read() as connection:
            owner = catalog.platform(connection, "birchwood")
            found = records.records(connection, RecordFilter(document=on.document.id))
        assert owner is not None
        instance = on.instance
        yield Packed(on, Stock(instance.database, instance.bodies, instance.log, b"x = 1\n"), owner, found)


def _key(made: Packed) -> str:
    head = made.on.instance.log.head()
    assert head is not None
    return str(head.key)


def test_the_pack_of_a_document_holds_and_has_its_text_and_captures(made: Packed) -> None:
    head = made.on.instance.log.head()
    assert head is not None
    pack = make_pack(made.stock, made.wanted)
    assert both(pack, head.key) == (True, [])
    files = files_of(pack)
    version = made.on.versions()[-1]
    assert files[f"evidence/text-{version.id}.txt"].decode() == made.on.texts()[-1]
    answers = [
        each.content_stream().read()
        for each in ArchiveIterator(io.BytesIO(files["archive/data.warc.gz"]))
        if each.rec_type == "response"
    ]
    assert answers == [page("privacy", "refunds")]
    assert "refunds" in files["evidence/quotes.jsonl"].decode()
    assert "prev-checkpoint" in " ".join(files)
    assert version.text in files["evidence/certificate.txt"].decode()
    assert "verify_pack.py" in files["evidence/readme.md"].decode()


def test_a_log_that_grows_makes_no_other_pack(made: Packed) -> None:
    before = make_pack(made.stock, made.wanted)
    made.on.clock.advance(hours=30)
    made.on.round()
    assert make_pack(made.stock, made.wanted) == before


def test_heads_that_an_authority_stamped_come_first_and_their_stamps_come_along(made: Packed) -> None:
    kept = made.stock.log.heads()
    wanted = replace(made.wanted, version=made.on.versions()[0].id)
    plain = files_of(make_pack(made.stock, wanted))
    size = int(plain["evidence/checkpoint.txt"].split(b"\n")[1])
    before = int(plain["evidence/prev-checkpoint.txt"].split(b"\n")[1])
    later, earlier = next(each for each in kept if each > size), kept[0]
    assert earlier < before

    def stamped(head: SignedHead) -> list[tuple[str, bytes]]:
        return [("Alder & Co", b"stamp")] if head.checkpoint.size in (earlier, later) else []

    files = files_of(make_pack(replace(made.stock, stamped=stamped), wanted))
    assert int(files["evidence/checkpoint.txt"].split(b"\n")[1]) == later
    assert int(files["evidence/prev-checkpoint.txt"].split(b"\n")[1]) == earlier
    assert {each for each in files if each.endswith(".tsr")} == {
        "evidence/checkpoint.alder-co.tsr",
        "evidence/prev-checkpoint.alder-co.tsr",
    }


def test_the_pack_of_an_older_version_and_of_a_provision(made: Packed) -> None:
    first = made.on.versions()[0]
    older = files_of(make_pack(made.stock, replace(made.wanted, version=first.id)))
    assert f"evidence/text-{first.id}.txt" in older
    edition = made.on.instance.editions.get(first.id)
    assert edition is not None
    one = edition.outline.provisions[1]
    files = files_of(make_pack(made.stock, replace(made.wanted, version=first.id, provision=one.id)))
    quoted = [json.loads(each) for each in files["evidence/quotes.jsonl"].splitlines()]
    exact = [each["target"]["selector"][0]["exact"] for each in quoted]
    assert exact[0] == edition.text.content[one.start : one.end]
    assert len(exact) == 1 + len({(each.start, each.end) for each in one.statements} - {(one.start, one.end)})
    with pytest.raises(UnknownNameError, match="none of that address"):
        make_pack(made.stock, replace(made.wanted, provision="nowhere"))


def test_the_pack_of_every_change_holds_and_quotes_all_that_the_record_quotes(made: Packed) -> None:
    seen = set()
    for record in made.records:
        pack = make_pack(made.stock, replace(made.wanted, record=record))
        assert both(pack)[0]
        files = files_of(pack)
        told = json.loads(files["evidence/change.json"])
        assert told["id"] == record.id
        assert ("evidence/redline.json" in files) == (record.to_version is not None)
        seen.add(record.change_class)
        if record.change_class is ChangeClass.CAPTURE:
            assert any(json.loads(files[each])["problem"] for each in files if "/record-" in each)
    assert ChangeClass.CAPTURE in seen
    assert len(seen) >= 2


def test_what_is_damaged_or_too_large_is_told(made: Packed) -> None:
    with pytest.raises(UnavailableError, match="evidence export"):
        make_pack(replace(made.stock, most_bytes=10), made.wanted)
    with pytest.raises(DamagedObjectError):
        make_pack(replace(made.stock, bodies=_Damaged(made.stock.bodies)), made.wanted)


class _Damaged:
    """An archive whose objects have all lost their last byte."""

    def __init__(self, whole: BodyStore) -> None:
        self._whole = whole

    def put(self, body: bytes, like: str | None = None) -> str:
        return self._whole.put(body, like)

    def get(self, key: str) -> bytes:
        return self._whole.get(key)[:-1]

    def has(self, key: str) -> bool:
        return self._whole.has(key)

    def was_withheld(self, key: str) -> bool:
        return self._whole.was_withheld(key)

    def withhold(self, key: str, reason: str) -> None:
        self._whole.withhold(key, reason)


def test_pages_link_to_packs_and_refuse_what_is_not_there(made: Packed) -> None:
    client = made.client()
    here = f"/platform/{made.on.document.id}/"
    (version, record) = made.on.versions()[-1], made.records[0]
    for address, link in (
        (here, f"{here}evidence.wacz?at={version.id[:12]}"),
        (f"/change/{record.id}/", f"/change/{record.id}/evidence.wacz"),
    ):
        assert f'href="{link}"' in client.get(address).text
        answer = client.get(link)
        assert answer.headers["content-type"] == "application/wacz+zip"
        assert both(answer.content)[0]
    assert client.get(f"{here}evidence.wacz?provision=nowhere").status_code == 404
    assert client.get(f"{here}evidence.wacz?at=yesterday").status_code == 404
    assert client.get("/change/none/evidence.wacz").status_code == 404
    bare = made.client(logged=False)
    assert "evidence.wacz" not in bare.get(here).text
    assert bare.get(f"{here}evidence.wacz").status_code == 501


def test_the_command_checks_a_pack_without_an_instance(made: Packed, tmp_path: Path) -> None:
    pack, bad = tmp_path / "a.wacz", tmp_path / "b.wacz"
    content = make_pack(made.stock, made.wanted)
    pack.write_bytes(content)
    bad.write_bytes(content[:-1])
    runner = CliRunner()
    done = runner.invoke(main, ["verify", str(pack), "--key", _key(made), "--json"])
    told = json.loads(done.output)
    assert (done.exit_code, told["ok"], told["trusted"]) == (0, True, True)
    assert "NOT shown:" in runner.invoke(main, ["verify", str(pack)]).output
    done = runner.invoke(main, ["verify", str(bad)])
    assert done.exit_code == 1
    assert done.output.startswith("FAILS.\nFAILS the pack: ")
    (tmp_path / "keys").mkdir()
    assert runner.invoke(main, ["verify", str(pack), "--trust", str(tmp_path / "keys")]).exit_code == 2
    (tmp_path / "keys/one").write_text(f"{_key(made)}\n")
    assert runner.invoke(main, ["verify", str(pack), "--trust", str(tmp_path / "keys")]).exit_code == 0
    assert runner.invoke(main, ["verify", "--key", "x"]).exit_code == 2


def test_what_is_not_in_the_log_is_not_packed(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        instance = on.instance
        with instance.database.read() as connection:
            owner = catalog.platform(connection, "birchwood")
        assert owner is not None
        stock = Stock(instance.database, instance.bodies, instance.log, b"x = 1\n")
        with pytest.raises(BadInputError, match="no version"):
            make_pack(stock, Wanted(owner, on.document))
        on.answers.pages[URL] = page("privacy")
        capture_due(instance)
        process_waiting(instance)
        with pytest.raises(BadInputError, match="nothing was logged yet"):
            make_pack(stock, Wanted(owner, on.document))
