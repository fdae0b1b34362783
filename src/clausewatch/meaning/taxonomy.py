"""The taxonomy of provisions: families, topics, and what became of topics that were split or merged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.finding import TopicId

_FILE = "meaning/knowledge/taxonomy.yaml"
_FAMILY_ID = re.compile(r"[A-Z]+")
_TOPIC_ID = re.compile(r"[A-Z]+\.[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Topic:
    """A leaf: what it is called, what belongs to it, and words that betray it."""

    id: TopicId
    name: str
    definition: str
    cues: tuple[str, ...]
    documents: tuple[str, ...]

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Family:
    """A group of topics."""

    id: str
    name: str
    definition: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """From `version` on, `old` is no topic any more: its findings belong to `new`, several ids when it was split."""

    version: str
    old: TopicId
    new: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All topics of one version, in the order in which they are shown."""

    version: str
    families: tuple[Family, ...]
    moves: tuple[Move, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(topic for family in self.families for topic in family.topics)

    def topic(self, wanted: TopicId) -> Topic:
        """The topic of that id. An unknown id is an UnknownNameError that names its nearest kin."""
        for topic in self.topics:
            if topic.id == wanted:
                return topic
        kin = [topic.id for topic in self.topics if topic.family == wanted.partition(".")[0]]
        listed = ", ".join(kin) if kin else ", ".join(family.id for family in self.families)
        raise UnknownNameError(
            f"topic {wanted!r}", f"is not in the taxonomy, version {self.version}", f"Use one of: {listed}"
        )

    def today(self, topic: TopicId) -> tuple[TopicId, ...]:
        """What has become of a topic of some earlier version: itself, or those it was merged with or split into."""
        current: tuple[TopicId, ...] = (topic,)
        for move in self.moves:
            current = tuple(new for old in current for new in (move.new if old == move.old else (old,)))
        return tuple(self.topic(each).id for each in current)


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that comes with Clausewatch."""
    return read_taxonomy(files("clausewatch.meaning").joinpath("knowledge/taxonomy.yaml").read_bytes(), _FILE)


def read_taxonomy(data: bytes, name: str) -> Taxonomy:
    """The taxonomy that a file holds. A file that breaks its own rules is a BadInputError with file, id and mend."""
    try:
        raw = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise BadInputError(
            name, f"is no YAML ({error})", "Mend the line named, or restore the shipped file"
        ) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("families"), list):
        raise BadInputError(name, "has no list of families", "Start from the shipped taxonomy.yaml")
    families = tuple(_family(each, name) for each in raw["families"])
    found = Taxonomy(
        str(raw.get("version", "")), families, tuple(_move(each, name) for each in raw.get("moves", ()))
    )
    _check(found, name)
    return found


def _family(raw: object, name: str) -> Family:
    where, given = _entry(raw, name, "a family", _FAMILY_ID)
    leaves = given.get("leaves")
    if not isinstance(leaves, list) or not leaves:
        raise BadInputError(where, "has no leaves", "Give the family at least one topic under `leaves`")
    topics = tuple(_topic(each, name) for each in leaves)
    for topic in topics:
        if topic.family != given["id"]:
            raise BadInputError(
                f"{name}: {topic.id}", f"stands in family {given['id']}", "Move it or rename it"
            )
    return Family(given["id"], _text(given, "name", where), _text(given, "definition", where), topics)


def _topic(raw: object, name: str) -> Topic:
    where, given = _entry(raw, name, "a topic", _TOPIC_ID)
    return Topic(
        given["id"],
        _text(given, "name", where),
        _text(given, "definition", where),
        _texts(given, "cues", where),
        _texts(given, "documents", where),
    )


def _move(raw: object, name: str) -> Move:
    where, given = _entry(raw, name, "a move", _TOPIC_ID, key="old")
    return Move(_text(given, "version", where), given["old"], _texts(given, "new", where))


def _entry(raw: object, name: str, what: str, form: re.Pattern[str], key: str = "id") -> tuple[str, Any]:
    if not isinstance(raw, dict) or not isinstance(raw.get(key), str) or not form.fullmatch(raw[key]):
        raise BadInputError(
            f"{name}: {str(raw)[:80]}", f"is not {what} with `{key}`", f"Write `{key}` as {form.pattern}"
        )
    return f"{name}: {raw[key]}", raw


def _text(given: dict[str, object], key: str, where: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadInputError(where, f"has no text under `{key}`", f"Write `{key}: ...` as one line of words")
    return value


def _texts(given: dict[str, object], key: str, where: str) -> tuple[str, ...]:
    value = given.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise BadInputError(where, f"has no list of texts under `{key}`", f"Write `{key}: [one, another]`")
    return tuple(value)


def _check(found: Taxonomy, name: str) -> None:
    """Ids are unique, moves lead from ids that are gone to ids that are here or move on later."""
    seen: set[str] = set()
    for topic in found.topics:
        if topic.id in seen:
            raise BadInputError(f"{name}: {topic.id}", "occurs twice", "Keep one of the two")
        seen.add(topic.id)
    for at, move in enumerate(found.moves):
        if move.old in seen:
            raise BadInputError(
                f"{name}: {move.old}", "is moved away but still a topic", "Drop the topic or the move"
            )
        later = {each.old for each in found.moves[at + 1 :]}
        for new in move.new:
            if new not in seen and new not in later:
                raise BadInputError(
                    f"{name}: {move.old}",
                    f"moves to {new}, which is no topic",
                    "Add the topic or mend the move",
                )
