"""One plain sentence per change, made only from the words of the two texts, and the headline of a record."""

from __future__ import annotations

from collections import Counter

from clausewatch.change.differences import Difference
from clausewatch.change.facts import Facts, Figure
from clausewatch.change.lexicon import MODALS, NEGATIONS
from clausewatch.change.nature import Edit, Nature
from clausewatch.change.units import Unit
from clausewatch.change.wording import words
from clausewatch.nouns.change import Change, ChangeClass, ChangeKind, RecordDates, Severity, Shift
from clausewatch.nouns.document import StatementKind

QUOTE_CHARS = 140
SHORT_CHARS = 60
# Longer runs of edited words are not shown beside their clause.
SHOWN_WORDS = 24
# An edit of a figure with more content words beside it is told as an edit of words.
FIGURE_WEIGHT = 3
LISTED = 3
AROUND_WORDS = 9
HEADLINE_CHARS = 200

_WORDING_ONLY = {
    Nature.PUNCTUATION: "Punctuation, capitals or spacing only",
    Nature.CUT: "The same words, cut differently",
    Nature.SPELLING: "Spelling only",
    Nature.LOCALE: "British or American spelling only",
    Nature.ADDRESS: "A printed address on the same site",
    Nature.GRAMMAR: "A small word only",
    Nature.RENAME: "A name only",
    Nature.PRINTED_DATE: "The printed date",
    Nature.EDITION: "The version note",
    Nature.REPEATED: "Repeats text that stands elsewhere",
    Nature.FURNITURE: "Page furniture",
    Nature.COLLECTED: "Collected with another page",
}


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
    if one.kind is ChangeKind.SPLIT:
        return f"Split off {quoted(one.old.text, SHORT_CHARS)}: {quoted(one.new.text)}"
    if one.kind is ChangeKind.MERGED:
        return f"Merged into {quoted(one.new.text, SHORT_CHARS)}: {quoted(one.old.text)}"
    if one.nature is not Nature.WORDING or found is None:
        return f"{_WORDING_ONLY.get(one.nature, 'Wording only')}: {quoted(one.new.text)}"
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


def _edited(old: Unit, new: Unit, edits: tuple[Edit, ...], found: Facts) -> str:
    figures = [one for one in found.figures if one.old and one.new]
    if len(figures) == 1 and len(found.figures) == 1 and found.weight <= FIGURE_WEIGHT:
        return _figure(new, figures[0])
    telling = [edit for edit in edits if _telling(edit)]
    if telling and found.modal:
        return f"{_words(old, new, telling[0])} in {_around(old, new, telling[0])}"
    came = [edit for edit in edits if edit.new and not edit.old]
    went = [edit for edit in edits if edit.old and not edit.new]
    if len(edits) > 1 and len(came) == len(edits):
        return f"Added {_list(new, [(one.new_at, len(one.new)) for one in came])} to {quoted(old.text)}"
    if len(edits) > 1 and len(went) == len(edits):
        return f"Dropped {_list(old, [(one.old_at, len(one.old)) for one in went])} from {quoted(old.text)}"
    if len(edits) == 1 and len(edits[0].old) + len(edits[0].new) <= SHOWN_WORDS:
        return f"{_words(old, new, edits[0])} in {_around(old, new, edits[0])}"
    greatest = max(edits, key=lambda edit: (bool(edit.old and edit.new), len(edit.old) + len(edit.new)))
    return f"Reworded: {_words(old, new, greatest)}"


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


def _figure(new: Unit, figure: Figure) -> str:
    sign = figure.unit if figure.unit and not figure.unit.isalnum() else ""
    before, after = (
        (f"{sign}{figure.old}", f"{sign}{figure.new}") if sign and sign != "%" else (figure.old, figure.new)
    )
    try:
        verb = "falls" if float(figure.new) < float(figure.old) else "rises"
    except ValueError:
        verb = "goes"
    after += sign if sign == "%" else f" {figure.unit}" if figure.timed else ""
    noun = (
        "notice period" if figure.timed and "notice" in new.keys else "period" if figure.timed else "figure"
    )
    return f"The {noun} {verb} from {before} to {after} in {quoted(new.text)}"


def _verbatim(unit: Unit, at: int, length: int) -> str:
    """A run of words as the text prints them."""
    placed = words(unit.text)
    if len(placed) != len(unit.keys) or not length:
        return quoted(" ".join(unit.keys[at : at + length]), SHORT_CHARS)
    return quoted(unit.text[placed[at].start : placed[at + length - 1].end], SHORT_CHARS)


def _words(old: Unit, new: Unit, edit: Edit) -> str:
    if not edit.old:
        return f"{_verbatim(new, edit.new_at, len(edit.new))} is added"
    if not edit.new:
        return f"{_verbatim(old, edit.old_at, len(edit.old))} is dropped"
    before, after = _verbatim(old, edit.old_at, len(edit.old)), _verbatim(new, edit.new_at, len(edit.new))
    return f"{before} becomes {after}"


_CLASS_HEADLINE = {
    ChangeClass.METADATA: "Only printed dates or version notes changed",
    ChangeClass.EDITORIAL: "Editorial changes only",
    ChangeClass.NOISE: "No change of wording",
    ChangeClass.VARIANT: "An earlier variant of the page is shown again",
}


_COUNTED = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MODIFIED: "edited",
    ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "merged",
    ChangeKind.RENAMED_HEADING: "renamed",
}


def headline(change_class: ChangeClass, changes: tuple[Change, ...], dates: RecordDates) -> str:
    """The record in one line: its weightiest change, how many others of which kinds there are, when they take effect."""
    if change_class is not ChangeClass.SUBSTANTIVE or not changes:
        return _CLASS_HEADLINE.get(change_class, "Changed")
    weighty = [one for one in changes if one.severity is not Severity.NONE]
    top = max(weighty or changes, key=lambda one: one.severity.rank)
    line = (
        top.summary
        if len(top.summary) <= HEADLINE_CHARS
        else top.summary[:HEADLINE_CHARS].rsplit(" ", 1)[0] + " …"
    )
    others = [one for one in weighty if one is not top]
    if others:
        times = Counter(_COUNTED[one.kind] for one in others)
        counted = ", ".join(f"{count} {name}" for name, count in times.most_common())
        line += f" (and {len(others)} more change{'s' if len(others) > 1 else ''}: {counted})"
    return line + (f"; effective {dates.effective.isoformat()}" if dates.effective else "")
