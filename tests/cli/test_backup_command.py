"""A backup of an instance at work: restored elsewhere it verifies and serves; what is cut off, damaged or full is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient
from tests.databases import fresh_database
from tests.evidence.tsa_kit import authority
from tests.pipeline.live_kit import Live, live, page

from clausewatch.archive.backup import Part
from clausewatch.cli import main
from clausewatch.config import TEMPLATE
from clausewatch.evidence import Authority, FolderLog, FolderStamps
from clausewatch.pipeline.handing_over import hand_over
from clausewatch.pipeline.verify import verify_instance
from clausewatch.pipeline.verify_log import verify_log
from clausewatch.pipeline.verify_stamps import verify_stamps
from clausewatch.storage import Database
from clausewatch.web import Site, create_app
from clausewatch.wiring import backups, open_instance


@contextmanager
def at_work(home: Path, rounds: int = 2) -> Iterator[Live]:
    """An instance in a home of its own, after a few rounds with changes."""
    home.mkdir()
    (home / "clausewatch.toml").write_text(TEMPLATE)
    (home / "catalogue").mkdir()
    (home / "catalogue/note.txt").write_text("the operator's own")
    with live(home, "terms", at=Database(f"sqlite:///{home}/clausewatch.db")) as on:
        for number in range(rounds):
            again(on, number)
        yield on


def again(on: Live, number: int) -> None:
    on.answers.pages["https://birchwood.example/terms"] = page("conduct", "fees", f"subject {number}")
    on.clock.advance(hours=13)
    on.round()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def backed_up(home: Path, target: Path) -> str:
    done = run("backup", "--home", str(home), "--to", str(target))
    assert done.exit_code == 0, done.output
    return done.output


def restored(target: Path, home: Path) -> None:
    done = run("restore", "--home", str(home), "--from", str(target))
    assert done.exit_code == 0, done.output


def sound(home: Path, on: Live) -> int:
    """Verifies the restored instance and looks at a page of it; the number of leaves."""
    instance = open_instance(home, {})
    try:
        result = verify_instance(instance, lambda _done, _total: None)
        assert result.findings == ()
        site = Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1", log=instance.log)
        with TestClient(create_app(site)) as client:
            assert "rules on conduct" in client.get("/platform/birchwood/terms/").text
            assert client.get("/log/leaf/0.tlog-proof").status_code == 200
        with instance.log.writing() as writer:
            assert writer.told == [], "the key came along and the log goes on"
        assert on.document.id == "birchwood/terms"
    finally:
        instance.close()
    return result.leaves


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_what_is_restored_elsewhere_verifies_and_serves(tmp_path: Path, name: str) -> None:
    with at_work(tmp_path / "home") as on:
        backed_up(tmp_path / "home", tmp_path / name)
        shutil.rmtree(tmp_path / "home/archive")
        restored(tmp_path / name, tmp_path / "elsewhere")
        head = on.instance.log.head()
        assert head is not None
        assert sound(tmp_path / "elsewhere", on) == head.checkpoint.size
    assert (tmp_path / "elsewhere/catalogue/note.txt").read_text() == "the operator's own"
    assert (tmp_path / "elsewhere/log.key").stat().st_mode & 0o777 == 0o600
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")], "nothing is left aside"


def test_another_user_on_another_machine_goes_on_with_it(tmp_path: Path) -> None:
    """Another place, another user's home folder, and the old place gone: every kept head, the keys of both times, stamps and
    settings came along; a process there verifies, hands out a pack that holds, and the next round goes on."""
    home, target, there = tmp_path / "first/home", tmp_path / "disk/b.tar", tmp_path / "second/elsewhere"
    (tmp_path / "first").mkdir()
    with at_work(home) as on:
        hand_over(on.instance)
        again(on, 5)
        heads = on.instance.log.heads()
        backed_up(home, target)
    shutil.rmtree(tmp_path / "first")
    environment = {
        **os.environ,
        "HOME": str(tmp_path / "second/user"),
        "USER": "somebody",
        "LC_ALL": "C",
        "TZ": "Pacific/Auckland",
    }

    def done(*arguments: str) -> str:
        command = [sys.executable, "-m", "clausewatch", *arguments]
        found = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path / "second"
        )
        assert found.returncode == 0, found.stdout + found.stderr
        return found.stdout

    (tmp_path / "second").mkdir()
    done("restore", "--from", str(target), "--home", str(there))
    assert FolderLog(there / "log", there / "log.key").heads() == heads
    assert "The log: " in done("verify", "--home", str(there))
    done(
        *("evidence", "export", "--home", str(there), "--platform", "Birchwood", "--document", "Terms"),
        *("--out", str(tmp_path / "second/terms.wacz")),
    )
    key = (there / "log/key").read_text().strip()
    assert "OK" in done("verify", str(tmp_path / "second/terms.wacz"), "--key", key).upper()
    with live(there, "terms", at=Database(f"sqlite:///{there}/clausewatch.db")) as on:
        on.clock.advance(days=9)
        again(on, 6)
        assert verify_log(on.instance).problems == ()
    assert str(home).encode() not in b"".join(
        each.read_bytes() for each in there.rglob("*") if each.is_file()
    ), "nothing remembers the old place"


def test_only_what_is_new_is_copied_and_the_manifest_is_sha256sums(tmp_path: Path) -> None:
    target = tmp_path / "backup"
    with at_work(tmp_path / "home") as on:
        backed_up(tmp_path / "home", target)
        before = {each: each.stat().st_mtime_ns for each in (target / "archive").rglob("*") if each.is_file()}
        again(on, 7)
        told = backed_up(tmp_path / "home", target)
        assert {each: each.stat().st_mtime_ns for each in before} == before
        assert f"{len(before)} files" not in told
        assert len(list(target.glob("run-*"))) == 1, "the run before is gone"
        restored(target, tmp_path / "elsewhere")
        sound(tmp_path / "elsewhere", on)
    checked = subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "MANIFEST.sha256"], cwd=target, check=False
    )
    assert checked.returncode == 0


def test_rounds_go_on_while_it_is_made(tmp_path: Path) -> None:
    """Three backups while captures, versions and leaves come: each is of one moment, and whole."""
    with at_work(tmp_path / "home", rounds=1) as on:
        stop = threading.Event()

        def work() -> None:
            number = 10
            while not stop.is_set():
                again(on, number)
                number += 1

        thread = threading.Thread(target=work)
        thread.start()
        try:
            for number in range(3):
                backed_up(tmp_path / "home", tmp_path / f"backup-{number % 2}")
                restored(tmp_path / f"backup-{number % 2}", tmp_path / f"home-{number}")
        finally:
            stop.set()
            thread.join()
        sizes = [sound(tmp_path / f"home-{number}", on) for number in range(3)]
        assert sizes == sorted(sizes)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")
def test_a_stamp_that_comes_meanwhile_is_of_a_head_that_the_backup_lacks_and_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tsa = authority(tmp_path / "tsa")
    chosen = [Authority("example", "http://tsa", tsa.root.pem)]
    with at_work(tmp_path / "home") as on:
        on.clock.time = datetime.now(UTC)
        stamps = FolderStamps(tmp_path / "home/log/stamps", chosen, tsa)
        stamped = replace(on, instance=replace(on.instance, stamps=stamps))
        again(stamped, 5)
        kept = backups._tiles

        def meanwhile(log: Path, size: int) -> Iterator[Part]:
            again(stamped, 6)
            return kept(log, size)

        monkeypatch.setattr(backups, "_tiles", meanwhile)
        backups.back_up_instance(on.instance, tmp_path / "home", {}, tmp_path / "backup")
        assert len(list(stamps.heads())) == 2
    restored(tmp_path / "backup", tmp_path / "elsewhere")
    found = open_instance(tmp_path / "elsewhere", {})
    there = FolderStamps(tmp_path / "elsewhere/log/stamps", chosen, tsa)
    problems, _, good = verify_stamps(replace(found, stamps=there))
    found.close()
    assert (problems, good) == ((), 1)


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_damaged_backup_is_named_and_nothing_is_restored(tmp_path: Path, damage: str) -> None:
    with at_work(tmp_path / "home"):
        backed_up(tmp_path / "home", tmp_path / "backup")
    files = sorted(each for each in (tmp_path / "backup").rglob("*") if each.is_file())
    for path in [each for each in files if each.name != "MANIFEST.sha256"][::4]:
        content = path.read_bytes()
        path.unlink()
        if damage != "gone":
            changed = content[:-1] + bytes([content[-1] ^ 1]) if damage == "flip" else content[:-1]
            path.write_bytes(changed)
        done = run("restore", "--home", str(tmp_path / "new"), "--from", str(tmp_path / "backup"))
        assert done.exit_code == 1
        assert path.name in done.output
        assert not (tmp_path / "new").exists()
        path.write_bytes(content)
    restored(tmp_path / "backup", tmp_path / "new")


def test_a_full_disk_is_told_and_leaves_the_backup_before_it(tmp_path: Path) -> None:
    """No file may grow beyond 100 kB: the database does not fit, and what was whole restores as before."""
    target = tmp_path / "backup"
    with at_work(tmp_path / "home") as on:
        backed_up(tmp_path / "home", target)
        again(on, 8)
        for to in (target, tmp_path / "backup.tar"):
            code = (
                "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
                "from clausewatch.cli import main; main()"
            )
            command = [
                sys.executable,
                "-c",
                code,
                "backup",
                "--home",
                str(tmp_path / "home"),
                "--to",
                str(to),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ.copy())
            assert done.returncode == 1, done.stdout
            assert "error: " in done.stderr
            assert "Traceback" not in done.stderr
        assert not (tmp_path / "backup.tar").exists()
        assert sorted(each.name for each in tmp_path.iterdir()) == ["backup", "home"]
        restored(target, tmp_path / "elsewhere")
        sound(tmp_path / "elsewhere", on)


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with at_work(tmp_path / "home"):
        inside = run("backup", "--home", str(tmp_path / "home"), "--to", str(tmp_path / "home/archive/b"))
        assert inside.exit_code == 2
        backed_up(tmp_path / "home", tmp_path / "home/backups")
        backed_up(tmp_path / "home", tmp_path / "home/backups")
        names = [each.name for each in (tmp_path / "home/backups").rglob("*")]
        assert "backups" not in names, "a backup does not hold itself"
    there = run("restore", "--home", str(tmp_path / "home"), "--from", str(tmp_path / "home/backups"))
    assert there.exit_code == 2
    assert "something is there" in there.output
    for source in (tmp_path / "nowhere", tmp_path):
        assert run("restore", "--home", str(tmp_path / "n"), "--from", str(source)).exit_code == 2


@pytest.mark.postgres
def test_postgresql_is_left_to_its_own_tool(tmp_path: Path, postgres_server: str) -> None:
    """The message says how; archive and log alone are copied."""
    with fresh_database(postgres_server) as address:
        (tmp_path / "home").mkdir()
        (tmp_path / "home/clausewatch.toml").write_text(f'[instance]\ndatabase = "{address}"\n')
        with live(tmp_path / "home", "terms", at=Database(address)) as on:
            again(on, 1)
        told = run("backup", "--home", str(tmp_path / "home"), "--to", str(tmp_path / "b"))
        assert told.exit_code == 2
        assert "pg_dump" in told.output
        done = run(
            "backup", "--home", str(tmp_path / "home"), "--to", str(tmp_path / "b"), "--without-database"
        )
        assert done.exit_code == 0, done.output
        assert list((tmp_path / "b/archive/objects").iterdir())


def test_names_that_lead_out_of_the_home_are_refused(tmp_path: Path) -> None:
    """A manifest is read as a stranger's: no name climbs, none is absolute, no link is followed out of a tar file."""
    (tmp_path / "bad").mkdir()
    for name in ("../x", "/etc/x", "a/../../x", "run-20260101T000000000000/../../x"):
        (tmp_path / "bad/MANIFEST.sha256").write_text(f"{'0' * 64}  {name}\n")
        assert run("restore", "--home", str(tmp_path / "n"), "--from", str(tmp_path / "bad")).exit_code == 2
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        manifest = tmp_path / "bad/MANIFEST.sha256"
        manifest.write_text(f"{'0' * 64}  x\n")
        tar.add(manifest, "MANIFEST.sha256")
        link = tarfile.TarInfo("x")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert run("restore", "--home", str(tmp_path / "n"), "--from", str(tmp_path / "bad.tar")).exit_code == 1
    assert not (tmp_path / "n").exists()
