"""Findings by written rules."""

from clausewatch.meaning.rules.reading import reading

__all__ = ["reading"]
