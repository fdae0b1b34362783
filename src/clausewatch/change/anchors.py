"""Where two long sequences are surely the same: what stands once in each, and in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

WIDTH = 12
"""Elements of an anchor: about six words with the spaces between them. Fewer repeat in any text, so few would stand once."""

MOST = 400_000
"""Elements of a side: 200,000 words, more than any policy has, and some 60 MB while they are compared."""


def anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Equal stretches as (place in old, place in new, length), in the order of both, none touching another.

    Patience diff (B. Cohen, 2008) over runs of WIDTH elements: those that stand once on either side, of them the longest
    row that rises in both, each stretched as far as the two agree. Takes time and space in proportion to the lengths; none
    is looked for in what is longer than MOST.
    """
    if max(len(old), len(new)) > MOST:
        return []
    came = _once(new)
    shared = sorted((at, came[words]) for words, at in _once(old).items() if words in came)
    found: list[tuple[int, int, int]] = []
    a = c = 0
    for at, there in _rising(shared):
        if at < a or there < c or old[at : at + WIDTH] != new[there : there + WIDTH]:
            continue
        start, begin = at, there
        while start > a and begin > c and old[start - 1] == new[begin - 1]:
            start, begin = start - 1, begin - 1
        end, stop = at + WIDTH, there + WIDTH
        while end < len(old) and stop < len(new) and old[end] == new[stop]:
            end, stop = end + 1, stop + 1
        found.append((start, begin, end - start))
        a, c = end, stop
    return found


def _once(elements: Sequence[str]) -> dict[int, int]:
    """The hash of every run of WIDTH elements that stands there once, with its place."""
    places: dict[int, int] = {}
    again = set()
    for at in range(len(elements) - WIDTH + 1):
        run = hash(tuple(elements[at : at + WIDTH]))
        if run in places:
            again.add(run)
        else:
            places[run] = at
    return {run: at for run, at in places.items() if run not in again}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs, given by their first place, whose second places rise too."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(there)
            last.append(number)
        else:
            tops[pile], last[pile] = there, number
    row = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]
