"""How far the cited text covers the words of a claim, where in the claim those stand that it does not, and what the claim drops."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.leaving import Pool, own_words, telling
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.wording import Word
from clausewatch.meaning.vectors import word_vectors

Mark = tuple[str, float, str]
"""A mark's name, its size and what it says in words, empty where it says nothing of one word, verb or party."""

# No sentence has more words than this; what lies beyond is not looked at, so that long input stays cheap.
MOST_WORDS = 60
_LIKENESSES = (0.35, 0.5, 0.65)
_RUN = 6


def cover(case: Case, told: tuple[Word, ...], near: float) -> Iterator[Mark]:
    """Marks of the claim's words that the text does not bear and of the told sentences' words that the claim drops.

    `near` is the share of the claim's pairs of neighbours that are neighbours in the text.
    """
    mine = telling(case)
    own = own_words(case, mine)
    content = [each for each in told if each.content]
    places = tuple(islice(case.uncovered, MOST_WORDS))
    strange = [case.claim.words[at] for at in places]
    pool = Pool(mine)
    lost = [each for each in content if each not in pool]
    yield "own", own, ""
    yield "near", near, ""
    yield "length", math.log(len(mine) + 1), ""
    yield "told length", math.log(len(told) + 1), ""
    yield from _foreign(strange, content, own, max(1, len(mine)))
    yield from _placed(case, places)
    yield from _dropped(lost, max(1, len(content)), own, near)
    yield from _replaced(strange, lost)
    for each in strange:
        yield f"+s:{each.stem}", 1.0, f"“{each.low}” is in the claim, nothing like it in the cited text"


def _foreign(strange: list[Word], content: list[Word], own: float, size: int) -> Iterator[Mark]:
    words = f"nothing in the cited text bears “{_some(strange)}”" if strange else ""
    yield "foreign", len(strange) / size, words
    yield "foreigners", min(len(strange), 6) / 6, words
    yield "foreign*own", own * len(strange) / size, words
    likes = _likenesses(strange, content)
    yield "least like", min(likes, default=1.0), ""
    yield "mean like", sum(likes) / len(likes) if likes else 1.0, ""
    for least in _LIKENESSES:
        unlike = [word for word, like in zip(strange, likes, strict=True) if like < least]
        words = f"nothing in the cited text is like “{_some(unlike)}”" if unlike else ""
        yield f"unlike {least}", min(len(unlike), 4) / 4, words


def _placed(case: Case, places: tuple[int, ...]) -> Iterator[Mark]:
    """Where foreign words stand: one at the end, or many together, is mostly added; those spread about are a paraphrase."""
    words = case.claim.words
    content = [at for at, each in enumerate(words) if each.content]
    size = max(1, len(content))
    here = set(places)
    last = bool(content) and content[-1] in here
    yield (
        "last",
        float(last),
        f"the claim ends with “{words[content[-1]].low}”, which the cited text does not bear" if last else "",
    )
    yield "first", float(bool(content) and content[0] in here), ""
    late = [words[at] for at in places if 2 * at > len(words)]
    yield (
        "late",
        len(late) / size,
        f"the claim's end has “{_some(late)}”, which the cited text does not bear" if late else "",
    )
    together = max(
        (tuple(at for at in range(one, one + _RUN) if at in here) for one in places), key=len, default=()
    )
    run = " ".join(words[at].low for at in together)
    yield (
        "run",
        len(together) / _RUN,
        f"“{run}” stand together in the claim, and not in the cited text" if len(together) > 1 else "",
    )
    formed = sum(words[at].stem in case.stems for at in content) / size
    yield "loosely", 1 - formed - len(places) / size, ""
    yield "named", sum(map(case.names, content)) / size - formed, ""


def _dropped(lost: list[Word], size: int, own: float, near: float) -> Iterator[Mark]:
    words = f"of the cited text “{_some(lost)}” is left out" if lost else ""
    recall = 1 - len(lost) / size
    yield "recall", recall, ""
    yield "recall*own", recall * own, ""
    yield "lost", math.log(1 + len(lost)), words
    yield "lost*near", near * math.log(1 + len(lost)), words


def _likenesses(strange: list[Word], content: list[Word]) -> list[float]:
    """Of each foreign word, how near the nearest word of the text is."""
    vectors = word_vectors()
    known = list(dict.fromkeys(each.low for each in content if vectors.known(each.low)))
    if not strange or not known:
        return [0.0] * len(strange)
    theirs = vectors.of(known)
    return [
        float((theirs @ vectors.of((each.low,))[0]).max()) if vectors.known(each.low) else 0.0
        for each in strange
    ]


def _replaced(strange: list[Word], lost: list[Word]) -> Iterator[Mark]:
    """A foreign word that stands for a dropped one: its opposite, or one of the same kind."""
    vectors = word_vectors()
    gone = {each.stem: each.low for each in islice(lost, MOST_WORDS)}
    names = list(dict.fromkeys(each for each in gone.values() if vectors.known(each)))
    theirs = vectors.of(names) if names else None
    nearest, words = 0.0, ""
    for each in strange:
        for key in sorted(related(each.low).opposite & gone.keys()):
            yield "opposite", 1.0, f"“{each.low}” is the contrary of the cited text's “{gone[key]}”"
        if theirs is None or not vectors.known(each.low):
            continue
        likes = theirs @ vectors.of((each.low,))[0]
        at = int(likes.argmax())
        if likes[at] > nearest:
            nearest = float(likes[at])
            words = f"“{each.low}” stands where the cited text has “{names[at]}”"
    yield "nearest", nearest, ""
    if nearest > _LIKENESSES[1]:
        yield "instead", nearest, words


def _some(words: list[Word]) -> str:
    return " ".join(each.low for each in words[:6])
