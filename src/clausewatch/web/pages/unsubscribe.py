"""Leaving a watch by the link in its mails (RFC 8058): asking shows a form, and only sending it ends the watch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.alert import masked_target, may_leave, watch_words
from clausewatch.nouns.subscription import Watch
from clausewatch.storage import subscriptions
from clausewatch.web.addresses import leave_path
from clausewatch.web.desk import Desk
from clausewatch.web.head import Head
from clausewatch.web.missing import MissingPageError


@dataclass(frozen=True, slots=True)
class LeavePage:
    """What is left: its name, what it is about, whom it tells (masked); `ended` says that it is over."""

    name: str
    about: str
    target: str
    action: str
    ended: bool


def routes(desk: Desk) -> list[Route]:
    path = "/watch/{watch}/unsubscribe"
    return [
        Route(path, partial(unsubscribe, desk), methods=["GET", "POST"], name="unsubscribe"),
    ]


def unsubscribe(desk: Desk, request: Request) -> Response:
    """GET and POST /watch/<id>/unsubscribe?token=...: no cookie, no session; the token alone says who may.

    What is posted is not read, so the form here and the one-click body of mail services are answered alike, however often.
    """
    token = request.query_params.get("token", "")
    watch = _named(desk, str(request.path_params["watch"]), token)
    if request.method == "POST":
        with desk.site.database.write() as connection:
            subscriptions.leave_watch(connection, watch.id, desk.site.clock.now())
    page = LeavePage(
        name=watch.name,
        about=watch_words(watch),
        target=masked_target(watch.channel, watch.target),
        action=leave_path(str(request.path_params["watch"]), token),
        ended=request.method == "POST" or not watch.active,
    )
    title = "No more messages" if page.ended else "Stop these messages"
    answer = desk.page("unsubscribe.html", Head(title=title, path="", robots="noindex"), page)
    answer.headers["cache-control"] = "no-store"
    return answer


def _named(desk: Desk, asked: str, token: str) -> Watch:
    """The watch whose token this is. A wrong token and a watch that is not here are answered alike."""
    key = desk.site.key
    if key is not None and may_leave(key(), asked, token):
        with desk.site.database.read() as connection:
            watch = subscriptions.watch(connection, asked)
            changed = None if watch is None or watch.active else subscriptions.heir(connection, watch)
        if watch is not None:
            # The link of an older mail: the watch was changed since, and still writes to the same address.
            follows = changed is not None and (changed.channel, changed.target) == (
                watch.channel,
                watch.target,
            )
            return changed if changed is not None and follows else watch
    raise MissingPageError(
        "this link",
        "it belongs to no watch of this instance",
        "Take the link from the foot of the newest message, whole, or ask whoever runs this instance.",
    )
