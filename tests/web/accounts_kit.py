"""The small instance with accounts: two organisations, people of every role, a mailbox, and a browser's manners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

from httpx2 import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.testclient import TestClient
from tests.delivery.delivery_kit import Mailbox, mail_server
from tests.web.small_instance import NOW, fill

from clausewatch.alert.plans import shipped_plans
from clausewatch.nouns.account import Account, Membership, Organisation, Proof, Role
from clausewatch.pipeline import identity
from clausewatch.pipeline.passwords import hashed, new_id
from clausewatch.storage import accounts
from clausewatch.web import Site, create_app
from clausewatch.web.accounts import DOORS
from clausewatch.web.accounts import routes as account_routes
from clausewatch.web.desk import Desk
from clausewatch.web.failures import failure_handlers
from clausewatch.web.guard import GuardedAnswers
from clausewatch.web.members import Members
from clausewatch.wiring import Overrides, open_instance

BASE = "https://watch.example"
COOKIE = "__Host-clausewatch"
PASSWORD = "correct horse battery"
_LINK = re.compile(rf"{BASE}(/[a-z/-]+\?token=[A-Za-z0-9_-]+)")


@dataclass
class MovedClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class House:
    """The instance behind its application, with what its mail server took."""

    members: Members
    clock: MovedClock
    box: Mailbox
    folder: Path
    kept: str = field(default_factory=lambda: hashed(PASSWORD))
    made: list[Starlette] = field(default_factory=list)
    desks: list[Desk] = field(default_factory=list)

    @property
    def site(self) -> Site:
        instance = self.members.instance
        return Site(instance.database, instance.bodies, self.clock, BASE, members=self.members)

    @property
    def app(self) -> Starlette:
        """One application for all visitors, as they meet it."""
        if not self.made:
            self.made.append(create_app(self.site))
        return self.made[0]

    def visitor(self, account: Account | None = None) -> Visitor:
        """A browser, signed in as that account or not at all."""
        client = TestClient(self.app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False)
        visitor = Visitor(client)
        if account is not None:
            proof = Proof(self.clock.at)
            token = identity.begin_session(self.members.people, account, "a browser", "192.0.2.1", "", proof)
            client.cookies.set(COOKIE, token, domain="watch.example", path="/")
        return visitor

    def organisation(self, name: str, plan: str = "professional") -> Organisation:
        made = Organisation(new_id(), name, self.clock.at)
        with self.members.instance.database.write() as connection:
            accounts.add_organisation(connection, made)
            accounts.grant_plan(connection, made.id, plan, self.clock.at)
        return made

    def person(self, email: str, of: Organisation | None = None, role: Role = Role.OWNER) -> Account:
        made = Account(new_id(), email, self.kept, self.clock.at, self.clock.at)
        with self.members.instance.database.write() as connection:
            accounts.add_account(connection, made)
            if of is not None:
                accounts.save_member(connection, Membership(of.id, made.id, role, self.clock.at))
        return made

    def link(self) -> str:
        """The path of the link in the newest mail."""
        content = self.box.taken[-1].content
        assert isinstance(content, bytes)
        body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
        assert body is not None
        found = _LINK.search(body.get_content())
        assert found is not None, content
        return found[1]


@dataclass
class Visitor:
    client: TestClient

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def csrf(self, page: str = "/sign-in/") -> str:
        """The token that forms of this session carry."""
        answer = self.client.get(page)
        if answer.status_code == 303:
            answer = self.client.get("/account/")
        found = re.search(r'name="form" value="([0-9a-f]{64})"', answer.text)
        assert found is not None, answer.text
        return found[1]

    def post(
        self,
        path: str,
        given: Mapping[str, object] | None = None,
        *,
        origin: str | None = BASE,
        csrf: str | None = None,
    ) -> Response:
        """Sends the form as a page of ours would, unless told otherwise."""
        sent = {**(given or {}), "form": self.csrf() if csrf is None else csrf}
        headers = {} if origin is None else {"origin": origin}
        return self.client.post(path, data=sent, headers=headers)

    @property
    def token(self) -> str:
        return self.client.cookies.get(COOKIE) or ""


def words(answer: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@contextmanager
def house(folder: Path, *, open_sign_up: bool = True, mail: bool = True) -> Iterator[House]:
    fill(folder).database.close()
    clock = MovedClock()
    with mail_server(Mailbox()) as box:
        server = f'[mail]\nhost = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\n' if mail else ""
        (folder / "clausewatch.toml").write_text(
            f'[instance]\nmode = "accounts"\nbase_url = "{BASE}"\ndatabase = "sqlite:///rows.db"\narchive = "bodies"\n{server}'
        )
        instance = open_instance(folder, {}, overrides=Overrides(clock=clock))
        members = Members(instance, shipped_plans(), open_sign_up=open_sign_up)
        yield House(members, clock, box, folder)
        instance.close()


def closed(made: House) -> House:
    """The same house where an account takes an invitation."""
    return replace(made, members=replace(made.members, open_sign_up=False), made=[])


def offering(made: House, **ways: object) -> House:
    """The same house with further ways to sign in (`issuers`, `passkeys`), and of its application the pages of accounts
    alone: the whole one takes seconds to put together, and so does a desk."""
    found = replace(made, members=replace(made.members, **ways), made=[])  # type: ignore[arg-type]
    desk = found.desks[0] if found.desks else Desk(found.site)
    found.desks[:] = [desk]
    routes: list[BaseRoute] = [*account_routes(desk, found.members, DOORS)]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(GuardedAnswers)],
        exception_handlers=failure_handlers(desk, routes),
    )
    found.made.append(app)
    return found
