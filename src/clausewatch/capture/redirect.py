"""Where an answer sends us on to."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.capture.client import Answer
from clausewatch.capture.guard import Target, follow
from clausewatch.nouns.evidence import Failure, Problem


def onward(target: Target, answer: Answer) -> Target | Problem:
    """The checked target of a redirecting answer, or why it cannot be followed."""
    location = answer.header("location")
    if not location:
        return Problem(
            Failure.PROTOCOL,
            f"{target.url}: status {answer.status} without a Location. Give the page's own address",
        )
    found = follow(target, location)
    if isinstance(found, Problem):
        return replace(found, detail=f"{target.url} redirects to {found.detail}")
    return found
