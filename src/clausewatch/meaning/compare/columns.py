"""An index as named arrays, as it is kept between runs, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.corpus import Index

FORM = "comparison/2"
"""Grows with every edit of what an index holds or of how it is made from passages."""


def columns_of(index: Index) -> dict[str, NDArray[Any]]:
    """Every array of the index by its name; those of its parts have the part's name before theirs."""
    return _flat(index, "")


def index_from(columns: Mapping[str, NDArray[Any]]) -> Index | None:
    """The index of these arrays, which are not copied; None where one is missing."""
    try:
        return Index(**_parts(Index, columns, ""))
    except KeyError:
        return None


def _flat(thing: object, before: str) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for each in fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, each.name)
        name = f"{before}{each.name}"
        found |= _flat(value, f"{name}.") if is_dataclass(value) else {name: np.ascontiguousarray(value)}
    return found


def _parts(kind: type[Any], columns: Mapping[str, NDArray[Any]], before: str) -> dict[str, Any]:
    hints = get_type_hints(kind)
    found: dict[str, Any] = {}
    for each in fields(kind):
        name, of = f"{before}{each.name}", hints[each.name]
        if isinstance(of, type) and is_dataclass(of):
            found[each.name] = of(**_parts(of, columns, f"{name}."))
        else:
            found[each.name] = columns[name]
    return found
