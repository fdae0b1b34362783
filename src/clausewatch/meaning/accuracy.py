"""How well each topic was told on labelled statements of platforms that the model had not seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clausewatch.nouns.finding import TopicId


@dataclass(frozen=True, slots=True)
class TopicAccuracy:
    """Of how many labelled statements on a topic its name, or another that the reader gave, stood first."""

    right: int
    statements: int


@cache
def topic_accuracy() -> Mapping[TopicId, TopicAccuracy]:
    """What `make train` measured with each platform held out; a topic without labelled statements has none."""
    data = files("clausewatch.meaning").joinpath("knowledge/topic-accuracy.json").read_text("utf-8")
    return {topic: TopicAccuracy(**each) for topic, each in json.loads(data)["topics"].items()}
