"""Work on many documents is done by several processes: this one among them, unless it serves pages meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
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
