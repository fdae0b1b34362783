"""Reading beside the peers, in one run on the same pages: documents per CPU second of one warm process, and peak memory.

The peers are installed when first asked for, each into its own folder under the user's cache (CLAUSEWATCH_BENCH_CACHE):
Open Terms Archive's engine by npm, trafilatura by uv. One that cannot be had is left out with a message. Only the pages that Open Terms Archive can extract with
their own declarations are counted: giving up on a page is quick.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PEERS = Path(__file__).resolve().parent / "peers"
CACHE = Path(os.environ.get("CLAUSEWATCH_BENCH_CACHE", Path.home() / ".cache" / "clausewatch-bench"))
ENGINE = "@opentermsarchive/engine@9.1.0"
TRAFILATURA = "trafilatura==2.0.0"


@dataclass(frozen=True)
class Reader:
    """What one reader did with the pages. `times` is its speed over Open Terms Archive's, 0 when that is not known."""

    name: str
    docs: int
    failed: int
    cpu_seconds: float
    docs_per_cpu_second: float
    peak_mb: float
    times: float = 0.0


def readers(gold: Path) -> Iterator[Reader]:
    """Open Terms Archive first, as the others are told by it; then ours to Markdown, to provisions and to findings; then trafilatura."""
    pages = list(_pages(gold))
    listing = "\n".join(map(json.dumps, pages)) + "\n"
    counted = list(range(len(pages)))
    base = 0.0
    node = _engine()
    if node:
        command = [node, str(PEERS / "open_terms_archive.mjs"), str(CACHE / "engine")]
        found = _run(command, listing)
        counted = [number for number, (_, text) in enumerate(found["each"]) if text]
        theirs = _reader("Open Terms Archive", found, counted)
        base = theirs.docs_per_cpu_second
        yield theirs
    ours = [sys.executable, str(PEERS / "ours.py")]
    yield _reader("clausewatch to Markdown", _run(ours, listing), counted, base)
    yield _reader("clausewatch to provisions", _run([*ours, "provisions"], listing), counted, base)
    yield _reader("clausewatch to findings", _run([*ours, "findings"], listing), counted, base)
    other = _trafilatura()
    if other:
        found = _run([str(other), str(PEERS / "with_trafilatura.py")], listing)
        yield _reader("trafilatura", found, counted, base)


def line(reader: Reader) -> str:
    """The figures as a line."""
    times = f", {reader.times:.0f} times Open Terms Archive" if reader.times else ""
    return (
        f"reading, {reader.name}: {reader.docs_per_cpu_second:.1f} docs per CPU second{times}, {reader.peak_mb:.0f} MB peak "
        f"({reader.docs} pages, {reader.failed} without text)"
    )


def _pages(gold: Path) -> Iterator[dict[str, object]]:
    """The pages that have a declaration Open Terms Archive can be driven by, with that declaration."""
    for about in sorted(gold.glob("*.json")):
        source = about.with_suffix(".html.gz")
        given = json.loads(about.read_text())
        if source.exists() and given.get("select"):
            content = gzip.decompress(source.read_bytes()).decode("utf-8", "replace")
            yield {
                "content": content,
                "url": given["url"],
                "select": given["select"],
                "remove": given.get("remove"),
            }


def _run(command: list[str], listing: str) -> dict[str, Any]:
    done = subprocess.run(
        command, input=listing, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _reader(name: str, found: dict[str, Any], counted: list[int], base: float = 0.0) -> Reader:
    cpu = sum(found["each"][number][0] for number in counted)
    failed = sum(not found["each"][number][1] for number in counted)
    speed = len(counted) / cpu
    times = round(speed / base, 1) if base else 0.0
    return Reader(name, len(counted), failed, round(cpu, 2), round(speed, 1), round(found["peak_mb"]), times)


def _engine() -> str:
    """How node is called, once the engine is there; "" when it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        _missing("Open Terms Archive", "node and npm are not installed")
        return ""
    folder = CACHE / "engine"
    if not (folder / "node_modules" / "@opentermsarchive").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        wanted = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", ENGINE]
        if not _installed("Open Terms Archive", wanted, folder):
            return ""
    return node


def _trafilatura() -> Path | None:
    folder = CACHE / "trafilatura"
    python = folder / "bin" / "python"
    if python.exists():
        return python
    uv = shutil.which("uv") or str(Path(__file__).resolve().parents[1] / ".uv" / "bin" / "uv")
    CACHE.mkdir(parents=True, exist_ok=True)
    made = _installed("trafilatura", [uv, "venv", "--quiet", str(folder)], CACHE) and _installed(
        "trafilatura", [uv, "pip", "install", "--quiet", "--python", str(python), TRAFILATURA], CACHE
    )
    return python if made else None


def _installed(name: str, command: list[str], folder: Path) -> bool:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        _missing(name, f"installing failed: {getattr(error, 'stderr', '') or error}"[:300])
        return False
    return True


def _missing(name: str, reason: str) -> None:
    print(f"reading: {name} is left out: {reason}", file=sys.stderr)
