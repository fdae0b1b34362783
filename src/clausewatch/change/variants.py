"""Pages that alternate between whole texts: an unstable capture, with its variants."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from clausewatch.nouns.change import PastState
from clausewatch.nouns.observed import Variant

# A text withdrawn and put back comes up twice; a page that alternates shows two texts at least twice each.
TIMES = 2


def variants(states: Sequence[PastState]) -> tuple[Variant, ...]:
    """The texts between which a document alternates, the one seen last first; none where it does not alternate.

    `states` are a document's states, oldest first. Texts of the same words are one variant; a variant stands until
    the next state begins, so `last_seen` is the beginning of its latest turn.
    """
    turns = [tuple(turn) for _, turn in groupby(states, key=lambda one: one.fingerprint)]
    seen: dict[str, list[tuple[PastState, ...]]] = {}
    for turn in turns:
        seen.setdefault(turn[0].fingerprint, []).append(turn)
    often = [found for found in seen.values() if len(found) >= TIMES]
    if len(often) < 2:
        return ()
    made = [
        Variant(found[-1][-1].version, found[0][0].observed_at, found[-1][0].observed_at, len(found))
        for found in often
    ]
    return tuple(sorted(made, key=lambda one: (one.last_seen, one.version), reverse=True))
