"""One plain sentence per change, made only from the words of the two texts, and the headline of a record."""

from __future__ import annotations

from clausewatch.change.differences import Difference
from clausewatch.change.lexicon import MODALS, NEGATIONS, TIME_UNITS
from clausewatch.change.nature import Edit, Nature
from clausewatch.change.units import Unit
from clausewatch.change.wording import DATE_MARK
from clausewatch.nouns.change import Change, ChangeClass, ChangeKind, Severity, Shift

QUOTE_CHARS = 140
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
    flat = " ".join(text.split())
    if len(flat) > limit:
        flat = flat[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{flat}”"


def sentence(one: Difference, shift: tuple[Shift, ...]) -> str:
    """The summary of one difference."""
    if one.kind is ChangeKind.ADDED and one.new is not None:
        return f"Added: {quoted(one.new.text)}"
    if one.kind is ChangeKind.REMOVED and one.old is not None:
        return f"Removed: {quoted(one.old.text)}"
    assert one.old is not None
    assert one.new is not None
    if one.kind is ChangeKind.RENAMED_HEADING:
        return f"The heading {quoted(one.old.text)} becomes {quoted(one.new.text)}"
    if one.kind is ChangeKind.MOVED and not one.edits:
        return _moved(one.old, one.new)
    if one.kind is ChangeKind.SPLIT:
        return f"Split off: {quoted(one.new.text)}"
    if one.kind is ChangeKind.MERGED:
        return f"Merged into one clause: {quoted(one.old.text)}"
    if one.nature is not Nature.WORDING:
        return f"{_WORDING_ONLY.get(one.nature, 'Wording only')}: {quoted(one.new.text)}"
    return _edited(one.old, one.new, one.edits, shift)


def _moved(old: Unit, new: Unit) -> str:
    where = (
        f" from {quoted(old.section, 60)} to {quoted(new.section, 60)}" if old.section != new.section else ""
    )
    return f"Moved{where}, text unchanged: {quoted(new.text)}"


def _edited(old: Unit, new: Unit, edits: tuple[Edit, ...], shift: tuple[Shift, ...]) -> str:
    telling = next((edit for edit in edits if _telling(edit)), None)
    if telling is not None and len(telling.old) <= 4 and len(telling.new) <= 4:
        if Shift.NUMBER in shift and len(edits) == 1 and telling.old and telling.new:
            return _figure(new, telling)
        if {*telling.old, *telling.new} & (MODALS | NEGATIONS):
            return _words(telling) + f" in {quoted(new.text)}"
    if len(edits) == 1 and len(edits[0].old) + len(edits[0].new) <= 24:
        return _words(edits[0]) + f" in {quoted(new.text)}"
    return f"Reworded: {quoted(old.text)} becomes {quoted(new.text)}"


def _telling(edit: Edit) -> bool:
    return any(key[0].isdigit() or key in MODALS or key in NEGATIONS for key in (*edit.old, *edit.new))


def _figure(new: Unit, edit: Edit) -> str:
    before, after = " ".join(edit.old), " ".join(edit.new)
    try:
        verb = "falls" if float(after) < float(before) else "rises"
    except ValueError:
        return _words(edit) + f" in {quoted(new.text)}"
    at = next((place for place, key in enumerate(new.keys) if key == edit.new[0]), -1)
    unit = new.keys[at + 1] if 0 <= at < len(new.keys) - 1 and new.keys[at + 1] in TIME_UNITS else ""
    noun = "period" if unit else "figure"
    return f"The {noun} {verb} from {before} to {after}{' ' + unit if unit else ''} in {quoted(new.text)}"


def _shown(keys: tuple[str, ...]) -> str:
    return "'" + " ".join(key.removeprefix(DATE_MARK) for key in keys) + "'"


def _words(edit: Edit) -> str:
    if not edit.old:
        return f"{_shown(edit.new)} is added"
    if not edit.new:
        return f"{_shown(edit.old)} is dropped"
    return f"{_shown(edit.old)} becomes {_shown(edit.new)}"


_CLASS_HEADLINE = {
    ChangeClass.METADATA: "Only printed dates or version notes changed",
    ChangeClass.EDITORIAL: "Editorial changes only",
    ChangeClass.NOISE: "No change of wording",
    ChangeClass.VARIANT: "An earlier variant of the page is shown again",
}


def headline(change_class: ChangeClass, changes: tuple[Change, ...]) -> str:
    """The record in one line: its weightiest change, and how many there are."""
    if change_class is not ChangeClass.SUBSTANTIVE or not changes:
        return _CLASS_HEADLINE.get(change_class, "Changed")
    weighty = [one for one in changes if one.severity is not Severity.NONE]
    top = max(weighty or changes, key=lambda one: one.severity.rank)
    line = (
        top.summary
        if len(top.summary) <= HEADLINE_CHARS
        else top.summary[:HEADLINE_CHARS].rsplit(" ", 1)[0] + " …"
    )
    more = len(weighty) - 1
    return line if more <= 0 else f"{line} (and {more} more change{'s' if more > 1 else ''})"
