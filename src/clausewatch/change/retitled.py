"""Edits of headings that alter what stands under them, told from those that only name it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from clausewatch.change.facts import facts, is_number
from clausewatch.change.headings import DOERS, is_rule
from clausewatch.change.lexicon import FUNCTION_WORDS, MODALS, NEGATIONS
from clausewatch.change.nature import Edit
from clausewatch.change.units import Unit
from clausewatch.change.wording import words

_ALLOWED = ("permitted", "allowed", "acceptable", "authori", "erlaubt", "zulässig", "gestattet", "permitid", "autoris", "admitid", "consentit", "ammess", "permess", "toegestaan", "permis")  # fmt: skip
_BANNED = ("prohibited", "forbidden", "unacceptable", "disallowed", "unauthori", "restricted", "verboten", "unzulässig", "untersagt", "prohibid", "interdit", "proibid", "vietat", "proibit", "verboden")  # fmt: skip
_FREE = frozenset(["free", "kostenlos", "kostenfrei", "gratuit", "gratuite", "gratis", "gratuito", "gratuita"])  # fmt: skip
_LEADING = frozenset(["in", "from", "to", "for", "of", "outside", "inside", "within", "aus", "in", "für", "nach", "en", "de", "au", "aux", "para", "per"])  # fmt: skip
# Names with figures ("Terms 2026", "Model 4") are as long as they are; a year is no amount either.
_YEARS = ("19", "20")
STEM = 5


def alters(old: Unit, new: Unit, found: Sequence[Edit], *, governs: bool) -> bool:
    """Whether a heading's edit alters a rule; `governs` says that a list or table stands under it with no other opening.

    It does where it says that something may or may not be, holds a figure or a place that became another, turns a word
    into its opposite, or is a rule itself. Over a list, whose items say nothing alone, another verb is enough.
    """
    if is_rule(old) and is_rule(new):
        return True
    said = {key for one in found for key in (*one.old, *one.new)}
    if said & (MODALS | NEGATIONS) or facts(old, new, tuple(found)).opposed:
        return True
    return any(
        _turned(one) or _figure(one) or _placed(old, new, one) or (governs and _replaced(old, new, one))
        for one in found
    )


def _turned(edit: Edit) -> bool:
    """Whether what was allowed is banned, what was free is paid, or the other way."""
    if not edit.old or not edit.new:
        return False
    banned = [any(key.startswith(_BANNED) for key in side) for side in (edit.old, edit.new)]
    allowed = [any(key.startswith(_ALLOWED) for key in side) for side in (edit.old, edit.new)]
    if (banned[0] and allowed[1]) or (allowed[0] and banned[1]):
        return True
    return _FREE.isdisjoint(edit.old) != _FREE.isdisjoint(edit.new)


def _figure(edit: Edit) -> bool:
    if len(edit.old) != len(edit.new):
        return False
    return any(
        one != other and is_number(one) and is_number(other) and not (_is_year(one) or _is_year(other))
        for one, other in zip(edit.old, edit.new, strict=True)
        if one.isdigit() == other.isdigit()
    )


def _is_year(key: str) -> bool:
    return len(key) == 4 and key.startswith(_YEARS)


def _placed(old: Unit, new: Unit, edit: Edit) -> bool:
    """Whether a name after "in", "for" or the like became another, in a heading whose other words have no capitals."""
    if not edit.old or not edit.new or not _LEADING.intersection(old.keys[edit.old_at - 1 : edit.old_at]):
        return False
    return all(
        _is_name(unit, at, len(said))
        for unit, at, said in ((old, edit.old_at, edit.old), (new, edit.new_at, edit.new))
    )


def _is_name(unit: Unit, at: int, count: int) -> bool:
    raw = [unit.text[spot.start : spot.end] for spot in words(unit.text)]
    named, others = raw[at : at + count], raw[1:at] + raw[at + count :]
    plain = [word for word in others if len(word) > 3 and word.isalpha()]
    return all(word[:1].isupper() for word in named) and 2 * sum(word[0].isupper() for word in plain) <= len(
        plain
    )


def _replaced(old: Unit, new: Unit, edit: Edit) -> bool:
    """Whether what someone does ("data we store") gave way to another thing done."""
    if (
        not DOERS.intersection(old.keys[: edit.old_at][-1:])
        or old.keys[: edit.old_at][-1:] != new.keys[: edit.new_at][-1:]
    ):
        return False
    before, after = (
        {key[:STEM] for key in side if key not in FUNCTION_WORDS and len(key) > 2}
        for side in (edit.old, edit.new)
    )
    return bool(before) and bool(after) and not before & after
