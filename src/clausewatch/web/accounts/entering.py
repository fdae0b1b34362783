"""Signing up, in and out, proving an address, and a new password. Answers never tell whether an account is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.responses import Response

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Account, Proof
from clausewatch.pipeline import identity
from clausewatch.pipeline.identity import Known, Link
from clausewatch.pipeline.letters import Change, send_letter
from clausewatch.pipeline.owned import PlanRefusedError
from clausewatch.pipeline.passwords import LONGEST, SHORTEST
from clausewatch.storage import accounts, sessions
from clausewatch.web.accounts.gate import give_cookie, local_path
from clausewatch.web.accounts.limits import (
    LETTERS_BY_ACCOUNT,
    LETTERS_BY_ADDRESS,
    SIGN_IN_BY_ACCOUNT,
    SIGN_IN_BY_ADDRESS,
)
from clausewatch.web.accounts.telling import telling
from clausewatch.web.accounts.visit import Visit, leads_to

_CHOOSE = f"{SHORTEST} to {LONGEST} characters. A few words in a row are good."


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as people see it; without a label it is hidden."""

    name: str
    label: str = ""
    kind: str = "text"
    value: str = ""
    fills: str = "off"
    hint: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Other:
    """Another way than the form: a button that sends hidden fields. With `options` a script signs by passkey first."""

    label: str
    action: str
    fields: tuple[tuple[str, str], ...] = ()
    options: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is one form, or, without fields, says one thing. `links` lead to where one may want
    to go instead; `keys` are to be copied. A form that `sends` is one even without fields; `others` stand below it.
    `onward` is where the page leads to by itself."""

    title: str
    lead: str
    csrf: str = ""
    action: str = ""
    button: str = ""
    fields: tuple[Field, ...] = ()
    problem: str = ""
    links: tuple[tuple[str, str], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    others: tuple[Other, ...] = ()
    sends: bool = False
    onward: str = ""


_EMAIL = Field("email", "E-mail address", "email", fills="username")
_PASSWORD = Field("password", "Password", "password", fills="current-password")
_NEW_PASSWORD = Field("password", "Password", "password", fills="new-password", hint=_CHOOSE)
_SENT = FormPage(
    "Look into your mail",
    "If that address can be used here, a mail is on its way to it, with a link that works once. "
    "Where this instance sends no mail, ask its operator for the link.",
    links=(("Sign in", "/sign-in/"),),
)


def shown(visit: Visit, page: FormPage, status: int = 200) -> Response:
    """The page of a form."""
    return visit.page("account_form.html", page.title, page, status)


def told(error: BadInputError) -> str:
    """The error as a sentence above a form."""
    mend = error.mend.rstrip(".")
    # What is above the plan is a sentence of its own.
    joint = ": " if isinstance(error, PlanRefusedError) else " "
    return f"{error.subject}{joint}{error.reason}. {mend}{'' if mend.endswith('?') else '.'}"


def sign_in_page(visit: Visit) -> Response:
    """GET /sign-in/?next="""
    if visit.signed is not None:
        return leads_to("/account/")
    return shown(visit, sign_in_form(visit, visit.request.query_params.get("next", "")))


def sign_in_form(visit: Visit, after: str, email: str = "", problem: str = "") -> FormPage:
    """The page to sign in, by password and by what else is offered here."""
    links = [("Forgot your password?", "/reset/")]
    sent = "next", local_path(after)
    if visit.members.open_sign_up:
        links.append(("Make an account", "/sign-up/"))
    return FormPage(
        "Sign in",
        "" if visit.members.open_sign_up else "Accounts here are made by invitation.",
        visit.csrf,
        "/sign-in/",
        "Sign in",
        (
            Field("email", "E-mail address", "email", email, "username"),
            _PASSWORD,
            Field(
                "code", "One-time code", fills="one-time-code", hint="If you use a second step.", needed=False
            ),
            Field(sent[0], value=sent[1]),
        ),
        problem,
        tuple(links),
        others=(*_passkey(visit, sent), *_providers(visit, sent)),
    )


def _passkey(visit: Visit, sent: tuple[str, str]) -> tuple[Other, ...]:
    if visit.members.passkeys is None:
        return ()
    return (Other("Sign in with a passkey", "/sign-in/passkey/", (sent,), "/sign-in/passkey/options/"),)


def _providers(visit: Visit, sent: tuple[str, str], *, trusted: bool = False) -> tuple[Other, ...]:
    """A button for each provider, which sends that field on; or for those alone that may stand for an address."""
    return tuple(
        Other(f"Sign in with {each.provider.name}", f"/sign-in/with/{each.provider.id}/", (sent,))
        for each in visit.members.issuers
        if each.provider.trust_email or not trusted
    )


def sign_in(visit: Visit) -> Response:
    """POST /sign-in/"""
    visit.form.only("email", "password", "code", "next")
    email, after = visit.form.text("email", 300), local_path(visit.form.text("next"))
    # By address first: who is stopped there counts against no account, so one machine locks out few people.
    for who, limit in (("", SIGN_IN_BY_ADDRESS), (email.lower(), SIGN_IN_BY_ACCOUNT)):
        if often := visit.too_often(f"sign in {bool(who)}", who, limit):
            return often
    found = identity.sign_in(
        visit.members.people, email, visit.form.secret("password"), visit.form.text("code", 40)
    )
    if found is None:
        problem = "Address, password or code do not fit together."
        return shown(visit, sign_in_form(visit, after, email, problem), 400)
    if found.verified_at is None:
        if often := visit.too_often("letters", found.email, LETTERS_BY_ACCOUNT):
            return often
        return _letter(visit, lambda: identity.verify_again(visit.members.people, found))
    return signed(visit, found, visit.proof(), after)


def signed(visit: Visit, account: Account, proof: Proof, after: str = "/account/") -> Response:
    """Begins a fresh session, ends the one there was, and leads on."""
    agent = visit.request.headers.get("user-agent", "")
    token = identity.begin_session(visit.members.people, account, agent, visit.where, visit.token, proof)
    answer = leads_to(after)
    give_cookie(visit.desk, answer, token)
    return answer


def sign_out(visit: Visit) -> Response:
    """POST /sign-out/"""
    with visit.desk.site.database.write() as connection:
        sessions.end_session(connection, visit.session.key)
    answer = leads_to("/")
    give_cookie(visit.desk, answer, "")
    return answer


def _letter(visit: Visit, about: Callable[[], Link | Known | None]) -> Response:
    """The same answer whatever is sent; what is sent is found out after it, so that its time tells nothing."""
    answer = shown(visit, _SENT)
    answer.background = BackgroundTask(_send, visit, about)
    return answer


def _send(visit: Visit, about: Callable[[], Link | Known | None]) -> None:
    found = about()
    if found is not None:
        send_letter(visit.members.instance.courier, found, visit.desk.site.base_url, visit.now)


def sign_up_page(visit: Visit) -> Response:
    """GET /sign-up/?token="""
    token = visit.request.query_params.get("token", "")
    return _sign_up(visit, token)


def _sign_up(visit: Visit, token: str, email: str = "", problem: str = "") -> Response:
    status = 400 if problem else 200
    if token:
        return _invited(visit, token, problem)
    if not visit.members.open_sign_up:
        lead = "Accounts here are made by invitation. Ask the operator of this instance for one."
        return shown(visit, FormPage("Sign up", lead, links=(("Sign in", "/sign-in/"),)))
    page = FormPage(
        "Sign up",
        "A mail with a link then comes to your address.",
        visit.csrf,
        "/sign-up/",
        "Make the account",
        (Field("email", "E-mail address", "email", email, "username"), _NEW_PASSWORD),
        problem,
        (("Sign in", "/sign-in/"),),
        others=_providers(visit, ("next", "/account/"), trusted=True),
    )
    return shown(visit, page, status)


def _invited(visit: Visit, token: str, problem: str = "") -> Response:
    found = identity.invitation(visit.members.people, token)
    if found is None:
        return shown(visit, _over("An invitation", "Ask for another one."), 400)
    database = visit.desk.site.database
    with database.read() as connection:
        known = accounts.account_of(connection, found.email)
        into = accounts.organisation(connection, found.organisation) if found.organisation else None
    joining = f"You are invited to join “{into.name}”, as {found.role.value}." if into else ""
    there = known is not None and known.verified_at is not None
    proof = "Give the password of its account." if there else "Choose a password for its account."
    lead = f"{joining} The invitation is for {found.email}.".strip()
    others = _providers(visit, ("token", token))
    if known and known.verified_at and not known.password:
        return shown(visit, _without_password(visit, lead, others), 400 if problem else 200)
    page = FormPage(
        "You are invited",
        f"{lead} {proof}",
        visit.csrf,
        "/sign-up/",
        "Join",
        (_PASSWORD if there else _NEW_PASSWORD, Field("token", value=token)),
        problem,
        others=others,
    )
    return shown(visit, page, 400 if problem else 200)


def _without_password(visit: Visit, lead: str, others: tuple[Other, ...]) -> FormPage:
    """What somebody sees who is invited and whose account has no password that could prove whose it is."""
    mend = "Sign in below with what is linked to it, or set a password" if others else "Set one"
    words = f"{lead} Your account has no password. {mend} and open this invitation again."
    return FormPage(
        "You are invited", words, visit.csrf, links=(("Set a password", "/reset/"),), others=others
    )


def sign_up(visit: Visit) -> Response:
    """POST /sign-up/"""
    visit.form.only("email", "password", "token")
    if often := visit.too_often("sign up", "", LETTERS_BY_ADDRESS):
        return often
    token, password = visit.form.text("token", 200), visit.form.secret("password")
    if token:
        return _join(visit, token, password)
    if not visit.members.open_sign_up:
        return _sign_up(visit, "")
    email = visit.form.text("email", 300)
    if often := visit.too_often("letters", email.lower(), LETTERS_BY_ACCOUNT):
        return often
    try:
        identity.check_password(password, identity.email_of(email))
    except BadInputError as error:
        return _sign_up(visit, "", email, told(error))
    return _letter(visit, lambda: identity.sign_up(visit.members.people, email, password))


def _join(visit: Visit, token: str, password: str) -> Response:
    try:
        found = identity.join(visit.members.people, token, password)
    except BadInputError as error:
        return _invited(visit, token, told(error))
    if found is None:
        return _invited(visit, token, "The password is not that of this account.")
    if found.totp:
        return leads_to("/sign-in/")
    return signed(visit, found, visit.proof())


def verify_page(visit: Visit) -> Response:
    """GET /verify/?token= (a form, because programs that look through mail open links)"""
    return shown(visit, _verify_form(visit, visit.request.query_params.get("token", "")))


def _verify_form(visit: Visit, token: str, problem: str = "") -> FormPage:
    lead = "Give the password that you chose, so that the account is yours and nobody else’s."
    fields = (_PASSWORD, Field("token", value=token))
    return FormPage("Confirm your address", lead, visit.csrf, "/verify/", "Confirm", fields, problem)


def verify(visit: Visit) -> Response:
    """POST /verify/"""
    visit.form.only("password", "token")
    if often := visit.too_often("verify", "", SIGN_IN_BY_ADDRESS):
        return often
    token = visit.form.text("token", 200)
    found = identity.verify(visit.members.people, token, visit.form.secret("password"))
    if found is None:
        problem = "The password does not fit, or the link no longer works. Signing in sends a new one."
        return shown(visit, _verify_form(visit, token, problem), 400)
    return leads_to("/sign-in/") if found.totp else signed(visit, found, visit.proof())


def reset_page(visit: Visit) -> Response:
    """GET /reset/"""
    return shown(visit, _reset_form(visit))


def _reset_form(visit: Visit) -> FormPage:
    lead = "A mail with a link then comes to your address."
    return FormPage("Set a new password", lead, visit.csrf, "/reset/", "Send the link", (_EMAIL,))


def reset(visit: Visit) -> Response:
    """POST /reset/"""
    visit.form.only("email")
    email = visit.form.text("email", 300)
    for what, who, limit in (
        ("reset", "", LETTERS_BY_ADDRESS),
        ("letters", email.lower(), LETTERS_BY_ACCOUNT),
    ):
        if often := visit.too_often(what, who, limit):
            return often
    return _letter(visit, lambda: identity.ask_reset(visit.members.people, email))


def new_password_page(visit: Visit) -> Response:
    """GET /reset/new/?token="""
    return shown(visit, _new_password_form(visit, visit.request.query_params.get("token", "")))


def _new_password_form(visit: Visit, token: str, problem: str = "") -> FormPage:
    fields = (_NEW_PASSWORD, Field("token", value=token))
    lead = "Every session of the account then ends."
    return FormPage("Set a new password", lead, visit.csrf, "/reset/new/", "Set it", fields, problem)


def new_password(visit: Visit) -> Response:
    """POST /reset/new/"""
    visit.form.only("password", "token")
    if often := visit.too_often("new password", "", SIGN_IN_BY_ADDRESS):
        return often
    token = visit.form.text("token", 200)
    try:
        done = identity.reset(visit.members.people, token, visit.form.secret("password"))
    except BadInputError as error:
        return shown(visit, _new_password_form(visit, token, told(error)), 400)
    if done is None:
        return shown(visit, _over("A link to set a password", "Ask for another one."), 400)
    return telling(visit, leads_to("/sign-in/"), Change.PASSWORD, whose=done)


def _over(what: str, mend: str) -> FormPage:
    links = (("Set a new password", "/reset/"), ("Sign in", "/sign-in/"))
    return FormPage("This link no longer works", f"{what} works once, and not for ever. {mend}", links=links)
