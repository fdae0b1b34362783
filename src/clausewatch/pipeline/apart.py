"""Reading a PDF in a process of its own, with bounds on memory and time.

pdfium is a large C++ library that parses hostile files: it may crash, be taken over, or be asked by a small file for
gigabytes or minutes (nested forms, inflated streams). In a child process that costs one capture its text, and not the
round its workers. `python -m clausewatch.pipeline.apart` is that child: what it is to read as a line of JSON and the bytes
on standard input, its reading as JSON on standard output (see `answer`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from typing import IO

from clausewatch import text
from clausewatch.nouns.document import Page, Reading, Signals, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.pipeline import answer

_MEMORY = 1_000_000_000
_SECONDS = 5
_SECONDS_PER_MB = 20
_MOST_SECONDS = 120
_MOST_ANSWER = 100_000_000
"""Bytes; the two million characters that are read at most come to less, with a span for every word."""
_MOST_SAID = 100_000
# The child needs no more of the surroundings, least of all credentials or what changes where Python finds its modules.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


def read(page: Page) -> Reading:
    """The page's reading; a PDF's from a child process with 1 GB of memory and CPU seconds by its size.

    5 s and 20 s more for each MB, at most 120 s: text takes about 1 s for each 100,000 characters. What ends the child is
    the obstacle of the reading: too-large for its bounds, error for a crash or an answer that is no reading.
    """
    if not text.is_pdf(page):
        return text.read(page)
    seconds = cpu_seconds(page)
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
        code = _run(page, seconds, told, said)
        said.seek(0)
        memory = b"MemoryError" in said.read(_MOST_SAID)
        if code == 0:
            return _answered(told)
    if code in (None, -signal.SIGXCPU, -signal.SIGKILL):
        return _obstacle(Verdict.TOO_LARGE, f"reading the PDF takes more than {seconds} seconds")
    if memory or code in (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL):
        return _obstacle(
            Verdict.TOO_LARGE, f"reading the PDF takes more than {_MEMORY // 1_000_000} MB of memory"
        )
    return _obstacle(Verdict.ERROR, "the PDF is damaged: the reader broke down over it")


def cpu_seconds(page: Page) -> int:
    """The CPU time that the page may take, by its size."""
    return min(_MOST_SECONDS, _SECONDS + _SECONDS_PER_MB * len(page.body) // 1_000_000)


def patience(seconds: int) -> int:
    """The wall time in seconds for so much CPU time: thrice that on a busy machine, and the start of a process."""
    return 3 * seconds + 10


def _run(page: Page, seconds: int, told: IO[bytes], said: IO[bytes]) -> int | None:
    """Runs the child, its answer and errors going to the files; its exit code, None when it did not end in time."""
    # -P: the directory that a reader happens to stand in is no place to import modules from.
    command = [sys.executable, "-P", "-m", "clausewatch.pipeline.apart", str(seconds)]
    about = json.dumps([page.media_type, page.charset, page.url, page.title]).encode()
    try:
        return subprocess.run(  # noqa: S603 (our own module, no shell)
            command,
            input=about + b"\n" + page.body,
            stdout=told,
            stderr=said,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            timeout=patience(seconds),
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return None


def _answered(told: IO[bytes]) -> Reading:
    told.seek(0)
    given = told.read(_MOST_ANSWER + 1)
    if len(given) > _MOST_ANSWER:
        return _obstacle(Verdict.ERROR, f"the PDF's reader told more than {_MOST_ANSWER // 1_000_000} MB")
    try:
        return answer.read(given)
    except answer.BrokenAnswerError as error:
        return _obstacle(Verdict.ERROR, f"the PDF's reader gave no sound answer ({error})")


def _obstacle(verdict: Verdict, reason: str) -> Reading:
    return Reading(Text(""), Signals("", 0, "", obstacle=(verdict, reason)))


def _child(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bounds; the process of its own still contains a crash.
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_ANSWER + 1, _MOST_ANSWER + 1))
    media_type, charset, url, title = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    sys.stdout.buffer.write(
        answer.write(text.read(Page(body, media_type, charset=charset, url=url, title=title)))
    )


if __name__ == "__main__":
    _child(int(sys.argv[1]))
