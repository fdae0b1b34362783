"""Fields of one entry of a data file, taken out by name and kind; what is wrong is told with file, id and line."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from clausewatch.errors import BadInputError

_E = TypeVar("_E", bound=StrEnum)
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class File:
    """A data file: its name for people, and its text for finding lines."""

    name: str
    text: str

    def fault(self, id_: str, reason: str, mend: str) -> BadInputError:
        """What is wrong with the entry `id_`, with the line where it begins."""
        line = self.line(id_)
        where = f"{self.name}, line {line}, {id_}" if line else self.name
        return BadInputError(where, reason, mend)

    def line(self, id_: str) -> int:
        """The line of the last `id: id_` in the file, counted from 1; 0 when it has none."""
        for number, line in reversed(list(enumerate(self.text.splitlines(), start=1))):
            if line.lstrip("- ").replace("'", "").replace('"', "").strip() == f"id: {id_}":
                return number
        return 0


def parsed(data: bytes, name: str, list_key: str) -> tuple[File, Mapping[str, object], list[object]]:
    """The file, its mapping and the list under `list_key`. Raises BadInputError where it is no such file."""
    try:
        text = data.decode("utf-8")
        # Aliases of a few bytes could grow to gigabytes in later steps; no file of ours needs them.
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                raise BadInputError(
                    f"{name}, line {event.start_mark.line + 1 if event.start_mark else 1}",
                    "it uses an alias (*)",
                    "Write it out",
                )
        # Safe: _LOADER is a safe loader in both forms.
        tree = yaml.load(text, Loader=_LOADER)  # noqa: S506
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInputError(f"{name}, line {line}", "it is not in UTF-8", "Save it in UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}, line {mark.line + 1}" if mark else name
        mend = "Mind indentation and colons; put text with `: ` or ` #` in quotation marks"
        raise BadInputError(where, f"it is no YAML ({error.problem})", mend) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadInputError(name, f"it is no YAML ({error})", "Restore it from the last version") from error
    if not isinstance(tree, dict) or not isinstance(tree.get(list_key), list):
        raise BadInputError(name, f"it has no list `{list_key}`", f"Put all entries under `{list_key}:`")
    if not isinstance(tree.get("version"), str):
        raise BadInputError(name, "it has no `version` in quotation marks", "Write `version: '1.0'` first")
    return File(name, text), tree, tree[list_key]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file and its fields, each checked as it is taken."""

    file: File
    id: str
    fields: Mapping[str, object]

    @classmethod
    def of(cls, file: File, raw: object, place: int) -> Entry:
        fields = _mapping(raw)
        id_ = fields.get("id") if fields is not None else None
        if fields is None or not isinstance(id_, str) or not id_:
            raise BadInputError(
                f"{file.name}, entry {place}", "it has no `id`", "Begin the entry with `- id: ...`"
            )
        return cls(file, id_, fields)

    def fault(self, reason: str, mend: str) -> BadInputError:
        return self.file.fault(self.id, reason, mend)

    def text(self, key: str, *, optional: bool = False) -> str:
        value = self.fields.get(key, "" if optional else None)
        if not isinstance(value, str) or not (value.strip() or optional):
            raise self.fault(f"`{key}` is no text", f"Write a text at `{key}`, in quotation marks if need be")
        return value

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        value = self.fields.get(key, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fault(f"`{key}` is no list of texts", f"Write one text a line under `{key}`")
        return tuple(value)

    def within(self, key: str) -> tuple[tuple[str, Entry], ...]:
        """The mapping under `key`, as entries of their own."""
        value = _mapping(self.fields.get(key))
        if value is None:
            raise self.fault(f"`{key}` is no mapping", f"Write `name: ...` lines under `{key}`")
        return tuple((name, self._inner(key, item)) for name, item in value.items())

    def listed(self, key: str) -> tuple[Entry, ...]:
        """The list of mappings under `key`, as entries of their own."""
        value = self.fields.get(key)
        if not isinstance(value, list):
            raise self.fault(f"`{key}` is no list", f"Begin each part of `{key}` with `- `")
        return tuple(self._inner(key, item) for item in value)

    def _inner(self, key: str, item: object) -> Entry:
        fields = _mapping(item)
        if fields is None:
            raise self.fault(f"a part of `{key}` is no mapping", "Write `name: text` lines in it")
        return Entry(self.file, self.id, fields)

    def one_of(self, enum: type[_E], value: str, key: str) -> _E:
        try:
            return enum(value)
        except ValueError as error:
            known = ", ".join(enum)
            raise self.fault(f"`{value}` is no {key}", f"Use one of: {known}") from error

    def day(self, key: str) -> date | None:
        value = self.fields.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else str(value))
        except ValueError as error:
            mend = "Write it as '2026-08-02', or null for \"not stated here\""
            raise self.fault(f"`{key}` is no date ({value!r})", mend) from error

    def flag(self, key: str) -> bool:
        value = self.fields.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"`{key}` is neither true nor false", "Write `true` or leave it out")
        return value

    def only(self, allowed: Collection[str]) -> None:
        """Raises where the entry has a field that nobody reads."""
        for key in self.fields:
            if key not in allowed:
                known = ", ".join(sorted(allowed))
                raise self.fault(f"it has an unknown field `{key}`", f"Fields are: {known}")


def unique(file: File, ids: Iterable[str]) -> None:
    """Raises where an id stands twice."""
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise file.fault(id_, "its id stands twice", "Keep one of the two entries")
        seen.add(id_)


def known_topics(entry: Entry, named: Iterable[str], known: Collection[str]) -> None:
    """Raises where a named topic id is none of the known ones."""
    for topic in named:
        if topic not in known:
            near = difflib.get_close_matches(topic, sorted(known), n=1)
            mend = f"Did you mean {near[0]}?" if near else "Use an id of the taxonomy"
            raise entry.fault(f"`{topic}` is no topic", mend)


def _mapping(raw: object) -> dict[str, object] | None:
    if isinstance(raw, dict) and all(isinstance(key, str) for key in raw):
        return raw
    return None
