"""Who asks the API of an instance with accounts: the token, its scopes, and what its organisation's plan holds."""

from __future__ import annotations

from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from clausewatch.alert.plans import without_feature
from clausewatch.nouns.account import ApiToken, Feature, Role, TokenScope
from clausewatch.pipeline.owned import plan_of
from clausewatch.pipeline.passwords import key_of
from clausewatch.storage import accounts, sessions
from clausewatch.web.accounts.limits import API_BY_TOKEN, WRONG_TOKENS, Tries, network_of
from clausewatch.web.api.answers import failure
from clausewatch.web.members import Members

OWN = "/watches"
_MOST_BYTES = 64_000
_MOST_LETTERS = 200
_CHALLENGE = {"www-authenticate": "Bearer"}


class Tokens:
    """ASGI middleware: refuses what the token does not allow (RFC 6750), and hands on the one that does.

    An organisation's own watches always take a token; all else does where the instance is not public. One that is given
    must be good, whatever is asked.
    """

    def __init__(self, app: ASGIApp, members: Members) -> None:
        self._app = app
        self._members = members
        self._tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            refused = _too_large(scope) or await run_in_threadpool(self._refused, scope)
            if refused is not None:
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refused(self, scope: MutableMapping[str, Any]) -> Response | None:
        given = Headers(scope=scope).get("authorization", "")
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        own = path == OWN or path.startswith(f"{OWN}/")
        if not given:
            if not own and (self._members.public or path == "/"):
                return None
            return _unknown(
                "no token was sent", "Send Authorization: Bearer and a token of your organisation"
            )
        found = self._token(scope, given)
        if isinstance(found, Response):
            return found
        needed = TokenScope.WATCH if own and scope["method"] not in ("GET", "HEAD") else TokenScope.READ
        refused = self._not_allowed(found, needed)
        if refused is None:
            scope.setdefault("state", {})["token"] = found
        return refused

    def _token(self, scope: MutableMapping[str, Any], given: str) -> ApiToken | Response:
        now = self._members.instance.clock.now()
        scheme, _, secret = given.partition(" ")
        found = None
        if scheme.lower() == "bearer" and 0 < len(secret.strip()) <= _MOST_LETTERS:
            with self._members.instance.database.read() as connection:
                found = sessions.token(connection, key_of(secret.strip()))
        if found is None or found.expires_at <= now:
            host = network_of(scope["client"][0] if scope.get("client") else "")
            if seconds := self._tries.wait("wrong token", host, WRONG_TOKENS, now):
                return _too_often(seconds)
            return _unknown(
                "the token is not known, or its time is over", "Make one on the page of API tokens"
            )
        if seconds := self._tries.wait("token", found.id, API_BY_TOKEN, now):
            return _too_often(seconds)
        return found

    def _not_allowed(self, token: ApiToken, needed: TokenScope) -> Response | None:
        members = self._members
        now = members.instance.clock.now()
        with members.instance.database.read() as connection:
            who = accounts.account(connection, token.account)
            held = accounts.membership(connection, token.organisation, token.account)
            plan = plan_of(connection, members.plans, token.organisation)
        if who is None or who.disabled or held is None:
            return _unknown("the account that made the token may no longer use it", "Ask an owner")
        if needed not in token.scopes and not (
            needed is TokenScope.READ and TokenScope.WATCH in token.scopes
        ):
            reason = f"the token's scopes are {', '.join(token.scopes)}, and this takes {needed.value}"
            return failure(HTTPStatus.FORBIDDEN, "the token", reason, "Make another one", _scope(needed))
        if needed is TokenScope.WATCH and not held.role.covers(Role.EDITOR):
            reason = f"whoever made it is {held.role.value} now, and this takes {Role.EDITOR.value}"
            return failure(HTTPStatus.FORBIDDEN, "the token", reason, "Ask an owner of the organisation")
        if refusing := without_feature(members.plans, plan, Feature.API):
            return failure(HTTPStatus.FORBIDDEN, "the token", refusing.reason, refusing.mend)
        if token.used_at is None or (now - token.used_at).total_seconds() > 60:
            with members.instance.database.write() as connection:
                sessions.used_token(connection, token.id, now)
        return None


def _too_large(scope: Scope) -> Response | None:
    if scope["method"] in ("GET", "HEAD", "DELETE"):
        return None
    length = Headers(scope=scope).get("content-length", "")
    if not length.isascii() or not length.isdecimal():
        return failure(
            HTTPStatus.LENGTH_REQUIRED, "the body", "has no length", "Send Content-Length with the request"
        )
    if len(length) > 9 or int(length) > _MOST_BYTES:
        return failure(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "the body",
            "is too large",
            f"Send at most {_MOST_BYTES} bytes",
        )
    return None


def _unknown(reason: str, mend: str) -> Response:
    return failure(HTTPStatus.UNAUTHORIZED, "the token", reason, mend, _CHALLENGE)


def _scope(needed: TokenScope) -> dict[str, str]:
    return {"www-authenticate": f'Bearer error="insufficient_scope", scope="{needed.value}"'}


def _too_often(seconds: int) -> Response:
    return failure(
        HTTPStatus.TOO_MANY_REQUESTS, "this", "was asked too often", "Wait", {"retry-after": str(seconds)}
    )
