"""One request to a page of accounts: who asks, in which organisation, and with which form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Account, Deed, Membership, Proof, Session
from clausewatch.pipeline.identity import FRESH
from clausewatch.pipeline.owned import Owner
from clausewatch.pipeline.passwords import csrf_of
from clausewatch.pipeline.ways import Browser
from clausewatch.web.accounts.limits import Limit, Tries, network_of
from clausewatch.web.desk import Desk
from clausewatch.web.failures import FailurePage, failure_answer
from clausewatch.web.head import Head
from clausewatch.web.members import Members

MOST_BYTES = 64_000
_FIELDS = 400
CSRF = "form"
"""The name of the field that carries the session's token for forms."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: each field with its values, in order."""

    fields: tuple[tuple[str, str], ...] = ()

    def text(self, name: str, most: int = 2_000) -> str:
        """The field's value, without spaces around it; empty where it is not there. BadInputError for one too long."""
        return self.secret(name, most).strip()

    def secret(self, name: str, most: int = 2_000) -> str:
        """As `text`, with every space."""
        value = next((value for key, value in self.fields if key == name), "")
        if len(value) > most:
            raise BadInputError(f"The field {name!r}", "is too long", f"Write at most {most} characters")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.fields if key == name)

    def only(self, *known: str) -> None:
        """Raises BadInputError for a field that is not among those known, so that nothing is set that was not meant to be."""
        strange = next((key for key, _ in self.fields if key not in (*known, CSRF)), None)
        if strange is not None:
            raise BadInputError(
                f"The field {strange[:80]!r}", "is not known here", "Send the form as it is shown"
            )


def form_of(body: bytes) -> Form:
    """What the body of a form holds. Raises BadInputError for one that is none."""
    try:
        fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInputError("The form", "cannot be read", "Send the form as it is shown") from error
    return Form(tuple(fields))


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in. `token` is the cookie's, or a fresh one of nobody's session.

    `signed` is there on every page that needs it, and so is `membership` on those of an organisation.
    """

    desk: Desk
    members: Members
    tries: Tries
    request: Request
    token: str
    form: Form = Form()
    signed: tuple[Account, Session] | None = None
    membership: Membership | None = None

    @property
    def csrf(self) -> str:
        return csrf_of(self.token)

    @property
    def account(self) -> Account:
        assert self.signed is not None, "the gate lets nobody else in"
        return self.signed[0]

    @property
    def session(self) -> Session:
        assert self.signed is not None, "the gate lets nobody else in"
        return self.signed[1]

    @property
    def fresh(self) -> bool:
        """Whether who is signed in proved themselves just now."""
        proved_at = self.session.proved_at
        return proved_at is not None and self.now - proved_at <= FRESH

    def proof(self, how: str = "") -> Proof:
        """That the visitor proved themselves with something of theirs, in this request."""
        return Proof(self.now, how)

    @property
    def role(self) -> Membership:
        assert self.membership is not None, "the gate lets nobody else in"
        return self.membership

    @property
    def now(self) -> datetime:
        return self.members.instance.clock.now()

    @property
    def where(self) -> str:
        return self.request.client.host if self.request.client else ""

    @property
    def browser(self) -> Browser:
        """Who asks, for steps that are begun and finished in one browser."""
        return Browser(self.token, self.where)

    def named(self, name: str) -> str:
        """What the path names."""
        return str(self.request.path_params[name])

    def deed(self, what: str, about: str = "") -> Deed:
        """The line for the audit log that this visitor does that, here."""
        of = self.membership.organisation if self.membership else None
        return Deed(self.now, what, about, self.account.id, of, self.where)

    def owner(self, what: str) -> Owner:
        """The organisation of this page, for a step that changes its watches."""
        return Owner(self.role.organisation, self.members.plans, self.deed(what))

    def page(self, template: str, title: str, page: object, status: int = 200) -> Response:
        """A private page: in no index, at no address to cite."""
        head = Head(title=title, path="", section="account", robots="noindex")
        return self.desk.page(template, head, page, status)

    def too_often(self, what: str, who: str, limit: Limit) -> Response | None:
        """Counts one try; an answer where it was one too many. `who` empty counts by where the request comes from."""
        seconds = self.tries.wait(what, who or network_of(self.where), limit, self.now)
        if not seconds:
            return None
        page = FailurePage(
            429,
            "Too often",
            "This",
            "was tried too often",
            f"Wait {seconds // 60 + 1} minutes and try again",
            (),
        )
        answer = failure_answer(self.desk, page)
        answer.headers["retry-after"] = str(seconds)
        return answer


def leads_to(path: str) -> Response:
    """After a form: to that page of ours, by GET."""
    return RedirectResponse(path, status_code=303)
