"""A fault of the log stops the log alone; and `verify` names a log that another key signed, and leaves of another form."""

from __future__ import annotations

import errno
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.pipeline.live_kit import Live, live, page

from clausewatch.evidence.files import LogFolder
from clausewatch.evidence.keys import Signer
from clausewatch.nouns.identity import digest
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.notify import Notified
from clausewatch.pipeline.verify_log import verify_log
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.statement import Leaf, LeafKind, statement

URL = "https://birchwood.example/terms"
AFTER_NOTHING = {"size": 0, "root": digest(b"")}


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    """An instance whose first round was logged."""
    with live(tmp_path, "terms") as made:
        made.answers.pages[URL] = page("privacy", "payment", "content")
        assert made.round().logged.faults == ()
        made.clock.advance(hours=13)
        made.answers.pages[URL] = page("privacy", "content")
        yield made


def _no_locks(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    # The log's own lock alone: the archive locks its files too.
    one = SimpleNamespace(flock=refuse, LOCK_EX=fcntl.LOCK_EX)
    patch.setattr("clausewatch.evidence.files.fcntl", one)


def _a_folder_aside(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "log/aside/left").mkdir()


def _no_leaf(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(_leaf: Leaf) -> bytes:
        raise ValueError("a leaf of 70000 bytes is longer than 65535")

    patch.setattr("clausewatch.pipeline.checkpoint.statement", refuse)


def _full_archive(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(_capture: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr("clausewatch.pipeline.checkpoint.capture_record", refuse)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (_no_locks, "cannot be locked (No locks available)"),
        (_a_folder_aside, "aside: it cannot be written ("),
        (_no_leaf, "longer than 65535"),
        (_full_archive, "No space left on device"),
    ],
)
def test_a_round_goes_on_to_its_alerts_whatever_the_log_refuses(
    on: Live,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[Path, pytest.MonkeyPatch], None],
    told: str,
) -> None:
    notified: list[object] = []

    def asked(instance: Instance) -> Notified:
        notified.append(instance)
        return Notified()

    monkeypatch.setattr("clausewatch.pipeline.local.notify", asked)
    fault(tmp_path, monkeypatch)
    done = on.round()
    monkeypatch.undo()
    assert notified == [on.instance]
    assert len(on.versions()) == 2
    (said,) = done.faults
    assert said.startswith("the log: ")
    assert told in said
    if (tmp_path / "log/aside/left").exists():
        (tmp_path / "log/aside/left").rmdir()
    assert log_waiting(on.instance).leaves >= 3
    assert verify_log(on.instance).problems == ()


def test_a_folder_that_cannot_be_looked_through_is_told(
    on: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> Iterator[Path]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "rglob", refuse)
    ((subject, why),) = verify_log(on.instance).problems
    assert subject == str(tmp_path / "log/tile")
    assert why == "it cannot be looked through (Input/output error)"
    assert LogFolder(tmp_path / "log").read("key") is not None


def _sign_anew(on: Live, folder: Path) -> None:
    """What somebody does who may write the log's public files and has not its key."""
    head = on.instance.log.head()
    assert head is not None
    other = Signer(Ed25519PrivateKey.generate())
    text = Checkpoint(other.key.name, head.checkpoint.size, head.checkpoint.root).text
    (folder / "log/key").write_text(f"{other.key}\n")
    (folder / "log/checkpoint").write_text(other.sign(text))
    signed = on.instance.log.head()
    assert signed is not None
    assert signed.key == other.key


def test_a_log_that_another_key_signed_anew_is_named_by_the_private_key(on: Live, tmp_path: Path) -> None:
    _sign_anew(on, tmp_path)
    found = dict(verify_log(on.instance).problems)
    why = found[str(tmp_path / "log/checkpoint")]
    assert why == f"it is signed by another key than {tmp_path / 'log.key'}"


def test_a_log_that_another_key_signed_anew_is_named_by_its_leaves(on: Live, tmp_path: Path) -> None:
    (tmp_path / "log.key").rename(tmp_path / "elsewhere")
    assert verify_log(on.instance).problems == ()
    _sign_anew(on, tmp_path)
    # The earlier heads, signed by the true key, would tell as well: whoever signs anew takes them away.
    shutil.rmtree(tmp_path / "log/heads")
    found = [why for _, why in verify_log(on.instance).problems]
    assert any("the key that its leaves name last is clausewatch/" in why for why in found), found
    assert "the head of 5 leaves, the last one, is no longer kept" in found


def test_a_log_of_before_heads_were_kept_holds(on: Live, tmp_path: Path) -> None:
    """Earlier releases kept none, and backups did not bring them; from the first that is kept on there is no gap."""
    heads = on.instance.log.heads()
    assert len(heads) > 1
    for each in heads[:-1]:
        (tmp_path / f"log/heads/{each}").unlink()
    assert verify_log(on.instance).problems == ()


SAID = {
    "track": "other",
    "seq": 0,
    "prev": None,
    "logged": "2026-01-01T00:00:00.000000Z",
    "after": AFTER_NOTHING,
    "capture": "none",
    "records": "0" * 64,
}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"after": ...}, "it lacks after"),
        ({"prev": ...}, "it lacks prev"),
        ({"records": ...}, "it lacks records"),
        ({"capture": ...}, "it lacks 'capture'"),
        ({"after": ..., "prev": ...}, "it lacks after and prev"),
        ({"after": [0]}, "what it says it came after is no head"),
        ({"after": {"size": -1, "root": digest(b"")}}, "what it says it came after is no head"),
        ({"after": {"size": "0"}}, "what it says it came after is no head"),
        ({"records": ["0"]}, "what it names of the archive is no digest"),
        ({"records": "../../key"}, "what it names of the archive is no digest"),
        ({"logged": "2026-01-01T00:00:00"}, "its time has no zone"),
    ],
)
def test_a_leaf_of_another_form_is_named(on: Live, change: dict[str, Any], why: str) -> None:
    said = {name: value for name, value in {**SAID, **change}.items() if value is not ...}
    with on.instance.log.writing() as writer:
        number = writer.append([statement(Leaf(LeafKind.CAPTURE, {"record": "0" * 64}, said))])
    found, unremembered = verify_log(on.instance).problems
    assert found == (f"leaf {number}", why)
    assert unremembered[0] == f"leaf {number}"
    assert "no row of it" in unremembered[1]


def test_a_key_leaf_whose_digest_is_anothers_is_named(on: Live) -> None:
    head = on.instance.log.head()
    assert head is not None
    said = {**SAID, "key": str(head.key)}
    with on.instance.log.writing() as writer:
        number = writer.append([statement(Leaf(LeafKind.KEY, {"key": "0" * 64}, said))])
    (subject, why), others, (unremembered, _) = verify_log(on.instance).problems
    assert subject.startswith(f"leaf {number}, key ")
    assert unremembered == f"leaf {number}"
    assert why == "the key it tells is not the one that its digest names"
    assert others == ("the log", "its leaves name other keys, or from other heads on, than it is read by")
