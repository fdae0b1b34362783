"""A disk that is full, a write that is torn and a clock that jumps in the middle of rounds: nothing is lost, all is told.

The rounds run in processes of their own, in which no file may grow beyond a bound that the system keeps: a write is really cut
off in its middle.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.live_kit import Live, live, page

from clausewatch.evidence import FolderLog
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.verify import verify_instance
from clausewatch.pipeline.verify_log import verify_log
from clausewatch.storage import catalog

URL = "https://birchwood.example/terms"
ROUND = """
import json, resource, signal, sys
from datetime import timedelta
from pathlib import Path
from tests.pipeline.live_kit import BEGIN, live, page
from clausewatch.pipeline import local
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, number, most, of_the_log = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "log"
log = local.log_waiting
def bounded(instance):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        return log(instance)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
with live(folder, "terms") as on:
    on.clock.time = BEGIN + timedelta(hours=13 * number)
    on.answers.pages["https://birchwood.example/terms"] = page("privacy", "payment", "content", f"subject {number}")
    if of_the_log:
        local.log_waiting = bounded
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    done = on.round()
    print(json.dumps([list(done.faults), list(done.logged.faults), done.logged.leaves, len(on.versions())]))
"""


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "terms") as made:
        made.answers.pages[URL] = page("privacy", "payment", "content")
        assert made.round().logged.faults == ()
        made.clock.advance(hours=13)
        yield made


def _bounded(folder: Path, most: int, what: str) -> subprocess.CompletedProcess[str]:
    """The second round, in which no file of the log, or none at all, may grow beyond so many bytes."""
    command = [sys.executable, "-c", ROUND, str(folder), "1", str(most), what]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})


def _whole(on: Live) -> None:
    """The third round, on a disk with room: nothing is missing after it."""
    on.clock.advance(hours=13)
    on.answers.pages[URL] = page("privacy", "payment", "content", "subject 3")
    done = on.round()
    assert done.faults == ()
    assert done.logged.leaves >= 3
    result = verify_instance(on.instance, lambda _done, _all: None)
    assert (result.findings, result.waiting) == ((), 0)


@pytest.mark.parametrize("most", [0, 1500, 6000])
def test_a_log_whose_disk_is_full_loses_nothing(on: Live, tmp_path: Path, most: int) -> None:
    """At each bound another write is the first that is cut off: the batch, its bundle, the rows that remember it."""
    done = _bounded(tmp_path, most, "log")
    assert done.returncode == 0, done.stderr[-2000:]
    faults, logged, _, versions = json.loads(done.stdout)
    assert versions == 2, "what is captured is read and compared all the same"
    assert faults == logged
    (why,) = logged
    assert why.startswith("the log: ")
    assert "(File too large)" in why or "the database: it cannot be written to" in why, why
    _whole(on)
    assert len(on.versions()) == 3


def test_a_disk_that_is_full_for_everything_is_told_and_the_next_round_goes_on(
    on: Live, tmp_path: Path
) -> None:
    """Database and archive cannot grow either: it ends with a reason, and what it could not keep is captured again."""
    done = _bounded(tmp_path, 20_000, "all")
    assert done.returncode == 1
    assert "the database: it cannot be written to (" in done.stderr
    assert verify_instance(on.instance, lambda _done, _all: None).findings == ()
    _whole(on)


@pytest.mark.parametrize("keep", [0.0, 0.5])
@pytest.mark.parametrize("what", ["tile/0", "tile/entries", "checkpoint", "heads"])
def test_a_file_that_was_torn_at_rest_is_named_and_logs_on_once_it_is_whole_again(
    on: Live, tmp_path: Path, what: str, keep: float
) -> None:
    """As a disk leaves it that said it had written: the name is there, the content is not."""
    place = tmp_path / "log" / what
    path = (
        place
        if place.is_file()
        else max((each for each in place.rglob("*") if each.is_file()), key=lambda each: int(each.name))
    )
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    torn = _as_found(on, tmp_path)
    assert any(
        str(path) in subject or str(path) in why for subject, why in verify_log(torn.instance).problems
    )
    on.answers.pages[URL] = page("privacy", "content")
    done = torn.round()
    assert len(torn.versions()) == 2
    if what in ("tile/0", "checkpoint"):
        assert done.logged.faults
    path.write_bytes(content)
    whole = _as_found(on, tmp_path)
    if done.logged.faults:
        assert log_waiting(whole.instance).leaves >= 3
    elif what == "tile/entries":
        pytest.fail("a bundle that is torn was built upon")
    assert verify_log(whole.instance).problems == ()


def _as_found(on: Live, folder: Path) -> Live:
    return replace(on, instance=replace(on.instance, log=FolderLog(folder / "log", folder / "log.key")))


@pytest.mark.parametrize("hours", [-30, -400, 400, 20_000])
def test_a_clock_that_jumps_between_capture_and_log_loses_nothing_and_is_told(
    on: Live, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """Set in the middle of a round: what was captured by one clock is logged by another, and the next round by the first again."""

    def jumping(instance: object) -> object:
        on.clock.advance(hours=hours)
        return log_waiting(instance)  # type: ignore[arg-type]

    on.answers.pages[URL] = page("privacy", "content")
    with monkeypatch.context() as patch:
        patch.setattr("clausewatch.pipeline.local.log_waiting", jumping)
        first = on.round()
    on.clock.advance(hours=-hours)
    on.answers.pages[URL] = page("privacy", "content", "ads")
    with on.instance.database.write() as connection:
        catalog.make_due(connection, None)
    on.clock.advance(hours=13)
    second = on.round()
    assert (first.faults, second.faults, first.logged.faults, second.logged.faults) == ((), (), (), ())
    assert len(on.versions()) == 3
    told = (*first.logged.told, *second.logged.told)
    assert any("before the log's last leaf" in each and "check it" in each for each in told)
    if hours > 0:
        on.clock.advance(hours=hours)
    result = verify_instance(on.instance, lambda _done, _all: None)
    assert result.findings == ()
    assert result.waiting == 0
    assert any("the clock went back between 1 pairs of leaves" in each for each in result.told)
