"""The typed facts of an edit: which modals, figures, limits and listed things the edited words hold. No judgement yet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from clausewatch.change.lexicon import (
    BEING,
    FUNCTION_WORDS,
    LIMITS,
    LONE_LIMITS,
    MODALS,
    MONEY_SIGNS,
    NEGATING,
    NEGATIONS,
    NUMBER_WORDS,
    OPPOSITES,
    QUALIFYING,
    TIME_UNITS,
    WHERE,
)
from clausewatch.change.measures import UNIT_REACH, amount, refers, verb
from clausewatch.change.nature import Edit
from clausewatch.change.units import Unit
from clausewatch.change.wording import DATE_MARK, Word, words
from clausewatch.nouns.document import StatementKind

# A modal inside a longer run belongs to a clause that came or went, not to the rule's own verb. Longest run in the hand
# lists of data/provision-changes in which the rule's own modal changed: 3 words.
MODAL_RUN = 4
# One or two words put before a noun qualify it ("unauthorised access"); more of them are a thing of their own.
MODIFIER_WORDS = 2
# Shorter words beside their prefix are other words ("come", "income" aside): "able" is the shortest of use.
STEM_LETTERS = 4
# The verb stands so near a place ("performed mainly in").
BEING_REACH = 4
_NONE = frozenset([(), ("non",)])
_PER = frozenset(["a", "an", "per", "each", "every", "pro", "par"])


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that became another; `unit` is the word counted ("days") or the sign of money, empty when there is none.

    `old_at` and `new_at` are its places among the words of either side; `refers` says that it only tells where
    something stands ("Section 4.2").
    """

    old: str
    new: str
    unit: str
    old_at: int = -1
    new_at: int = -1
    refers: bool = False

    @property
    def timed(self) -> bool:
        """Whether it counts time."""
        return self.unit in TIME_UNITS


@dataclass(frozen=True, slots=True)
class Facts:
    """What the edited words of one difference hold, both sides apart.

    `came` and `went` are the edited words in order; `modal` says that the rule's own modal or negation changed; `tight`
    and `slack` that what narrows it came or went, `limited` that it was a limit in so many words ("only"); `grew` and `shrank` that
    something was put to or taken from what the rule covers; `named` that a name took the place of a name, `placed` that it
    is where something is; `opposed` that a word became its opposite; `dated` that a date became another.
    """

    came: tuple[str, ...]
    went: tuple[str, ...]
    modal: bool
    figures: tuple[Figure, ...]
    references: tuple[Figure, ...]
    limited: bool
    tight: bool
    slack: bool
    grew: bool
    shrank: bool
    named: bool
    opposed: bool = False
    placed: bool = False
    dated: bool = False

    @property
    def weight(self) -> int:
        """How many content words were edited, the greater side."""
        return max(_matter(self.came), _matter(self.went))

    @property
    def surplus(self) -> int:
        """How many more content words came than went."""
        return _matter(self.came) - _matter(self.went)

    @property
    def edited(self) -> str:
        """The words that went and those that came, for patterns."""
        return " ".join((*self.went, "|", *self.came))


def facts(old: Unit, new: Unit, edits: tuple[Edit, ...]) -> Facts:
    """The facts of `edits` between two units."""
    judged = [_scope(old, new, edit) for edit in edits]
    figures = [figure for edit in edits for figure in _figures(old, new, edit)]
    return Facts(
        came=tuple(key for edit in edits for key in edit.new),
        went=tuple(key for edit in edits for key in edit.old),
        modal=any(_modal(edit) for edit in edits),
        figures=tuple(one for one in figures if not one.refers),
        references=tuple(one for one in figures if one.refers),
        limited=any(_limits(edit.new) != _limits(edit.old) for edit in edits),
        tight=any(one == "tight" for one in judged),
        slack=any(one == "slack" for one in judged),
        grew=any(one == "grew" for one in judged),
        shrank=any(one == "shrank" for one in judged),
        named=any(
            _names(old, edit.old_at, len(edit.old)) and _names(new, edit.new_at, len(edit.new))
            for edit in edits
        ),
        opposed=any(_opposed(old, new, edit) for edit in edits),
        placed=any(_placed(old, new, edit) for edit in edits),
        dated=not (old.dated and new.dated) and any(_dates(one.old) and _dates(one.new) for one in edits),
    )


def _opposed(old: Unit, new: Unit, edit: Edit) -> bool:
    """Whether a word became its opposite: another word, a prefix before it, or "non" put to it or taken from it."""
    if edit.old in _NONE and edit.new in _NONE:
        unit, at = (new, edit.new_at) if edit.new else (old, edit.old_at)
        return at + 1 < len(unit.keys)
    if len(edit.old) != len(edit.new) or len(edit.old) > MODIFIER_WORDS:
        return False
    return any(_opposite(one, other) for one, other in zip(edit.old, edit.new, strict=True))


def _opposite(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (one, other) in OPPOSITES or any(
        long == prefix + short and len(short) >= STEM_LETTERS for prefix in NEGATING
    )


def _placed(old: Unit, new: Unit, edit: Edit) -> bool:
    """Whether the name of a place took the place of another's ("in Ireland", "in Luxembourg")."""
    before = old.keys[max(0, edit.old_at - BEING_REACH) : edit.old_at]
    if not before or before[-1] not in WHERE or not BEING & set(before):
        return False
    return _names(old, edit.old_at, len(edit.old)) and _names(new, edit.new_at, len(edit.new))


def _dates(said: tuple[str, ...]) -> bool:
    return any(key.startswith(DATE_MARK) for key in said)


def is_number(key: str) -> bool:
    """Whether a folded word is a figure, in digits or letters; a calendar date is none."""
    return key[0].isdigit() or key in NUMBER_WORDS


def _matter(said: tuple[str, ...]) -> int:
    return sum(1 for key in said if key not in FUNCTION_WORDS and len(key) > 2)


def _unnumbered(said: tuple[str, ...]) -> tuple[str, ...]:
    # A figure written longer reaches no further.
    return tuple(key for key in said if not key[0].isdigit())


def _modal(edit: Edit) -> bool:
    if max(len(edit.old), len(edit.new)) > MODAL_RUN:
        # The run's first word may still be the verb's: "may" -> "must also, at all times, ..."
        before, after = set(edit.old[:1]) & MODALS, set(edit.new[:1]) & MODALS
        return bool(before and after and before != after)
    telling = MODALS | NEGATIONS
    return set(edit.old) & telling != set(edit.new) & telling


def _figures(old: Unit, new: Unit, edit: Edit) -> list[Figure]:
    before = [(at, key) for at, key in enumerate(edit.old, edit.old_at) if is_number(key)]
    after = [(at, key) for at, key in enumerate(edit.new, edit.new_at) if is_number(key)]
    found: list[Figure] = []
    for one, other in zip_longest(before, after):
        unit = _counted(new, other[0]) if other else _counted(old, one[0])
        place = refers(new, other[0]) if other else refers(old, one[0])
        figure = Figure(
            old=one[1] if one else "",
            new=other[1] if other else "",
            unit=unit,
            old_at=one[0] if one else -1,
            new_at=other[0] if other else -1,
            refers=place is not None,
        )
        if figure.old != figure.new and not _same(old, new, figure):
            found.append(figure)
    return found


def _same(old: Unit, new: Unit, figure: Figure) -> bool:
    """Whether both sides say the same amount otherwise ("25" and "25.00")."""
    if figure.refers or not figure.old or not figure.new:
        return False
    was, now = amount(old, figure.old_at), amount(new, figure.new_at)
    return was is not None and now is not None and not verb(was, now)


def _counted(unit: Unit, at: int) -> str:
    before = unit.keys[at - 1] if at else ""
    if before in MONEY_SIGNS:
        return before
    following = unit.keys[at + 1 : at + 1 + UNIT_REACH]
    return "%" if following[:1] == ("%",) else _time_of(following)


def _time_of(following: tuple[str, ...]) -> str:
    """The unit of time that follows a number ("30 calendar days"); not the one it is paid by ("30 crowns a month")."""
    for key in following:
        if key in TIME_UNITS:
            return key
        if key in _PER:
            return ""
    return ""


def _names(unit: Unit, at: int, length: int) -> bool:
    """Whether a run is a name and nothing else: every content word with a capital that no sentence's start explains."""
    placed = words(unit.text)
    if len(placed) != len(unit.keys) or not length or unit.text.isupper():
        return False
    told = [place for place in range(at, at + length) if _matter((unit.keys[place],))]
    inner = [
        place for place in told if unit.kind is not StatementKind.SENTENCE or _inside(unit, placed[place])
    ]
    return bool(inner) and all(unit.text[placed[place].start].isupper() for place in told)


def _inside(unit: Unit, word: Word) -> bool:
    """Whether a word stands inside its sentence, where only a name has a capital."""
    before = unit.text[: word.start].rstrip("“\"'‘( ")
    return bool(before) and before[-1] not in ".:;!?"


def _scope(old: Unit, new: Unit, edit: Edit) -> str:
    """What one edit does to the reach of its rule: tight, slack, grew, shrank, or nothing."""
    came, went = edit.new, edit.old
    limits = _limits(came) - _limits(went), _limits(went) - _limits(came)
    if limits[0] != limits[1] and not (limits[0] and limits[1]):
        return "tight" if limits[0] else "slack"
    if came and not went:
        return _reach(new, edit.new_at, came, ("grew", "tight"))
    if went and not came:
        return _reach(old, edit.old_at, went, ("shrank", "slack"))
    more = _matter(_unnumbered(came)) - _matter(_unnumbered(went))
    if set(went) <= {"and"} and set(came) <= {"or"}:
        more = 1
    return "grew" if more > 0 else "shrank" if more < 0 else ""


def _limits(said: tuple[str, ...]) -> frozenset[str]:
    """The limiting words that rule the run: at its head, or anywhere in a short one."""
    if said[:1] and said[0] in ("or", "and", "including"):
        return frozenset()
    lone = LONE_LIMITS if len(said) == 1 else frozenset()
    return frozenset(said[:3] if len(said) > 6 else said) & (LIMITS | lone)


def _reach(unit: Unit, at: int, run: tuple[str, ...], names: tuple[str, str]) -> str:
    """Whether a run alone adds to a list (the first name) or qualifies what stands beside it (the second)."""
    listed = bool({"or", "and", "including"} & set(run)) or _beside_comma(unit, at, len(run))
    if run[0] in QUALIFYING and not (listed and run[0] in ("in", "for", "with")):
        return names[1]
    if not listed and _matter(run) <= MODIFIER_WORDS and len(run) <= MODIFIER_WORDS:
        return names[1] if _matter(run) else ""
    return names[0]


def _beside_comma(unit: Unit, at: int, length: int) -> bool:
    """Whether the run stands between or beside commas, as the members of a list do."""
    placed = words(unit.text)
    if len(placed) != len(unit.keys):
        return False
    end = at + length
    before = unit.text[placed[at - 1].end : placed[at].start] if at else ""
    after = unit.text[placed[end - 1].end : placed[end].start] if end < len(placed) else ""
    return "," in before or "," in after


def figures_in(said: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Every period in a passage as number and unit of time ("30", "days")."""
    found: list[tuple[str, str]] = []
    for at, key in enumerate(said):
        if is_number(key) and not key.startswith(DATE_MARK):
            unit = _time_of(said[at + 1 : at + 1 + UNIT_REACH])
            if unit:
                found.append((key, unit))
    return tuple(found)
