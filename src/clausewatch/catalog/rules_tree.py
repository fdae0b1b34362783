"""Reads values out of a rules file's tree; whatever is not as it should be is an error with line, reason and mend."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NoReturn

from clausewatch.catalog.yaml_tree import Mapping, Node, Scalar, Sequence, YamlError, read_tree
from clausewatch.errors import BadInputError

MOST_BYTES = 256 * 1024
_LONGEST = 300
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_MOST = 100_000
_SHOWN = 80
_MOST_NAMES = 500


class Reader:
    """One file's tree, by the file's name in errors. Values come out as texts, lists of texts, or their own kinds."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        if len(data) > MOST_BYTES:
            self.refuse(1, f"it is over {MOST_BYTES // 1024} KB", "Split it into several files")
        if not data.strip():
            self.refuse(1, "it is empty", "Write `version: 1` and a list under `rules:`")
        try:
            self.root = read_tree(data)
        except YamlError as error:
            self.refuse(error.line, error.reason, error.mend)

    def refuse(self, line: int, reason: str, mend: str) -> NoReturn:
        """Raises the error about that line."""
        raise BadInputError(f"{self._name}, line {line}", reason, mend)

    def keys(self, node: Node, known: Collection[str], what: str) -> dict[str, Node]:
        """The values of a set of keys, of which none is unknown or without a value: an empty filter would let everything in."""
        if not isinstance(node, Mapping):
            self.refuse(
                node.line, f"{what} is no set of keys", f"Write `key: value` lines; keys: {', '.join(known)}"
            )
        found = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key.text not in known:
                self.unknown(key, key.text, "key", known)
            if isinstance(value, Scalar) and value.null:
                self.refuse(
                    key.line, f"`{key.text}` has no value", "Write one behind it, or leave the key out"
                )
            found[key.text] = value
        return found

    def unknown(self, node: Node, given: str, what: str, known: Iterable[str]) -> NoReturn:
        """Raises that the word is none of the known ones, naming the nearest."""
        self.refuse(node.line, f"`{given[:_SHOWN]}` is no known {what}", nearest(given, known))

    def items(self, node: Node, what: str) -> tuple[Node, ...]:
        """The items of a list that is not empty."""
        if not isinstance(node, Sequence):
            self.refuse(node.line, f"{what} is no list", "Write one item a line, each behind `- `")
        if not node.items:
            self.refuse(node.line, f"{what} lists nothing", "List at least one")
        return node.items

    def text(self, node: Node, what: str) -> str:
        """One line of words."""
        if not isinstance(node, Scalar) or node.null:
            self.refuse(node.line, f"{what} is no text", f"Write `{what}: ...` as one line of words")
        words = " ".join(node.text.split())
        if not words or len(words) > _LONGEST:
            self.refuse(
                node.line, f"{what} is empty or over {_LONGEST} characters", "Shorten it, or say something"
            )
        if any(unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in words):
            self.refuse(node.line, f"{what} has a control character", "Remove it")
        return words

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """A list of texts; a single one need not be written as a list."""
        if isinstance(node, Scalar):
            return (self.text(node, what),)
        items = self.items(node, what)
        if len(items) > _MOST_NAMES:
            self.refuse(node.line, f"{what} lists over {_MOST_NAMES} things", "Shorten the list")
        return tuple(self.text(each, what) for each in items)

    def choice(self, node: Node, what: str, known: Collection[str]) -> str:
        """One of the known words."""
        given = self.text(node, what)
        if given not in known:
            self.unknown(node, given, what, known)
        return given

    def choices(self, node: Node, what: str, known: Collection[str]) -> tuple[str, ...]:
        """Some of the known words."""
        found = self.texts(node, what)
        for given in found:
            if given not in known:
                self.unknown(node, given, what, known)
        return found

    def yes(self, node: Node, what: str) -> bool:
        """True or false."""
        return self.choice(node, what, ("true", "false")) == "true"

    def number(self, node: Node, what: str) -> int:
        """A whole number from 1 to 100,000."""
        given = self.text(node, what)
        if _NUMBER.fullmatch(given) is None or int(given) > _MOST:
            self.refuse(node.line, f"{what} is `{given[:_SHOWN]}`", "Write a whole number from 1 to 100000")
        return int(given)


def nearest(given: str, known: Iterable[str]) -> str:
    """A mend that names the words most like the given one, or all of a few."""
    words = tuple(known)
    folded = {each.casefold(): each for each in words}
    near = difflib.get_close_matches(given.casefold(), folded, n=3, cutoff=0.5)
    if near:
        return "Did you mean " + " or ".join(f"`{folded[each]}`" for each in near) + "?"
    return "Use one of: " + ", ".join(words[:30]) + (", ..." if len(words) > 30 else "")
