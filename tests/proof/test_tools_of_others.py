"""What others made reads our packs and finds nothing amiss: web archive tools, checksums, openssl, and replay in a browser."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Error, Page, sync_playwright
from tests import peers
from tests.proof.forging import compared
from tests.proof.pack_kit import URL, make, signing
from tests.proof.test_stamped_packs import authority
from tests.web.browsing import launched

from clausewatch.proof.pack import Pack, packed

BOTH = pytest.mark.parametrize("made", [make, compared], ids=["change", "comparison"])
_BIN = Path(sys.executable).parent


def _unpacked(pack: bytes, folder: Path) -> Path:
    file = folder / "a.wacz"
    file.write_bytes(pack)
    with zipfile.ZipFile(file) as opened:
        opened.extractall(folder)
    return file


def _run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)


def _fetched(found: Path | None, what: str) -> Path:
    if found is None:
        if os.environ.get("CI") and what == "wacz":
            pytest.fail("wacz was not fetched and CI must not skip")
        pytest.skip(f"{what} is not here: `make setup-peers` fetches it from its registry")
    return found


@BOTH
def test_warcio_and_fastwarc_check_every_record(made: Callable[[], Pack], tmp_path: Path) -> None:
    _unpacked(packed(made()), tmp_path)
    archive = tmp_path / "archive/data.warc.gz"
    checked = _run(_BIN / "warcio", "check", "-v", archive, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout
    assert "digest fail" not in checked.stdout
    checked = _run(_BIN / "fastwarc", "check", archive, cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert re.search(r"\d\d records were verified successfully", checked.stdout + checked.stderr)
    # They would say so.
    content = archive.read_bytes()
    archive.write_bytes(content[:-400] + bytes(100) + content[-300:])
    assert _run(_BIN / "fastwarc", "check", archive, cwd=tmp_path).returncode != 0


@BOTH
def test_wacz_validates_the_pack(made: Callable[[], Pack], tmp_path: Path) -> None:
    wacz = _fetched(peers.wacz(), "wacz")
    file = _unpacked(packed(made()), tmp_path)
    checked = _run(wacz, "validate", "-f", file, cwd=tmp_path)
    assert (checked.returncode, "the passed WACZ is valid" in checked.stdout) == (0, True), checked.stdout
    (tmp_path / "evidence/readme.md").write_bytes(b"another")
    with zipfile.ZipFile(file) as opened:
        names = opened.namelist()
    with zipfile.ZipFile(tmp_path / "bad.wacz", "w") as opened:
        for name in names:
            opened.write(tmp_path / name, name)
    assert _run(wacz, "validate", "-f", tmp_path / "bad.wacz", cwd=tmp_path).returncode != 0


def test_checksums_signature_and_stamp_are_checked_with_standard_tools(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    real, pack = authority(tmp_path / "authority"), make()
    other = {**pack.other, "checkpoint.alder.tsr": real.stamp(pack.checkpoint)}
    _unpacked(packed(replace(pack, other=other)), tmp_path / "pack")
    here = tmp_path / "pack/evidence"
    sums = _run("sha256sum", "--check", "--strict", "evidence/sha256sums.txt", cwd=here.parent)
    assert sums.returncode == 0, sums.stdout
    asked = ["-data", "checkpoint.txt", "-in", "checkpoint.alder.tsr", "-CAfile", real.folder / "root.pem"]
    stamp = _run("openssl", "ts", "-verify", *asked, cwd=here)
    assert "Verification: OK" in stamp.stdout + stamp.stderr
    text, _, tail = (here / "checkpoint.txt").read_text().rpartition("\n\n")
    (here / "text").write_text(f"{text}\n")
    (here / "signature").write_bytes(base64.b64decode(tail.split(" ")[2])[4:])
    (here / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + signing().key.public)
    asked = ["-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"]
    assert _run("openssl", "pkeyutl", "-verify", *asked, cwd=here).returncode == 0


class _Ranges(SimpleHTTPRequestHandler):
    """Serves files with ranges, also those that ask for more of the end than there is (RFC 9110, 14.1.2)."""

    def do_GET(self) -> None:
        match = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if match is None or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        begin = int(match[1]) if match[1] else max(0, len(content) - int(match[2]))
        end = min(int(match[2]), len(content) - 1) if match[1] and match[2] else len(content) - 1
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {begin}-{end}/{len(content)}")
        self.send_header("Content-Length", str(end + 1 - begin))
        self.end_headers()
        self.wfile.write(content[begin : end + 1])

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    def handler(*arguments: object) -> _Ranges:
        return _Ranges(*arguments, directory=str(folder))  # type: ignore[arg-type]

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.browser
def test_replayweb_page_shows_the_captured_page_in_a_browser(tmp_path: Path) -> None:
    replay = _fetched(peers.replay(), "replayweb.page")
    (tmp_path / "a.wacz").write_bytes(packed(make()))
    for name in ("ui.js", "sw.js"):
        shutil.copy(replay / name, tmp_path / name)
    app = '<!doctype html><script src="/ui.js"></script><replay-app-main></replay-app-main>'
    (tmp_path / "index.html").write_text(app)
    with _served(tmp_path) as base, sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_page()
        page.goto(f"{base}/?source=/a.wacz#view=pages&url={quote(URL, safe='')}")
        assert _appears(page, "♪ 90"), [each.url for each in page.frames]


def _appears(page: Page, words: str) -> bool:
    """Whether some frame comes to hold the words within a minute."""
    for _ in range(240):
        for frame in page.frames[1:]:
            try:
                if words in frame.evaluate("document.body ? document.body.innerText : ''"):
                    return True
            except Error:
                continue  # It is being replaced by another.
        page.wait_for_timeout(250)
    return False
