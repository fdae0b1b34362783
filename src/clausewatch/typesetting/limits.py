"""What setting one report may take, and how the process that does it says that typst refused."""

from __future__ import annotations

from dataclasses import dataclass

REFUSED = 3
"""The exit code for what typst does not take; its words are on standard error."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What setting one report may take."""

    seconds: float = 60.0
    memory_bytes: int = 3_000_000_000
