"""Lessons at rest: what was learned as furniture of a page, as an archived object that versions name."""

from __future__ import annotations

import json

from clausewatch import text
from clausewatch.nouns.identity import Digest
from clausewatch.pipeline.instance import Instance


def lesson_of(instance: Instance, learned: Digest | None) -> text.Lesson:
    """The entries of the archived lesson; none where nothing was learned.

    Raises DamagedObjectError when the archive lost or altered it.
    """
    return frozenset() if learned is None else frozenset(json.loads(instance.bodies.get(learned)))


def keep_lesson(instance: Instance, lesson: text.Lesson) -> Digest:
    """Archives the lesson; the same entries have the same name, in whatever order they were learned."""
    return instance.bodies.put(json.dumps(sorted(lesson), indent=0).encode("ascii"))
