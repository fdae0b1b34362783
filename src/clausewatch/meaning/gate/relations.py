"""What words are to each other in general English: alike, wider, opposite. From WordNet, by `tools/word_net.py`."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from clausewatch.meaning.gate.wording import irregular, stem


@dataclass(frozen=True, slots=True)
class Relations:
    """Stems: of words that say the same or are derived from it, of words that say more generally so, of opposites."""

    like: frozenset[str]
    wider: frozenset[str]
    opposite: frozenset[str]


_NONE = Relations(frozenset(), frozenset(), frozenset())
# So wide that they would bear nearly everything.
_EMPTY = frozenset(map(stem, "act be make person thing object entity change whole give get move say express communicate act have take use do go state put work part group cause event activity control matter information".split()))  # fmt: skip


@cache
def _lines() -> dict[str, str]:
    """Word to its unparsed line, read at first use (about 30 ms)."""
    packed = files("clausewatch.meaning").joinpath("knowledge/relations.txt.gz").read_bytes()
    rows = gzip.decompress(packed).decode("ascii").split("\n")
    return {word: rest for word, _, rest in (row.partition("\t") for row in rows)}


@lru_cache(maxsize=20000)
def related(low: str) -> Relations:
    """The relations of a lower-case word in any of its forms; phrases are left out."""
    rows = [row.split("\t") for form in forms(low) if (row := _lines().get(form))]
    if not rows:
        return _NONE
    like, wider, opposite = (
        frozenset(stem(word) for row in rows for word in row[at].split(",") if word and "_" not in word)
        for at in range(3)
    )
    own = stem(low)
    return Relations(like - {own}, wider - _EMPTY - {own}, opposite - like - {own})


@lru_cache(maxsize=20000)
def forms(low: str) -> tuple[str, ...]:
    """The word as printed and what it may be a form of ("deleted": delete), as far as WordNet has them."""
    low = low.partition("'")[0]
    found = [low, *irregular(low)]
    for ending, instead in (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e")):  # fmt: skip
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            base = low.removesuffix(ending) + instead
            found.append(base)
            if ending in ("ed", "ing") and not instead and base[-1] == base[-2]:
                found.append(base[:-1])
    return tuple(dict.fromkeys(each for each in found if each in _lines()))
