"""One plain sentence per change, made only from the words of the two texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from clausewatch.change.differences import Difference
from clausewatch.change.facts import Facts, Figure
from clausewatch.change.lexicon import FUNCTION_WORDS, MODALS, NEGATIONS
from clausewatch.change.measures import amount, refers, unit_words, verb
from clausewatch.change.nature import Edit, Nature
from clausewatch.change.units import Unit
from clausewatch.change.wording import words
from clausewatch.nouns.change import ChangeKind, Shift
from clausewatch.nouns.document import StatementKind

QUOTE_CHARS = 140
SHORT_CHARS = 60
# Longer runs of edited words are not shown beside their clause.
SHOWN_WORDS = 24
# An edit of a figure with more content words beside it is told as an edit of words.
FIGURE_WEIGHT = 3
LISTED = 3
AROUND_WORDS = 9
# So near a figure its kind is named ("notice", "years of age").
NEAR_WORDS = 4

_WORDING_ONLY = {
    Nature.PUNCTUATION: "Punctuation, capitals or spacing alone",
    Nature.CUT: "The same words, cut differently",
    Nature.SPELLING: "Spelling alone",
    Nature.LOCALE: "British or American spelling alone",
    Nature.ADDRESS: "A printed address on the same site",
    Nature.GRAMMAR: "A small word alone",
    Nature.RENAME: "A name alone",
    Nature.PRINTED_DATE: "The printed date",
    Nature.EDITION: "The version note",
    Nature.REPEATED: "Repeats text that stands elsewhere",
    Nature.FURNITURE: "Page furniture",
    Nature.COLLECTED: "Collected with another page",
}

_CUT = {ChangeKind.SPLIT: "Split", ChangeKind.MERGED: "Merged"}


def quoted(text: str, limit: int = QUOTE_CHARS) -> str:
    """`text` in quotation marks on one line, cut at a word with an ellipsis when longer than `limit`."""
    flat = " ".join(text.split()).lstrip("•·▪ ")
    if len(flat) > limit:
        flat = flat[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{flat}”"


def sentence(one: Difference, shift: tuple[Shift, ...], found: Facts | None = None) -> str:
    """The summary of one difference; every figure, name and modal in it stands in the old or the new text."""
    if one.old is None or one.new is None:
        return _lone(one, shift)
    if one.kind is ChangeKind.RENAMED_HEADING:
        return f"The heading {quoted(one.old.text)} becomes {quoted(one.new.text)}"
    if one.kind is ChangeKind.MOVED and not one.edits:
        return _moved(one.old, one.new)
    if one.kind in _CUT and one.nature is Nature.WORDING and one.edits and found is not None:
        return f"{_CUT[one.kind]}, and {_cut(one.old, one.new, one.edits, found)}"
    if one.kind is ChangeKind.SPLIT:
        return f"Split: {quoted(one.new.text)} now stands by itself"
    if one.kind is ChangeKind.MERGED:
        return f"Merged: {quoted(one.old.text)} is now part of {quoted(one.new.text, SHORT_CHARS)}"
    if one.nature is not Nature.WORDING or found is None:
        return f"{_WORDING_ONLY.get(one.nature, 'Wording alone')}: {quoted(one.new.text)}"
    told = _edited(one.old, one.new, one.edits, found)
    return f"Moved, and {told[0].lower()}{told[1:]}" if one.kind is ChangeKind.MOVED else told


def _lone(one: Difference, shift: tuple[Shift, ...]) -> str:
    unit = one.new or one.old
    assert unit is not None
    added = one.kind is ChangeKind.ADDED
    if unit.kind is StatementKind.ROW:
        entry, *rest = [cell for cell in (" ".join(cell.split()) for cell in unit.text.split("\t")) if cell]
        verb = "is added" if added else "is removed"
        return f"The entry {quoted(entry, SHORT_CHARS)} {verb}" + (f": {'; '.join(rest)}" if rest else "")
    if Shift.NEW_PROHIBITION in shift and added:
        return f"New prohibition: {quoted(unit.text)}"
    return f"{'Added' if added else 'Removed'}: {quoted(unit.text)}"


def _moved(old: Unit, new: Unit) -> str:
    where = (
        f" from {quoted(old.section, SHORT_CHARS)} to {quoted(new.section, SHORT_CHARS)}"
        if old.section != new.section
        else ""
    )
    return f"Moved{where}, text unchanged: {quoted(new.text)}"


def _cut(old: Unit, new: Unit, edits: tuple[Edit, ...], found: Facts) -> str:
    """What a piece says that the whole did not. A whole sentence that came with it is quoted as one that was added."""
    greatest = max(edits, key=lambda edit: len(edit.new))
    if not greatest.old and len(greatest.new) > SHOWN_WORDS:
        return f"added: {_verbatim(new, greatest.new_at, len(greatest.new), QUOTE_CHARS)}"
    return _lowered(_edited(old, new, edits, found))


def _edited(old: Unit, new: Unit, edits: tuple[Edit, ...], found: Facts) -> str:
    figures = _light(found)
    turned = [edit for edit in edits if _telling(edit)]
    turned = [edit for edit in turned if _turns(edit)] or turned
    if turned and (found.modal or (figures and _turns(turned[0]))):
        return _turned(old, new, turned[:LISTED], figures)
    told = _figures(old, new, edits, figures) if found.weight <= FIGURE_WEIGHT else ""
    return told or _words_told(old, new, edits)


def _words_told(old: Unit, new: Unit, edits: tuple[Edit, ...]) -> str:
    came = [edit for edit in edits if edit.new and not edit.old]
    went = [edit for edit in edits if edit.old and not edit.new]
    if len(edits) > 1 and len(came) == len(edits):
        return f"Added {_list(new, [(one.new_at, len(one.new)) for one in came])} to {quoted(old.text)}"
    if len(edits) > 1 and len(went) == len(edits):
        return f"Dropped {_list(old, [(one.old_at, len(one.old)) for one in went])} from {quoted(old.text)}"
    if len(edits) == 1 and len(edits[0].old) + len(edits[0].new) <= SHOWN_WORDS:
        return f"{_words(old, new, edits[0])} in {_around(old, new, edits[0])}"
    greatest = _greatest(edits)
    told = f"Reworded: {_words(old, new, greatest)}"
    short = len(greatest.old) + len(greatest.new) <= SHOWN_WORDS
    return f"{told} in {_around(old, new, greatest)}" if short else told


def _greatest(edits: Sequence[Edit]) -> Edit:
    return max(edits, key=lambda edit: (bool(edit.old and edit.new), len(edit.old) + len(edit.new)))


def _light(found: Facts) -> tuple[Figure, ...]:
    """The figures to be told one by one: few, each in the place of another, one that is said twice only once."""
    both = sorted((*found.figures, *found.references), key=lambda one: one.new_at)
    if len(both) > 2 * LISTED or not all(one.old and one.new for one in both):
        return ()
    twice = [
        one for one, other in pairwise(both) if other.new_at == one.new_at + 1 and one.unit == other.unit
    ]
    shown = [one for one in both if one not in twice or one.new[0].isdigit()]
    return tuple(shown) if len(shown) <= LISTED else ()


def _turned(old: Unit, new: Unit, turned: Sequence[Edit], figures: Sequence[Figure]) -> str:
    """A rule that turned: first what may or must be done, then the figures beside it."""
    told = " and ".join(_words(old, new, edit) for edit in turned)
    beside = [one for one in figures if not any(_holds(edit, one) for edit in turned)]
    shown = [_figure(old, new, one) for one in beside]
    return "; ".join((f"{told} in {_around(old, new, turned[0])}", *(_lowered(one) for one in shown if one)))


def _holds(edit: Edit, figure: Figure) -> bool:
    return edit.new_at <= figure.new_at < edit.new_at + len(edit.new)


def _figures(old: Unit, new: Unit, edits: Sequence[Edit], figures: Sequence[Figure]) -> str:
    """The figures, then the greatest other edit; empty where the words must be told instead."""
    holding = [edit for edit in edits if any(_holds(edit, one) for one in figures)]
    if not figures or any(unit_words(edit.old) != unit_words(edit.new) for edit in holding):
        return ""
    shown = [_figure(old, new, one) for one in figures]
    if not all(shown):
        return ""
    told = f"{', and '.join([shown[0], *map(_lowered, shown[1:])])} in {_around(old, new, holding[0])}"
    others = [
        edit for edit in edits if edit not in holding and not set(edit.old + edit.new) <= FUNCTION_WORDS
    ]
    return f"{told}; {_words(old, new, _greatest(others))}" if others else told


def _lowered(told: str) -> str:
    return f"{told[0].lower()}{told[1:]}"


def _turns(edit: Edit) -> bool:
    """Whether modals or negations of an edit are others than before."""
    telling = MODALS | NEGATIONS
    return Counter(key for key in edit.old if key in telling) != Counter(
        key for key in edit.new if key in telling
    )


def _telling(edit: Edit) -> bool:
    return (
        bool({*edit.old, *edit.new} & (MODALS | NEGATIONS)) and len(edit.old) + len(edit.new) <= SHOWN_WORDS
    )


def _around(old: Unit, new: Unit, edit: Edit) -> str:
    """The passage around an edit: of the new text, or of the old one where words were only dropped."""
    unit, at, length = (new, edit.new_at, len(edit.new)) if edit.new else (old, edit.old_at, len(edit.old))
    placed = words(unit.text)
    if len(unit.text) <= QUOTE_CHARS or len(placed) != len(unit.keys):
        return quoted(unit.text)
    first, last = max(0, at - AROUND_WORDS), min(len(placed), at + length + AROUND_WORDS)
    shown = " ".join(unit.text[placed[first].start : placed[last - 1].end].split())
    return f"“{'… ' if first else ''}{shown}{' …' if last < len(placed) else ''}”"


def _list(unit: Unit, runs: list[tuple[int, int]]) -> str:
    shown = [_verbatim(unit, at, length) for at, length in runs[:LISTED]]
    more = len(runs) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _figure(old: Unit, new: Unit, figure: Figure) -> str:
    """One figure that became another, with its unit as printed; empty where nothing but its spelling changed."""
    if figure.refers:
        before, after = _reference(old, figure.old_at), _reference(new, figure.new_at)
        return f"The reference to {before} becomes {after}" if before and after else ""
    was, now = amount(old, figure.old_at), amount(new, figure.new_at)
    if was is None or now is None:
        return ""
    told, noun = verb(was, now), _noun(new, figure, timed=bool(was.unit or now.unit))
    if told == "becomes":
        return f"The {noun}{' of' if now.unit else ''} {was.text} becomes {now.text}"
    alike = was.tail == now.tail
    return f"The {noun} {told} from {was.number if alike else was.text} to {now.text}" if told else ""


def _noun(new: Unit, figure: Figure, *, timed: bool) -> str:
    if not timed:
        return "figure"
    near = new.keys[max(0, figure.new_at - NEAR_WORDS) : figure.new_at + 1 + NEAR_WORDS]
    if {"old", "age", "aged"} & set(near):
        return "age"
    return "notice period" if "notice" in near else "period"


def _reference(unit: Unit, at: int) -> str:
    """A reference as printed, from the word that names its kind ("Section 4.2"); empty where it cannot be placed."""
    first, placed = refers(unit, at), words(unit.text)
    if first is None or len(placed) != len(unit.keys):
        return ""
    printed = " ".join(unit.text[placed[first].start : placed[at].end].split())
    if first < at:
        return printed
    return f"note {printed}" if unit.text[: placed[at].start].endswith("[") else f"§ {printed}"


def _verbatim(unit: Unit, at: int, length: int, limit: int = SHORT_CHARS) -> str:
    """A run of words as the text prints them."""
    placed = words(unit.text)
    if len(placed) != len(unit.keys) or not length:
        return quoted(" ".join(unit.keys[at : at + length]), limit)
    return quoted(unit.text[placed[at].start : placed[at + length - 1].end], limit)


def _words(old: Unit, new: Unit, edit: Edit) -> str:
    if not edit.old:
        return f"{_verbatim(new, edit.new_at, len(edit.new))} is added"
    if not edit.new:
        return f"{_verbatim(old, edit.old_at, len(edit.old))} is dropped"
    before, after = _verbatim(old, edit.old_at, len(edit.old)), _verbatim(new, edit.new_at, len(edit.new))
    return f"{before} becomes {after}"
