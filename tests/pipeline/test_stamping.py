"""A round has its head stamped last; `verify` holds stamps to the pinned roots and the log to the heads that were stamped."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.evidence.tsa_kit import Tsa, authority
from tests.pipeline.live_kit import Live, live, page

from clausewatch.evidence import Authority, FolderLog, FolderStamps
from clausewatch.pipeline.verify import Verification, verify_instance

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")


def watched(made: Live, tsa: Tsa, folder: Path) -> Live:
    chosen = [Authority("example", "http://tsa", tsa.root.pem)]
    stamps = FolderStamps(folder / "log/stamps", chosen, tsa)
    made.answers.pages["https://birchwood.example/terms"] = page("conduct", "fees", "privacy")
    made.clock.time = datetime.now(UTC)
    return replace(made, instance=replace(made.instance, stamps=stamps))


def verified(on: Live) -> Verification:
    return verify_instance(on.instance, lambda _done, _total: None)


def test_every_round_with_news_gets_its_head_stamped(tmp_path: Path) -> None:
    tsa = authority(tmp_path / "tsa")
    with live(tmp_path, "terms") as made:
        on = watched(made, tsa, tmp_path)
        done = on.round()
        assert (done.stamped.made, done.stamped.faults) == (1, ())
        assert on.round().stamped.made == 0, "nothing new to stamp"
        on.clock.advance(hours=13)
        assert on.round().stamped.made == 1
        result = verified(on)
        assert (result.findings, result.stamps) == ((), 2)


def test_an_authority_that_fails_leaves_the_round_whole(tmp_path: Path) -> None:
    tsa = authority(tmp_path / "tsa")
    with live(tmp_path, "terms") as made:
        on = watched(made, tsa, tmp_path)
        tsa.wrong = b"gone"
        done = on.round()
        assert done.faults == ()
        assert len(done.stamped.faults) == 1
        assert done.logged.leaves > 2
        tsa.wrong = None
        assert on.round().stamped.made == 1, "the head is still unstamped, so it is asked again"


def test_a_log_written_anew_does_not_extend_the_heads_that_were_stamped(tmp_path: Path) -> None:
    """The operator rewrites history with the same key: every hash is right, and the stamped head convicts."""
    tsa = authority(tmp_path / "tsa")
    with live(tmp_path, "terms") as made:
        on = watched(made, tsa, tmp_path)
        on.round()
        kept = tmp_path / "kept"
        shutil.move(tmp_path / "log/stamps", kept)
        shutil.rmtree(tmp_path / "log")
        forged = FolderLog(tmp_path / "log", tmp_path / "log.key")
        with forged.writing() as writer:
            writer.append([f"another history {number}".encode() for number in range(20)])
        shutil.move(kept, tmp_path / "log/stamps")
        reasons = [each.reason for each in verified(on).findings if each.subject.startswith("stamped head")]
        assert len(reasons) == 1
        assert "rewritten" in reasons[0]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(on.clock, "time", on.clock.time + timedelta(days=1))
            assert verified(on).stamps == 1, "the stamp itself still holds"
