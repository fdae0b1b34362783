"""kill -9 at random moments of a round: what is there after a second start equals an undisturbed run."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from clausewatch.demo import load_story
from clausewatch.demo.timeline import rounds
from clausewatch.storage.account_tables import metadata

KILLS = 50
BATCHES = 10

# What a machine's haste puts into a row: how long an exchange took and the port the site happened to get.
_HASTY = {"capture": {"exchange"}, "source": {"details"}}


def _command(home: Path, count: int) -> list[str]:
    return [sys.executable, "-m", "tests.demo.rounds", str(home), str(count)]


def _play(home: Path, count: int) -> None:
    done = subprocess.run(_command(home, count), check=True, capture_output=True, text=True)
    assert done.stdout.endswith("done\n")


def _rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what depends on haste."""
    engine = sa.create_engine(f"sqlite:///{home / 'clausewatch.db'}")
    found: dict[str, list[tuple[object, ...]]] = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = [each for each in table.c if each.name not in _HASTY.get(table.name, set())]
            rows = connection.execute(sa.select(*columns).order_by(*table.primary_key)).all()
            found[table.name] = [tuple(row) for row in rows]
    engine.dispose()
    return found


def _mails(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "mail").glob("*.eml"))


def _busy_round() -> int:
    """The number of a round, early in the story, after which several documents changed."""
    story = load_story()
    instants = rounds(story)
    days = [instant.date() for instant in instants]
    changed = [0] * len(days)
    for document in story.documents:
        for state in document.states:
            changed[days.index(state.at.date())] += state.expected.alert
    return max(range(1, 20), key=lambda number: changed[number]) + 1


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has played all but the round under test."""
    home = tmp_path_factory.mktemp("kills") / "before"
    _play(home, _busy_round() - 1)
    return home


@pytest.fixture(scope="module")
def undisturbed(before: Path) -> Path:
    home = before.parent / "undisturbed"
    shutil.copytree(before, home)
    _play(home, _busy_round())
    return home


@pytest.mark.story
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_killed_round_ends_like_an_undisturbed_one(
    before: Path, undisturbed: Path, tmp_path: Path, batch: int
) -> None:
    """No capture, version, record or alert is lost or doubled, wherever the round was cut off."""
    chance = random.Random(batch)
    wanted, mails = _rows(undisturbed), _mails(undisturbed)
    assert len(mails) > len(_mails(before)), "the round under test sends mail"
    length = _length_of_round(before, tmp_path)
    for kill in range(KILLS // BATCHES):
        home = tmp_path / f"home-{kill}"
        shutil.copytree(before, home)
        _start_and_kill(home, chance.uniform(0, length))
        _play(home, _busy_round())
        assert _mails(home) == mails
        found = _rows(home)
        attempts = [row[:2] for row in found.pop("attempt")]
        # A kill between the sending and its record sends again, under the same identifier; the row is one.
        assert attempts == [row[:2] for row in wanted["attempt"]]
        # A round that was cut off logs in two goes: every subject has its leaf once, whatever its place.
        leaves = sorted(row[1:5] for row in found.pop("leaf"))
        assert leaves == sorted(row[1:5] for row in wanted["leaf"])
        assert found == {name: rows for name, rows in wanted.items() if name not in ("attempt", "leaf")}


def _length_of_round(before: Path, tmp_path: Path) -> float:
    """Seconds from the round's beginning to its end on this machine, now."""
    home = tmp_path / "length"
    shutil.copytree(before, home)
    with subprocess.Popen(_command(home, _busy_round()), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "playing\n"
        began = time.monotonic()
        assert process.wait() == 0
        return time.monotonic() - began


def _start_and_kill(home: Path, after: float) -> None:
    with subprocess.Popen(_command(home, _busy_round()), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "playing\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
