"""What kind of difference an edit makes, before anything is said about its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.change.addresses import is_address, is_same_page
from clausewatch.change.headings import is_sentence
from clausewatch.change.lexicon import FIGURES, FINITE, MODALS, NEGATIONS
from clausewatch.change.redline import readable, runs
from clausewatch.change.spelling import is_misspelling
from clausewatch.change.stamps import is_claimed, is_dated, is_dating, is_edition, is_edition_told
from clausewatch.change.units import Role, Unit
from clausewatch.change.wording import has_age, words
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import StatementKind
from clausewatch.text import is_relative_date
from clausewatch.text.relative import without_relative_dates


class Nature(StrEnum):
    """The kinds of difference, from nothing to a change of wording."""

    NOTHING = "nothing"
    FURNITURE = "furniture"
    COLLECTED = "collected"
    PUNCTUATION = "punctuation"
    CUT = "cut"
    ORDER = "order"
    HEADING = "heading"
    REPEATED = "repeated"
    SPELLING = "spelling"
    LOCALE = "locale"
    ADDRESS = "address"
    GRAMMAR = "grammar"
    RENAME = "rename"
    PRINTED_DATE = "printed-date"
    EDITION = "edition"
    WORDING = "wording"

    @property
    def change_class(self) -> ChangeClass:
        """The class of a record in which nothing weighs more."""
        return _CLASS[self]


_CLASS = {
    Nature.NOTHING: ChangeClass.NOISE,
    Nature.FURNITURE: ChangeClass.NOISE,
    Nature.COLLECTED: ChangeClass.NOISE,
    Nature.PUNCTUATION: ChangeClass.EDITORIAL,
    Nature.CUT: ChangeClass.EDITORIAL,
    Nature.ORDER: ChangeClass.EDITORIAL,
    Nature.HEADING: ChangeClass.EDITORIAL,
    Nature.REPEATED: ChangeClass.EDITORIAL,
    Nature.SPELLING: ChangeClass.EDITORIAL,
    Nature.LOCALE: ChangeClass.EDITORIAL,
    Nature.ADDRESS: ChangeClass.EDITORIAL,
    Nature.GRAMMAR: ChangeClass.EDITORIAL,
    Nature.RENAME: ChangeClass.EDITORIAL,
    Nature.PRINTED_DATE: ChangeClass.METADATA,
    Nature.EDITION: ChangeClass.METADATA,
    Nature.WORDING: ChangeClass.SUBSTANTIVE,
}

_RANK = {nature: rank for rank, nature in enumerate(Nature)}


@dataclass(frozen=True, slots=True)
class Edit:
    """One run of words replaced by another; either may be empty. `old_at`, `new_at` index the units' words."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    old_at: int = 0
    new_at: int = 0


# Words that come and go without changing a rule. Not among them: "any", "all", "only", "or", "not", every pronoun.
_SLIGHT = frozenset(
    [
        "a",
        "an",
        "the",
        "that",
        "to",
        "of",
        "and",
        "please",
        "also",
        "in",
        "on",
        "at",
        "is",
        "then",
        "be",
        "it's",
    ]
)
_PREPOSITIONS = frozenset(["by", "for", "with", "from", "to", "in", "on", "of"])
# Pictures beside words, without those that say yes or no, allowed or banned.
_PICTURE = re.compile(
    r"(?![☐-☒✓✗✖❌✅❎⛔⭕])[\u2600-\u2793\u2b50\U0001f300-\U0001faff](?<![\U0001f44d\U0001f44e\U0001f6ab\U0001f6d1])"
)
LABEL_WORDS = 3
_SHORT_FORMS = {"can't": "cannot", "won't": "willnot", "shan't": "shallnot", "let's": "letus"}
_SHORT_ENDINGS = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"))
_LOCALE_ENDINGS = (
    ("isation", "ization"), ("isations", "izations"), ("ise", "ize"), ("ises", "izes"), ("ised", "ized"),
    ("ising", "izing"), ("yse", "yze"), ("ysed", "yzed"), ("ysing", "yzing"), ("our", "or"), ("ours", "ors"),
    ("oured", "ored"), ("ouring", "oring"), ("ourable", "orable"), ("avour", "avor"), ("avourite", "avorite"),
    ("ehaviour", "ehavior"), ("tre", "ter"), ("tres", "ters"), ("ence", "ense"), ("ences", "enses"), ("ogue", "og"),
    ("ogues", "ogs"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("llation", "lation"), ("olment", "ollment"),
    ("ilment", "illment"), ("ilful", "illful"), ("ilst", "ile"), ("ongst", "ong"), ("gement", "gment"),
    ("isational", "izational"), ("isable", "izable"), ("ised", "ized"), ("iser", "izer"), ("isers", "izers"),
)  # fmt: skip


def edits(old: Sequence[str], new: Sequence[str]) -> tuple[Edit, ...]:
    """The runs of words that differ, islands of one or two words between larger edits counted as edited."""
    found = readable(runs(old, new), [1] * len(old))
    return tuple(
        Edit(tuple(old[run.a : run.b]), tuple(new[run.c : run.d]), run.a, run.c)
        for run in found
        if not run.same
    )


def nature_of(old: Unit, new: Unit, found: Sequence[Edit], vocabulary: frozenset[str]) -> Nature:
    """The weightiest nature among a pair's edits. `vocabulary` holds the words that stand in both editions."""
    if _is_age(old) and _is_age(new):
        return Nature.FURNITURE
    if not found:
        if _visible(old.text) == _visible(new.text):
            return Nature.NOTHING
        return Nature.FURNITURE if has_age(old.text) or has_age(new.text) else Nature.PUNCTUATION
    sides = (
        (old, [(edit.old, edit.old_at) for edit in found]),
        (new, [(edit.new, edit.new_at) for edit in found]),
    )
    if is_dating(old) and is_dating(new):
        return Nature.PRINTED_DATE
    for told, nature in (
        (is_dated, Nature.PRINTED_DATE),
        (is_claimed, Nature.PRINTED_DATE),
        (is_edition_told, Nature.EDITION),
    ):
        if all(told(*side) for side in sides):
            return nature
    natures = [
        Nature.GRAMMAR
        if _is_joint(edit, old, new) or _is_said_twice(edit, old, new) or _is_carried_on(edit, old, new)
        else _nature(edit, vocabulary)
        for edit in found
    ]
    worst = max(natures, key=_RANK.__getitem__)
    if worst is Nature.SPELLING and any(_is_respelt(edit, old, new) for edit in found):
        return Nature.WORDING
    return worst


def _is_respelt(edit: Edit, old: Unit, new: Unit) -> bool:
    """Whether the letters of a name changed: "Austria" is no misspelt "Australia"."""
    if "".join(edit.old) == "".join(edit.new):
        return False
    return _is_name(old, edit.old_at, len(edit.old)) or _is_name(new, edit.new_at, len(edit.new))


def _is_name(unit: Unit, at: int, count: int) -> bool:
    """Whether one of the words has a capital that no beginning of a sentence gives it. A heading's capitals say nothing."""
    if unit.role is Role.HEADING:
        return False
    for spot in words(unit.text)[at : at + count]:
        raw, before = unit.text[spot.start : spot.end], unit.text[: spot.start].rstrip(" \"'“‘(")
        if raw.istitle() and before and before[-1] not in ".!?:\n\t•":
            return True
    return False


def lone_nature(unit: Unit, after: Unit | None = None) -> Nature:
    """The nature of a unit that came or went whole, as far as its own words and the unit `after` it tell.

    A heading rules nothing by itself unless it is a sentence: what stands under it tells whether a rule came or went.
    """
    if unit.role is Role.HEADING:
        return Nature.WORDING if is_sentence(unit) else Nature.HEADING
    if _is_label(unit, after):
        return Nature.HEADING
    if is_dating(unit):
        return Nature.PRINTED_DATE
    if is_edition(unit):
        return Nature.EDITION
    return Nature.WORDING


def _is_label(unit: Unit, after: Unit | None) -> bool:
    """Whether a sentence of a word or three is a run-in heading ("Hearing.") rather than a rule ("Payments are final.").

    A heading is carried on by what stands after it.
    """
    if after is None or after.role is Role.HEADING or after.provision != unit.provision:
        return False
    return (
        unit.kind is StatementKind.SENTENCE
        and len(unit.keys) <= LABEL_WORDS
        and (len(unit.keys) == 1 or unit.text.rstrip()[-1:] != ".")
        and not unit.keys[-1].endswith(tuple("0123456789"))
        and not any(
            "@" in key or "." in key or key in MODALS or key in NEGATIONS or key in FINITE
            for key in unit.keys
        )
    )


def _is_age(unit: Unit) -> bool:
    """Whether the unit begins with how long ago the page was written. After other words an age belongs to a rule."""
    if not is_relative_date(unit.text):
        return False
    rest = without_relative_dates(unit.text).split()
    return not rest or rest[0] != unit.text.split()[0]


def _visible(text: str) -> str:
    return " ".join(text.split())


def _nature(edit: Edit, vocabulary: frozenset[str]) -> Nature:
    old, new = edit.old, edit.new
    if "".join(map(_long, old)).replace("'", "") == "".join(map(_long, new)).replace("'", ""):
        return Nature.SPELLING
    if old and new and _figured(old) == _figured(new):
        return Nature.SPELLING
    if not old or not new:
        only = old or new
        if all(_PICTURE.fullmatch(word) for word in only):
            return Nature.PUNCTUATION
        slight = len(only) <= 2 and all(word in _SLIGHT for word in only)
        return Nature.GRAMMAR if slight else Nature.WORDING
    if len(old) == len(new):
        worst = Nature.NOTHING
        for a, b in zip(old, new, strict=True):
            worst = max(worst, _word_nature(a, b, vocabulary), key=_RANK.__getitem__)
        return worst
    if is_misspelling("".join(old), "".join(new), vocabulary):
        return Nature.SPELLING
    return Nature.WORDING


def _figured(said: Sequence[str]) -> tuple[str, ...]:
    """The words with numbers in digits, one that is said twice ("thirty (30)") once."""
    found: list[str] = []
    for key in said:
        plain = str(FIGURES.get(key, key))
        if not (found and found[-1] == plain and plain.isdigit()):
            found.append(plain)
    return tuple(found)


def _is_said_twice(edit: Edit, old: Unit, new: Unit) -> bool:
    """Whether a number only came to be said in words and figures both, or no longer is ("30", "thirty (30)")."""
    if len(edit.old) + len(edit.new) != 1:
        return False
    unit, at = (new, edit.new_at) if edit.new else (old, edit.old_at)
    around = unit.keys[max(0, at - 1) : at], unit.keys[at : at + 1], unit.keys[at + 1 : at + 2]
    return any(_figured(side) == _figured(around[1]) and _is_twin(side, around[1]) for side in around[::2])


def _is_carried_on(edit: Edit, old: Unit, new: Unit) -> bool:
    """Whether a preposition only came to be repeated after "and" or "or" ("by mail or by phone"), or no longer is."""
    if len(edit.old) + len(edit.new) != 1 or (edit.old or edit.new)[0] not in _PREPOSITIONS:
        return False
    unit, at = (new, edit.new_at) if edit.new else (old, edit.old_at)
    return unit.keys[max(0, at - 1) : at] in (("and",), ("or",)) and unit.keys[at] in unit.keys[:at]


def _is_twin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether of two numbers one is in words and one in figures."""
    return {key in FIGURES for key in (*one, *other)} == {True, False}


def _is_joint(edit: Edit, old: Unit, new: Unit) -> bool:
    """Whether an item only gained or lost the "and/or" that leads to the next one. "Or" alone would say more."""
    if old.kind is not StatementKind.ITEM or new.kind is not StatementKind.ITEM or (edit.old and edit.new):
        return False
    last = (
        edit.old_at + len(edit.old) == len(old.keys)
        if edit.old
        else edit.new_at + len(edit.new) == len(new.keys)
    )
    return last and (edit.old or edit.new) == ("and", "or")


def _long(key: str) -> str:
    """A contraction written out: "don't" and "do not" are one wording."""
    if key in _SHORT_FORMS:
        return _SHORT_FORMS[key]
    for ending, full in _SHORT_ENDINGS:
        if key.endswith(ending):
            return key.removesuffix(ending) + full
    return key


def _word_nature(old: str, new: str, vocabulary: frozenset[str]) -> Nature:
    if old == new:
        return Nature.NOTHING
    if is_address(old) and is_address(new):
        return Nature.ADDRESS if is_same_page(old, new) else Nature.WORDING
    if is_locale_pair(old, new):
        return Nature.LOCALE
    if {old, new} <= {"a", "an", "the"}:
        return Nature.GRAMMAR
    if is_misspelling(old, new, vocabulary):
        return Nature.SPELLING
    return Nature.WORDING


def is_locale_pair(old: str, new: str) -> bool:
    """Whether two words are British and American spellings of one word."""
    if old[:2] != new[:2]:
        # No stem is shorter.
        return False
    for british, american in _LOCALE_ENDINGS:
        for one, other in ((old, new), (new, old)):
            if one.endswith(british) and other.endswith(american):
                stem = one[: -len(british)]
                # "cancelled/canceled" is a spelling, "filled/filed" is not: a doubled l wants a longer stem.
                needed = 4 if british.startswith("ll") else 2
                if len(stem) >= needed and stem == other[: -len(american)]:
                    return True
    return False
