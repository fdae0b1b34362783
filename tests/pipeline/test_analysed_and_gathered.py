"""Analysing and gathering what comparing needs in one pass gives what both give one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.pipeline.test_analyse import history, times

from clausewatch.meaning.compare import Table, columns_of
from clausewatch.pipeline import comparing
from clausewatch.pipeline.analyse import Analysed
from clausewatch.pipeline.comparing import analysed_and_gathered, gathered
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import analyse_waiting
from clausewatch.pipeline.passages import InForce, table_in


def _at_once(instance: Instance) -> Analysed:
    return analysed_and_gathered(instance, everything=True)


def _apart(instance: Instance) -> Analysed:
    return analyse_waiting(instance, everything=True)


def test_one_pass_gives_what_two_give(tmp_path: Path) -> None:
    found = []
    ways: dict[str, Callable[[Instance], Analysed]] = {"at once": _at_once, "apart": _apart}
    for name, way in ways.items():
        (tmp_path / name).mkdir()
        with history(tmp_path / name) as on:
            done = way(on.instance)
            corpus = gathered(on.instance).corpus
            assert (done.versions, done.faults) == (4, ())
            assert len(corpus)
            columns = {each: values.tobytes() for each, values in columns_of(corpus.index).items()}
            found.append((done, times(on), columns))
    assert found[0] == found[1]


def test_tables_that_were_made_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(place: InForce, editions: EditionShelf) -> Table:
        made.append(place.document.id)
        return table_in(place, editions)

    monkeypatch.setattr(comparing, "table_in", counted)
    with history(tmp_path) as on:
        _at_once(on.instance)
        assert made == [on.document.id]
