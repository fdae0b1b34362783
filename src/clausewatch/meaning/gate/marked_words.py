"""Words and phrases that only one of claim and cited text has: the small ones by form, by group, and all others by stem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from clausewatch.meaning.gate.case import Case, plain
from clausewatch.meaning.gate.marked_cover import Mark
from clausewatch.meaning.gate.wording import Word

# Small words that decide what a sentence says. Each is a mark where only one of claim and text has it.
SMALL = (
    "only all any every each always never must may will can cannot should shall not no without unless if except before after within "
    "until when where while first more less over under immediately automatically free or and by to from also both either neither even "
    "anyone solely sole exclusive exclusively right required require allowed prohibited agree consent might could would than least most "
    "same other own once during directly promptly regularly entire fully completely guarantee ensure responsible liable because so instead"
).split()  # fmt: skip

# Words that say nearly the same: a claim that has one of them for another has added nothing.
GROUPS = {
    "only": "only solely sole exclusive exclusively alone just merely purely",
    "may": "may can could might allowed permitted entitled free right able allows permits lets let option optional choose choice discretion liberty",
    "must": "must shall required require requires obliged obligated has need needs bound duty obligation compulsory mandatory necessary requirement",
    "will": "will shall commits promises undertakes agrees agree going",
    "should": "should ought encouraged recommended recommends advised asks asked urged expected",
    "not": "not no never nobody none cannot can't don't doesn't won't isn't aren't nothing neither nor without",
    "ban": "prohibited forbidden banned barred prohibits forbids bans disallowed prohibit forbid illegal off-limits",
    "if": "if when where provided whenever case long subject depending event condition conditional conditions",
    "unless": "unless except excluding exception exceptions save apart otherwise barring aside exempt exempted",
    "before": "before prior advance until ahead beforehand earlier first pre",
    "after": "after following once upon later afterwards since then",
    "all": "all every each any whole entire fully completely everything everyone anyone anything whatever total whichever entirely wholly",
    "always": "always invariably regardless every automatically",
    "some": "some certain particular specific several limited few sometimes occasionally partly partially",
    "notice": "notice notify notifies notified inform informed informs tell tells warn warning announce announced notification told",
    "consent": "consent consents agree agreement permission approval approve approved authorisation authorization authorised authorized leave",
    "written": "written writing email mail letter paper",
    "at once": "immediately instantly instant straight promptly directly immediate",
    "free of charge": "free charge cost costs fee fees paid pay",
    "and": "and both as well plus together",
    "or": "or either alternatively",
    "ensure": "guarantee guarantees ensure ensures warrant warrants assure assures guaranteed",
    "try": "try tries aim aims strive endeavour endeavor reasonable effort efforts attempt attempts seek seeks best",
    "hold": "responsible liable liability responsibility accountable answerable",
    "more": "more over above exceeds exceed exceeding longer greater larger higher beyond",
    "less": "less under below fewer shorter lower smaller",
    "least": "least minimum minimal",
    "most": "most maximum up limit capped cap",
    "law": "law laws legal legally lawful statutory legislation regulation regulations court courts",
    "likely": "likely generally usually typically normally often mostly",
    "example": "example instance such including includes include like among",
}  # fmt: skip

_PHRASES = (
    "at any time", "without notice", "without prior", "only if", "only when", "only after", "only where", "even if", "even when", "even where",
    "even after", "no matter", "regardless of", "in all cases", "in every case", "in any case", "at all", "in full", "as soon as", "as long as",
    "but not", "rather than", "instead of", "not just", "not only", "more than", "less than", "up to", "at least", "no later than", "no longer",
    "does not", "do not", "may not", "must not", "will not", "need not", "not have to", "has to", "have to", "required to", "right to", "free to",
    "allowed to", "responsible for", "liable for", "such as", "for example", "other than", "apart from", "as well as", "and not", "or not", "so that",
    "in order to", "because of", "due to", "on its own", "at its own", "its own", "at your own", "sole discretion", "by law", "as well", "one of",
    "all of", "any of", "each of", "both", "either", "whether or not", "prior to", "after", "before", "by default", "in advance", "in writing",
    "a third party", "third parties", "from time to time", "reserves the right", "does not mean", "nothing", "by itself", "on request", "every time",
    "whatever the", "for any reason", "without", "where possible", "to the extent", "subject to", "in addition", "on top", "at no", "no one", "nobody", "anyone",
)  # fmt: skip
# Pairs of which the claim has the first and the text the second: a sentence turned by a small word in place of another.
TURNED = (
    ("must", "may"), ("may", "must"), ("will", "may"), ("may", "will"), ("must", "should"), ("should", "must"), ("will", "try"),
    ("ensure", "try"), ("all", "some"), ("some", "all"), ("before", "after"), ("after", "before"), ("and", "or"), ("or", "and"),
    ("more", "less"), ("less", "more"), ("least", "most"), ("most", "least"), ("always", "likely"), ("all", "example"), ("only", "example"),
    ("unless", "if"), ("if", "unless"), ("must", "ban"), ("may", "ban"), ("not", "may"), ("not", "must"), ("notice", "consent"), ("consent", "notice"),
)  # fmt: skip
_TURNS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (
        ("but", r"\bbut\b"), (", but", r", but\b"), ("even", r"\beven\b"), ("not ... but", r"\bnot\b.*\bbut\b"),
        ("but not", r"\b(?:but|and) not\b"), ("whatever", r"\b(?:whether|either way|regardless|no matter|whatever)\b"),
        ("too", r"\b(?:too|also|as well)\b"), ("every", r"\b(?:every|any|all|no|never|always|only)\b"), ("who", r"\bwho\b"),
        ("a figure", r"\d"),
    )
}  # fmt: skip
"""Turns of a sentence that tell by whether claim and text have them, each, both or none."""
_MOST_GROUPS = 5


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in GROUPS.items():
        for each in words.split():
            found.setdefault(each, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


@cache
def _phrase_pattern() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, _PHRASES), key=len, reverse=True))
    return re.compile(rf"\b(?=({listed})\b)")


def _named(words: frozenset[str]) -> frozenset[str]:
    return frozenset(name for each in words for name in _groups().get(each, ()))


def small_words(case: Case, told: tuple[Word, ...], near: float) -> Iterator[Mark]:
    """Marks of small words and phrases; `near` is as in `marked_cover`."""
    mine = frozenset(each.low for each in case.whole.words)
    theirs = frozenset(each.low for each in told)
    printed = frozenset(each.low for one in case.statements for each in one.words)
    for word in SMALL:
        if word in mine and word not in printed:
            yield f"+{word}", 1.0, f"“{word}” is in the claim, not in the cited text"
        elif word in theirs and word not in mine:
            yield f"-{word}", 1.0, f"the cited text's “{word}” is not in the claim"
    claim = plain(case.whole.text)
    phrases = {each[1] for each in _phrase_pattern().finditer(claim)}
    said = {each[1] for each in _phrase_pattern().finditer(case.said)}
    for phrase in sorted(phrases - said):
        yield f"+~{phrase}", 1.0, f"“{phrase}” is in the claim, not in the cited text"
    for phrase in sorted(said - phrases):
        yield f"-~{phrase}", 1.0, f"the cited text's “{phrase}” is not in the claim"
    grouped = tuple(_grouped(mine, theirs, printed))
    yield from grouped
    for sign, name in (("+", "added"), ("-", "lost")):
        share = min(sum(each[0].startswith(sign) for each in grouped), _MOST_GROUPS) / _MOST_GROUPS
        yield f"groups {name}", share, ""
        yield f"groups {name}*near", share * near, ""
    for name, pattern in _TURNS.items():
        here, there = bool(pattern.search(case.whole.text)), bool(pattern.search(case.said))
        words = f"“{name}” is in the claim, not in the cited text" if here and not there else ""
        yield f"t:{name}:{here:d}{there:d}", 1.0, words


def _grouped(mine: frozenset[str], theirs: frozenset[str], printed: frozenset[str]) -> Iterator[Mark]:
    had, held, anywhere = _named(mine), _named(theirs), _named(printed)
    for name in sorted(had - anywhere):
        word = _of(name, mine)
        yield f"+g:{name}", 1.0, f"“{word}” is in the claim, nothing like it in the cited text"
    for name in sorted(held - had):
        yield (
            f"-g:{name}",
            1.0,
            f"the cited text's “{_of(name, theirs)}” is not in the claim, nor anything like it",
        )
    for first, second in TURNED:
        if first in had - anywhere and second in held - had:
            yield (
                f"{first}<{second}",
                1.0,
                f"the claim has “{_of(first, mine)}” where the cited text has “{_of(second, theirs)}”",
            )


def _of(name: str, words: frozenset[str]) -> str:
    return next(each for each in GROUPS[name].split() if each in words)
