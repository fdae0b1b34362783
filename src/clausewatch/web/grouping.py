"""Platforms of one company that say the same nearly word for word, shown as one with its members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clausewatch.meaning.alike import Clauses, copies, names_of_both, nearly_same, one_company
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Matrix, MatrixCell
from clausewatch.web.stances import Speaking


@dataclass(frozen=True, slots=True)
class Group:
    """A platform with its clauses, and those of the same company whose clauses only repeat them."""

    first: Speaking
    copies: tuple[Speaking, ...]

    @property
    def members(self) -> tuple[Platform, ...]:
        return (self.first.platform, *(each.platform for each in self.copies))


def by_company(speaking: Sequence[Speaking]) -> tuple[Group, ...]:
    """Every platform once, in the same order, near-copies with the one they repeat."""
    clauses = [Clauses(each.platform, tuple(one.quotation for one in each.clauses)) for each in speaking]
    return tuple(
        Group(speaking[first], tuple(speaking[place] for place in rest)) for first, *rest in copies(clauses)
    )


def near_marked(matrix: Matrix, owners: Iterable[Platform]) -> Matrix:
    """The matrix with every clause marked that nearly repeats one of the same company further left in its row."""
    by_id = {each.id: each for each in owners}
    columns = [by_id[platform] for platform, _ in matrix.platforms]
    return replace(matrix, cells=tuple(_row_marked(row, columns) for row in matrix.cells))


def _row_marked(row: Sequence[MatrixCell], columns: Sequence[Platform]) -> tuple[MatrixCell, ...]:
    marked: list[MatrixCell] = []
    for place, cell in enumerate(row):
        near = next(
            (
                columns[left].id
                for left in range(place)
                if marked[left].near is None and _same(row[left], cell, columns[left], columns[place])
            ),
            None,
        )
        marked.append(replace(cell, near=near))
    return tuple(marked)


def _same(left: MatrixCell, right: MatrixCell, owner: Platform, other: Platform) -> bool:
    if left.standing is None or right.standing is None or not one_company(owner, other):
        return False
    names = names_of_both(owner, other)
    return nearly_same(left.standing.quotation, right.standing.quotation, names)
