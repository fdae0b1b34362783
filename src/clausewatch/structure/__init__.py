"""Text -> Outline: provisions and statements, and where they stand."""

from clausewatch.structure.address import locate
from clausewatch.structure.segment import outline
from clausewatch.structure.sentences import sentences

RECIPE = "structure/1"

__all__ = ["RECIPE", "locate", "outline", "sentences"]
