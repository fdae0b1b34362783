"""YAML as a tree of texts that know their lines.

Only the parser's events are used: nothing is ever constructed from a tag, and a plain word stays the text it is
("no" is Norwegian, "1.10" keeps its nought). Aliases, anchors and tags are refused, so no small file grows large.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

MOST_BYTES = 1024 * 1024
"""No declaration larger than this is read. The largest shipped one has 5 KB."""

_DEEPEST = 12
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(Exception):
    """The text is no YAML of the plain kind that declarations are written in."""

    def __init__(self, line: int, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `null` when it stands for nothing at all."""

    line: int
    text: str
    null: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys are unique. `keys` runs parallel to `values`."""

    line: int
    keys: tuple[Scalar, ...]
    values: tuple[Node, ...]


Node = Scalar | Sequence | Mapping


def read_tree(data: bytes) -> Node:
    """The one document in `data`. Raises YamlError with the line, reason and mend."""
    if len(data) > MOST_BYTES:
        raise YamlError(1, f"it is over {MOST_BYTES // 1024} KB", "Split it: one file for each platform")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(line, "it is not in UTF-8", "Save it in UTF-8") from error
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise YamlError(line, f"it has a forbidden character ({error.reason})", "Remove it") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        mend = "Mind indentation and colons; put text with `: ` or ` #` in quotation marks"
        raise YamlError(mark.line + 1 if mark else 1, f"it is no YAML ({said})", mend) from error


def plain(node: Node) -> object:
    """The tree as texts, lists and dicts; keys without a value are left out."""
    if isinstance(node, Scalar):
        return None if node.null else node.text
    if isinstance(node, Sequence):
        return [plain(each) for each in node.items]
    return {
        key.text: plain(value)
        for key, value in zip(node.keys, node.values, strict=True)
        if not (isinstance(value, Scalar) and value.null)
    }


def line_of(root: Node, place: tuple[int | str, ...]) -> int:
    """The line of what stands at `place`, or of the innermost thing around it that is written down."""
    node, line = root, root.line
    for step in place:
        if isinstance(node, Mapping):
            found = next((index for index, key in enumerate(node.keys) if key.text == step), None)
            if found is None:
                return line
            line, node = node.keys[found].line, node.values[found]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
    return line


def _document(events: Iterator[yaml.Event]) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise YamlError(_line(event), "a second document begins", "Keep one document in each file")
            root = _node(next(events), events, 0)
    if root is None:
        raise YamlError(1, "it is empty", "Declare a platform in it or delete it")
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise YamlError(
            _line(event), "it uses an anchor or alias (& or *)", "Write the text out where it is meant"
        )
    tag: str | None = getattr(event, "tag", None)
    if tag is not None:
        raise YamlError(_line(event), f"it uses the tag {tag}", "Remove the tag")
    if depth > _DEEPEST:
        raise YamlError(_line(event), f"it nests deeper than {_DEEPEST}", "Write it flatter")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(_line(event), event.value, event.implicit[0] and event.value in _NULLS)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(inner, events, depth + 1))
        return Sequence(_line(event), tuple(items))
    return _mapping(event, events, depth)


def _mapping(start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Mapping:
    keys: dict[str, Scalar] = {}
    values: list[Node] = []
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        key = _node(inner, events, depth + 1)
        if not isinstance(key, Scalar):
            raise YamlError(key.line, "a key is no plain word", "Use the keys of the declaration's form")
        if key.text in keys:
            first = keys[key.text].line
            raise YamlError(
                key.line, f"`{key.text}` stands twice (first in line {first})", "Keep one of them"
            )
        keys[key.text] = key
        values.append(_node(next(events), events, depth + 1))
    return Mapping(_line(start), tuple(keys.values()), tuple(values))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
