"""The log as strangers read it over HTTP: its files, its leaves and their proofs, and where pages name them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import urllib3
from tests.evidence.tsa_kit import authority
from tests.evidence.witness_kit import serving
from tests.web.conftest import Get, StillClock
from tests.web.small_instance import NOW, TERMS, Builder

from clausewatch.config import Settings
from clausewatch.evidence import Authority, Cosigner, FolderLog, FolderStamps, FolderWitnesses
from clausewatch.evidence.judging import judged
from clausewatch.evidence.witness import open_witness
from clausewatch.nouns.identity import digest
from clausewatch.proof.checkpoint import check_proof, open_checkpoint, parse_proof
from clausewatch.proof.cosignature import cosigned_at
from clausewatch.proof.note import parse_key
from clausewatch.proof.periods import HeadDoubt
from clausewatch.proof.tiles import tile_path, unpack_entries
from clausewatch.proof.tree import leaf_hash, nodes_over, root
from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import network


def test_strangers_can_check_the_whole_log(get: Get) -> None:
    """From what is served alone: key, checkpoint, tiles of hashes and of entries lead to one root."""
    key = parse_key(get("/log/key").data.decode().strip())
    head = open_checkpoint(get("/log/checkpoint").data.decode(), key)
    assert 5 < head.size < 256
    entries = unpack_entries(get(f"/log/tile/entries/000.p/{head.size}").data)
    hashes = [leaf_hash(each) for each in entries]
    tile = get(f"/log/{tile_path(0, 0, head.size)}")
    assert tile.data == b"".join(hashes)
    assert tile.headers["content-type"] == "application/octet-stream"
    assert "immutable" in tile.headers["cache-control"]
    assert get("/log/checkpoint").headers["cache-control"] == "no-cache"
    assert root(head.size, nodes_over(hashes)) == head.root


def test_a_leaf_is_served_with_a_proof_that_holds(get: Get) -> None:
    key = parse_key(get("/log/key").data.decode().strip())
    entry = get("/log/leaf/3.json").data
    proof = parse_proof(get("/log/leaf/3.tlog-proof").data.decode())
    assert proof.index == 3
    check_proof(proof, entry, key)
    page = get("/log/leaf/3/").data.decode()
    assert leaf_hash(entry).hex() in page
    assert "/log/leaf/2/" in page
    assert "/log/leaf/4/" in page


def test_evidence_names_the_leaf_that_is_about_it(get: Get) -> None:
    """The leaf to which a document's page leads is about the text that the page shows."""
    page = get(f"/platform/{TERMS}/").data.decode()
    found = re.search(r"address of this version</a>\).*?/log/leaf/(\d+)/", page)
    assert found is not None
    leaf = json.loads(get(f"/log/leaf/{found[1]}.json").data)
    assert leaf["predicateType"].startswith("urn:clausewatch:leaf:version")
    (text,) = (each["digest"]["sha256"] for each in leaf["subject"] if each["name"] == "text")
    assert text in page
    change = re.search(r'href="(/change/[^"]+)"', get(f"/platform/{TERMS}/history/").data.decode())
    assert change is not None
    assert len(re.findall(r"/log/leaf/\d+/", get(change[1]).data.decode())) >= 4, "two versions, two captures"
    assert re.search(r"/log/leaf/\d+/", get(f"/platform/{TERMS}/history/").data.decode()) is None
    assert re.search(r"/log/leaf/\d+/", get(f"/platform/{TERMS}/using-the-service/").data.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/log/leaf/999999/",
        "/log/leaf/-1/",
        "/log/leaf/01/",
        "/log/leaf/" + "9" * 5000 + ".json",
        "/log/leaf/٣/",
        "/log/tile/0/000.p/999",
        "/log/tile/0/..%2f..%2flog.key",
        "/log/tile/entries/%2e%2e/pending",
        "/log/tile/0/٠٠٠",
        "/log/pending",
        "/log/lock",
        "/log/aside/next",
    ],
)
def test_nothing_else_is_served(get: Get, path: str) -> None:
    assert get(path).status == 404


def test_an_instance_without_a_log_says_so(instance: Builder) -> None:
    server = start_server(
        create_app(Site(instance.database, instance.bodies, StillClock(), "https://watch.example")),
        "127.0.0.1",
        0,
    )
    try:
        assert "Nothing was logged here yet" in urllib3.request("GET", f"{server.url}/log/").data.decode()
        assert urllib3.request("GET", f"{server.url}/log/checkpoint").status == 404
    finally:
        server.stop()


def test_a_damaged_head_is_told(instance: Builder, tmp_path: Path) -> None:
    """A checkpoint that its key did not sign is not shown as one."""
    folder = tmp_path
    shutil.copytree(instance.log._folder.root, folder / "log")
    note = (folder / "log/checkpoint").read_text()
    (folder / "log/checkpoint").write_text(note.replace("\n", "\n1", 1))
    site = Site(
        instance.database,
        instance.bodies,
        StillClock(),
        "https://watch.example",
        log=FolderLog(folder / "log", folder / "log.key"),
    )
    server = start_server(create_app(site), "127.0.0.1", 0)
    try:
        page = urllib3.request("GET", f"{server.url}/log/").data.decode()
        assert HeadDoubt.STRANGER.value in page
        assert digest(note.encode()) not in page
        assert urllib3.request("GET", f"{server.url}/log/leaf/0/", retries=False).status == 500
    finally:
        server.stop()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")
def test_what_outsiders_saw_is_shown_and_served(instance: Builder, tmp_path: Path) -> None:
    """A stamp that is fetched holds over the head that is fetched; a witness's line stands in the cosigned head; and an
    authority that fails is on the health page."""
    head, tsa = instance.log.head(), authority(tmp_path / "tsa")
    assert head is not None
    chosen = [Authority("example", "http://tsa", tsa.root.pem)]
    stamps = FolderStamps(tmp_path / "stamps", chosen, tsa)
    assert stamps.stamp(head, NOW).made == 1
    witness = open_witness(head.key, "ngo", tmp_path / "w.key", tmp_path / "w.state")
    with serving(witness) as url:
        ours = FolderWitnesses(tmp_path / "stamps", [Cosigner(url, witness.key)], network.caller(Settings()))
        assert ours.cosign(head, instance.log.nodes(head.checkpoint.size)).made == 1
    tsa.wrong = b"<script>"
    failing = FolderStamps(tmp_path / "stamps", [*chosen, Authority("late", "http://tsa", tsa.root.pem)], tsa)
    failing.stamp(head, NOW)
    site = Site(
        instance.database,
        instance.bodies,
        StillClock(),
        "https://watch.example",
        log=instance.log,
        stamps=failing,
        witnesses=ours,
    )
    server = start_server(create_app(site), "127.0.0.1", 0)
    try:
        page = urllib3.request("GET", f"{server.url}/log/").data.decode()
        links = re.findall(r'href="(/log/stamps/[^"]+)"', page)
        note, stamp, cosigned = (urllib3.request("GET", server.url + each) for each in links)
        judged(stamp.data, note.data, tsa.root.pem)
        assert stamp.headers["content-type"] == "application/timestamp-reply"
        assert cosigned_at(cosigned.data.decode(), witness.key) > 0
        board = urllib3.request("GET", f"{server.url}/health/").data.decode()
        assert "late: fails since" in board
        assert "no time stamp that can be read" in board
        for path in ("state.json", "lock", "%2e%2e/log.key", "aside/next", "witnesses.json"):
            assert urllib3.request("GET", f"{server.url}/log/stamps/{path}").status == 404
    finally:
        server.stop()
