"""Modality, bound party, beneficiary and basis of one statement."""

from __future__ import annotations

import re

from clausewatch.meaning.rules.addressee import addressee
from clausewatch.meaning.rules.reading import reading
from clausewatch.meaning.rules.view import view
from clausewatch.nouns.finding import Asked, Basis, Modality, Party

_THIRD_INTEREST = re.compile(
    r"\b(?:others|minors?|children|child|persons?|people|individuals?|third part|someone|groups?|animals|anyone's|victims?)\b"
)
_FOR_READER = frozenset({Modality.PERMISSION, Modality.RIGHT, Modality.COMMITMENT})
_FOR_PLATFORM = frozenset({Modality.POWER, Modality.DISCLAIMER})


def modality_of(asked: Asked) -> Modality:
    """What the statement does, by its operative verb read with its lead-in and headings."""
    return reading(asked).modality


def party_of(asked: Asked) -> Party:
    """Whom the statement binds: the logical subject of its operative verb; by default the reader its kind of document has."""
    return reading(asked).party


def basis_of(asked: Asked) -> Basis:
    """Whether the statement's own words give modality and party, or its lead-in, headings or kind of document do."""
    return Basis.EXPLICIT if reading(asked).explicit else Basis.INFERRED


def beneficiary_of(asked: Asked, modality: Modality, party: Party) -> Party:
    """Who gains by a statement of that modality that binds that party: the reader by rights, leave and promises; the
    platform by powers, exclusions and duties owed.

    Bans on what harms people outside benefit third parties. Definitions, disclosures and steps benefit none.
    """
    if party is Party.BOTH:
        return Party.BOTH
    if modality in _FOR_PLATFORM:
        return Party.PLATFORM
    if modality in _FOR_READER:
        return party if party is not Party.PLATFORM else addressee("zyou", view(asked))
    if modality in (Modality.PROHIBITION, Modality.OBLIGATION):
        return Party.THIRD_PARTY if _THIRD_INTEREST.search(view(asked).own) else Party.PLATFORM
    return Party.NONE
