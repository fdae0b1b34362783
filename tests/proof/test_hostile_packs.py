"""Packs made to harm whoever opens them: both verifiers refuse, quickly, and raise nothing."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.proof.pack_kit import both, files_of, make, rezipped, signing, standalone

from clausewatch.cli import main
from clausewatch.evidence.standalone import verifier
from clausewatch.proof import wacz
from clausewatch.proof.pack import packed

Files = dict[str, bytes]
ARCHIVE = "archive/data.warc.gz"


@pytest.fixture(scope="module")
def files() -> Files:
    return files_of(packed(make()))


def _zip(change: Callable[[zipfile.ZipFile], None], files: Files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
        change(opened)
    return made.getvalue()


def _bomb(opened: zipfile.ZipFile) -> None:
    opened.writestr("evidence/x.txt", bytes(50_000_000), zipfile.ZIP_DEFLATED)


NAMES = [
    "../evil.txt",
    "/etc/passwd",
    "evidence/../../x",
    "C:\\x.txt",
    "a//b",
    "evidence/",
    "é.txt",
    "x" * 200,
    "a\tb",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_outside_is_refused(files: Files, name: str) -> None:
    held, parts = both(_zip(lambda opened: opened.writestr(name, b"x"), files))
    assert (held, set(parts)) == (False, {"the pack"})


def test_what_unpacks_to_more_than_it_is_is_refused(files: Files) -> None:
    assert both(_zip(_bomb, files)) == (False, ["the pack", "the pack"])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(files: Files) -> None:
    twice = _zip(lambda opened: opened.writestr("datapackage.json", b"{}"), files)
    assert both(twice) == (False, ["the pack", "the pack"])


def test_a_bomb_in_the_records_is_not_unpacked(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    assert len(bomb) < 50_000
    monkeypatch.setattr(wacz, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(standalone(), "MOST", 1_000_000)
    for content in (bomb, files[ARCHIVE] + bomb, gzip.compress(b"x") * 4_000):
        held, parts = both(rezipped({**files, ARCHIVE: content}))
        assert (held, set(parts)) == (False, {ARCHIVE})
    held, parts = both(rezipped({**files, "evidence/readme.md": bytes(1_000_000)}))
    assert (held, set(parts)) == (False, {"the pack"})


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04" + bytes(100), bytes(1000), b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_pack_is_refused(content: bytes) -> None:
    held, parts = both(content)
    assert not held
    assert parts


def _commented(pack: bytes) -> bytes:
    return pack[:-2] + (5).to_bytes(2, "little") + b"trust"


def _two_directories(pack: bytes) -> bytes:
    """Another zip before it: readers that look from the front and from the end see other files."""
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as opened:
        opened.writestr("evidence/readme.md", b"another")
    return other.getvalue() + pack


def _a_directory_after(pack: bytes) -> bytes:
    return pack + b"PK\x05\x06" + bytes(18)


def _an_entry_that_nobody_lists(pack: bytes) -> bytes:
    """A local file in the gap before the directory, whose place is set right."""
    at = int.from_bytes(pack[-6:-2], "little")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("evidence/hidden.txt", b"hidden")
    hidden = made.getvalue()[: made.getvalue().index(b"PK\x01\x02")]
    return pack[:at] + hidden + pack[at:-6] + (at + len(hidden)).to_bytes(4, "little") + pack[-2:]


def _another_local_name(pack: bytes) -> bytes:
    return pack.replace(b"archive/data.warc.gz", b"archive/evil.warc.gz", 1)


def _in_streaming_form(pack: bytes) -> bytes:
    """Data descriptors (APPNOTE 4.3.9): sizes stand after the data, and readers take them from other places."""
    made = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(made), "w") as opened:
        for name, content in sorted(files_of(pack).items()):
            opened.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


class _Unseekable(io.RawIOBase):
    def __init__(self, under: io.BytesIO) -> None:
        self._under = under

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        return self._under.write(content)


def _an_extra_field(pack: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, content in sorted(files_of(pack).items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr, entry.extra = 3, 0o644 << 16, b"\xfe\xca\x04\x00evil"
            opened.writestr(entry, content)
    return made.getvalue()


def _a_link(pack: bytes) -> bytes:
    return pack.replace((0o644 << 16).to_bytes(4, "little"), (0o120777 << 16).to_bytes(4, "little"))


@pytest.mark.parametrize(
    "trick",
    [
        *(_commented, _two_directories, _a_directory_after, _an_entry_that_nobody_lists),
        *(_another_local_name, _in_streaming_form, _an_extra_field, _a_link),
    ],
)
def test_a_zip_that_readers_may_understand_in_two_ways_is_refused(
    files: Files, trick: Callable[[bytes], bytes]
) -> None:
    pack = rezipped(files)
    altered = trick(pack)
    assert altered != pack
    assert both(altered) == (False, ["the pack", "the pack"])


@pytest.mark.parametrize("name", ["evidence/Checkpoint.txt", "evidence/README.MD", "Archive/data.warc.gz"])
def test_a_name_that_differs_in_case_alone_is_refused(files: Files, name: str) -> None:
    held, parts = both(rezipped({**files, name: b"x"}))
    assert (held, set(parts)) == (False, {name})


def test_what_a_gzip_head_could_hold_is_refused(files: Files) -> None:
    """A member may have a name, a comment and fields that no tool shows."""
    (_, length, first), *_ = wacz.gunzip(files[ARCHIVE])
    named = io.BytesIO()
    with gzip.GzipFile("we-never-said-so", "wb", fileobj=named, mtime=0) as opened:
        opened.write(first)
    held, parts = both(rezipped({**files, ARCHIVE: named.getvalue() + files[ARCHIVE][length:]}))
    assert (held, set(parts)) == (False, {ARCHIVE})


def test_a_pack_has_no_say_in_how_the_verdict_looks(files: Files, tmp_path: Path) -> None:
    """A log's name that would move the cursor and write HOLDS over the verdict."""
    evil = replace(signing().key, name="\x1b[2K\x1b[1A\u202eHOLDS")
    pack = tmp_path / "evil.wacz"
    pack.write_bytes(rezipped({**files, "evidence/log-key.txt": f"{evil}\n".encode()}))
    tools = Path(__file__).parents[2] / "tools/verify_pack.py"
    asked = ["--key", str(signing().key), str(pack)]
    command = [sys.executable, "-I", "-S", str(tools), *asked]
    theirs = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = CliRunner().invoke(main, ["verify", *asked], color=True)
    assert theirs.returncode == ours.exit_code == 1
    for told in (theirs.stdout, ours.output):
        assert told.startswith("FAILS.\n")
        assert told.replace("\n", "").isprintable()


def test_nothing_in_a_pack_is_run(files: Files, tmp_path: Path) -> None:
    """The copy of the verifier in a pack, and whatever lies beside, is neither imported nor run by either."""
    mark = tmp_path / "ran"
    program = f"open({str(mark)!r}, 'w').close()\n".encode()
    pack = tmp_path / "a.wacz"
    pack.write_bytes(rezipped({**files, "evidence/verify-py.txt": program}))
    (tmp_path / "json.py").write_bytes(program)
    tools = Path(__file__).parents[2] / "tools/verify_pack.py"
    command = [sys.executable, "-I", str(tools), str(pack)]
    assert subprocess.run(command, capture_output=True, check=False, cwd=tmp_path).returncode == 0
    assert CliRunner().invoke(main, ["verify", str(pack)]).exit_code == 0
    assert not mark.exists()


DEEP = b"[" * 200_000
ODD = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"{}\n",
    b'"x"',
    b"\xff\xfe",
    DEEP,
    b'{"a":' * 200_000,
    b'{"provisions": [[1, 2]], "changes": 1, "rows": 1, "resources": []}\n',
    b'{"changes": [1], "changes": [2]}\n',
    b'{"body": NaN, "observed_at": Infinity, "capture": 1}\n',
    b'{"target": {"source": [], "selector": [{}, {}]}, "size": 1e400}\n',
    b"9" * 10_000,
    json.dumps(
        {"target": {"source": "urn:sha256:x", "selector": [{"type": "TextQuoteSelector"}, None]}}
    ).encode()
    + b"\n",
    b"{" + b'"a": {}, ' * 3 + b'"z": 1}\n',
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_files_raise_nothing(files: Files, odd: bytes) -> None:
    loose = {"evidence/readme.md", "evidence/certificate.txt", "evidence/verify-py.txt"}
    for name in sorted(files):
        if name in loose or "/findings-" in name or name.startswith("datapackage"):
            continue
        if name == "evidence/sha256sums.txt":
            continue
        held, parts = both(rezipped({**files, name: odd}))
        # An empty list of what was said tells nothing, and nothing wrong.
        assert held == (odd == b"" and name.startswith("evidence/said-")), name
        assert held or parts


@pytest.mark.parametrize(
    "key", ["", "x", "a+00000000+AAAA", "test.example/log+00000000+" + "A" * 44, "a b+1+2", "é+é+é"]
)
def test_odd_keys_and_signatures_are_refused(files: Files, key: str) -> None:
    assert both(rezipped({**files, "evidence/log-key.txt": f"{key}\n".encode()}))[0] is False
    note = files["evidence/checkpoint.txt"].decode()
    for altered in (
        f"{note}{note}",
        note.replace("\n\n", "\n"),
        note[:-20],
        f"{note}— x AAAA\n",
        f"\n{note}",
    ):
        assert both(rezipped({**files, "evidence/checkpoint.txt": altered.encode()}))[0] is False


def test_the_verifier_of_one_file_runs_alone_and_is_the_one_in_tools(tmp_path: Path, files: Files) -> None:
    tools = Path(__file__).parents[2] / "tools/verify_pack.py"
    assert tools.read_bytes() == verifier()
    pack, bad, folder = tmp_path / "a.wacz", tmp_path / "b.wacz", tmp_path / "keys"
    pack.write_bytes(packed(make()))
    bad.write_bytes(rezipped({**files, "evidence/quotes.jsonl": b"{}\n"}))
    folder.mkdir()
    (folder / "birchwood.key").write_text(f"{signing().key}\n")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        # -I and -S: nothing but the standard library can be imported.
        command = [sys.executable, "-I", "-S", str(tools), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    done = run(str(pack), "--trust", str(folder), "--json")
    assert (done.returncode, json.loads(done.stdout)["trusted"]) == (0, True), done.stderr
    assert "WHICH YOU MUST COMPARE" in run(str(pack)).stdout
    done = run(str(bad), "--key", str(signing().key))
    assert done.returncode == 1
    assert "FAILS evidence/quotes.jsonl" in done.stdout
    assert run(str(pack), "--key", str(signing(2).key)).returncode == 1
    for wrong in (
        (str(tmp_path / "none.wacz"),),
        (str(pack), "--key", "nothing"),
        (str(pack), "--trust", "/none"),
    ):
        done = run(*wrong)
        assert (done.returncode, done.stdout) == (2, ""), wrong
        assert "error: " in done.stderr
