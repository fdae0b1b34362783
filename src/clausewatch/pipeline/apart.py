"""Reading a PDF in a process of its own, with bounds on memory and time.

pdfium is a large C++ library that parses hostile files: it may crash, and a small file may ask it for gigabytes or minutes
(nested forms, inflated streams). In a child process that costs one capture its text, and not the round its workers.
`python -m clausewatch.pipeline.apart` is that child: a pickled page on standard input, its reading on standard output.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys

from clausewatch import text
from clausewatch.nouns.document import Page, Reading, Signals, Text
from clausewatch.nouns.evidence import Verdict

_MEMORY = 1_000_000_000
_SECONDS = 5
_SECONDS_PER_MB = 20
_MOST_SECONDS = 120
# Wall time is only a last resort against a child that waits for something: a busy machine must not decide verdicts.
_PATIENCE = 20


def read(page: Page) -> Reading:
    """The page's reading; a PDF's from a child process with 1 GB of memory and CPU seconds by its size.

    5 s and 20 s more for each MB, at most 120 s: text takes about 1 s for each 100,000 characters. What ends the child is the obstacle of
    the reading: too-large for its bounds, error for a crash.
    """
    if not text.is_pdf(page):
        return text.read(page)
    seconds = min(_MOST_SECONDS, _SECONDS + _SECONDS_PER_MB * len(page.body) // 1_000_000)
    command = [sys.executable, "-m", "clausewatch.pipeline.apart", str(seconds)]
    try:
        ended = subprocess.run(  # noqa: S603 (our own module, no shell)
            command, input=pickle.dumps(page), capture_output=True, timeout=_PATIENCE * seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return _obstacle(Verdict.TOO_LARGE, f"reading the PDF takes more than {seconds} seconds")
    if ended.returncode == 0:
        reading = pickle.loads(ended.stdout)  # noqa: S301 (written by our own child, which holds no more rights than we)
        assert isinstance(reading, Reading)
        return reading
    if ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return _obstacle(Verdict.TOO_LARGE, f"reading the PDF takes more than {seconds} seconds")
    if b"MemoryError" in ended.stderr or ended.returncode in (
        -signal.SIGABRT,
        -signal.SIGTRAP,
        -signal.SIGILL,
    ):
        return _obstacle(
            Verdict.TOO_LARGE, f"reading the PDF takes more than {_MEMORY // 1_000_000} MB of memory"
        )
    return _obstacle(Verdict.ERROR, "the PDF is damaged: the reader broke down over it")


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
    reading = text.read(pickle.load(sys.stdin.buffer))  # noqa: S301 (from our own parent)
    pickle.dump(reading, sys.stdout.buffer)


if __name__ == "__main__":
    _child(int(sys.argv[1]))
