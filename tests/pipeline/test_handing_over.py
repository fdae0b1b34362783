"""A log that is handed over to a new key goes on; both keys hold for their time; what a copy of the old one signs is told apart."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live, page

from clausewatch.cli import main
from clausewatch.errors import BadInputError, DamagedObjectError
from clausewatch.evidence import FolderLog
from clausewatch.evidence.files import LogFolder
from clausewatch.evidence.keys import Signer, open_signer
from clausewatch.evidence.witness import Refusal, open_witness
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.handing_over import hand_over
from clausewatch.pipeline.log_check import check_consistency
from clausewatch.pipeline.proving import prove_leaf
from clausewatch.pipeline.verify_log import verify_log
from clausewatch.proof.checkpoint import Checkpoint, check_proof, open_checkpoint
from clausewatch.proof.cosignature import Asked
from clausewatch.proof.note import NoteError
from clausewatch.proof.periods import HeadDoubt, parse_periods
from clausewatch.proof.tree import consistency_proof
from clausewatch.web import Site, create_app
from clausewatch.wiring import open_instance

URL = "https://birchwood.example/terms"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    """An instance whose first round was logged."""
    with live(tmp_path, "terms") as made:
        _round(made, "privacy", "payment")
        yield made


def _round(on: Live, *topics: str) -> None:
    on.clock.advance(hours=13)
    on.answers.pages[URL] = page(*topics)
    assert on.round().logged.faults == ()


def _fresh(on: Live, folder: Path) -> Live:
    """As the next process finds it."""
    return replace(on, instance=replace(on.instance, log=FolderLog(folder / "log", folder / "log.key")))


def _head(on: Live, size: int | None = None) -> tuple[str, Checkpoint]:
    head = on.instance.log.head(size)
    assert head is not None
    return head.note, head.checkpoint


def test_the_old_key_signs_the_head_that_names_the_new_one_and_each_holds_for_its_time(
    on: Live, tmp_path: Path
) -> None:
    old_note, old = _head(on)
    done = hand_over(on.instance)
    assert done.size == old.size + 1
    assert (done.before.name, done.before != done.now) == (done.now.name, True)
    between, _ = _head(on)
    for key in (done.before, done.now):
        assert open_checkpoint(between, key).size == done.size
    _round(on, "privacy")
    note, _ = _head(on)
    assert open_checkpoint(note, done.now).origin == done.before.name
    with pytest.raises(NoteError, match="no signatures"):
        open_checkpoint(note, done.before)
    for live_one in (on, _fresh(on, tmp_path)):
        assert verify_log(live_one.instance).problems == ()
        assert log_waiting(live_one.instance).faults == ()
    assert [each.start for each in on.instance.log.periods()] == [0, done.size]
    assert (tmp_path / "log.key").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "log.key.next").exists()
    # What was kept of before holds, whichever of the keys it is held against.
    for known in (None, done.before, done.now):
        assert check_consistency(on.instance, old_note, known).problem == ""
    proved = prove_leaf(on.instance.log, 0)
    assert proved is not None
    assert check_proof(proved.proof, proved.entry, done.now).size > done.size
    again = hand_over(on.instance)
    assert again.before == done.now
    _round(on, "fees")
    assert verify_log(on.instance).problems == ()
    assert check_consistency(on.instance, old_note, done.before).problem == ""


class _CutOffError(Exception):
    """The process ends here."""


@pytest.mark.parametrize("step", range(8))
def test_cut_off_anywhere_the_log_goes_on_and_the_hand_over_is_ended(
    on: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The next key; batch, bundle, tile, head, checkpoint; the periods and `key`: each not written in its turn."""
    name, left = LogFolder._name, step

    def faltering(folder: LogFolder, aside: Path, path: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _CutOffError
        name(folder, aside, path)

    monkeypatch.setattr(LogFolder, "_name", faltering)
    with pytest.raises(_CutOffError):
        hand_over(on.instance)
    monkeypatch.undo()
    after = _fresh(on, tmp_path)
    unremembered = [why for _, why in verify_log(after.instance).problems]
    assert all("the database has no row of it" in why for why in unremembered), (
        "a hand-over that stopped half-way is nobody's forgery"
    )
    _round(after, "privacy")
    done = hand_over(after.instance)
    _round(after, "fees")
    assert verify_log(after.instance).problems == ()
    periods = after.instance.log.periods()
    assert len(periods) == (3 if step == 7 else 2), "what was ended by the round is not begun again"
    assert periods[-1].key == done.now


def test_a_hand_over_that_was_begun_is_told_by_every_round(
    on: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(FolderLog, "hand_over", _cut_off)
        with pytest.raises(_CutOffError):
            hand_over(on.instance)
    told = log_waiting(_fresh(on, tmp_path).instance).told
    assert any("`clausewatch log rotate-key` ends that" in each for each in told)
    assert verify_log(on.instance).problems == (), (
        "its head is signed by both keys: nothing is wrong with the log"
    )
    hand_over(on.instance)
    assert verify_log(on.instance).problems == ()


def _cut_off(*_given: object) -> None:
    raise _CutOffError


def test_what_a_copy_of_the_old_key_signs_is_told_apart(on: Live, tmp_path: Path) -> None:
    """Three thieves: one signs on after the hand-over, one signed another history before it, one has a key of no log."""
    shutil.copy2(tmp_path / "log.key", tmp_path / "stolen")
    stolen = open_signer(tmp_path / "stolen", tmp_path / "log/aside", _head(on)[1].origin)
    before = _head(on)[1].size
    hand_over(on.instance)
    _round(on, "privacy")
    origin, size = _head(on)[1].origin, _head(on)[1].size
    other = bytes(32)
    (tmp_path / f"log/heads/{before - 1}").unlink()
    for text, signer, doubt in (
        (Checkpoint(origin, size, other).text, stolen, HeadDoubt.RETIRED),
        (Checkpoint(origin, size + 9, other).text, stolen, HeadDoubt.RETIRED),
        (Checkpoint(origin, before, other).text, stolen, HeadDoubt.SPLIT),
        (Checkpoint(origin, before - 1, other).text, stolen, HeadDoubt.REWRITTEN),
        (Checkpoint(origin, size, other).text, _stranger(origin), HeadDoubt.STRANGER),
    ):
        problem = check_consistency(on.instance, signer.sign(text), None).problem
        assert problem.startswith(doubt.value), (doubt, problem)
    # Put in the log's place, each is refused by whoever reads the log.
    forged = stolen.sign(Checkpoint(origin, size, _head(on)[1].root).text)
    (tmp_path / "log/checkpoint").write_text(forged)
    with pytest.raises(DamagedObjectError, match="no longer in use"):
        on.instance.log.head()


def _stranger(name: str) -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(Ed25519PrivateKey.generate(), name)


@pytest.mark.parametrize("how", ["gone", "other start", "other key", "not handed over"])
def test_periods_that_were_altered_are_named(on: Live, tmp_path: Path, how: str) -> None:
    done = hand_over(on.instance)
    _round(on, "privacy")
    path = tmp_path / "log/keys"
    if how == "gone":
        path.unlink()
    elif how == "other start":
        path.write_text(path.read_text().replace(f"\n{done.size} ", f"\n{done.size + 1} "))
    elif how == "other key":
        path.write_text(path.read_text().replace(str(done.before), str(_stranger(done.now.name).key)))
    else:
        note, head = _head(on, done.size)
        assert note.count("— ") == 2
        lines = [each for each in note.splitlines(keepends=True) if done.before.hint not in _hint(each)]
        (tmp_path / f"log/heads/{head.size}").write_text("".join(lines))
    problems = verify_log(on.instance).problems
    assert problems, how


def _hint(line: str) -> tuple[bytes, ...]:
    return (base64.b64decode(line.rsplit(maxsplit=1)[-1])[:4],) if line.startswith("— ") else ()


@pytest.mark.parametrize(
    "text", ["", "0", "1 {0}\n", "0 {0}\n0 {1}\n", "0 {0}\n5 {0}\n", "0 {0}\n5 {2}\n", "0 {0}\nx {1}\n"]
)
def test_what_are_no_periods_is_refused(text: str) -> None:
    keys = [str(_stranger(name).key) for name in ("one", "one", "two")]
    with pytest.raises(NoteError):
        parse_periods(text.format(*keys))


def test_a_witness_follows_the_hand_over_and_refuses_the_old_key_after_it(on: Live, tmp_path: Path) -> None:
    log, now = on.instance.log, on.clock.now()

    def asked(old: int, note: str = "") -> Asked:
        known, head = _head(on)
        return Asked(old, consistency_proof(old, head.size, log.nodes(head.size)), note or known)

    shutil.copy2(tmp_path / "log.key", tmp_path / "stolen")
    key = log.periods()[0].key
    one = open_witness(key, "ngo", tmp_path / "w.key", tmp_path / "w.state")
    assert one.consider(asked(0), now).refusal is None
    seen = _head(on)[1].size
    done = hand_over(on.instance)
    _round(on, "privacy")
    assert one.consider(asked(seen), now).refusal is Refusal.SIGNATURE, "it was not told of the new key"
    both = open_witness(done.now, "ngo", tmp_path / "w.key", tmp_path / "w.state", [key])
    assert both.consider(asked(seen), now).refusal is None
    origin, head = _head(on)[1].origin, _head(on)[1]
    stolen = open_signer(tmp_path / "stolen", tmp_path / "log/aside", origin)
    found = both.consider(asked(head.size, stolen.sign(head.text)), now)
    assert (found.refusal, found.pair is not None) == (Refusal.RETIRED, True)
    with pytest.raises(BadInputError, match="several logs"):
        open_witness(_stranger("two").key, "ngo", tmp_path / "w.key", tmp_path / "w.state", [key])


def test_page_file_and_api_say_which_key_signed_what(on: Live, tmp_path: Path) -> None:
    first = on.instance.log.periods()[0].key
    done = hand_over(on.instance)
    _round(on, "privacy")
    instance = on.instance
    site = Site(instance.database, instance.bodies, on.clock, "http://127.0.0.1", log=instance.log)
    with TestClient(create_app(site), raise_server_exceptions=False) as client:
        shown = client.get("/log/keys/").text
        assert str(first) in shown
        assert str(done.now) in shown
        assert f"Heads of 1 to {done.size} leaves" in shown
        assert f"Heads of {done.size} leaves and more" in shown
        assert "is signed by the key before and by this one" in shown
        assert "/log/keys/" in client.get("/log/").text
        assert client.get("/log/keys").text == f"0 {first}\n{done.size} {done.now}\n"
        note = client.get(f"/log/heads/{done.size}").text
        assert open_checkpoint(note, first) == open_checkpoint(note, done.now)
        listed = client.get("/api/v1/log/keys").json()["items"]
        assert [(each["first"], each["last"], each["handed_over"]) for each in listed] == [
            (1, done.size, None),
            (done.size, None, True),
        ]
        assert len(client.get("/api/v1/log/keys?limit=1").json()["items"]) == 1
        # Whoever puts another key into the list is contradicted by the head that nobody handed over.
        lines = [each for each in note.splitlines(keepends=True) if done.before.hint not in _hint(each)]
        (tmp_path / f"log/heads/{done.size}").write_text("".join(lines))
        assert "The key before did not sign the" in client.get("/log/keys/").text
        (tmp_path / f"log/heads/{done.size}").unlink()
        assert "is not kept here" in client.get("/log/keys/").text
        assert client.get("/log/heads/999999").status_code == 404


def test_the_command_hands_over_and_says_both_keys(tmp_path: Path) -> None:
    home = tmp_path / "home"
    open_instance(home, {}, create=True).close()
    refused = CliRunner().invoke(main, ["log", "rotate-key", "--home", str(home)])
    assert (refused.exit_code, "nothing was logged yet" in refused.output) == (2, True)
    instance = open_instance(home, {})
    log_waiting(instance)
    instance.close()
    done = CliRunner().invoke(main, ["log", "rotate-key", "--home", str(home)])
    assert done.exit_code == 0, done.output
    shown = CliRunner().invoke(main, ["log", "show", "--home", str(home)]).output
    new = done.output.partition("signed by\n")[2].splitlines()[0]
    assert f"from 3 leaves on it is signed by\n{new}" in shown
    assert CliRunner().invoke(main, ["verify", "--home", str(home)]).exit_code == 0
