"""What an organisation's plan allows: the one place that says yes or no, and why not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Feature, Plan
from clausewatch.nouns.identity import PlatformId, WatchId, slug
from clausewatch.nouns.subscription import Pace, Watch

_KEYS = ("id", "name", "about", "platforms", "paces", "features")
_FEATURE_WORDS = {
    Feature.PROVISIONS: "watches of single provisions",
    Feature.REGULATIONS: "watches by regulation",
    Feature.API: "tokens for the API",
}
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a plan does not allow something, and what to do about it; both are sentences without a full stop."""

    reason: str
    mend: str


def parse_plans(toml_text: str, source: str) -> tuple[Plan, ...]:
    """The plans of a file, in its order: from the least to the most. Raises BadInputError naming place and mend."""
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(source, f"is not TOML: {error}", "Mend that line.") from error
    entries = content.get("plan")
    if set(content) != {"plan"} or not isinstance(entries, list) or not entries:
        raise BadInputError(source, "holds no plans, or more than plans", "Write each plan under [[plan]].")
    made = tuple(_plan(each, f"{source}, plan {number}") for number, each in enumerate(entries, start=1))
    ids = [each.id for each in made]
    if twice := next((each for each in ids if ids.count(each) > 1), None):
        raise BadInputError(source, f"holds the plan {twice!r} twice", "Give each an id of its own.")
    return made


@cache
def shipped_plans() -> tuple[Plan, ...]:
    """The plans that come with Clausewatch."""
    text = (files("clausewatch.alert") / "plans.toml").read_text(encoding="utf-8")
    return parse_plans(text, "plans.toml")


def plan_named(plans: Sequence[Plan], identifier: str | None) -> Plan:
    """The plan of that id; the first for none, and for one that the file no longer holds."""
    return next((each for each in plans if each.id == identifier), plans[0])


def platforms_watched(watches: Iterable[Watch]) -> frozenset[PlatformId] | None:
    """The platforms that the watches are about together; None where one of them is about all."""
    found: set[PlatformId] = set()
    for each in watches:
        about = {*each.platforms, *(document.partition("/")[0] for document in each.documents)}
        if not about:
            return None
        found |= about
    return frozenset(found)


def refusal(plans: Sequence[Plan], plan: Plan, held: Sequence[Watch], wanted: Watch) -> Refusal | None:
    """Why an organisation of that plan, which has the watches `held`, may not have `wanted` as well; None when it may.

    A watch that stands among `held` under the same id is the one that `wanted` takes the place of.
    """
    others = tuple(each for each in held if each.id != wanted.id)
    reason = _reason(plan, others, wanted)
    if reason is None:
        return None
    return Refusal(
        reason, _mend(each.name for each in plans if each != plan and _reason(each, others, wanted) is None)
    )


def beyond(plans: Sequence[Plan], plan: Plan, held: Sequence[Watch]) -> dict[WatchId, Refusal]:
    """Which of an organisation's watches the plan does not hold, and why; `held` are all of them, oldest first.

    After a lesser plan was granted, the oldest that it holds together go on; one that is refused uses up nothing.
    """
    kept: list[Watch] = []
    found: dict[WatchId, Refusal] = {}
    for each in held:
        refused = refusal(plans, plan, kept, each)
        if refused is None:
            kept.append(each)
        else:
            found[each.id] = refused
    return found


def without_feature(plans: Sequence[Plan], plan: Plan, feature: Feature) -> Refusal | None:
    """Why an organisation of that plan may not use the feature; None when it may."""
    if feature in plan.features:
        return None
    return Refusal(
        f"the plan {plan.name} has no {_FEATURE_WORDS[feature]}",
        _mend(each.name for each in plans if feature in each.features),
    )


def plan_words(plan: Plan) -> str:
    """What the plan holds, in one line."""
    count = "any number of platforms" if plan.platforms is None else f"up to {plan.platforms} platforms"
    told = _either("at once" if each is Pace.IMMEDIATE else each.value for each in plan.paces)
    held = [_FEATURE_WORDS[each] for each in plan.features]
    return "; ".join(("1 platform" if plan.platforms == 1 else count, f"told {told}", *held))


def _reason(plan: Plan, others: Sequence[Watch], wanted: Watch) -> str | None:
    asked = wanted.scope
    for feature, given in ((Feature.PROVISIONS, asked.provisions), (Feature.REGULATIONS, asked.regulations)):
        if given and feature not in plan.features:
            return f"the plan {plan.name} has no {_FEATURE_WORDS[feature]}"
    if wanted.timing.pace not in plan.paces:
        return f"the plan {plan.name} tells {_either(each.value for each in plan.paces)}, not {wanted.timing.pace.value}"
    if plan.platforms is None:
        return None
    together = platforms_watched((*others, wanted))
    if together is None:
        return f"the plan {plan.name} watches {_platforms(plan.platforms)}, and a watch that names none is about all"
    if len(together) > plan.platforms:
        return f"the plan {plan.name} watches {_platforms(plan.platforms)}, and with this it would be {len(together)}"
    return None


def _either(words: Iterable[str]) -> str:
    """The words as what one of them may be: "a, b or c"."""
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last


def _platforms(count: int) -> str:
    return f"{count} platform" if count == 1 else f"up to {count} platforms"


def _mend(allowing: Iterable[str]) -> str:
    names = tuple(allowing)
    if not names:
        return "No plan here allows it; choose its platforms, or fewer, or end another watch"
    return f"{_either(names)} allows it; the operator of this instance grants plans"


def _plan(fields: object, subject: str) -> Plan:
    if not isinstance(fields, Mapping):
        raise BadInputError(subject, "is no table", "Write [[plan]] and its keys.")
    for key in fields:
        if key not in _KEYS:
            raise BadInputError(f"{subject}, key `{key}`", "is unknown", f"Known are {', '.join(_KEYS)}.")
    identifier, name, about = (fields.get(key, "") for key in ("id", "name", "about"))
    texts = (identifier, name, about)
    if not all(isinstance(each, str) for each in texts) or not name or slug(str(identifier)) != identifier:
        raise BadInputError(
            f"{subject}, keys `id`, `name` and `about`", "are not usable", 'Write id = "team", name = "Team".'
        )
    platforms = fields.get("platforms")
    if platforms is not None and (type(platforms) is not int or platforms < 1):
        raise BadInputError(
            f"{subject}, key `platforms`", f"is {platforms!r}", "Write a number from 1, or leave it out."
        )
    paces = _words(fields, "paces", Pace, subject)
    if not paces:
        raise BadInputError(f"{subject}, key `paces`", "names none", 'Write paces = ["weekly"].')
    return Plan(
        id=str(identifier),
        name=str(name),
        platforms=platforms,
        paces=paces,
        features=_words(fields, "features", Feature, subject),
        about=str(about),
    )


def _words(fields: Mapping[object, object], key: str, words: type[_Word], subject: str) -> tuple[_Word, ...]:
    given = fields.get(key, [])
    known = [each.value for each in words]
    if not isinstance(given, list) or not all(each in known for each in given):
        raise BadInputError(
            f"{subject}, key `{key}`", f"is {given!r}", f"Write a list of some of {', '.join(known)}."
        )
    return tuple(dict.fromkeys(words(each) for each in given))
