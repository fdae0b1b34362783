"""The failure of a look-up, with what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from clausewatch.errors import UnknownNameError

_SUGGESTIONS = 5
_ASKED_CHARS = 120


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that may have been meant."""

    label: str
    href: str


class MissingPageError(UnknownNameError):
    """Something is not here; `suggestions` may help. Answered as a 404 page."""

    def __init__(
        self, subject: str, reason: str, mend: str, suggestions: tuple[Suggestion, ...] = ()
    ) -> None:
        super().__init__(subject, reason, mend)
        self.suggestions = suggestions


def near(asked: str, candidates: Iterable[tuple[str, Suggestion]]) -> tuple[Suggestion, ...]:
    """The suggestions whose key resembles what was asked, best first."""
    asked = asked[:_ASKED_CHARS].lower()
    by_key: dict[str, Suggestion] = {}
    for key, suggestion in candidates:
        by_key.setdefault(key[:_ASKED_CHARS].lower(), suggestion)
    close = get_close_matches(asked, by_key, n=_SUGGESTIONS, cutoff=0.5)
    holding = [key for key in by_key if asked and asked in key and key not in close]
    # A platform is found by its slug and by its name, and is suggested once.
    return tuple({by_key[key].href: by_key[key] for key in (*close, *holding)}.values())[:_SUGGESTIONS]
