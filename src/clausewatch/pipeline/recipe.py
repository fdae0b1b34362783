"""The name of the present way of reading: what tells a better reading from a change."""

from __future__ import annotations

from clausewatch import structure, text

READING = f"{text.RECIPE} {structure.RECIPE}"
