"""Runs what is pending on this machine: threads for the network, processes for reading."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from urllib.parse import urlsplit

from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline import pending
from clausewatch.pipeline.capture import take_capture
from clausewatch.pipeline.compare import compare_document
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.notify import notify
from clausewatch.pipeline.read import read_some
from clausewatch.storage.catalog import DueSource

Progress = Callable[[str, int, int], None]
"""Told the name of the stage, how much of it is done and how much there is."""

# Fewer than the editions an instance keeps in memory (see EditionShelf).
_AT_HAND = 8

# Below this many documents a second process costs more to start than it saves.
_WORTH_A_POOL = 4


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    captures: tuple[Capture, ...]
    processed: Processed
    alerts: int
    delivered: int


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
    """One round: capture what is due, read, compare, notify, deliver. Whatever a crash left over is done as well."""
    taken = capture_due(instance, platform, progress)
    processed = process_waiting(instance, progress)
    return Round(taken, processed, notify(instance), deliver(instance))


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
    done = Processed()
    if len(waiting) < _WORTH_A_POOL or instance.processes < 2:
        for number, document in enumerate(waiting, 1):
            done += _process(instance, document)
            progress("read", number, len(waiting))
        return done
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(instance.processes, context, _open_worker, (instance.reopen,)) as pool:
        jobs = [pool.submit(_process_in_worker, document) for document in waiting]
        for number, job in enumerate(as_completed(jobs), 1):
            done += job.result()
            progress("read", number, len(waiting))
    return done


def _process(instance: Instance, document: DocumentId) -> Processed:
    """Works on one document. A fault of ours in it is told and stays pending; it must not hold up the others."""
    read = compared = 0
    try:
        while True:
            # A few at a time, so that what was just read is still at hand when it is compared.
            count = read_some(instance, document, _AT_HAND)
            read += count
            compared += compare_document(instance, document)
            if count < _AT_HAND:
                return Processed(read, compared)
    except Exception as error:  # noqa: BLE001 (the worker loop: one document's fault is reported, not spread)
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{where.filename.rpartition('/')[2]}:{where.lineno}"
        return Processed(read, compared, (f"{document}: {type(error).__name__} at {place}: {error}",))


_worker: list[Instance] = []


def _open_worker(reopen: Callable[[], Instance]) -> None:
    # Ctrl-C is for the process that gave the work; it ends the pool when a document is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(reopen())


def _process_in_worker(document: DocumentId) -> Processed:
    (instance,) = _worker
    return _process(instance, document)
