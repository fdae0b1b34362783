"""What a rule finds in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.nouns.finding import Modality


@dataclass(frozen=True, slots=True)
class Found:
    """A modality with the mark of its subject ("" where it names none) and the rule. `firm`: not to be outweighed later."""

    modality: Modality
    mark: str
    rule: str
    firm: bool = True
