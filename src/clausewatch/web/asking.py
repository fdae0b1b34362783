"""What an address asks of a page beside its path. What cannot be used explains itself, and is never left out in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request

from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.identity import PlatformId
from clausewatch.web.missing import Suggestion, near

LAST_PAGE = 100_000

_SHOWN = 80
_MOST_UNUSED = 5
_LONGEST_NAME = 40


class BadFilterError(BadInputError):
    """A parameter whose value the page does not know; `suggestions` may help. Answered as a page with status 400."""

    def __init__(
        self, name: str, given: str, why: str, mend: str, suggestions: tuple[Suggestion, ...] = ()
    ) -> None:
        super().__init__(f"the parameter “{name}”", f"“{given[:_SHOWN]}” {why}", mend)
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class Unused:
    """Parameters that were given and are none of the page's, a few of them; and those that it takes."""

    names: tuple[str, ...]
    takes: tuple[str, ...]


def unused(request: Request, *takes: str) -> Unused | None:
    """What was given beside the parameters that the page takes, for it to say that it changed nothing; None for nothing.

    Addresses that were shared often carry some that others added, so they are no failure.
    """
    given = dict.fromkeys(name for name in request.query_params if name not in takes)
    return Unused(tuple(each[:_LONGEST_NAME] for each in given)[:_MOST_UNUSED], takes) if given else None


def one_of(name: str, given: str, accepted: Iterable[str]) -> str:
    """The value, which must be one of those; empty where none is given."""
    known = tuple(accepted)
    if given and given not in known:
        raise BadFilterError(name, given, "is none of its values", f"It takes {', '.join(known)}")
    return given


def flag_asked(request: Request, name: str) -> bool:
    """Whether that is asked for: 1 is yes, 0 or nothing no."""
    return one_of(name, request.query_params.get(name, ""), ("1", "0")) == "1"


def page_asked(request: Request) -> int:
    """The number of the page of a list that is asked for, from 1 on."""
    given = request.query_params.get("page", "") or "1"
    if not (given.isascii() and given.isdigit() and int(given[:_SHOWN])):
        raise BadFilterError("page", given, "is no number of a page", "Pages are counted from 1")
    return min(int(given[:_SHOWN]), LAST_PAGE)


def day_asked(name: str, given: str) -> date | None:
    """The day; None where none is given."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise BadFilterError(name, given, "is no date", "Write a day as 2026-03-10") from error


def platform_asked(request: Request, known: Iterable[Platform]) -> PlatformId:
    """The platform whose identity or name is given; empty where none is given."""
    given = request.query_params.get("platform", "")
    owners = tuple(known)
    for each in owners:
        if given in ("", each.id, each.name):
            return each.id if given else ""
    if not given:
        return ""
    candidates = [
        (key, Suggestion(each.name, f"{request.url.path}?{urlencode({'platform': each.id})}"))
        for each in owners
        for key in (each.id, each.name)
    ]
    raise BadFilterError(
        "platform",
        given,
        "is no platform that is tracked here",
        "Choose one with the form",
        near(given, candidates),
    )
