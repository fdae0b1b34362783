"""Which units are furniture of the page and no part of the document: menus, banners, labels, counters.

The reader drops most of it. What is left is told by form: a unit wholly made of link text, a label of a control, a
consent banner with its buttons. These rules look only at units that came, went or were edited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from clausewatch.change.headings import is_rule
from clausewatch.change.lexicon import CURRENCIES, TIME_UNITS
from clausewatch.change.units import Role, Unit
from clausewatch.change.wording import keys
from clausewatch.nouns.document import StatementKind

_LABEL = re.compile(
    r"(?:close|open|menu|search|log ?in|log ?out|sign ?(?:in|up|out)|share|print(?: this page)?|(?:live )?chat(?: with us)?|save|download|copy(?: link)?|edit|reply|like|"
    r"back(?: to (?:top|home))?|home|contents|table of contents|on this page|in this article|jump to|skip to (?:main )?content|"
    r"(?:opens? in )?(?:a )?new (?:tab|window)|opens in (?:a )?new (?:tab|window)|external link|yes no|"
    r"was this (?:page|article|helpful)?.{0,24}helpful(?: yes no)?|did this answer your question|helpful|feedback|"
    r"give feedback|send feedback|previous|next|show (?:more|less)|read more|learn more|see (?:more|all)|view (?:more|all)|"
    r"expand(?: all)?|collapse(?: all)?|loading|translate|language|english|related (?:articles?|content|links|topics)|"
    r"all collections|help cent(?:er|re)|documentation|support|contact sales|try (?:it )?(?:now|free)|get started|subscribe|"
    r"follow us|cookie (?:settings|preferences|policy)|manage cookies|accept(?: all)?(?: cookies)?|"
    r"(?:reject|decline|deny)(?: all)?(?: cookies)?|"
    r"(?:only )?(?:necessary|essential)(?: cookies)?(?: only)?|allow(?: all)?(?: cookies)?|customi[sz]e|got it|ok|okay|"
    r"dismiss|image|logo|icon|updated?|last updated)"
)
_COUNTER = re.compile(
    r"\d+ (?:out )?of \d+ (?:people|users|readers)?\s*found this (?:page |article )?helpful|\d+ (?:people|users|readers|views|likes|comments|replies|shares|votes|ratings|reviews)"
    r"(?: (?:found this|liked this|viewed this|ago|so far|online)\b.{0,24})?"
    r"|[\d.,]+ (?:out )?of \d+ stars?(?: [\d.,]+ (?:votes|ratings|reviews))?|(?:by (?:\w+ ){1,3})?\d+ min(?:ute)?s? read"
)
_CHOICE = re.compile(
    r"(?:(?:accept|reject|decline|allow|manage|customi[sz]e|refuse|agree|deny)\b.{0,60}|"
    r"(?:cookie|privacy) (?:settings|preferences|choices)|(?:only )?(?:necessary|essential)(?: cookies)?(?: only)?|got it|ok|okay)"
)
_CONSENT = re.compile(r"\bcookies?\b|\bconsent\b|\btracking\b|\bprivacy\b")

_BALLOT = frozenset([("yes",), ("no",)])

# Where the labels of two controls run together; names such as "OpenStreetMap" have one or two, no label has more.
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")

# A sentence of nine linked words is likelier a rule with a link than an entry of a menu.
MENU_WORDS = 9
# Among links only, a title may be longer. Longest title of a help-centre article in data/ota: 14 words.
LINK_LIST_WORDS = 16
CRUMB_WORDS = 8
_LEFT_MARKUP = re.compile(r"\W*\]\(\S*\)\W*")
BANNER_WORDS = 160
CHOICE_WORDS = 10


def is_furniture(unit: Unit) -> bool:
    """Whether the unit alone shows that it is no part of the document."""
    if unit.kind is StatementKind.ROW or unit.role is Role.LEAD_IN:
        return False
    if unit.role is Role.LOOSE or _LEFT_MARKUP.fullmatch(unit.text):
        return True
    said = _said(unit)
    if len(unit.keys) <= MENU_WORDS and len(_GLUE.findall(unit.text)) > 1 and unit.text.rstrip()[-1:] != ".":
        return True
    if unit.listed:
        # An entry of a list in the document names a recipient, a policy or a purpose, be it one word or a link.
        return False
    if len(unit.keys) <= MENU_WORDS and (_LABEL.fullmatch(said) or _COUNTER.fullmatch(said)):
        return True
    return (
        unit.linked
        and len(unit.keys) <= MENU_WORDS
        and unit.text.rstrip()[-1:] not in ".;:"
        and not _says(unit)
    )


def _says(unit: Unit) -> bool:
    """Whether a linked line is a sentence or holds an amount or a period, which no entry of a menu does."""
    measured = any(
        one[:1].isdigit() and (other in TIME_UNITS or other in CURRENCIES or other == "%")
        for one, other in pairwise(unit.keys)
    )
    return measured or is_rule(unit)


def banners(units: Sequence[Unit], indexes: Sequence[int]) -> frozenset[int]:
    """Those of `indexes` that form a consent banner: neighbours that speak of cookies or privacy and offer a choice."""
    found: set[int] = set()
    for group in _groups(indexes):
        said = [_said(units[index]) for index in group]
        length = sum(len(units[index].keys) for index in group)
        choices = [one for index, one in zip(group, said, strict=True) if _is_choice(units[index], one)]
        clauses = any(units[index].listed or units[index].role is Role.LEAD_IN for index in group)
        if choices and not clauses and length <= BANNER_WORDS and any(_CONSENT.search(one) for one in said):
            found.update(group)
    return frozenset(found)


def _is_choice(unit: Unit, said: str) -> bool:
    """Whether the unit is what a button says. A heading names what stands under it, and an item of a list is a rule's."""
    return (
        unit.role is not Role.HEADING
        and not unit.listed
        and len(said.split()) <= CHOICE_WORDS
        and _CHOICE.fullmatch(said) is not None
    )


def signposts(units: Sequence[Unit], indexes: Sequence[int]) -> frozenset[int]:
    """Those of `indexes` that lead to other pages: entries of a list of links, and paths that end in the next heading."""
    return frozenset(
        index
        for index in indexes
        if _in_link_list(units, index) or _is_crumb(units, index) or _is_ballot(units, index)
    )


def _is_ballot(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is one of two buttons that ask back ("Yes", "No"). One of them alone answers a question."""
    beside = {
        units[other].keys
        for other in range(max(0, index - 1), min(len(units), index + 2))
        if units[other].kind is not StatementKind.ROW
    }
    return units[index].keys in _BALLOT and beside >= _BALLOT


def _in_link_list(units: Sequence[Unit], index: int) -> bool:
    beside = (units[other] for other in (index - 1, index + 1) if 0 <= other < len(units))
    return _is_title_link(units[index]) and any(_is_title_link(other) for other in beside)


def _is_title_link(unit: Unit) -> bool:
    return (
        unit.linked
        and not unit.listed
        and unit.kind is not StatementKind.ROW
        and len(unit.keys) <= LINK_LIST_WORDS
        and unit.text.rstrip()[-1:] not in ".;:"
    )


def _is_crumb(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is the way to the page ("Help > Rules > Title"): it ends with the heading that follows it."""
    unit, after = units[index], units[index + 1 : index + 3]
    title = next((_letters(other.text) for other in after if other.role is Role.HEADING), "")
    said = _letters(unit.text)
    if not title or not said.endswith(title) or unit.kind is StatementKind.ROW:
        return False
    return len(_GLUE.sub(" ", unit.text[: len(unit.text) - len(title)]).split()) <= CRUMB_WORDS


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _said(unit: Unit) -> str:
    """The folded words, those of buttons run together ("Accept allReject") set apart."""
    return " ".join(keys(_GLUE.sub(" ", unit.text)))


def _groups(indexes: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index in indexes:
        if groups and index == groups[-1][-1] + 1:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
