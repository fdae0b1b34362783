"""Witnesses: one that is asked, one that looks by itself; logs that go back, fork or are rewritten; and our own log being cosigned."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.evidence.log_kit import entry, filled
from tests.evidence.witness_kit import serving

from clausewatch.cli import main
from clausewatch.config import Settings
from clausewatch.errors import BadInputError, UnavailableError
from clausewatch.evidence import Cosigner, FolderLog, FolderWitnesses
from clausewatch.evidence.remote import look
from clausewatch.evidence.witness import Refusal, Witness, open_witness
from clausewatch.ports import SignedHead
from clausewatch.proof.cosignature import (
    Asked,
    cosigned_at,
    parse_asked,
    parse_witness_key,
    with_line,
)
from clausewatch.proof.note import NoteError
from clausewatch.proof.tree import consistency_proof
from clausewatch.wiring import network

NOW = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
CALLER = network.caller(Settings())


def head_of(log: FolderLog) -> SignedHead:
    head = log.head()
    assert head is not None
    return head


def asked(log: FolderLog, old: int) -> Asked:
    head = head_of(log)
    size = head.checkpoint.size
    return Asked(old, consistency_proof(old, size, log.nodes(size)), head.note)


def grow(log: FolderLog, count: int) -> None:
    with log.writing() as writer:
        writer.append([entry(writer.head.size + number) for number in range(count)])


def opened(folder: Path, log: FolderLog, name: str = "ngo") -> Witness:
    return open_witness(head_of(log).key, name, folder / f"{name}.key", folder / f"{name}.state")


def fork(folder: Path, *batches: int) -> FolderLog:
    """Another history of the same log, with the log's own key."""
    other = folder / "fork"
    other.mkdir()
    shutil.copy(folder / "log.key", other / "log.key")
    log = FolderLog(other / "log", other / "log.key")
    for count in batches:
        with log.writing() as writer:
            writer.append([f"rewritten {writer.head.size + number}".encode() for number in range(count)])
    return log


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's files, as any static server gives them."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_witness_cosigns_what_extends_the_last_head(tmp_path: Path) -> None:
    log = filled(tmp_path, 5)
    witness = opened(tmp_path, log)
    first = witness.consider(asked(log, 0), NOW)
    assert cosigned_at(head_of(log).note + first.line, witness.key) == int(NOW.timestamp())
    grow(log, 300)
    assert witness.consider(asked(log, 5), NOW).refusal is None
    assert witness.consider(asked(log, 305), NOW).refusal is None, "the same head again"
    again = opened(tmp_path, log)
    seen = again.seen()
    assert seen is not None
    assert seen.checkpoint.size == 305
    assert again.key == witness.key, "key and state outlive the process"
    assert (tmp_path / "ngo.key").stat().st_mode & 0o777 == 0o600


def test_each_misdeed_is_refused_by_its_name(tmp_path: Path) -> None:
    log = filled(tmp_path, 5, 7)
    witness = opened(tmp_path, log)
    assert witness.consider(asked(log, 0), NOW).refusal is None
    same = witness.consider(asked(fork(tmp_path, 12), 12), NOW)
    assert same.refusal is Refusal.SPLIT
    assert same.pair is not None
    for note in same.pair:
        assert note.startswith(f"{witness.log.name}\n12\n")
    shutil.rmtree(tmp_path / "fork")
    back = witness.consider(asked(fork(tmp_path, 3), 0), NOW)
    assert (back.refusal, back.size) == (Refusal.ROLLBACK, 12)
    shutil.rmtree(tmp_path / "fork")
    longer = fork(tmp_path, 12, 8)
    assert witness.consider(asked(longer, 12), NOW).refusal is Refusal.INCONSISTENT
    grow(log, 1)
    assert witness.consider(asked(log, 11), NOW).refusal is Refusal.BEHIND
    honest = asked(log, 12)
    bent = Asked(12, (bytes(32), *honest.proof[1:]), honest.note)
    assert witness.consider(bent, NOW).refusal is Refusal.INCONSISTENT
    forged = Asked(12, honest.proof, honest.note.replace("\n13\n", "\n14\n"))
    assert witness.consider(forged, NOW).refusal is Refusal.SIGNATURE
    other = Asked(12, honest.proof, honest.note.replace(witness.log.name, "another"))
    assert witness.consider(other, NOW).refusal is Refusal.UNKNOWN_LOG
    assert witness.consider(honest, NOW).refusal is None, "none of it changed what was seen"


def test_nothing_leaves_before_it_is_remembered(tmp_path: Path) -> None:
    """Where the state cannot be written nothing is cosigned; a state that is cut or another's is said to be so."""
    log = filled(tmp_path, 5)
    witness = opened(tmp_path, log)
    witness.consider(asked(log, 0), NOW)
    state = tmp_path / "ngo.state"
    whole = state.read_bytes()
    grow(log, 1)
    (tmp_path / ".ngo.state/next").mkdir()
    with pytest.raises(Exception, match="cannot be written"):
        witness.consider(asked(log, 5), NOW)
    assert state.read_bytes() == whole
    (tmp_path / ".ngo.state/next").rmdir()
    state.write_bytes(whole[:40])
    with pytest.raises(BadInputError, match="no state of this log"):
        witness.consider(asked(log, 5), NOW)


def test_a_witness_looks_by_itself_and_proves_from_tiles(tmp_path: Path) -> None:
    log = filled(tmp_path, 5)
    witness = opened(tmp_path, log)
    with served(tmp_path / "log") as url:
        assert look(witness, url, CALLER, NOW).refusal is None
        grow(log, 600)
        assert look(witness, url, CALLER, NOW).size == 605
        grow(log, 1)
        tile = tmp_path / "log/tile/0/002.p/94"
        tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
        assert look(witness, url, CALLER, NOW).refusal is Refusal.INCONSISTENT
        shutil.rmtree(tmp_path / "log/tile")
        with pytest.raises(UnavailableError, match="404"):
            look(witness, url, CALLER, NOW)
    with pytest.raises(UnavailableError):
        look(witness, "http://127.0.0.1:1/", CALLER, NOW)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["witness", *arguments])


def test_the_command_prints_the_pair_that_convicts(tmp_path: Path) -> None:
    log = filled(tmp_path, 5)
    key = tmp_path / "vkey"
    key.write_text(f"{head_of(log).key}\n")
    named = ["--log-key", str(key), "--key", str(tmp_path / "w.key"), "--state", str(tmp_path / "w.state")]
    with served(tmp_path / "log") as url:
        good = run("check", "--log-url", url, *named)
        assert good.exit_code == 0, good.output
        line = json.loads(run("check", "--log-url", url, *named, "--json").output)
        cosigned_at(line["cosigned"], parse_witness_key(line["key"]))
    with served(fork(tmp_path, 5)._folder.root) as url:
        bad = run("check", "--log-url", url, *named)
        assert bad.exit_code == 1
        assert "showed two histories" in bad.output
        assert bad.output.count("\n5\n") == 2
    wrong = run("check", "--log-url", url, "--log-key", "x", *named[2:])
    assert wrong.exit_code == 2
    assert "log show" in wrong.output


def test_our_log_is_cosigned_over_http(tmp_path: Path) -> None:
    """Two witnesses, one of which saw more than we remember: both cosign, and what they sign is kept beside the head."""
    log = filled(tmp_path, 5)
    one, two = opened(tmp_path, log, "one"), opened(tmp_path, log, "two")
    two.consider(asked(log, 0), NOW)
    grow(log, 4)
    with serving(one) as first, serving(two) as second:
        chosen = [Cosigner(first, one.key), Cosigner(second, two.key)]
        kept = FolderWitnesses(tmp_path / "log/stamps", chosen, CALLER)
        head = head_of(log)
        assert kept.cosign(head, log.nodes(9)).made == 2
        assert kept.cosign(head, log.nodes(9)).made == 0, "they have seen it"
        grow(log, 1)
        assert kept.cosign(head_of(log), log.nodes(10)).made == 2
    ((_, note), _) = sorted(kept.heads(), key=lambda each: len(each[0]))
    for witness in (one, two):
        assert cosigned_at(note.decode(), witness.key) > 0
    assert kept.check() == ([], 4)
    grow(log, 1)
    done = kept.cosign(head_of(log), log.nodes(11))
    assert (done.made, len(done.faults)) == (0, 2), "they are gone"
    assert [each.size for each in kept.states()] == [10, 10]
    cosigned = next((tmp_path / "log/stamps").glob("9-*/cosigned"))
    cosigned.write_text(cosigned.read_text().replace("\n9\n", "\n8\n"))
    assert len(kept.check()[0]) == 2


def test_a_log_put_back_from_an_old_copy_is_told_by_its_witness(tmp_path: Path) -> None:
    log = filled(tmp_path, 5)
    witness = opened(tmp_path, log)
    shutil.copytree(tmp_path / "log", tmp_path / "old")
    grow(log, 4)
    with serving(witness) as url:
        kept = FolderWitnesses(tmp_path / "stamps", [Cosigner(url, witness.key)], CALLER)
        kept.cosign(head_of(log), log.nodes(9))
        shutil.rmtree(tmp_path / "log")
        (tmp_path / "old").rename(tmp_path / "log")
        again = FolderLog(tmp_path / "log", tmp_path / "log.key")
        (fault,) = kept.cosign(head_of(again), again.nodes(5)).faults
    assert "has seen a head of 9 leaves, and the log has 5" in fault


def test_the_server_answers_as_the_specification_says(tmp_path: Path) -> None:
    """C2SP tlog-witness: 200, 400, 403, 404, 409 with the size, 422."""
    log = filled(tmp_path, 5)
    witness = opened(tmp_path, log)
    first, second = asked(log, 0), None
    grow(log, 4)
    second = asked(log, 5)
    bent = Asked(5, (bytes(32), *second.proof[1:]), second.note)
    forged = Asked(5, second.proof, second.note.replace("\n9\n", "\n8\n"))
    other = Asked(5, second.proof, second.note.replace(witness.log.name, "another"))
    with serving(witness) as url:

        def status(request: Asked | str, path: str = "add-checkpoint") -> tuple[int, bytes]:
            answer = CALLER.call(f"{url}{path}", str(request).encode(), "text/plain")
            return answer.status, answer.content

        assert status("nonsense")[0] == 400
        assert status(Asked(6, (), first.note))[0] == 400, (
            "the head is older than the size it is said to extend"
        )
        assert status(first)[0] == 200
        assert status(asked(log, 0)) == (409, b"5\n")
        assert status(bent)[0] == 422
        assert status(forged)[0] == 403
        assert status(other)[0] == 404
        assert status(second)[0] == 200
        assert status(first) == (409, b"9\n")
        assert status(second, "elsewhere")[0] == 404
        assert status("x" * 100_001)[0] == 413


@pytest.mark.parametrize(
    "text",
    ["", "old 1", "old x\n\nnote", "old 01\n\nnote", "old 1\nAAAA\n\nnote", "old 1\n" + "A" * 44 + "\n"],
)
def test_what_is_no_request_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoteError):
        parse_asked(text)


def test_lines_and_keys_keep_their_form(tmp_path: Path) -> None:
    log = filled(tmp_path, 2)
    witness = opened(tmp_path, log)
    assert parse_witness_key(str(witness.key)) == witness.key
    assert parse_asked(str(asked(log, 1))) == asked(log, 1)
    with pytest.raises(NoteError):
        parse_witness_key(str(witness.log))
    line = witness.consider(asked(log, 0), NOW).line
    note = with_line(head_of(log).note, line)
    assert with_line(note, line) == note
    with pytest.raises(NoteError):
        cosigned_at(note.replace("\n2\n", "\n3\n"), witness.key)
