"""What sets a claim apart from the text that it cites, as many faint marks: `second` weighs them.

Each mark has a name and a size. Those that speak of one word, verb or party also have words for a reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from clausewatch.meaning.gate.case import PROVIDER_WORDS, USER_WORDS, Case
from clausewatch.meaning.gate.frames import Frame, Who, claim_frames, frames_of
from clausewatch.meaning.gate.leaving import Left
from clausewatch.meaning.gate.literal import neighbours
from clausewatch.meaning.gate.marked_cover import MOST_WORDS, cover
from clausewatch.meaning.gate.marked_words import small_words
from clausewatch.meaning.gate.quantities import quantities
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.sources import sources
from clausewatch.meaning.gate.wording import Word

# What lies beyond these is not looked at, so that long input stays cheap.
_MOST_TOLD = 400
_MOST_FRAMES = 12
NEGATIONS = frozenset(
    "not never no nobody none cannot can't don't doesn't won't mustn't non isn't aren't without unless except neither nor "
    "prohibited forbidden prohibit forbid refuse unable".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What the rules said: the reasons of each that objected, whether one was sure, the weight of the others, what is left out, and
    whether the claim is refused by them."""

    reasons: dict[str, tuple[str, ...]]
    sure: bool
    signs: float
    left: Left
    refused: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """Sizes by name, and what some of them say in words."""

    sizes: dict[str, float] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, size: float = 1.0, words: str = "") -> None:
        self.sizes[name] = size
        if words:
            self.words[name] = words


def marks(case: Case, heard: Heard) -> Marks:
    """The marks of a claim. Deterministic; linear in the length of claim and statements."""
    found = Marks()
    told, near = _told(case), neighbours(case)
    _ruled(found, heard)
    for name, size, words in (*cover(case, told, near), *small_words(case, told, near)):
        found.add(name, size, words)
    _denied(found, case, told, near)
    _framed(found, case)
    _parties(found, case, told)
    _ordered(found, case, told)
    _counted(found, case)
    return found


def _told(case: Case) -> tuple[Word, ...]:
    """The words of the sentences that the claim tells."""
    words = (
        each
        for at, start, end in sources(case)
        for each in case.statements[at].words
        if start <= each.start < end
    )
    return tuple(islice(words, _MOST_TOLD))


def _ruled(found: Marks, heard: Heard) -> None:
    for name, reasons in heard.reasons.items():
        found.add(f"r:{name}", 1.0, reasons[0])
    limit = heard.left.limit
    words = f"the cited text's “{limit.words[:90]}” is left out" if limit is not None else ""
    found.add("left", max(heard.left.odds, -4.0) + 4, words)
    found.add("sure", float(heard.sure))
    found.add("signs", min(heard.signs, 4.0))
    found.add("any", float(heard.signs > 0))
    found.add("refused", float(heard.refused))


def _denied(found: Marks, case: Case, told: tuple[Word, ...], near: float) -> None:
    mine = sum(each.low in NEGATIONS for each in case.whole.words)
    theirs = sum(each.low in NEGATIONS for each in told)
    words = (
        "the claim denies more than the cited text"
        if mine > theirs
        else "the cited text denies more than the claim"
    )
    words = words if mine != theirs else ""
    found.add("denials", float(min(abs(mine - theirs), 3)), words)
    found.add("odd denials", float((mine - theirs) % 2), words)
    found.add("odd denials*near", near * ((mine - theirs) % 2), words)
    found.add("denies", float(mine > 0))
    found.add("denied", float(theirs > 0))
    found.add("denies first", float(mine > 0 and not theirs), "the claim denies, the cited text does not")
    found.add("denies no more", float(theirs > 0 and not mine), "the cited text denies, the claim does not")


def _framed(found: Marks, case: Case) -> None:
    mine = claim_frames(case)[:_MOST_FRAMES]
    theirs = tuple(
        islice((each for one in case.statements for each in frames_of(one, case)), 4 * _MOST_FRAMES)
    )
    found.add("frames", min(len(mine), 4) / 4)
    alone = []
    for frame in mine:
        other = _same(frame, theirs)
        if other is None:
            alone.append(frame.verb)
            continue
        words = f"the claim says “{frame.force}” of “{frame.verb}”, the cited text “{other.force}”"
        found.add(f"f:{frame.force}>{other.force}", 1.0, words if frame.force is not other.force else "")
        if frame.negated != other.negated:
            words = f"“{frame.verb}” is {'denied' if frame.negated else 'affirmed'} by the claim, and not by the cited text"
            found.add("f:turned", 1.0, words)
        else:
            found.add("f:kept")
        if Who.UNSAID in (frame.who, other.who):
            continue
        if frame.who is other.who:
            found.add("f:who")
        else:
            found.add(
                "f:other",
                1.0,
                f"in the claim {frame.who} is said to “{frame.verb}”, in the cited text {other.who}",
            )
    found.add(
        "f:alone",
        min(len(alone), 3) / 3,
        f"the cited text does not say who does “{alone[0]}”" if alone else "",
    )
    said = {each.force for each in mine if each.main} or {each.force for each in mine}
    had = {each.force for each in theirs}
    for each in sorted(said - had):
        found.add(f"F+{each}", 1.0, f"the claim says what someone “{each}” do, the cited text nowhere")
    for each in sorted(had - said):
        found.add(f"F-{each}", 1.0)
    for each in sorted(said):
        found.add(f"F:{each}")


def _same(frame: Frame, theirs: tuple[Frame, ...]) -> Frame | None:
    """The verb of the text that is most likely told."""
    relations = related(frame.verb)
    likes = relations.like | relations.wider
    best: tuple[float, Frame | None] = (0.0, None)
    for other in theirs:
        if frame.stem == other.stem or frame.meanings & other.meanings:
            score = 2.0
        elif other.stem in likes:
            score = 1.0
        else:
            continue
        score += 0.5 * (frame.who is other.who and frame.who is not Who.UNSAID)
        if score > best[0]:
            best = (score, other)
    return best[1]


def _parties(found: Marks, case: Case, told: tuple[Word, ...]) -> None:
    mine, theirs = _sides(case.whole.words, case), _sides(told, case)
    found.add("p:same", float(mine[:1] == theirs[:1]))
    if mine and theirs and mine[0] != theirs[0]:
        found.add(
            "p:swapped",
            1.0,
            f"the claim is first about {_SIDES[mine[0]]}, the cited text about {_SIDES[theirs[0]]}",
        )
    for side, name in _SIDES.items():
        if side in mine and side not in theirs:
            found.add(f"p:+{side}", 1.0, f"the claim speaks of {name}, the cited text does not")
        if side in theirs and side not in mine:
            found.add(f"p:-{side}", 1.0, f"the cited text speaks of {name}, the claim does not")


_SIDES = {"P": "the provider", "U": "the user"}


def _sides(words: tuple[Word, ...], case: Case) -> str:
    found = ""
    for each in words:
        bare = each.low.partition("'")[0]
        side = "P" if bare in PROVIDER_WORDS or bare in case.provider else "U" if bare in USER_WORDS else ""
        if side and not found.endswith(side):
            found += side
    return found


def _ordered(found: Marks, case: Case, told: tuple[Word, ...]) -> None:
    places: dict[str, int] = {}
    for at, each in enumerate(told):
        places.setdefault(each.stem, at)
    row = [places[each.stem] for each in case.whole.words if each.content and each.stem in places][
        :MOST_WORDS
    ]
    swapped = sum(one > other for at, one in enumerate(row) for other in row[at + 1 :])
    found.add("order", swapped / max(1, len(row) * (len(row) - 1) / 2))


def _counted(found: Marks, case: Case) -> None:
    mine = quantities(case.whole.text)
    theirs = {each.value for one in case.statements for each in quantities(one.text)}
    found.add("q:mine", min(len(mine), 3) / 3)
    found.add("q:theirs", min(len(theirs), 3) / 3)
    other = [each.words for each in mine if each.value not in theirs]
    found.add(
        "q:other", float(bool(other)), f"“{other[0]}” is no quantity of the cited text" if other else ""
    )
    found.add("q:lost", float(bool(theirs) and not mine), "the claim tells no quantity of the cited text")
