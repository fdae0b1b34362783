"""Lists in pages: a cursor names the last thing shown, so that pages neither skip nor repeat while things are added."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from clausewatch.errors import BadInputError
from clausewatch.nouns.identity import digest_of
from clausewatch.web.api.answers import answer

MOST = 200
_USUAL = 50
_MEND = "Take the address from `next`, or begin without `after`"

Key = tuple[str | int, ...]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is asked for: at most `limit` things, after the one that `after` names."""

    path: str
    asked: tuple[tuple[str, str], ...]
    limit: int
    after: str

    def key(self, *kinds: type) -> Key | None:
        """What the cursor names, as values of these kinds; None on the first page. BadInputError for a made-up cursor."""
        if not self.after:
            return None
        try:
            mark, *key = json.loads(base64.urlsafe_b64decode(self.after.encode("ascii") + b"=="))
        except (ValueError, TypeError, RecursionError, binascii.Error) as error:
            raise BadInputError("after", "is no cursor of this list", _MEND) from error
        fits = len(key) == len(kinds) and all(type(one) is kind for one, kind in zip(key, kinds, strict=True))
        if mark != self._mark() or not fits or any(isinstance(one, int) and abs(one) >= 2**31 for one in key):
            raise BadInputError("after", "is a cursor of another list", _MEND)
        return tuple(key)

    def address(self, key: Key) -> str:
        """Where the page after that key is."""
        cursor = json.dumps([self._mark(), *key], separators=(",", ":")).encode()
        after = base64.urlsafe_b64encode(cursor).decode().rstrip("=")
        return f"{self.path}?{urlencode([*self.asked, ('limit', str(self.limit)), ('after', after)])}"

    def _mark(self) -> str:
        return digest_of(self.path, *(part for pair in self.asked for part in pair))[:8]


def _paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST, description="At most so many things on a page.")] = _USUAL,
    after: Annotated[
        str,
        Query(
            max_length=600, description="The cursor that an earlier answer's `next` carries; it is opaque."
        ),
    ] = "",
) -> Paging:
    asked = tuple(
        sorted(
            (name, value) for name, value in request.query_params.items() if name not in ("limit", "after")
        )
    )
    return Paging(request.url.path, asked, limit, after)


Asked = Annotated[Paging, Depends(_paging)]


def listed(paging: Paging, lines: Sequence[object], further: Key | None, **beside: object) -> Response:
    """A page of lines; `further` is the key of its last one where there are more."""
    following = paging.address(further) if further is not None else None
    headers = {"link": f'<{following}>; rel="next"'} if following else None
    return answer({"items": list(lines), "next": following, **beside}, headers)


def page_of(
    paging: Paging, things: Iterable[Thing], place: Callable[[Thing], str], *, descending: bool = False
) -> tuple[list[Thing], Key | None]:
    """The things of the page asked for, in the order of their places, and the key of the last if more follow."""
    key = paging.key(str)
    ordered = sorted(things, key=place, reverse=descending)
    if key is not None:
        last = str(key[0])
        ordered = [each for each in ordered if (place(each) < last if descending else place(each) > last)]
    return cut(paging, ordered, lambda each: (place(each),))


def cut(
    paging: Paging, found: Sequence[Thing], key_of: Callable[[Thing], Key]
) -> tuple[list[Thing], Key | None]:
    """The first `limit` of what was found from the cursor on, and the key of the last where more was found."""
    shown = list(found[: paging.limit])
    return shown, key_of(shown[-1]) if len(found) > len(shown) else None
