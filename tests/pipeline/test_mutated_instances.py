"""Mutations of a whole instance (bytes, order, times, keys, missing parts, swapped certificates): each is found by `verify`, or lies
where UNAUTHENTICATED says that nothing logged vouches for it. And every attack has a verdict of its own."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.evidence.tsa_kit import Tsa, authority
from tests.pipeline.live_kit import Live, live, page

from clausewatch.archive import FolderArchive
from clausewatch.errors import ClausewatchError
from clausewatch.evidence import Authority, FolderLog, FolderStamps
from clausewatch.evidence.keys import open_signer
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.handing_over import hand_over
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.log_check import check_consistency
from clausewatch.pipeline.stamping import stamp_head
from clausewatch.pipeline.verify import verify_instance
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.periods import HeadDoubt
from clausewatch.proof.stamp import Doubt
from clausewatch.storage import Database, catalog

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")

URL = "https://birchwood.example/terms"
TIMES = int(os.environ.get("CLAUSEWATCH_MUTATIONS", "100"))
"""How many of a tenth: six for bytes, three for rows, one for keys."""

UNAUTHENTICATED = {
    "log/stamps/state.json": "a memory of the authorities' last answers",
    "gone log/tile": "a larger tile holds all that an earlier, partial one held",
    "gone log/stamps": "no leaf tells that a stamp was got; the last of each authority alone is missed",
    ".tsr": "bytes of an answer that the authority does not sign, as RFC 3161 has them",
    "capture.renderer": "read from nowhere: the exchange, which is logged, has it",
    "version.title version.language version.words version.dates version.recipe version.state version.provisions": "read of the text",
    "version.layout version.outline version.lineage version.replaced version.confirmed_by": "read of the text, and made anew",
    "version.learned": "names an object of the archive that is looked for; the leaf has it as a subject",
    "row record": "no leaf is about change records, which are made anew of versions; what is digested of one is checked",
    "row leaf gone": "the next round makes the row of the log's own leaf",
}
_COLUMNS = " ".join(UNAUTHENTICATED).split()


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, tsa: Tsa) -> Iterator[tuple[Path, Live]]:
    """Three rounds with a failed capture among them, two of them stamped, and a key that was handed over between."""
    folder = tmp_path_factory.mktemp("whole")
    with live(folder, "terms") as made:
        on = replace(made, instance=_at(folder, made.instance, tsa))
        on.clock.time = datetime.now(UTC)
        answers: tuple[bytes | Problem, ...] = (
            page("privacy", "payment", "content"),
            Problem(Failure.TIMEOUT, "60 s"),
            page("privacy", "content"),
        )
        for number, said in enumerate(answers):
            on.answers.pages[URL] = said
            with on.instance.database.write() as connection:
                catalog.make_due(connection, None)
            assert on.round().faults == ()
            on.clock.advance(seconds=30)
            if number == 1:
                hand_over(on.instance)
                assert stamp_head(on.instance).faults == ()
        assert _told(on.instance) == []
        with on.instance.database.write() as connection:
            connection.exec_driver_sql("SELECT 1")
        on.instance.database.close()
        with closing(sqlite3.connect(folder / "rows.db")) as rows:
            rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield folder, on


def _at(folder: Path, like: Instance, tsa: Tsa) -> Instance:
    database, bodies = Database(f"sqlite:///{folder}/rows.db"), FolderArchive(folder / "archive")
    pinned = folder / "root.pem"
    if not pinned.exists():
        pinned.write_bytes(tsa.root.pem)
    chosen = [Authority("example", "http://tsa", pinned.read_bytes())]
    return replace(
        like,
        database=database,
        bodies=bodies,
        editions=EditionShelf(database, bodies),
        log=FolderLog(folder / "log", folder / "log.key"),
        stamps=FolderStamps(folder / "log/stamps", chosen, tsa),
    )


def _told(instance: Instance) -> list[tuple[str, str]]:
    try:
        found = verify_instance(instance, lambda _done, _all: None).findings
    except ClausewatchError as error:
        return [(error.subject, error.reason)]
    return [(each.subject, each.reason) for each in found]


@pytest.mark.parametrize("kind", ["bytes", "rows", "keys"])
def test_every_mutation_is_found_or_listed(
    whole: tuple[Path, Live], tsa: Tsa, tmp_path: Path, kind: str
) -> None:
    folder, on = whole
    chance = random.Random(int(os.environ.get("CLAUSEWATCH_SEED", "1")))
    others = [authority(tmp_path / "rogue", "Rogue"), authority(tmp_path / "twin")]
    found: Counter[bool] = Counter()
    missed: list[str] = []
    for number in range({"bytes": TIMES * 6, "rows": TIMES * 3, "keys": TIMES}[kind] // 10):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(folder, copy)
        how = {"bytes": _bytes, "rows": _rows, "keys": _keys}[kind](copy, chance, others)
        instance = _at(copy, on.instance, tsa)
        told = _told(instance)
        instance.database.close()
        if not told and not _listed(how):
            missed.append(how)
        found[bool(told)] += 1
        shutil.rmtree(copy)
    assert missed == []
    assert found[True] >= 0.6 * found.total(), found


def _listed(how: str) -> bool:
    if how.startswith(("row record", "row leaf gone")):
        return True
    if how.startswith("row "):
        return how.split()[1] in _COLUMNS
    gone = how.startswith(("gone log/tile", "gone log/stamps"))
    return gone or "log/stamps/state.json" in how or (".tsr" in how and how.startswith("flip"))


def _bytes(folder: Path, chance: random.Random, _others: list[Tsa]) -> str:
    """One file of archive or log: a bit, its end, its order, another's content; gone, or one too many."""
    files = sorted(
        each
        for part in ("archive/objects", "log")
        for each in (folder / part).rglob("*")
        if each.is_file() and each.name != "lock"
    )
    one, other = chance.sample(files, 2)
    content, name = one.read_bytes(), one.relative_to(folder).as_posix()
    half = len(content) // 2
    at = chance.randrange(max(1, len(content)))
    made = {
        "flip": content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :],
        "cut": content[:at],
        "longer": content + chance.randbytes(chance.randrange(1, 64)),
        "swap": other.read_bytes(),
        "reorder": content[half:] + content[:half],
        "gone": b"",
    }
    how = chance.choice(sorted(made))
    if made[how] == content:
        return _bytes(folder, chance, _others)
    one.unlink()
    if how != "gone":
        one.write_bytes(made[how])
    return f"{how} {name}"


def _rows(folder: Path, chance: random.Random, _others: list[Tsa]) -> str:
    """One row of what is logged: a time moved, a value altered or another row's, the row gone."""
    with closing(sqlite3.connect(folder / "rows.db")) as rows:
        table = chance.choice(["capture", "version", "leaf", "record"])
        numbers = [each[0] for each in rows.execute(f"SELECT rowid FROM {table}")]
        columns = [each[1] for each in rows.execute(f"PRAGMA table_info({table})")]
        number, column = chance.choice(numbers), chance.choice(columns)
        if chance.random() < 0.15:
            rows.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))
            rows.commit()
            return f"row {table} gone"
        (value,) = rows.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (number,)).fetchone()
        (other,) = rows.execute(
            f"SELECT {column} FROM {table} WHERE rowid = ?", (chance.choice(numbers),)
        ).fetchone()
        fresh = other if chance.random() < 0.3 else _another(value, chance)
        if fresh == value:
            return _rows(folder, chance, _others)
        try:
            rows.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (fresh, number))
        except sqlite3.IntegrityError:
            rows.rollback()
            return _rows(folder, chance, _others)
        rows.commit()
        return f"row {table}.{column} {value!r} {fresh!r}"


def _another(value: object, chance: random.Random) -> object:
    if isinstance(value, int):
        return value + chance.choice([-3_600_000_000, -1, 1, 60_000_000])
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("xyz019") + value[at + 1 :]
    return "x" if isinstance(value, str) or value is None else value


def _keys(folder: Path, chance: random.Random, others: list[Tsa]) -> str:
    """Keys and certificates in each other's place."""
    log, rogue = folder / "log", chance.choice(others)
    stamps = sorted(log.glob("stamps/*-*/*.tsr"))
    how = chance.choice(
        [
            "other private key",
            "other key",
            "old key",
            "other periods",
            "other signer",
            "other root",
            "other answer",
            "swapped",
        ]
    )
    made = open_signer(folder / "another.key", folder / "log/aside")
    name = (log / "key").read_text().split("+")[0]
    renamed = open_signer(folder / "another.key", folder / "log/aside", name)
    head = (log / "checkpoint").read_text().partition("\n\n")[0] + "\n"
    if how == "other private key":
        shutil.copy2(folder / "another.key", folder / "log.key")
    elif how == "other key":
        (log / "key").write_text(f"{made.key}\n")
    elif how == "old key":
        (log / "keys").write_text((log / "keys").read_text().splitlines(keepends=True)[0])
    elif how == "other periods":
        lines = (log / "keys").read_text().splitlines()
        (log / "keys").write_text(f"{lines[0]}\n{lines[1].split()[0]} {renamed.key}\n")
    elif how == "other signer":
        (log / "checkpoint").write_text(renamed.sign(head))
    elif how == "other root":
        (folder / "root.pem").write_bytes(rogue.root.pem)
    elif how == "other answer":
        one = chance.choice(stamps)
        stamps_of = FolderStamps(folder / "forged", [Authority("example", "http://x", rogue.root.pem)], rogue)
        log_of = FolderLog(log, folder / "log.key")
        kept = log_of.head(int(one.parent.name.partition("-")[0]))
        assert kept is not None
        assert stamps_of.stamp(kept, datetime.now(UTC)).made == 1
        one.write_bytes(stamps_of.kept(kept)[0].response)
    else:
        first, second = chance.sample(stamps, 2)
        kept_bytes = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(kept_bytes)
    return f"key: {how}"


def test_every_attack_has_a_verdict_of_its_own(whole: tuple[Path, Live], tsa: Tsa, tmp_path: Path) -> None:
    """Back-dating, a rewritten history, a split view, a stolen key, a rogue and a twin authority: no two are called the same."""
    folder, on = whole
    verdicts: dict[str, str] = {}

    def copied(name: str) -> tuple[Path, Instance]:
        shutil.copytree(folder, tmp_path / name)
        return tmp_path / name, _at(tmp_path / name, on.instance, tsa)

    def said(name: str, instance: Instance, words: str) -> None:
        reasons = [why for _, why in _told(instance) if words in why]
        assert reasons, (name, _told(instance))
        verdicts[name] = words
        instance.database.close()

    _, dated = copied("back-dating")
    kept = on.clock.time
    on.clock.advance(hours=-48)
    on.answers.pages[URL] = page("privacy", "content", "ads")
    with dated.database.write() as connection:
        catalog.make_due(connection, None)
    replace(on, instance=replace(dated, stamps=None)).round()
    on.clock.time = kept
    said("back-dating", dated, "it is dated back, or our clock was wrong")

    place, rewritten = copied("rewriting")
    shutil.move(place / "log/stamps", place / "kept")
    shutil.rmtree(place / "log")
    with rewritten.log.writing() as writer:
        writer.append([f"another history {number}".encode() for number in range(40)])
    shutil.move(place / "kept", place / "log/stamps")
    assert any("no key of this log signed it" in why or "rewritten" in why for _, why in _told(rewritten))
    verdicts["rewriting"] = HeadDoubt.REWRITTEN

    place, split = copied("split view")
    signer = open_signer(place / "log.key", place / "log/aside", split.log.periods()[-1].key.name)
    size = split.log.heads()[-1]
    other = signer.sign(Checkpoint(signer.key.name, size, bytes(32)).text)
    verdicts["split view"] = check_consistency(split, other, None).problem
    assert verdicts["split view"].startswith(HeadDoubt.SPLIT)
    split.database.close()

    place, robbed = copied("stolen key")
    shutil.copy2(place / "log.key", place / "stolen")
    thief = open_signer(place / "stolen", place / "log/aside", robbed.log.periods()[-1].key.name)
    hand_over(robbed)
    later = thief.sign(Checkpoint(thief.key.name, robbed.log.heads()[-1] + 3, bytes(32)).text)
    verdicts["stolen key"] = check_consistency(robbed, later, None).problem
    assert verdicts["stolen key"].startswith(HeadDoubt.RETIRED)
    robbed.database.close()

    for name, forger, doubt in (
        ("rogue", authority(tmp_path / "other", "Rogue"), Doubt.ROGUE),
        ("twin", authority(tmp_path / "same"), Doubt.TWIN),
    ):
        place, stamped = copied(name)
        head = stamped.log.head()
        assert head is not None
        forged = FolderStamps(place / "forged", [Authority("example", "http://x", forger.root.pem)], forger)
        assert forged.stamp(head, datetime.now(UTC)).made == 1
        (target,) = (place / "log/stamps").glob(f"{head.checkpoint.size}-*/example.tsr")
        target.write_bytes(forged.kept(head)[0].response)
        said(name, stamped, doubt.value)
    assert len(set(verdicts.values())) == 6, verdicts
