"""An organisation's watches, for programs that hold one of its tokens."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from clausewatch.alert import webhook_secret
from clausewatch.nouns.account import ApiToken, Deed
from clausewatch.pipeline.owned import Owner, asked_watch, end_owned, save_owned
from clausewatch.publish import watch_line
from clausewatch.storage import subscriptions
from clausewatch.web.api.answers import answer
from clausewatch.web.api.routing import router
from clausewatch.web.api.shapes import Failure, Shape
from clausewatch.web.desk import Desk
from clausewatch.web.members import Members

_UNSTORED = {"cache-control": "no-store"}
_REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"model": Failure, "description": "No token, or none that is good."},
    403: {"model": Failure, "description": "The token's scope, or the plan, does not hold it."},
    411: {"model": Failure, "description": "A body without Content-Length."},
    413: {"model": Failure, "description": "The body is too large."},
    429: {"model": Failure, "description": "Too often; ask again after `Retry-After` seconds."},
}
Names = Annotated[list[str], Field(max_length=500)]


class WatchAsked(BaseModel):
    """A watch as in `watches.toml` (docs/how-to/watches.md)."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    channel: str = Field(description="email, webhook or feed", max_length=20)
    target: str = Field("", max_length=2_000)
    secret: str = Field(
        "", max_length=200, description="Of a webhook; left out, one is made and answered once."
    )
    platforms: Names = []
    documents: Names = []
    minimum: str = Field("low", max_length=20)
    topics: Names = []
    provisions: Names = []
    regulations: Names = []
    search: str = Field("", max_length=1_000)
    kinds: Names = []
    directions: Names = []
    classes: Names = []
    muted: Names = []
    pace: str = Field("immediate", max_length=20)
    zone: str = Field("", max_length=100)
    at: str = Field("", max_length=20)
    weekday: str = Field("", max_length=20)
    quiet: str = Field("", max_length=40)


class WatchScope(Shape):
    topics: list[str]
    provisions: list[str]
    regulations: list[str]
    search: str
    kinds: list[str]
    directions: list[str]
    classes: list[str]


class WatchTiming(Shape):
    pace: str
    zone: str
    minute: int
    weekday: int
    quiet_from: int
    quiet_until: int


class WatchTold(Shape):
    id: str
    name: str
    channel: str
    target: str
    platforms: list[str]
    documents: list[str]
    minimum: str
    muted: list[str]
    scope: WatchScope
    timing: WatchTiming
    snoozed_until: str | None
    created_at: str


class WatchMade(WatchTold):
    secret: str | None = Field(description="Of a webhook whose secret was made here; it is not shown again.")


class Watches(Shape):
    items: list[WatchTold]


def _owner(request: Request) -> Owner:
    token: ApiToken = request.scope["state"]["token"]
    desk: Desk = request.app.state.desk
    members = desk.site.members
    assert members is not None, "these routes are of instances with accounts"
    where = request.client.host if request.client else ""
    by = Deed(members.instance.clock.now(), "", "", token.account, token.organisation, where)
    return Owner(token.organisation, members.plans, by)


OwnerAsked = Annotated[Owner, Depends(_owner)]


def routes(desk: Desk, members: Members) -> APIRouter:
    """GET, POST and DELETE of /watches."""
    found = router("watches")
    found.responses |= _REFUSED

    @found.get("/watches", response_model=Watches, summary="The watches of the token's organisation")
    def watches(owner: OwnerAsked) -> Response:
        with desk.site.database.read() as connection:
            held = subscriptions.watches_of(connection, owner.organisation)
        return answer({"items": [watch_line(each) for each in held]}, _UNSTORED)

    @found.post(
        "/watches",
        response_model=WatchMade,
        status_code=201,
        summary="Make a watch, or change when one that asks for the same is told",
    )
    def make(asked: WatchAsked, owner: OwnerAsked) -> Response:
        fields = {key: value for key, value in asked.model_dump().items() if value}
        made = ""
        if asked.channel == "webhook" and not asked.secret:
            made = fields["secret"] = webhook_secret(secrets.token_bytes(32))
        wanted = asked_watch(members.instance, owner, fields)
        save_owned(members.instance, _doing(owner, "made a watch by token"), wanted)
        told = answer({**watch_line(wanted), "secret": made or None}, _UNSTORED)
        told.status_code = 201
        return told

    @found.delete("/watches/{watch}", status_code=204, response_class=Response, summary="End a watch")
    def end(watch: str, owner: OwnerAsked) -> Response:
        end_owned(members.instance, _doing(owner, "ended a watch by token"), watch)
        return Response(status_code=204, headers=_UNSTORED)

    return found


def _doing(owner: Owner, what: str) -> Owner:
    by = owner.deed
    deed = Deed(by.at, what, by.about, by.account, by.organisation, by.where)
    return Owner(owner.organisation, owner.plans, deed)
