"""What happens to honest instances, faults included, makes neither `verify` nor a stranger's verifier cry; what a forger does is
found or told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select
from tests.evidence.tsa_kit import Tsa, authority
from tests.pipeline.live_kit import Live, live, page
from tests.proof.pack_kit import files_of, standalone

from clausewatch.evidence import Authority, FolderLog, FolderStamps
from clausewatch.evidence.files import LogFolder
from clausewatch.evidence.trusting import judge
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.handing_over import hand_over
from clausewatch.pipeline.log_check import check_consistency
from clausewatch.pipeline.packing import Stock, Wanted, make_pack, stamped_by
from clausewatch.pipeline.unproved import UNPROVED
from clausewatch.pipeline.verify import Verification, verify_instance
from clausewatch.proof.check_pack import check_pack
from clausewatch.storage import catalog
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import capture as captures
from clausewatch.storage.tables import leaf as leaves
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import search as searched

URL = "https://birchwood.example/terms"
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")


class _CutOffError(Exception):
    pass


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "terms") as made:
        yield made


def _round(on: Live, *topics: str) -> None:
    on.answers.pages[URL] = page(*topics)
    with on.instance.database.write() as connection:
        catalog.make_due(connection, None)
    on.round()


def _verified(on: Live) -> Verification:
    return verify_instance(on.instance, lambda _done, _all: None)


def _problems(on: Live) -> list[tuple[str, str]]:
    return [(each.subject, each.reason) for each in _verified(on).findings]


def _no_logging(patch: pytest.MonkeyPatch) -> None:
    def refuse(_leaf: object) -> bytes:
        raise ValueError("no leaf today")

    patch.setattr("clausewatch.pipeline.checkpoint.statement", refuse)


def _stamping(on: Live, tsa: Tsa, folder: Path) -> Live:
    chosen = [Authority("example", "http://tsa", tsa.root.pem)]
    return replace(on, instance=replace(on.instance, stamps=FolderStamps(folder / "log/stamps", chosen, tsa)))


# What faults leave:


@needs_openssl
def test_a_head_that_is_stamped_while_captures_wait_makes_no_honest_pack_look_dated_back(
    on: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tsa = authority(tmp_path / "tsa")
    stamped = _stamping(on, tsa, tmp_path)
    now = datetime.now(UTC)
    on.clock.time = now - timedelta(hours=20)
    _round(on, "privacy", "fees")
    on.clock.time = now - timedelta(minutes=30)
    with monkeypatch.context() as patch:
        _no_logging(patch)
        _round(stamped, "privacy", "ads")
    assert len(on.versions()) == 2
    assert len(list((tmp_path / "log/stamps").glob("*-*/*.tsr"))) == 1, "the head of before is stamped now"
    on.clock.time = now
    _round(stamped, "privacy", "ads")
    assert len(on.versions()) == 2, "what waited is the newest text"
    assert _problems(stamped) == []
    with on.instance.database.read() as connection:
        owner = catalog.platform(connection, "birchwood")
    assert owner is not None
    instance = stamped.instance
    stock = Stock(
        instance.database, instance.bodies, instance.log, b"x = 1\n", stamped=stamped_by(instance.stamps)
    )
    pack = make_pack(stock, Wanted(owner, on.document))
    head = instance.log.head()
    assert head is not None
    verdict = check_pack(pack, (head.key,), judge(tsa.root.pem))
    assert verdict.problems == ()
    assert [each.head for each in verdict.stamps] == ["checkpoint"]
    assert "evidence/prev-checkpoint.txt" in files_of(pack), "a head from before is in it all the same"
    other = standalone()
    found: dict[str, Any] = other.verify(pack, [other.parse_key(str(head.key))], tsa.root.pem)
    assert found["ok"], found["failures"]


@needs_openssl
def test_no_outsider_is_asked_while_a_batch_waits_to_be_ended(
    on: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its leaves say when they were made; a later stamp of a head without them would convict an honest log."""
    stamped = _stamping(on, authority(tmp_path / "tsa"), tmp_path)
    now = datetime.now(UTC)
    on.clock.time = now - timedelta(hours=20)
    _round(on, "privacy", "fees")
    on.clock.time = now - timedelta(minutes=30)

    def cut_off(_folder: LogFolder, files: object) -> None:
        raise _CutOffError(str(files))

    with monkeypatch.context() as patch:
        patch.setattr(LogFolder, "put_all", cut_off)
        patch.setattr(LogFolder, "put_once", lambda *_given: None)
        with pytest.raises(_CutOffError):
            _round(on, "privacy")
    assert on.instance.log.unfinished()
    on.clock.time = now
    (tmp_path / "log/aside/left").mkdir(parents=True)
    done = stamped.round()
    assert done.logged.faults
    assert done.stamped.made == 0
    assert "to end first" in done.stamped.told[0]
    (tmp_path / "log/aside/left").rmdir()
    _round(stamped, "privacy")
    assert stamped.instance.stamps is not None
    assert _problems(stamped) == []
    assert _verified(stamped).stamps == 1


def test_a_first_round_of_the_log_that_was_cut_off_is_no_failure(
    on: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An instance of a release without a log, whose captures are old when the log begins."""
    with monkeypatch.context() as patch:
        _no_logging(patch)
        for said in (("privacy", "fees"), ("privacy",), ("privacy", "ads")):
            _round(on, *said)
            on.clock.advance(hours=13)
    with monkeypatch.context() as patch:
        patch.setattr("clausewatch.pipeline.checkpoint._BATCH", 1)
        patch.setattr("clausewatch.pipeline.checkpoint._versions", lambda _instance: [])
        patch.setattr("clausewatch.pipeline.checkpoint._analyses", lambda _instance: [])
        calls = iter([True, False])
        kept = log_waiting.__globals__["_captures"]
        patch.setattr(
            "clausewatch.pipeline.checkpoint._captures",
            lambda instance: kept(instance) if next(calls) else [],
        )
        assert log_waiting(on.instance).leaves == 3
    result = _verified(on)
    assert result.findings == ()
    assert result.waiting > 3
    assert log_waiting(on.instance).faults == ()
    assert (_verified(on).findings, _verified(on).told) == ((), ())


def test_a_key_that_was_lost_before_it_signed_is_told_and_the_log_goes_on(
    on: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restored from a backup without the key to which the log was being handed over."""
    _round(on, "privacy", "fees")

    def cut_off(*_given: object) -> None:
        raise _CutOffError

    with monkeypatch.context() as patch:
        patch.setattr(FolderLog, "hand_over", cut_off)
        with pytest.raises(_CutOffError):
            hand_over(on.instance)
    (tmp_path / "log.key.next").unlink()
    assert _problems(on) == [], "both keys signed its head"
    on.clock.advance(hours=13)
    _round(on, "privacy")
    ((subject, why),) = _problems(on)
    assert subject == "the log"
    assert "was lost before it signed, and `clausewatch log rotate-key` hands over to a new one" in why
    hand_over(on.instance)
    on.clock.advance(hours=13)
    _round(on, "fees")
    result = _verified(on)
    assert result.findings == ()
    assert any("handing over to it was given up" in each for each in result.told)


def test_what_waited_long_is_told_and_is_no_failure(on: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    _round(on, "privacy", "fees")
    on.clock.advance(hours=13)
    with monkeypatch.context() as patch:
        _no_logging(patch)
        _round(on, "privacy")
    assert _problems(on) == []
    on.clock.advance(hours=13)
    _round(on, "privacy")
    result = _verified(on)
    assert result.findings == ()
    (told,) = result.told
    assert told.startswith("1 live captures or versions came into the log more than 6 hours after")


# What a forger does with the database:


def test_a_live_capture_that_is_put_in_later_is_found_before_it_is_logged_and_told_after(on: Live) -> None:
    for said in (("privacy", "fees"), ("privacy",), ("privacy", "ads")):
        _round(on, *said)
        on.clock.advance(hours=13)
    with on.instance.database.write() as connection:
        row = dict(
            connection.execute(select(captures).order_by(captures.c.observed_at)).mappings().first() or {}
        )
        row |= {"id": "0" * 20, "observed_at": row["observed_at"] + timedelta(hours=1)}
        connection.execute(insert(captures), [row])
    assert any("no leaf is about it, though the log went on since" in why for _, why in _problems(on))
    log_waiting(on.instance)
    assert any("they were put in later" in each for each in _verified(on).told)


def test_an_analysis_that_is_taken_away_whole_is_found(on: Live) -> None:
    for said in (("privacy", "fees"), ("privacy",)):
        _round(on, *said)
        on.clock.advance(hours=13)
    with on.instance.database.write() as connection:
        for table in (searched, topics, maybes, analyses, provisions):
            connection.execute(delete(table))
    whys = [why for subject, why in _problems(on) if "analysis of" in subject]
    assert whys == ["the database lost it"] * len(whys)
    assert whys


def test_a_history_cut_back_with_its_rows_is_told_by_whoever_kept_a_head(on: Live, tmp_path: Path) -> None:
    """`verify` alone cannot know: UNPROVED says so."""
    _round(on, "privacy", "fees")
    size = on.instance.log.heads()[-1]
    on.clock.advance(hours=13)
    _round(on, "privacy")
    kept = (tmp_path / "log/checkpoint").read_text()
    for path in sorted((tmp_path / "log").rglob("*.p/*")) + sorted((tmp_path / "log/heads").iterdir()):
        if int(path.name) > size:
            path.unlink()
    shutil.copy2(tmp_path / f"log/heads/{size}", tmp_path / "log/checkpoint")
    with on.instance.database.write() as connection:
        connection.execute(delete(leaves).where(leaves.c.number >= size))
    assert _problems(on) == []
    assert "cut back" in UNPROVED
    assert "the log was cut" in check_consistency(on.instance, kept, None).problem
