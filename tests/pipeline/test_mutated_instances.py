"""Mutations of a whole instance (bytes, order, times, keys, missing parts, swapped certificates): each is found by `verify`, or a rule
of LISTED says exactly why nothing vouches for it, which readers are told. And every attack has a verdict of its own."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
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
from clausewatch.pipeline.unproved import UNPROVED
from clausewatch.pipeline.verify import verify_instance
from clausewatch.proof import der
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.periods import HeadDoubt
from clausewatch.proof.stamp import Doubt
from clausewatch.storage import Database, catalog, codec

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")

URL = "https://birchwood.example/terms"
TIMES = int(os.environ.get("CLAUSEWATCH_MUTATIONS", "100"))
"""How many: six tenths of files, three of rows, one of keys; each kind of file and every column at least once."""

TABLES = ("capture", "version", "leaf", "record")
HOWS = ("flip", "cut", "longer", "swap", "reorder", "gone")
AREAS = ("archive/objects", "log/tile", "log/heads", "log/stamps", "log/checkpoint", "log/key", "log/keys")


@dataclass(frozen=True, slots=True)
class Mutation:
    """What was done to what, a path or `table.column`; of a flipped bit, at which byte; of a value, which before and after."""

    how: str
    what: str
    at: int = -1
    values: str = ""


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


def test_every_changed_file_is_found_or_listed(whole: tuple[Path, Live], tsa: Tsa, tmp_path: Path) -> None:
    """Archive and log, each kind of file in each of six ways."""
    chance = _chance()
    pairs = [(area, how) for area in AREAS for how in HOWS]
    chance.shuffle(pairs)
    wanted = [pairs[number % len(pairs)] for number in range(max(len(pairs), TIMES * 6 // 10))]
    found = _judged(
        whole,
        tsa,
        tmp_path,
        [partial(_changed_file, chance=chance, area=area, how=how) for area, how in wanted],
    )
    assert {each.how for each in found} == set(HOWS)
    assert sum(found.values()) >= 0.85 * len(found)


def test_every_changed_row_is_found_or_listed(whole: tuple[Path, Live], tsa: Tsa, tmp_path: Path) -> None:
    """Every column of what is logged or made of it, and rows that are gone: also the last leaf's."""
    chance = _chance()
    folder, _ = whole
    with closing(sqlite3.connect(folder / "rows.db")) as rows:
        wanted = [
            (table, each[1]) for table in TABLES for each in rows.execute(f"PRAGMA table_info({table})")
        ]
    wanted += [(table, "") for table in TABLES]
    wanted += [chance.choice(wanted) for _ in range(len(wanted), TIMES * 3 // 10)]
    made = [partial(_changed_row, chance=chance, table=table, column=column) for table, column in wanted]
    found = _judged(whole, tsa, tmp_path, [*made, _without_last_leaf])
    assert {each.what for each in found} == {f"{table}.{column}".rstrip(".") for table, column in wanted}
    missed = {each.what for each, told in found.items() if not told} - PACKED
    # Exactly these columns, out of sixty: whatever is added to the four tables is found, or this and `UNPROVED` say so.
    assert missed == {"record.told_at", "version.confirmed_by"}


def test_every_exchanged_key_is_found_or_listed(whole: tuple[Path, Live], tsa: Tsa, tmp_path: Path) -> None:
    """Keys and certificates in each other's place, and stamps without their folder."""
    chance = _chance()
    others = [authority(tmp_path / "rogue", "Rogue"), authority(tmp_path / "twin")]
    wanted = [KEYS[number % len(KEYS)] for number in range(max(len(KEYS), TIMES // 10))]
    made = [
        lambda folder, how=how: _changed_key(folder, how, chance.choice(others), chance) for how in wanted
    ]
    found = _judged(whole, tsa, tmp_path, made)
    assert {each.how for each in found} == set(KEYS)
    assert {each.how for each, told in found.items() if not told} <= {"stamps of a head gone"}


def _chance() -> random.Random:
    return random.Random(int(os.environ.get("CLAUSEWATCH_SEED", "1")))


def _judged(
    whole: tuple[Path, Live], tsa: Tsa, tmp_path: Path, wanted: Sequence[Callable[[Path], Mutation]]
) -> dict[Mutation, bool]:
    """Which mutations were found. None is missed that no rule lists, and none is listed that is found."""
    folder, on = whole
    found: dict[Mutation, bool] = {}
    wrong: list[tuple[str, Mutation, list[tuple[str, str]]]] = []
    counted: Counter[str] = Counter()
    for number, make in enumerate(wanted):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(folder, copy)
        how = make(copy)
        instance = _at(copy, on.instance, tsa)
        told = _told(instance)
        instance.database.close()
        rules = [name for name, applies in LISTED.items() if applies(how, folder, copy)]
        assert len(rules) <= 1, (how, rules)
        if not told and not rules:
            wrong.append(("missed", how, told))
        # Of unsigned bytes some are found, where the answer cannot be read any more.
        if told and rules and rules != ["unsigned"]:
            wrong.append(("listed", how, told))
        found[how] = bool(told)
        counted["found" if told else f"listed as {rules}"] += 1
        shutil.rmtree(copy)
    if "CLAUSEWATCH_SEED" in os.environ:
        print(f"{len(wanted)} made: {dict(counted)}")
    assert wrong == []
    return found


def _earlier_tile(how: Mutation, before: Path, _after: Path) -> bool:
    """A partial tile or bundle in whose place a wider one lies."""
    place = before / how.what
    if how.how != "gone" or not place.parent.name.endswith(".p"):
        return False
    return any(int(each.name) > int(place.name) for each in place.parent.iterdir())


def _first_head(how: Mutation, before: Path, _after: Path) -> bool:
    """The earliest head that is kept: releases that kept none left a log like that."""
    first = min((before / "log/heads").iterdir(), key=lambda each: int(each.name))
    return how.how == "gone" and before / how.what == first


def _memory(how: Mutation, before: Path, after: Path) -> bool:
    """`state.json` where it can be read and names the same last stamps; the folder of a head that it does not name."""
    kept = json.loads((before / STATE).read_bytes())
    last = {each["folder"] for each in kept.values()}
    if how.how == "stamps of a head gone":
        return Path(how.what).name not in last
    if how.what != STATE:
        return False
    try:
        now = json.loads((after / STATE).read_bytes())
        return {name: each["folder"] for name, each in now.items()} == {
            name: each["folder"] for name, each in kept.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _unsigned(how: Mutation, before: Path, _after: Path) -> bool:
    """A bit of an answer outside of TSTInfo, of the signer's name and signed attributes, and of the signature (RFC 5652)."""
    if how.how != "flip" or not how.what.endswith(".tsr"):
        return False
    return not any(start <= how.at < end for start, end in _signed((before / how.what).read_bytes()))


def _signed(answer: bytes) -> list[tuple[int, int]]:
    def within(value: der.Item, *way: int) -> der.Item:
        for each in way:
            value = der.items(answer, value)[each]
        return value

    signed = within(der.item(answer, 0, len(answer)), 1, 1, 0)
    info, signer = within(signed, 2, 1, 0), within(signed, -1, 0)
    parts = der.items(answer, signer)
    signature = next(each for each in parts if each.tag == der.OCTETS)
    certificates = [each for each in der.items(answer, signed) if each.tag == 0xA0]
    return [(each.start, each.end) for each in (info, parts[1], parts[3], signature, *certificates)]


def _packed(how: Mutation, before: Path, after: Path) -> bool:
    """Bits of compressed columns with which they are unpacked to the same."""
    if how.what not in PACKED:
        return False
    table, column = how.what.split(".")
    said = []
    for folder in (before, after):
        with closing(sqlite3.connect(folder / "rows.db")) as rows:
            values = rows.execute(f"SELECT {column} FROM {table} ORDER BY rowid").fetchall()
        try:
            said.append([codec.unpacked(each) for (each,) in values])
        except codec.UNREADABLE:
            return False
    return said[0] == said[1]


STATE = "log/stamps/state.json"
PACKED = frozenset({"record.details", "version.layout", "version.outline"})
LISTED: dict[str, Callable[[Mutation, Path, Path], bool]] = {
    "told_at": lambda how, _before, _after: how.what == "record.told_at",
    "confirmed_by": lambda how, _before, _after: how.what == "version.confirmed_by",
    "stamps": _memory,
    "unsigned": _unsigned,
    "packed": _packed,
    "earlier tiles": _earlier_tile,
    "earlier heads": _first_head,
}
"""Exactly which mutations lie where nothing vouches, by the sentence of `UNPROVED` that says so to readers."""


def test_what_is_listed_is_what_readers_are_told() -> None:
    """In the how-to word for word; and what only a forger with the database could do, no single mutation shows."""
    how_to = Path(__file__).parents[2] / "docs/how-to/log.md"
    told = " ".join(how_to.read_text().split())
    assert [each for each in UNPROVED.values() if each not in told] == []
    assert LISTED.keys() <= UNPROVED.keys()
    forged = {"sealed", "others", "ends", "rulings", "searched", "read", "cut back"}
    assert UNPROVED.keys() - LISTED.keys() == forged


def _changed_file(folder: Path, chance: random.Random, area: str, how: str) -> Mutation:
    """One file of archive or log: a bit, its end, its order, another's content; gone, or one too many."""
    files = sorted(
        each
        for part in ("archive/objects", "log")
        for each in (folder / part).rglob("*")
        if each.is_file() and each.name != "lock"
    )
    within = [each for each in files if (folder / area) in (each, *each.parents)]
    one, other = chance.choice(within), chance.choice(files)
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
    }[how]
    if made == content:
        return _changed_file(folder, chance, area, how)
    one.unlink()
    if how != "gone":
        one.write_bytes(made)
    return Mutation(how, name, at)


def _without_last_leaf(folder: Path) -> Mutation:
    with closing(sqlite3.connect(folder / "rows.db")) as rows:
        rows.execute("DELETE FROM leaf WHERE number = (SELECT max(number) FROM leaf)")
        rows.commit()
    return Mutation("gone", "leaf", values="the last")


def _changed_row(folder: Path, chance: random.Random, table: str, column: str) -> Mutation:
    """One row: a time moved, a value altered or another row's; without a column, the row gone."""
    with closing(sqlite3.connect(folder / "rows.db")) as rows:
        numbers = [each[0] for each in rows.execute(f"SELECT rowid FROM {table}")]
        number = chance.choice(numbers)
        if not column:
            rows.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))
            rows.commit()
            return Mutation("gone", table, values=str(number))
        kinds = {each[1]: each[2] for each in rows.execute(f"PRAGMA table_info({table})")}
        values = dict(rows.execute(f"SELECT rowid, {column} FROM {table}").fetchall())
        other = values[chance.choice(numbers)]
        fresh = other if chance.random() < 0.3 else _another(values[number], kinds[column], chance)
        if fresh == values[number]:
            return _changed_row(folder, chance, table, column)
        try:
            rows.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (fresh, number))
        except sqlite3.IntegrityError:
            rows.rollback()
            return _changed_row(folder, chance, table, column)
        rows.commit()
        return Mutation(
            "other", f"{table}.{column}", values=f"{number}: {values[number]!r:.300} {fresh!r:.300}"
        )


def _another(value: object, kind: str, chance: random.Random) -> object:
    if isinstance(value, int):
        return value + chance.choice([-3_600_000_000, -1, 1, 60_000_000])
    if isinstance(value, bytes) and value:
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("xyz019") + value[at + 1 :]
    return "x" if kind == "TEXT" else chance.choice([1, 1_770_000_000_000_000])


KEYS = (
    "other private key",
    "other key",
    "old key",
    "other periods",
    "other signer",
    "other root",
    "other answer",
    "swapped answers",
    "stamps of a head gone",
)


def _changed_key(folder: Path, how: str, rogue: Tsa, chance: random.Random) -> Mutation:
    """Keys and certificates in each other's place."""
    log = folder / "log"
    stamps = sorted(log.glob("stamps/*-*/*.tsr"))
    what = ""
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
        what = one.relative_to(folder).as_posix()
    elif how == "stamps of a head gone":
        gone = chance.choice(stamps).parent
        shutil.rmtree(gone)
        what = gone.relative_to(folder).as_posix()
    else:
        first, second = chance.sample(stamps, 2)
        kept_bytes = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(kept_bytes)
    return Mutation(how, what)


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
    for part in ("tile", "heads"):
        shutil.rmtree(place / "log" / part)
    (place / "log/checkpoint").unlink()
    with rewritten.log.writing() as writer:
        writer.append([f"another history {number}".encode() for number in range(40)])
    said("rewriting", rewritten, HeadDoubt.REWRITTEN.value)

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
