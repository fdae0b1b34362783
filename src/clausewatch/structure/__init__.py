"""Text to Outline: the provisions of a policy and their statements, with exact places."""

from __future__ import annotations

from clausewatch.structure.locating import locate
from clausewatch.structure.outlining import RECIPE, outline, title_of
from clausewatch.structure.segment import sentences

__all__ = ["RECIPE", "locate", "outline", "sentences", "title_of"]
