"""One entry of a file of watches, its keys read with errors that say where and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from clausewatch.errors import BadInputError

_Word = TypeVar("_Word", bound=StrEnum)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Entry:
    """The keys of one watch as written, and where."""

    subject: str
    fields: Mapping[str, object]

    def error(self, key: str, reason: str, mend: str) -> BadInputError:
        return BadInputError(f"{self.subject}, key `{key}`", reason, mend)

    def refuse_unknown_keys(self, known: Collection[str]) -> None:
        for key in self.fields:
            if key not in known:
                raise self.error(key, "is unknown", nearest(key, known) or f"Known are {', '.join(known)}.")

    def text(self, key: str) -> str:
        value = self.fields.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, f"is {value!r}, not a text", f'Write {key} = "...".')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.fields.get(key, ())
        if not isinstance(value, list | tuple):
            raise self.error(key, f"is {value!r}, not a list", f'Write {key} = ["...", "..."].')
        for item in value:
            if not isinstance(item, str) or not item.strip():
                raise self.error(key, f"holds {item!r}, not a name", f'Write {key} = ["...", "..."].')
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.fields.get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"is {value!r}", f"Write {key} = true or {key} = false, without quotes.")
        return value

    def word(self, key: str, words: type[_Word], default: _Word | None) -> _Word:
        value = self.text(key)
        if not value and key not in self.fields and default is not None:
            return default
        choices = [word.value for word in words]
        if value in choices:
            return words(value)
        reason = f"is {value!r}" if key in self.fields else "is missing"
        raise self.error(key, reason, nearest(value, choices) or f"Write one of {', '.join(choices)}.")

    def words(self, key: str, words: type[_Word]) -> tuple[_Word, ...]:
        """The members that a list names, each once."""
        choices = [word.value for word in words]
        for item in self.texts(key):
            if item not in choices:
                raise self.error(
                    key,
                    f"names {item!r}",
                    nearest(item, choices) or f"Write some of {', '.join(choices)}.",
                )
        return tuple(dict.fromkeys(words(item) for item in self.texts(key)))

    def minute(self, key: str, default: int) -> int:
        """A time of day, written as 08:30, in minutes since midnight."""
        if key not in self.fields:
            return default
        found = _CLOCK.fullmatch(self.text(key).strip())
        if found is None:
            raise self.error(key, f"is {self.text(key)!r}, no time of day", f'Write {key} = "08:30".')
        return int(found[1]) * 60 + int(found[2])


def nearest(given: str, known: Collection[str]) -> str:
    """Asks whether the likest of the known names was meant; empty where none is like it."""
    near = get_close_matches(given.lower(), known, n=1)
    return f"Did you mean {near[0]!r}?" if near else ""
