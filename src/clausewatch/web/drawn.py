"""Charts as pages hold them: a picture's address and size, its sentence, and its table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from clausewatch.nouns.identity import digest_of
from clausewatch.publish.charts import (
    Grid,
    Look,
    Spec,
    Spread,
    Timeline,
    Twin,
    adoption_finding,
    adoption_height,
    adoption_key,
    adoption_spec,
    adoption_twin,
    grid_finding,
    heat_height,
    heat_spec,
    heat_twin,
    profile_height,
    profile_spec,
    profile_twin,
    stretches_twin,
    timeline_finding,
    timeline_height,
    timeline_key,
    timeline_spec,
    timeline_twin,
    width,
)
from clausewatch.web.addresses import chart_path

N = TypeVar("N")

_HEAT_KEY = (
    "A darker or brighter cell holds more changes of rules in that month. No cell means that none is on record: "
    "nothing that was captured had changed, or nothing was captured."
)
_PROFILE_KEY = "Changes of rules in each month, by severity, as far as documents were captured."


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing of a chart: its address and its outer size in pixels."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart in a page. Without anyone who draws `pictures` is empty, and the tables stand alone."""

    title: str
    finding: str
    key: str
    pictures: dict[str, Picture]
    specs: dict[str, str]
    script: str
    tool: str
    twins: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class Kind(Generic[N]):
    """How nouns of one kind are drawn and told."""

    name: str
    spec: Callable[[N, Look], Spec]
    height: Callable[[N, Look], int]
    finding: Callable[[N], str]
    twins: Callable[[N], tuple[Twin, ...]]
    key: Callable[[N], str]
    tool: str = "Explore: what each cell holds"


TIMELINE: Kind[Timeline] = Kind(
    "timeline",
    timeline_spec,
    timeline_height,
    timeline_finding,
    lambda noun: tuple(each for each in (timeline_twin(noun), stretches_twin(noun)) if each.rows),
    timeline_key,
    "Explore: zoom and filter",
)
HEAT: Kind[Grid] = Kind(
    "heat", heat_spec, heat_height, grid_finding, lambda noun: (heat_twin(noun),), lambda _noun: _HEAT_KEY
)
PROFILE: Kind[Grid] = Kind(
    "severity",
    profile_spec,
    lambda _noun, look: profile_height(look),
    grid_finding,
    lambda noun: (profile_twin(noun),),
    lambda _noun: _PROFILE_KEY,
)
ADOPTION: Kind[Spread] = Kind(
    "adoption",
    adoption_spec,
    lambda _noun, look: adoption_height(look),
    adoption_finding,
    lambda noun: (adoption_twin(noun),) if noun.points else (),
    adoption_key,
    "Explore: what each step holds",
)


@dataclass(frozen=True, slots=True)
class Chart(Generic[N]):
    """A noun with its kind, under the address that leads to it again."""

    kind: Kind[N]
    subject: str
    noun: N

    def spec(self, look: Look) -> Spec:
        """The specification for that look."""
        return self.kind.spec(self.noun, look)

    def mark(self, recipe: str) -> str:
        """What the pictures depend on, as a short name: the same name, the same pictures."""
        return digest_of(recipe, json.dumps(self.spec(Look.LIGHT), sort_keys=True))[:20]


def figure_of(chart: Chart[N], recipe: str, script: str) -> Figure:
    """The chart as a page holds it. `recipe` is empty where nobody draws."""
    noun, kind = chart.noun, chart.kind
    looks = tuple(Look) if recipe else ()
    mark = chart.mark(recipe) if recipe else ""
    return Figure(
        title=getattr(noun, "title", kind.name),
        finding=kind.finding(noun),
        key=kind.key(noun),
        pictures={
            look.value: Picture(
                chart_path(kind.name, chart.subject, look.value, "svg", mark),
                width(look),
                kind.height(noun, look),
            )
            for look in looks
        },
        specs={look.value: chart_path(kind.name, chart.subject, look.value, "json", mark) for look in looks},
        script=script if recipe else "",
        tool=kind.tool,
        twins=kind.twins(noun),
    )
