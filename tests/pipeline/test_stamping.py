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
from clausewatch.pipeline.verify_log import verify_log
from clausewatch.storage import catalog

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
        assert [each.split(":")[0] for each in reasons] == [
            "the log of now does not begin with the log of then"
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(on.clock, "time", on.clock.time + timedelta(days=1))
            assert verified(on).stamps == 1, "the stamp itself still holds"


def test_a_leaf_that_is_dated_back_is_convicted_by_the_stamp_before_it(tmp_path: Path) -> None:
    """Everything else about it is right: place, hashes, signature, row."""
    tsa = authority(tmp_path / "tsa")
    with live(tmp_path, "terms") as made:
        on = watched(made, tsa, tmp_path)
        on.round()
        number = on.instance.log.heads()[-1]
        on.clock.advance(hours=-30)
        on.answers.pages["https://birchwood.example/terms"] = page("another text")
        with on.instance.database.write() as connection:
            catalog.make_due(connection, None)
        assert on.round().logged.leaves >= 1
        on.clock.advance(hours=60)
        assert verify_log(on.instance).problems == ()
        reasons = {each.subject: each.reason for each in verified(on).findings}
        assert list(reasons) == [f"leaf {number}"]
        assert "it is dated back, or our clock was wrong" in reasons[f"leaf {number}"]


def test_a_leaf_of_a_clock_that_ran_ahead_is_named(tmp_path: Path) -> None:
    tsa = authority(tmp_path / "tsa")
    with live(tmp_path, "terms") as made:
        on = watched(made, tsa, tmp_path)
        on.clock.advance(days=3)
        assert "clock" in on.round().stamped.told[0]
        result = verified(on)
        assert result.findings == ()
        assert result.told[0].endswith("our clock was wrong")


def test_a_stamped_head_in_anothers_place_is_named(tmp_path: Path) -> None:
    tsa = authority(tmp_path / "tsa")
    with live(tmp_path, "terms") as made:
        on = watched(made, tsa, tmp_path)
        on.round()
        (folder,) = (tmp_path / "log/stamps").glob("*-*")
        folder.rename(folder.with_name("1-" + folder.name.partition("-")[2]))
        reasons = [each.reason for each in verified(on).findings]
        assert any("lies in the place of another" in each for each in reasons)
