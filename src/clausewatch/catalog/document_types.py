"""The kinds of policy documents: a closed vocabulary, so that documents of a kind can be compared across platforms."""

from __future__ import annotations

import difflib
from importlib.resources import files


def _read() -> tuple[tuple[str, ...], ...]:
    lines = (
        files("clausewatch.catalog").joinpath("document_types.txt").read_text(encoding="utf-8").splitlines()
    )
    return tuple(
        tuple(name.strip() for name in line.split("|")) for line in lines if line and not line.startswith("#")
    )


_ENTRIES = _read()

DOCUMENT_TYPES: tuple[str, ...] = tuple(names[0] for names in _ENTRIES)
"""Open Terms Archive's vocabulary (opentermsarchive/terms-types), then the kinds that AI developers add to it."""

_KNOWN_AS = {name.casefold(): names[0] for names in _ENTRIES for name in names}


def closest_type(name: str) -> str | None:
    """The type that `name` most likely means, by its spelling or another name for it; None when none is near."""
    near = difflib.get_close_matches(name.casefold(), _KNOWN_AS, n=1, cutoff=0.7)
    return _KNOWN_AS[near[0]] if near else None
