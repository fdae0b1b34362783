"""A search as a person writes it -> a Query. What cannot be understood explains itself and is never half obeyed.

words               all of them, in any order, in their usual inflections
"some words"        side by side, exactly so
arbitrat*           words that begin so (three letters or more)
a OR b              one of the two; binds its neighbours, so `x a OR b` is x and (a or b)
-word  -"..."  -field:value     without it
platform: type: topic: modality: party: severity: language:     the same field twice is either
at:2025-03-01       as it stood at the end of that day;  from: to:  first observed between these days
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from rapidfuzz import fuzz, process

from clausewatch.errors import BadInputError
from clausewatch.meaning.folding import folded
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Modality, Party
from clausewatch.nouns.search import Clause, Facet, Filter, Query, Term, Words

MOST_CHARACTERS = 1_000
MOST_TERMS = 24
MOST_WORDS = 32
SHORTEST_PREFIX = 3

_DATES = ("at", "from", "to")
_FIELDS = (*(each.value for each in Facet), *_DATES)
# A quoted phrase, an OR, or a run without spaces in which a field's value may be quoted.
_ITEM = re.compile(
    r"""\s*(?:(?P<minus>-)(?=[^\s-]))?(?:(?P<field>[A-Za-z_]+):(?!//))?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))?"""
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_ALIKE = 60
"""Likeness (of 100) from which another name is offered."""

Names = Mapping[Facet, Mapping[str, str]]
"""Under each facet, what its values may be called (in any case) and the value that is stored."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a query as it stands there."""

    minus: bool
    field: str
    value: str
    quoted: bool
    shown: str

    @property
    def joins(self) -> bool:
        return (self.value, self.field, self.quoted, self.minus) == ("OR", "", False, False)


class BadQueryError(BadInputError):
    """A query that says no search. `reason` and `mend` are for the person who wrote it."""


def read_query(text: str, names: Names, today: date | None = None) -> Query:
    """The query that the text says, its values as they are stored. A BadQueryError tells what is wrong and the mend.

    `names` are the values of platforms, types and languages; the others are known here. `today` as for `day_of`.
    """
    cleaned = _cleaned(text)
    items = _items(cleaned)
    if text.strip() and not items:
        raise _bad(
            cleaned, "it holds no word", "Write a word to look for, or leave it empty to see everything"
        )
    if len(items) > MOST_TERMS:
        raise _bad(cleaned, f"it has {len(items)} terms", f"At most {MOST_TERMS} can be asked for at once")
    query = Query()
    groups: list[list[_Item]] = []
    for group in _joined(cleaned, items):
        if group[0].field in _DATES:
            query = _dated(query, group, today)
        else:
            groups.append(group)
    clauses = tuple(_clause(group, names) for group in groups)
    if (
        sum(len(term.tokens) for each in clauses for term in each.alternatives if isinstance(term, Words))
        > MOST_WORDS
    ):
        raise _bad(cleaned, "it holds too many words", f"At most {MOST_WORDS} can be asked for at once")
    query = replace(query, clauses=_gathered(clauses))
    if query.clauses and all(each.excluded for each in query.clauses):
        raise _bad(cleaned, "it only says what to leave out", "Give a word or a filter to look for as well")
    if query.since and query.until and query.since > query.until:
        raise _bad(cleaned, "`from:` is later than `to:`", "Swap the two dates")
    return query


def narrowed(query: Query, filters: Mapping[Facet, tuple[str, ...]], names: Names) -> Query:
    """The same with filters that were given beside the text; values of one facet are alternatives."""
    more = tuple(
        Clause(tuple(term for value in values for term in _filters(facet, value, names)))
        for facet, values in filters.items()
        if values
    )
    return replace(query, clauses=(*query.clauses, *more))


def day_of(name: str, value: str, today: date | None = None) -> date:
    """The date, as 2025-03-01; `2025-03` and `2025` mean their first day, and for `to` and `at` their last.

    Of a month or year that has begun and not ended `at` means `today`, if that is given: what will stand is not known.
    """
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", value)
    mend = "Write it as 2025-03-01"
    if found is None:
        raise BadQueryError(f"{name}:{_short(value)}", "it is no date", mend)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    assert year is not None
    last = name in ("to", "at")
    try:
        if day is not None:
            return date(year, month or 1, day)
        if month is not None:
            first, end = date(year, month, 1), _last_of(year, month)
        else:
            first, end = date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise BadQueryError(f"{name}:{value}", f"there is no such day ({error})", mend) from error
    if name == "at" and today is not None and first <= today < end:
        return today
    return end if last else first


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _cleaned(text: str) -> str:
    """Without what no word holds: control characters, halves of surrogate pairs. Typographic quotes are quotes."""
    text = text.translate(_QUOTES)
    if len(text) > MOST_CHARACTERS:
        raise _bad(text, f"it is {len(text):,} characters long", f"Keep it under {MOST_CHARACTERS:,}")
    return "".join(each if each.isprintable() else " " for each in text).strip()


def _items(text: str) -> list[_Item]:
    if text.count('"') % 2:
        raise _bad(
            text, "a quotation mark is opened and not closed", 'Write "…" around the phrase, or drop the mark'
        )
    found: list[_Item] = []
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        assert match is not None
        if match.end() == at:
            at += 1
            continue
        shown = match.group().strip()
        phrase, plain = match["phrase"], match["plain"]
        at = match.end()
        if shown:
            found.append(
                _Item(
                    bool(match["minus"]),
                    (match["field"] or "").lower(),
                    phrase or plain or "",
                    phrase is not None,
                    shown,
                )
            )
    return [_checked(item) for item in found if item.field or folded(item.value) or item.joins]


def _checked(item: _Item) -> _Item:
    if item.field and item.field not in _FIELDS:
        nearest = process.extractOne(item.field, _FIELDS, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        meant = f"Did you mean {nearest[0]}:{item.value}? " if nearest else ""
        known = ", ".join(_FIELDS)
        raise BadQueryError(
            _short(item.shown),
            f"there is no field “{_short(item.field)}”",
            f'{meant}Fields are {known}; to look for the words themselves, write them in "quotation marks"',
        )
    if item.field and not item.value.strip():
        raise BadQueryError(
            _short(item.shown), "no value follows the colon", f"Write {item.field}:VALUE without a space"
        )
    return item


def _joined(text: str, items: list[_Item]) -> list[list[_Item]]:
    """Items, those that an OR joins together."""
    if any(each.joins and other.joins for each, other in pairwise(items)):
        raise _bad(text, "two ORs follow each other", "Keep one of the two")
    if items and (items[0].joins or items[-1].joins):
        raise _bad(text, "OR lacks a side", 'Write a OR b; to look for the word itself, write "or"')
    groups: list[list[_Item]] = []
    join = False
    for item in items:
        if item.joins:
            join = True
            continue
        if join:
            groups[-1].append(item)
        else:
            groups.append([item])
        join = False
    for group in groups:
        if len(group) > 1 and any(each.minus or each.field in _DATES for each in group):
            raise _bad(
                text,
                "OR joins words and filters only, not dates or what is left out",
                "Take it out of the OR",
            )
    return groups


def _dated(query: Query, group: list[_Item], today: date | None) -> Query:
    item = group[0]
    if item.minus:
        raise BadQueryError(item.shown, "a date cannot be left out", f"Write {item.field}:{item.value}")
    day = day_of(item.field, item.value, today)
    before = {"at": query.at, "from": query.since, "to": query.until}[item.field]
    if before is not None and before != day:
        raise BadQueryError(item.shown, f"`{item.field}:` is given twice", "Keep one of the two")
    if item.field == "at":
        return replace(query, at=day)
    return replace(query, since=day) if item.field == "from" else replace(query, until=day)


def _clause(group: list[_Item], names: Names) -> Clause:
    terms: list[Term] = []
    for item in group:
        if item.field:
            terms += _filters(Facet(item.field), item.value, names)
        else:
            terms.append(_words(item))
    return Clause(tuple(dict.fromkeys(terms)), group[0].minus)


def _gathered(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Filters by the same facet are alternatives; those that leave out are not."""
    kept: list[Clause] = []
    by_facet: dict[Facet, list[Term]] = {}
    for clause in clauses:
        facets = {term.facet if isinstance(term, Filter) else None for term in clause.alternatives}
        facet = next(iter(facets)) if len(facets) == 1 else None
        if facet is None or clause.excluded:
            kept.append(clause)
        else:
            by_facet.setdefault(facet, []).extend(clause.alternatives)
    return (*kept, *(Clause(tuple(dict.fromkeys(terms))) for terms in by_facet.values()))


def _words(item: _Item) -> Words:
    prefix = not item.quoted and item.value.endswith("*")
    tokens = folded(item.value)
    if prefix and len(tokens[-1]) < SHORTEST_PREFIX and tokens[-1].isascii():
        raise BadQueryError(
            _short(item.shown),
            f"a beginning of a word has {SHORTEST_PREFIX} letters or more",
            "Write more of the word, or the word without *",
        )
    return Words(tokens, prefix, exact=item.quoted or prefix or len(tokens) > 1)


def _filters(facet: Facet, value: str, names: Names) -> tuple[Filter, ...]:
    """What a value stands for; the name of a family of topics stands for all its topics."""
    known = _known(facet, names)
    wanted = value.strip().casefold()
    if wanted in known:
        return tuple(Filter(facet, each) for each in known[wanted])
    near = process.extract(wanted, known.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_ALIKE)
    offered = list(
        dict.fromkeys(known[name][0] if len(known[name]) == 1 else name.upper() for name, _, _ in near)
    )
    few = sorted({each for values in known.values() for each in values}) if len(known) < 30 else []
    if offered:
        mend = "Did you mean " + " or ".join(_written(facet, each) for each in offered) + "?"
    elif few:
        mend = "Known are: " + ", ".join(few)
    else:
        mend = f"The registry lists every {facet.value} it knows beside its results"
    raise BadQueryError(f"{facet.value}:{_short(value)}", f"no {facet.value} is called so", mend)


def _known(facet: Facet, names: Names) -> dict[str, tuple[str, ...]]:
    fixed = {
        Facet.MODALITY: [each.value for each in Modality],
        Facet.PARTY: [each.value for each in Party],
        Facet.SEVERITY: [each.value for each in Severity],
    }
    if facet in fixed:
        return {each.casefold(): (each,) for each in fixed[facet]}
    if facet is Facet.TOPIC:
        families = {
            each.id.casefold(): tuple(topic.id for topic in each.topics) for each in taxonomy().families
        }
        topics = {name.casefold(): (each.id,) for each in taxonomy().topics for name in (each.name, each.id)}
        return {**families, **topics}
    return {name.casefold(): (value,) for name, value in names.get(facet, {}).items()}


def _written(facet: Facet, value: str) -> str:
    return f'{facet.value}:"{value}"' if " " in value else f"{facet.value}:{value}"


def _bad(text: str, reason: str, mend: str) -> BadQueryError:
    return BadQueryError(f"the search {_short(text)!r}", reason, mend)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"
