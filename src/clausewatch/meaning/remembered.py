"""What was made of something last, for what costs less when it is made of many at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """A function that remembers what it gave for the last `most` keys, or up to twice as many; `look_at` makes ready what many
    will ask for.

    `make` gives a value for each of several keys, in order, the same whichever others they come with. Thread-safe.
    """

    def __init__(self, make: Callable[[Sequence[Key]], Sequence[Value]], most: int) -> None:
        self._make = make
        self._most = most
        self._known: dict[Key, Value] = {}

    def __call__(self, key: Key) -> Value:
        found = self._known.get(key)
        if found is None:
            (found,) = self._make((key,))
            self._keep(key, found)
        return found

    def look_at(self, many: Iterable[Key]) -> None:
        """Makes at once what is not at hand of these; `most` of them stay so."""
        new = [each for each in dict.fromkeys(many) if each not in self._known]
        for key, value in zip(new, self._make(new), strict=True):
            self._keep(key, value)

    def _keep(self, key: Key, value: Value) -> None:
        self._known[key] = value
        if len(self._known) > 2 * self._most:
            # Each of these calls is one step to other threads.
            for old in list(self._known)[: -self._most]:
                self._known.pop(old, None)
