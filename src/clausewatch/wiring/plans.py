"""The plans of an instance: the operator's file, or else those that come with Clausewatch."""

from __future__ import annotations

from pathlib import Path

from clausewatch.alert.plans import parse_plans, shipped_plans
from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Plan

FILE_NAME = "plans.toml"


def load_plans(home: Path) -> tuple[Plan, ...]:
    """The plans of the instance at `home`: those of its `plans.toml`, or else the shipped ones. Raises BadInputError."""
    path = home / FILE_NAME
    try:
        return parse_plans(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return shipped_plans()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(
            str(path), f"cannot be read ({error})", "Check that it is UTF-8, or remove it"
        ) from error
