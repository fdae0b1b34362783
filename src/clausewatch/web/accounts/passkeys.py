"""Passkeys: signing in with one, making one, and taking any way to sign in away."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.ways import Passkey
from clausewatch.pipeline import passkeys
from clausewatch.pipeline.letters import Change
from clausewatch.pipeline.passkeys import PasskeyFault, RelyingParty
from clausewatch.pipeline.ways import end_way as end
from clausewatch.web.accounts.entering import Field, FormPage, shown, sign_in_form, signed
from clausewatch.web.accounts.gate import local_path
from clausewatch.web.accounts.limits import SIGN_IN_BY_ACCOUNT, SIGN_IN_BY_ADDRESS
from clausewatch.web.accounts.telling import telling
from clausewatch.web.accounts.visit import Visit, leads_to

_NAME_CHARACTERS = 60
_ANSWER_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class PasskeyPage:
    """What the page that makes a passkey shows."""

    csrf: str
    fields: tuple[Field, ...]
    problem: str = ""


def options_to_sign_in(visit: Visit) -> Response:
    """POST /sign-in/passkey/options/"""
    visit.form.only()
    party = _party(visit)
    if often := visit.too_often("sign in False", "", SIGN_IN_BY_ADDRESS):
        return often
    return JSONResponse(passkeys.options_to_sign_in(visit.members.people, party, visit.browser))


def sign_in(visit: Visit) -> Response:
    """POST /sign-in/passkey/"""
    visit.form.only("answer", "next")
    party, answer = _party(visit), visit.form.text("answer", _ANSWER_CHARACTERS)
    after = local_path(visit.form.text("next"))
    tries = (
        ("passkey", passkeys.credential_named(answer), SIGN_IN_BY_ACCOUNT),
        ("passkey by", "", SIGN_IN_BY_ADDRESS),
    )
    for what, who, limit in tries:
        if often := visit.too_often(what, who, limit):
            return often
    found = passkeys.sign_in(visit.members.people, party, visit.browser, answer)
    if isinstance(found, PasskeyFault):
        return shown(visit, sign_in_form(visit, after, "", _problem(found)), 400)
    return signed(visit, found, visit.proof("with a passkey"), after)


def make_page(visit: Visit) -> Response:
    """GET /account/passkeys/"""
    _party(visit)
    return _shown(visit)


def _shown(visit: Visit, problem: str = "") -> Response:
    name = Field("name", "What to call it", hint="Such as the device that keeps it.")
    page = PasskeyPage(visit.csrf, (name,), problem)
    return visit.page("passkey.html", "A new passkey", page, 400 if problem else 200)


def options_to_make(visit: Visit) -> Response:
    """POST /account/passkeys/options/"""
    visit.form.only()
    party = _party(visit)
    if often := visit.too_often("confirm", visit.account.id, SIGN_IN_BY_ACCOUNT):
        return often
    # A script asks, and cannot be led to another page: reading this one again leads there.
    if not visit.fresh:
        return JSONResponse({"problem": "You signed in too long ago for this. Open this page again."}, 400)
    return JSONResponse(passkeys.options_to_make(visit.members.people, party, visit.account, visit.browser))


def make(visit: Visit) -> Response:
    """POST /account/passkeys/"""
    visit.form.only("name", "answer")
    party, answer = _party(visit), visit.form.text("answer", _ANSWER_CHARACTERS)
    name = " ".join(visit.form.text("name").split())[:_NAME_CHARACTERS] or "A passkey"
    made = passkeys.make(visit.members.people, party, visit.account, visit.browser, (answer, name))
    if isinstance(made, PasskeyFault):
        return _shown(visit, _problem(made))
    return telling(visit, leads_to("/account/#ways"), Change.PASSKEY, made.name)


def end_way(visit: Visit) -> Response:
    """POST /account/ways/{way}/end/ (a link to a provider, or a passkey)"""
    visit.form.only()
    by = visit.deed("removed a way to sign in")
    gone = end(visit.members.people, visit.named("way"), visit.members.offered, by, visit.session.key)
    if isinstance(gone, Passkey):
        return telling(visit, leads_to("/account/#ways"), Change.NO_PASSKEY, gone.name)
    if gone is not None:
        names = {each.provider.issuer: each.provider.name for each in visit.members.issuers}
        named = names.get(gone.issuer, gone.issuer)
        return telling(visit, leads_to("/account/#ways"), Change.NO_PROVIDER, named)
    page = FormPage(
        "Your last way to sign in",
        "You could not sign in without it. Set a password or add another way first.",
        links=(("Set a password", "/account/password/"), ("Your account", "/account/")),
    )
    return shown(visit, page, 400)


def _party(visit: Visit) -> RelyingParty:
    if visit.members.passkeys is None:
        raise UnknownNameError("A passkey", "cannot be used here", "Sign in by another way")
    return visit.members.passkeys


def _problem(fault: PasskeyFault) -> str:
    return f"The passkey was not taken, because {fault.value}."
