"""An organisation's watches, for programs that hold one of its tokens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from clausewatch.alert import webhook_secret
from clausewatch.alert.plans import Refusal
from clausewatch.nouns.account import ApiToken, Deed
from clausewatch.nouns.identity import WatchId
from clausewatch.nouns.subscription import Watch as WatchKept
from clausewatch.pipeline.owned import Owner, asked_watch, end_owned, owned, save_owned
from clausewatch.pipeline.paused import paused
from clausewatch.publish import instant, watch_line
from clausewatch.storage import Connection, subscriptions
from clausewatch.web.api.answers import answer
from clausewatch.web.api.paging import Asked, listed, page_of
from clausewatch.web.api.routing import router
from clausewatch.web.api.shapes import Listing, Problem
from clausewatch.web.api.shapes_of_watching import Watch
from clausewatch.web.desk import Desk
from clausewatch.web.members import Members

_UNSTORED = {"cache-control": "no-store"}
_REFUSED: dict[int | str, dict[str, Any]] = {
    405: {"model": Problem, "description": "It is not for this address."},
    411: {"model": Problem, "description": "A body without Content-Length."},
}
_UNUSABLE: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "The body has not the shape that is described."},
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


class WatchTold(Watch):
    """Who is told about what."""

    target: str = Field(description="A mailbox whole, a webhook as `https://hooks.example/…`.")
    paused: str | None = Field(
        description="Why it is told nothing for now: the plan does not hold it, or nobody may be told."
    )


class WatchMade(WatchTold):
    """The watch as it is kept now."""

    secret: str | None = Field(description="Of a webhook whose secret was made here; it is not shown again.")


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
    found.responses = {**found.responses, **_REFUSED}

    @found.get(
        "/watches", response_model=Listing[WatchTold], summary="The watches of the token's organisation"
    )
    def watches(
        owner: OwnerAsked,
        paging: Asked,
        every: Annotated[bool, Query(alias="all", description="Also those that were ended.")] = False,
    ) -> Response:
        with desk.site.database.read() as connection:
            held = subscriptions.watches_of(connection, owner.organisation, active_only=not every)
            silent = _silent(connection, owner)
        shown, further = page_of(paging, held, lambda each: f"{instant(each.created_at)} {each.id}")
        told = listed(paging, [_line(each, silent) for each in shown], further)
        told.headers.update(_UNSTORED)
        return told

    @found.get("/watches/{watch}", response_model=WatchTold, summary="One watch of the token's organisation")
    def one(watch: str, owner: OwnerAsked) -> Response:
        with desk.site.database.read() as connection:
            kept = owned(connection, owner.organisation, watch, ended=True)
            return answer(_line(kept, _silent(connection, owner)), _UNSTORED)

    @found.post(
        "/watches",
        response_model=WatchMade,
        status_code=201,
        responses=_UNUSABLE,
        summary="Make a watch, or change when one that asks for the same is told",
    )
    def make(asked: WatchAsked, owner: OwnerAsked) -> Response:
        fields = {key: value for key, value in asked.model_dump().items() if value}
        made = ""
        if asked.channel == "webhook" and not asked.secret:
            made = fields["secret"] = webhook_secret(secrets.token_bytes(32))
        wanted = asked_watch(members.instance, owner, fields)
        save_owned(members.instance, _doing(owner, "made a watch by token"), wanted)
        told = answer({**_line(wanted, {}), "secret": made or None}, _UNSTORED)
        told.status_code = 201
        return told

    @found.delete("/watches/{watch}", status_code=204, response_class=Response, summary="End a watch")
    def end(watch: str, owner: OwnerAsked) -> Response:
        end_owned(members.instance, _doing(owner, "ended a watch by token"), watch)
        return Response(status_code=204, headers=_UNSTORED)

    return found


def _silent(connection: Connection, owner: Owner) -> Mapping[WatchId, Refusal]:
    return paused(connection, owner.plans, subscriptions.watches_of(connection, owner.organisation))


def _line(watch: WatchKept, silent: Mapping[WatchId, Refusal]) -> dict[str, object]:
    refused = silent.get(watch.id)
    return {**watch_line(watch), "paused": refused.reason if refused else None}


def _doing(owner: Owner, what: str) -> Owner:
    by = owner.deed
    deed = Deed(by.at, what, by.about, by.account, by.organisation, by.where)
    return Owner(owner.organisation, owner.plans, deed)
