"""Knowledge and regulations: the shipped data, read and checked."""

from clausewatch.meaning.knowledge.load import (
    knowledge,
    read_knowledge,
    read_regulations,
    regulations,
)

__all__ = ["knowledge", "read_knowledge", "read_regulations", "regulations"]
