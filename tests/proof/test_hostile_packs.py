"""Packs made to harm whoever opens them: both verifiers refuse, quickly, and raise nothing."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.proof.pack_kit import both, files_of, make, rezipped, signing, standalone

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
