"""The one way into the pages of accounts: origin, form token, session and role are looked at here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.errors import ClausewatchError
from clausewatch.nouns.account import Role
from clausewatch.pipeline import identity
from clausewatch.pipeline.owned import PlanRefusedError
from clausewatch.pipeline.passwords import csrf_of, new_token, same
from clausewatch.storage import accounts
from clausewatch.web.accounts.limits import Tries
from clausewatch.web.accounts.visit import CSRF, MOST_BYTES, Form, Visit, form_of, leads_to
from clausewatch.web.desk import Desk
from clausewatch.web.failures import FailurePage, failure_answer, failure_of
from clausewatch.web.members import Members

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_LOCAL = re.compile(r"/account/[a-z0-9/_.-]{0,200}")


class Need(StrEnum):
    """Who is let in. The last three are roles in the organisation that the address names."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    READER = "reader"
    EDITOR = "editor"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Door:
    """A page or an action, and who is let in. What has no door is not there.

    A `fresh` one lets nobody in who proved themselves too long ago: they sign in again and come back to its page, or to `page`, where
    its form stands elsewhere.
    """

    method: str
    path: str
    need: Need
    handler: Callable[[Visit], Response]
    fresh: bool = False
    page: str = ""


def routes(desk: Desk, members: Members, doors: Sequence[Door]) -> list[Route]:
    """The routes of the doors; each answers what its door says, and nothing else."""
    tries = Tries()
    paths = dict.fromkeys(each.path for each in doors)
    return [
        _route(desk, members, tries, {each.method: each for each in doors if each.path == path})
        for path in paths
    ]


def _route(desk: Desk, members: Members, tries: Tries, doors: dict[str, Door]) -> Route:
    async def answer(request: Request) -> Response:
        door = doors["GET" if request.method == "HEAD" else request.method]
        body = await _body(request) if request.method == "POST" else b""
        visit = Visit(desk, members, tries, request, _cookie(desk, request))
        found = await run_in_threadpool(_entered, visit, door, body)
        found.headers["cache-control"] = "no-store"
        return found

    (path,) = {each.path for each in doors.values()}
    return Route(path, answer, methods=list(doors), name=path)


async def _body(request: Request) -> bytes | None:
    """The body; None for one that is larger than any form of ours."""
    found = b""
    async for part in request.stream():
        found += part
        if len(found) > MOST_BYTES:
            return None
    return found


def _entered(visit: Visit, door: Door, body: bytes | None) -> Response:
    fresh = not visit.token
    visit = replace(visit, token=visit.token or new_token())
    try:
        answer = _let_in(visit, door, body)
    except ClausewatchError as error:
        found = failure_of(error)
        if isinstance(error, PlanRefusedError):
            found = replace(found, status=403, title="Your plan does not hold this")
        answer = failure_answer(visit.desk, found)
    if fresh and "set-cookie" not in answer.headers:
        give_cookie(visit.desk, answer, visit.token)
    return answer


def _let_in(visit: Visit, door: Door, body: bytes | None) -> Response:
    if door.method == "POST":
        if body is None:
            return refused(visit, 413, "The form", "is too large", "Send less")
        if not _of_ours(visit):
            return refused(
                visit,
                403,
                "The form",
                "was sent from another site",
                "Open the page here, and send it from there",
            )
        visit = replace(visit, form=form_of(body))
        if not same(visit.form.text(CSRF), csrf_of(visit.token)):
            return refused(
                visit,
                403,
                "The form",
                "is not of this session",
                "Open the page again, and send it from there",
            )
    if door.need is Need.ANYBODY:
        return door.handler(replace(visit, signed=identity.signed_in(visit.members.people, visit.token)))
    signed = identity.signed_in(visit.members.people, visit.token)
    if signed is None:
        asked = visit.request.url.path if door.method == "GET" else "/account/"
        return leads_to(f"/sign-in/?next={quote(asked, safe='/')}")
    visit = replace(visit, signed=signed)
    if door.fresh and not visit.fresh:
        return leads_to(confirming(door.page or visit.request.url.path))
    if door.need is Need.SIGNED_IN:
        return door.handler(visit)
    return _as_member(visit, door)


def _as_member(visit: Visit, door: Door) -> Response:
    with visit.desk.site.database.read() as connection:
        found = accounts.membership(connection, visit.named("organisation"), visit.account.id)
    if found is None:
        # The same for an organisation that is not there: who is no member learns nothing of it.
        return refused(
            visit, 404, "This organisation", "is not one of yours", "Your account lists those that are"
        )
    if not found.role.covers(Role(door.need.value)):
        reason = f"your role here is {found.role.value}, and this takes {door.need.value}"
        return refused(visit, 403, "This", reason, "Ask an owner of the organisation")
    return door.handler(replace(visit, membership=found))


def refused(visit: Visit, status: int, subject: str, reason: str, mend: str) -> Response:
    """A page that says why not."""
    title = {404: "Not here", 413: "Too large"}.get(status, "This is refused")
    return failure_answer(visit.desk, FailurePage(status, title, subject, reason, mend, ()))


def local_path(given: str) -> str:
    """Where to go after signing in: a page of one's account, and nothing else that an address may name."""
    return given if _LOCAL.fullmatch(given) and "//" not in given and ".." not in given else "/account/"


def confirming(after: str) -> str:
    """Where who signed in too long ago does so again before that page."""
    return f"/account/confirm/?next={quote(after, safe='/')}"


def _of_ours(visit: Visit) -> bool:
    """Whether the request was made by a page of this site (Fetch Metadata; RFC 6454). One that says nothing was not."""
    headers = visit.request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return True
    asked = urlsplit(origin)
    ours = urlsplit(visit.desk.site.base_url)
    return (asked.scheme, asked.netloc) == (ours.scheme, ours.netloc) or (
        asked.scheme in ("http", "https") and asked.netloc == headers.get("host", "")
    )


def _secure(base_url: str) -> bool:
    return base_url.startswith("https:")


def cookie_name(base_url: str) -> str:
    """What the cookie of a session is called where pages are reached at that address."""
    # The prefix binds the cookie to this host alone (RFC 6265bis, 4.1.3.2), and browsers take it over HTTPS only.
    return "__Host-clausewatch" if _secure(base_url) else "clausewatch-session"


def _cookie(desk: Desk, request: Request) -> str:
    given = request.cookies.get(cookie_name(desk.site.base_url), "")
    return given if _TOKEN.fullmatch(given) else ""


def give_cookie(desk: Desk, answer: Response, token: str) -> None:
    """Lets the browser hold the token; empty takes it away."""
    answer.set_cookie(
        cookie_name(desk.site.base_url),
        token,
        max_age=int(identity.LIFETIME.total_seconds()) if token else 0,
        path="/",
        secure=_secure(desk.site.base_url),
        httponly=True,
        samesite="lax",
    )


__all__ = [
    "Door",
    "Form",
    "Need",
    "confirming",
    "cookie_name",
    "give_cookie",
    "local_path",
    "refused",
    "routes",
]
