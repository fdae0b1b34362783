"""Lines in which a document speaks of itself: its dates, its versions, its rights. What such a line dates is no rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausewatch.change.headings import DOERS
from clausewatch.change.lexicon import FINITE, MODALS, NEGATIONS, ROLES, RULING, SPELT_NUMBERS
from clausewatch.change.units import Unit
from clausewatch.change.wording import DATE_MARK

# A printed date stands in a line of its own; a date in a longer sentence is part of a rule. Longest printed-date line
# among the 60 documents of data/ota: 16 words.
DATE_LINE = 18
# What an edit of a line that dates the document may touch, and what else a line holds that does nothing but date it.
_ABOUT_DATE = frozenset(["effective", "last", "updated", "update", "date", "dated", "as", "of", "on", "from", "published", "posted", "revised", "modified", "version", "since", "release", "released", "in", "force", "the", "is", "was", "and", "stand", "gültig", "ab", "zuletzt", "aktualisiert", "am", "en", "vigueur", "à", "compter", "du", "mise", "jour", "dernière", "le"])  # fmt: skip
_STAMP = _ABOUT_DATE | frozenset(["modification", "revision", "effect", "at", "by", "generated", "page", "fassung", "vom", "geändert", "letzte", "änderung", "aktualisierung", "veröffentlicht", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "mis", "modifié", "publié", "última", "fecha", "de", "actualización", "actualizado", "modificación", "vigente", "desde", "ultimo", "aggiornamento", "aggiornato", "data", "modifica", "laatst", "bijgewerkt", "laatste", "wijziging", "datum", "atualização", "atualizado", "atualizada", "em", "ostatnia", "ostatnio", "aktualizacja", "zaktualizowano", "senast", "uppdaterad", "sidst", "opdateret", "最", "终", "終", "后", "後", "近", "更", "新", "日", "期", "时", "時", "間", "间", "修", "改", "于", "發", "发", "布", "公", "施", "行", "定", "制", "최", "종", "수", "정", "일", "시", "행", "개", "업", "데", "이", "트"])  # fmt: skip
# What a document calls itself in a line that dates it, and what is done to it then.
_DOCUMENT = frozenset(["terms", "policy", "policies", "notice", "agreement", "document", "statement", "version", "versions", "guidelines", "guideline", "addendum", "page", "article", "rules", "tos", "eula", "dpa", "license", "licence", "card", "code", "updated", "update", "revised", "modified", "amended", "published", "posted", "last", "aktualisiert", "geändert", "fassung", "bedingungen", "nutzungsbedingungen", "erklärung", "datenschutzerklärung", "richtlinie", "richtlinien", "version", "conditions", "politique", "charte", "règlement", "modifié", "modifiée", "mise", "jour", "términos", "condiciones", "política", "aviso", "actualizado", "actualización", "termini", "condizioni", "informativa", "aggiornamento", "aggiornato", "voorwaarden", "beleid", "bijgewerkt", "termos", "políticas", "atualização", "atualizado", "regulamin", "aktualizacja", "villkor", "uppdaterad"])  # fmt: skip
_CLAIM = re.compile(r"\s*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNTIL = frozenset(["until", "till", "through", "before", "by", "bis", "jusqu'au", "avant", "hasta", "fino", "tot", "até"])  # fmt: skip
# The number of a version is no figure of a rule.
_NUMBERED = re.compile(r"\bversions?(?: of)? (?:date:\S+|v?\d[\d.,]*)|\bdate:\S+")
# Where a pointer says that something is to be found.
_WHERE_FOUND = frozenset(
    ["here", "available", "archive", "archived", "view", "see", "found", "below", "link"]
)
_EDITION = re.compile(
    r"\b(?:previous|prior|earlier|older|past|archived?)\b.{0,30}\b(?:versions?|terms|polic(?:y|ies)|agreements?)\b"
    r"|\bversion\s+(?:of\s+)?(?:date:|\d)|\bversion history\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"v?\d+(?:[.,]\d+)*\.?")

# The edited words of one side, each run with its place.
Touched = Sequence[tuple[tuple[str, ...], int]]


def is_dating(unit: Unit) -> bool:
    """Whether the whole unit only says when the document was made or holds ("Stand: 1. März 2026")."""
    return len(unit.keys) <= DATE_LINE and all(
        key.startswith(DATE_MARK) or key in _STAMP for key in unit.keys
    )


def is_dated(unit: Unit, touched: Touched) -> bool:
    """Whether only the dates of a line were edited that the edition prints about itself.

    The line has to speak of the document: a price may be "effective from" a day too, or last until then.
    """
    if not unit.dated or _DOCUMENT.isdisjoint(unit.keys):
        return False
    return all(
        all(_about_date(key) for key in said) and _UNTIL.isdisjoint(unit.keys[max(0, at - 2) : at])
        for said, at in touched
    )


def is_claimed(unit: Unit, touched: Touched) -> bool:
    """Whether only the year was edited of a line that claims the rights in the page."""
    claims = len(unit.keys) <= DATE_LINE and _CLAIM.match(unit.text) is not None
    return claims and all(_YEAR.fullmatch(key) for said, _ in touched for key in said)


def is_edition_told(unit: Unit, touched: Touched) -> bool:
    """Whether only figures and dates were edited of a line that numbers the version or points to others."""
    return is_edition(unit) and all(
        _about_date(key) or _DIGITS.fullmatch(key) for said, _ in touched for key in said
    )


def is_edition(unit: Unit) -> bool:
    """Whether the unit is a version number or points to other versions, rather than saying what becomes of them."""
    said = " ".join(unit.keys)
    return (
        len(unit.keys) <= DATE_LINE
        and _EDITION.search(said) is not None
        and not any(key in MODALS or key in NEGATIONS or key in RULING for key in unit.keys)
        and (unit.linked or _points(_NUMBERED.sub(" ", said).split()))
    )


def _points(said: Sequence[str]) -> bool:
    """Whether a line leads somewhere or names something, rather than saying what someone does or what is so.

    `said` are its words without numbers of versions. What has another figure is a rule.
    """
    if any(_DIGITS.fullmatch(key) or key in SPELT_NUMBERS or key in DOERS or key in ROLES for key in said):
        return False
    return not any(key in FINITE for key in said) or any(key in _WHERE_FOUND for key in said)


def _about_date(key: str) -> bool:
    return key.startswith(DATE_MARK) or key in _ABOUT_DATE
