"""Work on many documents is done by several processes: this one among them, unless it serves pages meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from clausewatch.nouns.identity import DocumentId
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import over_documents, quiet
from clausewatch.wiring import open_instance

DOCUMENTS = tuple(DocumentId(f"birchwood/no-{number}") for number in range(40))


def whose(_instance: Instance, document: DocumentId) -> tuple[DocumentId, int]:
    """Which process looked at the document; the third of them has a fault."""
    if document.endswith("-3"):
        raise ValueError("no text")
    return document, os.getpid()


def first_waits(instance: Instance, document: DocumentId) -> tuple[DocumentId, int]:
    """The first is stuck until this process saw others at work that were given to them after it was."""
    folder = Path(instance.base_url)
    if multiprocessing.parent_process() is None:
        at_once = list(folder.glob("ours-*")) == []
        if not until(
            lambda: len(list(folder.glob("theirs-*"))) >= (3 if at_once else 4), 60 if at_once else 10
        ):
            (folder / "in vain").touch()
        (folder / f"ours-{document.rpartition('/')[2]}").touch()
    elif document == DOCUMENTS[0]:
        until(lambda: len(list(folder.glob("ours-*"))) >= 2, 120)
    else:
        (folder / f"theirs-{document.rpartition('/')[2]}").touch()
    return document, os.getpid()


def until(there: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not there() and time.monotonic() < end:
        time.sleep(0.02)
    return there()


def reopened(folder: str, home: Path) -> Instance:
    return replace(open_instance(home, {}), base_url=folder)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    found = open_instance(tmp_path, {}, create=True)
    yield replace(found, processes=2)
    found.close()


def test_each_document_is_done_once_and_a_fault_is_told(instance: Instance) -> None:
    told: list[int] = []
    done, faults = over_documents(instance, DOCUMENTS, whose, lambda _stage, now, _all: told.append(now))
    assert sorted(document for document, _ in done) == sorted(set(DOCUMENTS) - {DOCUMENTS[3]})
    assert [each.partition(":")[0] for each in faults] == [DOCUMENTS[3]]
    assert told == list(range(1, 41))


def test_this_process_works_along_unless_it_serves_pages(instance: Instance) -> None:
    along, _ = over_documents(instance, DOCUMENTS, whose, quiet)
    assert os.getpid() in {process for _, process in along}
    away, _ = over_documents(replace(instance, serving=True), DOCUMENTS, whose, quiet)
    assert os.getpid() not in {process for _, process in away}
    assert {document for document, _ in along} == {document for document, _ in away}


def test_the_others_go_on_while_one_takes_long(instance: Instance, tmp_path: Path) -> None:
    folder = tmp_path / "seen"
    folder.mkdir()
    three = replace(
        instance, processes=3, base_url=str(folder), reopen=partial(reopened, str(folder), tmp_path)
    )
    done, faults = over_documents(three, DOCUMENTS[:12], first_waits, quiet)
    assert (faults, len(done)) == ((), 12)
    assert not (folder / "in vain").exists(), "the others were given more, though the first was stuck"
