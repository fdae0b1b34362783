"""An instance that is not public: every page takes a session, but for those that lead to one."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clausewatch.pipeline import identity
from clausewatch.web.accounts.gate import cookie_name
from clausewatch.web.failures import SIGNED_IN
from clausewatch.web.members import Members

# Ways in, what has its own gate, and feeds, whose addresses are secrets of their readers.
_OPEN = (
    "/sign-in/",
    "/sign-up/",
    "/verify/",
    "/reset/",
    "/account/",
    "/sign-out/",
    "/api/",
    "/hooks/",
    "/static/",
    "/watch/",
    "/favicon.ico",
    "/robots.txt",
)


class PrivatePages:
    """ASGI middleware: who is not signed in is led to where one does; what others see is kept in no shared cache."""

    def __init__(self, app: ASGIApp, members: Members, base_url: str) -> None:
        self._app = app
        self._members = members
        self._cookie = cookie_name(base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        token = Request(scope).cookies.get(self._cookie, "")
        if not token or await run_in_threadpool(identity.signed_in, self._members.people, token) is None:
            answer = RedirectResponse("/sign-in/", status_code=303, headers={"cache-control": "no-store"})
            await answer(scope, receive, send)
            return

        async def privately(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "private, no-cache"
            await send(message)

        scope.setdefault("state", {})[SIGNED_IN] = True
        await self._app(scope, receive, privately)
