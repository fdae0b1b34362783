"""Whether files for CI are what their readers expect: SARIF by the OASIS schema, JUnit XML by the shape of Jenkins' schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from fluidattacks_core.sarif import SarifLog


def check_sarif(text: str) -> None:
    """Raises for what the OASIS schema of SARIF 2.1.0 (errata 01) refuses.

    The models are generated from that schema; that nothing is null where no value is meant, which they let pass, is looked
    at besides.
    """
    SarifLog.model_validate_json(text, strict=True, by_alias=True, by_name=False)
    for path, value in _members(json.loads(text), ""):
        assert value is not None or "/properties/" in path, path


def _members(value: object, path: str) -> Iterator[tuple[str, object]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield f"{path}/{key}", each
        yield from _members(each, f"{path}/{key}")


@dataclass(frozen=True)
class _Shape:
    """What an element holds: its children in order, as a pattern of their names, and its attributes."""

    children: str = ""
    needed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


_COUNTS = frozenset({"tests", "failures", "errors"})
# After jenkinsci/xunit-plugin, junit-10.xsd, and for the order of children the older one that Jenkins' own reporter takes: a file
# that both take is taken everywhere. Of attributes those that we may write.
_SHAPES = {
    "testsuites": _Shape("(testsuite )*", allowed=_COUNTS | {"name", "time", "disabled"}),
    "testsuite": _Shape(
        "(properties )?(testcase )*(system-out )?(system-err )?",
        _COUNTS | {"name"},
        frozenset({"time", "skipped", "timestamp", "hostname"}),
    ),
    "properties": _Shape("(property )*"),
    "property": _Shape("", frozenset({"name", "value"})),
    "testcase": _Shape(
        "(skipped )?(error )*(failure )*(system-out )*(system-err )*",
        frozenset({"name", "classname"}),
        frozenset({"time"}),
    ),
    "failure": _Shape("", allowed=frozenset({"type", "message"})),
    "error": _Shape("", allowed=frozenset({"type", "message"})),
    "skipped": _Shape("", allowed=frozenset({"type", "message"})),
    "system-out": _Shape(),
    "system-err": _Shape(),
}


def check_junit(written: bytes) -> None:
    """Raises AssertionError for what readers of JUnit XML may refuse, and for counts that are not those of the cases."""
    root = ET.fromstring(written)
    assert root.tag == "testsuites"
    for each in root.iter():
        assert each.tag in _SHAPES, each.tag
        shape, given = _SHAPES[each.tag], frozenset(each.attrib)
        children = "".join(f"{child.tag} " for child in each)
        assert re.fullmatch(shape.children, children), (each.tag, children)
        assert shape.needed <= given <= shape.needed | shape.allowed, (each.tag, given)
        for name in (*_COUNTS, "skipped"):
            assert re.fullmatch(r"\d+", each.get(name, "0")), (each.tag, name)
        assert re.fullmatch(r"\d+(\.\d+)?", each.get("time", "0")), each.tag
    for suite in (root, *root.iter("testsuite")):
        found = {name: len(list(suite.iter(tag))) for name, tag in _COUNTED if suite.get(name) is not None}
        assert found == {name: int(suite.attrib[name]) for name in found}


_COUNTED = (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
