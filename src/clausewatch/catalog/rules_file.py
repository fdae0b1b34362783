"""Rules files <-> rules: what people write, in a closed vocabulary, and what it means (docs/how-to/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from clausewatch.catalog.document_types import DOCUMENT_TYPES
from clausewatch.catalog.rules_tree import Reader, nearest
from clausewatch.catalog.yaml_tree import Node
from clausewatch.meaning.requirements import GROUPS, PLACED, UNITS, is_place, searchable, written_out
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Modality
from clausewatch.nouns.identity import slug
from clausewatch.nouns.knowledge import QuickFactId
from clausewatch.nouns.requirement import (
    AtLeast,
    AtMost,
    Forbid,
    Matter,
    NoChange,
    OneOf,
    Require,
    Requirement,
    Rule,
    Stand,
    Unit,
)

VERSION = "1"
MOST_RULES = 500
_FILTERS = (
    "title",
    "severity",
    "platforms",
    "documents",
    "document_types",
    "audience",
    "unknown",
    "only_new",
)
_REQUIREMENTS = ("forbid", "require", "at_least", "at_most", "one_of", "no_change")
_SEVERITIES = ("low", "medium", "high")
_MATTER = ("topic", "fact", "modality", "stance", "words")


def read_rules(data: bytes, name: str) -> tuple[Rule, ...]:
    """The rules of a file, in order, ids unique. A file that is not of the form is a BadInputError with its line."""
    return _rules(Reader(data, name), ready_rules())


@cache
def ready_rules() -> Mapping[str, Rule]:
    """The rules that come with Clausewatch, by id."""
    data = files("clausewatch.catalog").joinpath("ready_rules.yaml").read_bytes()
    return {each.id: each for each in _rules(Reader(data, "ready_rules.yaml"), {})}


def _rules(reader: Reader, ready: Mapping[str, Rule]) -> tuple[Rule, ...]:
    top = reader.keys(reader.root, ("version", "rules"), "the file")
    for key in ("version", "rules"):
        if key not in top:
            reader.refuse(
                reader.root.line,
                f"`{key}` is missing",
                f"Write `version: {VERSION}` and a list under `rules:`",
            )
    reader.choice(top["version"], "version", (VERSION,))
    nodes = reader.items(top["rules"], "`rules`")
    if len(nodes) > MOST_RULES:
        reader.refuse(top["rules"].line, f"there are over {MOST_RULES} rules", "Split the file")
    found: dict[str, Rule] = {}
    for node in nodes:
        rule = _rule(reader, node, ready)
        if rule.id in found:
            reader.refuse(node.line, f"the id `{rule.id}` stands twice", "Give each rule an `id` of its own")
        found[rule.id] = rule
    return tuple(found.values())


def _rule(reader: Reader, node: Node, ready: Mapping[str, Rule]) -> Rule:
    given = reader.keys(node, ("id", "use", *_FILTERS, *_REQUIREMENTS), "a rule")
    asked = [key for key in (*_REQUIREMENTS, "use") if key in given]
    if len(asked) != 1:
        what = f"has {' and '.join(asked)}" if asked else "asks for nothing"
        reader.refuse(
            node.line, f"the rule {what}", f"Give it exactly one of: {', '.join(_REQUIREMENTS)}, use"
        )
    if "use" in given:
        made = ready[reader.choice(given["use"], "ready-made rule", ready)]
    else:
        for key in ("id", "title"):
            if key not in given:
                reader.refuse(node.line, f"the rule has no `{key}`", f"Add a line `{key}: ...`")
        made = Rule("", "", _requirement(reader, asked[0], given[asked[0]]))
    if "id" in given:
        written = reader.text(given["id"], "id")
        if written != slug(written):
            reader.refuse(given["id"].line, f"the id is `{written[:80]}`", f"Write it as `{slug(written)}`")
        made = replace(made, id=written)
    return _filtered(reader, made, given)


def _filtered(reader: Reader, made: Rule, given: Mapping[str, Node]) -> Rule:
    def texts(key: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        return reader.texts(given[key], key) if key in given else otherwise

    types = made.document_types
    if "document_types" in given:
        types = reader.choices(given["document_types"], "document type", DOCUMENT_TYPES)
    return replace(
        made,
        title=reader.text(given["title"], "title") if "title" in given else made.title,
        severity=_severity(reader, given["severity"]) if "severity" in given else made.severity,
        platforms=texts("platforms", made.platforms),
        documents=texts("documents", made.documents),
        document_types=types,
        audiences=texts("audience", made.audiences),
        unknown_fails=reader.choice(given["unknown"], "unknown", ("pass", "fail")) == "fail"
        if "unknown" in given
        else made.unknown_fails,
        only_new=reader.yes(given["only_new"], "only_new") if "only_new" in given else made.only_new,
    )


def _requirement(reader: Reader, kind: str, node: Node) -> Requirement:
    if kind in ("forbid", "require"):
        matter = _matter(reader, kind, node)
        return Forbid(matter) if kind == "forbid" else Require(matter)
    if kind == "no_change":
        given = reader.keys(node, ("severity",), kind)
        return NoChange(_severity(reader, _needed(reader, node, given, "severity")))
    if kind == "one_of":
        given = reader.keys(node, ("fact", "in"), kind)
        fact = _fact(reader, _needed(reader, node, given, "fact"), PLACED)
        return OneOf(fact, _places(reader, _needed(reader, node, given, "in")))
    return _bound(reader, kind, node)


def _bound(reader: Reader, kind: str, node: Node) -> AtLeast | AtMost:
    given = reader.keys(node, ("fact", *(each.value for each in Unit)), kind)
    fact = _fact(reader, _needed(reader, node, given, "fact"), UNITS)
    unit = UNITS[fact]
    if set(given) != {"fact", unit.value}:
        reader.refuse(
            node.line,
            f"`{fact.value}` is counted in {unit.value}",
            f"Write `{unit.value}: 30`, and no other unit",
        )
    amount = reader.number(given[unit.value], unit.value)
    return (AtLeast if kind == "at_least" else AtMost)(fact, amount, unit)


def _matter(reader: Reader, kind: str, node: Node) -> Matter:
    given = reader.keys(node, _MATTER, kind)
    if ("topic" in given) == ("fact" in given):
        reader.refuse(
            node.line,
            f"`{kind}` needs a topic or a fact",
            "Write `topic: CONTENT.training`, or `fact: training`",
        )
    topics = [each.id for each in taxonomy().topics]
    modalities = [each.value for each in Modality if each is not Modality.NONE]
    stances = [each.value for each in Stand]
    return Matter(
        topic=reader.choice(given["topic"], "topic", topics) if "topic" in given else "",
        fact=_fact(reader, given["fact"], QuickFactId) if "fact" in given else None,
        modalities=frozenset(map(Modality, reader.choices(given["modality"], "modality", modalities)))
        if "modality" in given
        else frozenset(),
        stands=frozenset(map(Stand, reader.choices(given["stance"], "stance", stances)))
        if "stance" in given
        else frozenset(),
        words=_words(reader, given["words"]) if "words" in given else (),
    )


def _words(reader: Reader, node: Node) -> tuple[str, ...]:
    found = reader.texts(node, "words")
    for each in found:
        if not searchable(each):
            reader.refuse(
                node.line,
                f"`{each[:80]}` cannot be looked for as it is written",
                "Write words of letters and digits, without signs: only those are found",
            )
    return found


def _needed(reader: Reader, node: Node, given: Mapping[str, Node], key: str) -> Node:
    if key not in given:
        reader.refuse(node.line, f"`{key}` is missing", f"Add `{key}: ...`")
    return given[key]


def _fact(
    reader: Reader,
    node: Node,
    known: Mapping[QuickFactId, object] | frozenset[QuickFactId] | type[QuickFactId],
) -> QuickFactId:
    return QuickFactId(reader.choice(node, "fact", sorted(each.value for each in known)))


def _severity(reader: Reader, node: Node) -> Severity:
    return Severity(reader.choice(node, "severity", _SEVERITIES))


def _places(reader: Reader, node: Node) -> tuple[str, ...]:
    names = reader.texts(node, "in")
    for each in names:
        if not is_place(each):
            known = (*GROUPS, *written_out(tuple(GROUPS)))
            reader.refuse(
                node.line, f"`{each[:80]}` is no place that is known", nearest(each, dict.fromkeys(known))
            )
    return written_out(names)
