"""Runs what is pending on this machine: threads for the network, processes for reading."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TypeVar, cast
from urllib.parse import urlsplit

from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline import pending
from clausewatch.pipeline.analyse import (
    Analysed,
    adopt_taxonomy,
    analyse_all,
    analyse_current,
    waiting_versions,
)
from clausewatch.pipeline.capture import take_capture
from clausewatch.pipeline.checkpoint import Logged, log_waiting
from clausewatch.pipeline.clauses import choose_waiting
from clausewatch.pipeline.compare import compare_document
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.failing import deliver_notices, tell_failing
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.notify import notify
from clausewatch.pipeline.read import read_some
from clausewatch.pipeline.searching import index_waiting
from clausewatch.pipeline.stamping import stamp_head
from clausewatch.ports import Stamped
from clausewatch.storage.catalog import DueSource

Progress = Callable[[str, int, int], None]
"""Told the name of the stage, how much of it is done and how much there is."""

Result = TypeVar("Result")

Outcome = tuple[Result | None, str]
"""What the work gave, or the fault of ours that kept it from that."""

# Fewer than the editions an instance keeps in memory (see EditionShelf).
_AT_HAND = 8

# What another process is given at once, so that it has work while this one is at its own.
_AHEAD = 2

# Below this many documents a second process costs more to start than it saves.
_WORTH_A_POOL = 4


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    captures: tuple[Capture, ...]
    processed: Processed
    analysed: Analysed
    logged: Logged
    alerts: int
    delivered: int
    stamped: Stamped
    untold: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """What a fault of ours kept from a step: documents, alerts, and why the log could not be appended to."""
        return self.processed.faults + self.analysed.faults + self.logged.faults + self.untold


@dataclass(frozen=True, slots=True)
class Processed:
    """How many captures were read and versions compared, and the documents a fault of ours kept from that."""

    read: int = 0
    compared: int = 0
    faults: tuple[str, ...] = ()

    def __add__(self, other: Processed) -> Processed:
        return Processed(self.read + other.read, self.compared + other.compared, self.faults + other.faults)


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def run_round(instance: Instance, platform: PlatformId | None = None, progress: Progress = quiet) -> Round:
    """One round: capture what is due, read, compare, analyse what is current, log all of it, notify, deliver, have the log's head stamped.

    Whatever a crash left over is done as well.
    """
    taken = capture_due(instance, platform, progress)
    processed = process_waiting(instance, progress)
    analysed = analyse_waiting(instance, progress=progress)
    logged = log_waiting(instance)
    notified = notify(instance)
    made = notified.alerts + tell_failing(instance)
    sent = deliver(instance) + deliver_notices(instance)
    untold = notified.faults + sent.faults
    # Last, so that an authority that is slow holds up nobody.
    return Round(taken, processed, analysed, logged, made, sent.taken, stamp_head(instance), untold)


def capture_due(
    instance: Instance, platform: PlatformId | None = None, progress: Progress = quiet
) -> tuple[Capture, ...]:
    """Captures every source that is due, hosts side by side, one request at a time for each host."""
    due = pending.due_sources(instance.database, instance.clock.now(), platform)
    if not due:
        return ()
    taken: list[Capture] = []
    with ThreadPoolExecutor(max_workers=instance.threads, thread_name_prefix="capture") as threads:
        jobs = [threads.submit(_capture_host, instance, sources) for sources in _by_host(due)]
        for job in as_completed(jobs):
            taken += job.result()
            progress("capture", len(taken), len(due))
    return tuple(sorted(taken, key=lambda each: (each.observed_at, each.id)))


def _by_host(due: Iterable[DueSource]) -> list[list[DueSource]]:
    hosts: dict[str, list[DueSource]] = {}
    for each in due:
        hosts.setdefault(urlsplit(each.source.url).netloc, []).append(each)
    return list(hosts.values())


def _capture_host(instance: Instance, sources: list[DueSource]) -> list[Capture]:
    return [take_capture(instance, each) for each in sources]


def process_waiting(instance: Instance, progress: Progress = quiet) -> Processed:
    """Reads and compares all that waits.

    A document is always worked on by one process, in the order of its history.
    """
    waiting = pending.waiting_documents(instance.database)
    done, faults = over_documents(instance, waiting, _process, progress)
    return sum(done, Processed(faults=faults))


def analyse_waiting(
    instance: Instance,
    platform: PlatformId | None = None,
    *,
    everything: bool = False,
    progress: Progress = quiet,
) -> Analysed:
    """Finds out what current versions mean, with `everything` all versions, where the present recipe did not yet."""
    work = analyse_all if everything else analyse_current
    done, faults = over_analysis(instance, work, platform, everything=everything, progress=progress)
    return sum(done, Analysed(faults=faults))


def over_analysis(
    instance: Instance,
    work: Callable[[Instance, DocumentId], Result],
    platform: PlatformId | None = None,
    *,
    everything: bool = False,
    progress: Progress = quiet,
) -> tuple[list[Result], tuple[str, ...]]:
    """`over_documents` for those that wait to be analysed, when what is kept of all is brought up to date."""
    adopt_taxonomy(instance.database)
    index_waiting(instance.database)
    choose_waiting(instance.database)
    waiting = waiting_versions(instance.database, platform, everything=everything)
    return over_documents(
        instance, sorted(waiting), work, lambda _stage, done, total: progress("analyse", done, total)
    )


def over_documents(
    instance: Instance,
    documents: Sequence[DocumentId],
    work: Callable[[Instance, DocumentId], Result],
    progress: Progress = quiet,
) -> tuple[list[Result], tuple[str, ...]]:
    """What `work` gives for each document, and the faults of ours that kept some from it; several side by side.

    `work` is a function of a module: it may be called in another process.
    """
    done: list[Result] = []
    faults: list[str] = []
    for number, (found, fault) in enumerate(_results(instance, documents, work), 1):
        if fault:
            faults.append(fault)
        else:
            done.append(cast("Result", found))
        progress("read", number, len(documents))
    return done, tuple(faults)


def _results(
    instance: Instance, documents: Sequence[DocumentId], work: Callable[[Instance, DocumentId], Result]
) -> Iterator[Outcome[Result]]:
    if len(documents) < _WORTH_A_POOL or instance.processes < 2:
        for document in documents:
            yield _guarded(instance, document, work)
        return
    context = multiprocessing.get_context("spawn")
    others = instance.processes if instance.serving else instance.processes - 1
    with ProcessPoolExecutor(others, context, _open_worker, (instance.reopen,)) as pool:
        try:
            if instance.serving:
                jobs = deque(pool.submit(_in_worker, document, work) for document in documents)
            else:
                jobs = deque()
                yield from _worked_along(instance, pool, jobs, deque(documents), work, _AHEAD * others)
            for job in as_completed(jobs):
                yield job.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _worked_along(
    instance: Instance,
    pool: ProcessPoolExecutor,
    jobs: deque[Future[Outcome[Result]]],
    left: deque[DocumentId],
    work: Callable[[Instance, DocumentId], Result],
    ahead: int,
) -> Iterator[Outcome[Result]]:
    """Gives the documents that are left to the other processes, `ahead` at a time, and does one here whenever they have so many:
    a process more costs seconds to start, and this one has everything loaded. What the others still work on stays in `jobs`."""
    while left:
        while left and len(jobs) < ahead:
            jobs.append(pool.submit(_in_worker, left.popleft(), work))
        if left:
            yield _guarded(instance, left.pop(), work)
        # Whichever is done, not only the first: behind one that takes long the others would have nothing to do.
        for job in [each for each in jobs if each.done()]:
            jobs.remove(job)
            yield job.result()


def _guarded(
    instance: Instance, document: DocumentId, work: Callable[[Instance, DocumentId], Result]
) -> Outcome[Result]:
    """A fault of ours in one document is told and its work stays to be done; it must not hold up the others."""
    try:
        return work(instance, document), ""
    except Exception as error:  # noqa: BLE001 (the worker loop: one document's fault is reported, not spread)
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{where.filename.rpartition('/')[2]}:{where.lineno}"
        return None, f"{document}: {type(error).__name__} at {place}: {error}"


def _process(instance: Instance, document: DocumentId) -> Processed:
    read = compared = 0
    while True:
        # A few at a time, so that what was just read is still at hand when it is compared.
        count = read_some(instance, document, _AT_HAND)
        read += count
        compared += compare_document(instance, document)
        if count < _AT_HAND:
            return Processed(read, compared)


_worker: list[Instance] = []


def _open_worker(reopen: Callable[[], Instance]) -> None:
    # Ctrl-C is for the process that gave the work; it ends the pool when a document is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(reopen())


def _in_worker(document: DocumentId, work: Callable[[Instance, DocumentId], Result]) -> Outcome[Result]:
    (instance,) = _worker
    return _guarded(instance, document, work)
