"""What kind of difference an edit makes, before anything is said about its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.change.addresses import is_address, is_same_page
from clausewatch.change.lexicon import FIGURES, FINITE, MODALS, NEGATIONS, RULING
from clausewatch.change.redline import readable, runs
from clausewatch.change.spelling import is_misspelling
from clausewatch.change.units import Role, Unit
from clausewatch.change.wording import DATE_MARK, has_age, words
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import StatementKind


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
        "for",
        "is",
        "then",
        "such",
        "by",
        "be",
        "with",
        "it's",
    ]
)
_ABOUT_DATE = frozenset(
    [
        "effective",
        "last",
        "updated",
        "update",
        "date",
        "dated",
        "as",
        "of",
        "on",
        "from",
        "published",
        "posted",
        "revised",
        "modified",
        "version",
        "since",
        "release",
        "released",
        "in",
        "force",
        "the",
        "is",
        "was",
        "and",
        "stand",
        "gültig",
        "ab",
        "zuletzt",
        "aktualisiert",
        "am",
        "en",
        "vigueur",
        "à",
        "compter",
        "du",
        "mise",
        "jour",
        "dernière",
        "le",
    ]
)
_EDITION = re.compile(
    r"\b(?:previous|prior|earlier|older|past|archived?)\b.{0,30}\b(?:versions?|terms|polic(?:y|ies)|agreements?)\b"
    r"|\bversion\s+(?:of\s+)?(?:date:|\d)|\bversion history\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"v?\d+(?:[.,]\d+)*\.?")
LABEL_WORDS = 3
_SHORT_FORMS = {"can't": "cannot", "won't": "willnot", "shan't": "shallnot", "let's": "letus"}
_SHORT_ENDINGS = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"))
# A printed date stands in a line of its own; a date in a longer sentence is part of a rule. Longest printed-date line
# among the 60 documents of data/ota: 16 words.
DATE_LINE = 18

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
    if not found:
        if _visible(old.text) == _visible(new.text):
            return Nature.NOTHING
        return Nature.FURNITURE if has_age(old.text) or has_age(new.text) else Nature.PUNCTUATION
    if _is_date_line(old, new, found):
        return Nature.PRINTED_DATE
    if _is_edition_line(old, found) and _is_edition_line(new, found):
        return Nature.EDITION
    natures = [
        Nature.GRAMMAR
        if _is_joint(edit, old, new) or _is_said_twice(edit, old, new)
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


def lone_nature(unit: Unit) -> Nature:
    """The nature of a unit that came or went whole, as far as its own words tell.

    A heading rules nothing by itself: what stands under it tells whether a rule came or went.
    """
    if unit.role is Role.HEADING or _is_label(unit):
        return Nature.HEADING
    if _is_dating(unit):
        return Nature.PRINTED_DATE
    if _is_edition(unit):
        return Nature.EDITION
    return Nature.WORDING


def _is_label(unit: Unit) -> bool:
    """Whether a sentence of a word or three is a run-in heading ("Hearing.") rather than a rule ("Payments are final.")."""
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


def _visible(text: str) -> str:
    return " ".join(text.split())


def _about_date(key: str) -> bool:
    return key.startswith(DATE_MARK) or key in _ABOUT_DATE


def _is_date_line(old: Unit, new: Unit, found: Sequence[Edit]) -> bool:
    if not all(_about_date(key) for edit in found for key in (*edit.old, *edit.new)):
        return False
    # The edition says which dates it prints about itself; a line of nothing but words of dating says so by its form.
    return (old.dated and new.dated) or (_is_dating(old) and _is_dating(new))


def _is_dating(unit: Unit) -> bool:
    """Whether the whole unit only says when the document was made or holds ("Stand: 1. März 2026")."""
    return len(unit.keys) <= DATE_LINE and all(_about_date(key) for key in unit.keys)


def _is_edition_line(unit: Unit, found: Sequence[Edit]) -> bool:
    if not _is_edition(unit):
        return False
    return all(_about_date(key) or _DIGITS.fullmatch(key) for edit in found for key in (*edit.old, *edit.new))


def _is_edition(unit: Unit) -> bool:
    """Whether the unit is a version number or points to other versions, rather than saying what becomes of them."""
    return (
        len(unit.keys) <= DATE_LINE
        and _EDITION.search(" ".join(unit.keys)) is not None
        and not any(key in MODALS or key in NEGATIONS or key in RULING for key in unit.keys)
    )


def _nature(edit: Edit, vocabulary: frozenset[str]) -> Nature:
    old, new = edit.old, edit.new
    if "".join(map(_long, old)).replace("'", "") == "".join(map(_long, new)).replace("'", ""):
        return Nature.SPELLING
    if old and new and _figured(old) == _figured(new):
        return Nature.SPELLING
    if not old or not new:
        only = old or new
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
