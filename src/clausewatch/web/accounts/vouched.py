"""Signing in by a provider (OpenID Connect), and linking one to an account."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from clausewatch.errors import UnknownNameError
from clausewatch.nouns.account import Proof
from clausewatch.nouns.ways import CeremonyKind
from clausewatch.pipeline import vouching
from clausewatch.pipeline.letters import Change
from clausewatch.pipeline.oidc_issuer import Issuer
from clausewatch.pipeline.oidc_tokens import Fault
from clausewatch.pipeline.passwords import key_of
from clausewatch.pipeline.vouching import Brought, Entered, Purposes, Stranger
from clausewatch.web.accounts.entering import Field, FormPage, shown, signed
from clausewatch.web.accounts.gate import local_path
from clausewatch.web.accounts.limits import SIGN_IN_BY_ACCOUNT, SIGN_IN_BY_ADDRESS
from clausewatch.web.accounts.telling import telling
from clausewatch.web.accounts.visit import Visit, leads_to

_SIGN_IN = (("Sign in", "/sign-in/"),)
_ACCOUNT = (("Your account", "/account/"),)
_OTHERWISE = (("Sign in again", "/account/confirm/"), ("Set a password by mail", "/reset/"))
# What no visitor can mend: the provider's, or the settings'.
_OURS = (Fault.UNREACHABLE, Fault.PUBLISHED)


def begin(visit: Visit) -> Response:
    """POST /sign-in/with/{provider}/"""
    visit.form.only("next", "token")
    issuer = _issuer(visit)
    if often := visit.too_often("sign in False", "", SIGN_IN_BY_ADDRESS):
        return often
    token = visit.form.text("token", 200)
    after = local_path(visit.form.text("next"))
    if visit.signed is not None and not token:
        return _onward(visit, issuer, Purposes(visit.account.id, after, anew=True))
    return _onward(visit, issuer, Purposes(None, after, key_of(token) if token else ""))


def link_page(visit: Visit) -> Response:
    """GET /account/providers/{provider}/"""
    issuer = _issuer(visit)
    name = issuer.provider.name
    page = FormPage(
        f"Sign in with {name}",
        f"{name} is asked who you are there. From then on you can sign in here with it.",
        visit.csrf,
        f"/account/providers/{issuer.provider.id}/",
        f"Go to {name}",
        links=_ACCOUNT,
        sends=True,
    )
    return shown(visit, page)


def begin_link(visit: Visit) -> Response:
    """POST /account/providers/{provider}/"""
    visit.form.only()
    issuer = _issuer(visit)
    if often := visit.too_often("confirm", visit.account.id, SIGN_IN_BY_ACCOUNT):
        return often
    return _onward(visit, issuer, Purposes(visit.account.id))


def _onward(visit: Visit, issuer: Issuer, wanted: Purposes) -> Response:
    """A page that leads on by itself. A redirect would not do: a form here may lead to pages of ours alone (CSP form-action)."""
    name = issuer.provider.name
    address = vouching.begin(visit.members.people, issuer, visit.desk.site.base_url, visit.browser, wanted)
    if isinstance(address, Fault):
        return _refused(visit, issuer, address, linking=wanted.account is not None)
    page = FormPage(
        f"On to {name}",
        f"{name} opens in a moment. If it does not, follow the link.",
        links=((f"Go on to {name}", address),),
        onward=address,
    )
    return shown(visit, page)


def back(visit: Visit) -> Response:
    """GET /sign-in/with/{provider}/back/?state=&code= (or error=; iss= as in RFC 9207)"""
    issuer = _issuer(visit)
    if often := visit.too_often("sign in back", "", SIGN_IN_BY_ADDRESS):
        return often
    given = visit.request.query_params
    brought = Brought(*(given.get(name, "")[:4_000] for name in ("state", "code", "error", "iss")))
    people, base_url = visit.members.people, visit.desk.site.base_url
    found = vouching.finish(people, issuer, base_url, visit.browser, brought)
    if isinstance(found, Fault):
        return _refused(visit, issuer, found, linking=visit.signed is not None)
    begun, vouched = found
    if begun.kind is CeremonyKind.PROVIDER_LINK:
        if visit.signed is None or visit.account.id != begun.account:
            return _refused(visit, issuer, Fault.STATE, linking=True)
        made = vouching.link(people, issuer.provider, vouched, visit.account, visit.browser)
        if isinstance(made, Stranger):
            return _told(visit, issuer, made.value, _ACCOUNT)
        done = leads_to("/account/#ways")
        return telling(visit, done, Change.PROVIDER, issuer.provider.name) if made.new else done
    anybody = visit.members.open_sign_up and begun.account is None
    entered = vouching.enter(people, issuer.provider, vouched, begun, visit.browser, anybody=anybody)
    if isinstance(entered, Stranger):
        return _told(visit, issuer, entered.value, _SIGN_IN)
    if isinstance(entered, Fault):
        return _refused(visit, issuer, entered, linking=True)
    return _entered(visit, issuer, entered)


def _entered(visit: Visit, issuer: Issuer, entered: Entered) -> Response:
    if entered.ticket:
        return shown(visit, _code_form(visit, entered.ticket))
    proof = Proof(entered.proved_at, f"with {issuer.provider.name}")
    done = signed(visit, entered.account, proof, local_path(entered.after))
    if not entered.linked:
        return done
    return telling(visit, done, Change.PROVIDER, issuer.provider.name, entered.account)


def _code_form(visit: Visit, ticket: str, problem: str = "") -> FormPage:
    return FormPage(
        "Your second step",
        "Write the code that your authenticator app shows, or one of your recovery codes.",
        visit.csrf,
        "/sign-in/code/",
        "Sign in",
        (Field("code", "One-time code", fills="one-time-code"), Field("ticket", value=ticket)),
        problem,
        _SIGN_IN,
    )


def code(visit: Visit) -> Response:
    """POST /sign-in/code/"""
    visit.form.only("code", "ticket")
    people, ticket = visit.members.people, visit.form.text("ticket", 200)
    if often := visit.too_often("sign in False", "", SIGN_IN_BY_ADDRESS):
        return often
    who = vouching.waiting_for(people, ticket, visit.browser)
    if who is None:
        page = FormPage("This took too long", "Sign in again.", links=_SIGN_IN)
        return shown(visit, page, 400)
    if often := visit.too_often("second step", who, SIGN_IN_BY_ACCOUNT):
        return often
    found = vouching.second_step(people, ticket, visit.form.text("code", 40), visit.browser)
    if found is None:
        return shown(visit, _code_form(visit, ticket, "The code does not fit."), 400)
    account, begun = found
    name = next(
        (each.provider.name for each in visit.members.issuers if each.provider.id == begun.provider), ""
    )
    return signed(visit, account, visit.proof(f"with {name} and a code"), local_path(begun.after))


def _issuer(visit: Visit) -> Issuer:
    named = visit.named("provider")
    for each in visit.members.issuers:
        if each.provider.id == named:
            return each
    raise UnknownNameError("This sign-in", "is not offered here", "The page to sign in lists those that are")


def _refused(visit: Visit, issuer: Issuer, why: Fault, *, linking: bool) -> Response:
    lead = f"The sign-in was refused, because {why.value}."
    mend = " Try again later, or tell the operator." if why in _OURS else " Begin again here."
    page = FormPage(
        f"No sign-in with {issuer.provider.name}", lead + mend, links=_ACCOUNT if linking else _SIGN_IN
    )
    if why is Fault.UNSAID:
        other = f"{lead} Use another way to sign in, or set a password by mail and use that."
        page = replace(page, lead=other, links=_OTHERWISE)
    return shown(visit, page, 502 if why in _OURS else 400)


def _told(visit: Visit, issuer: Issuer, lead: str, links: tuple[tuple[str, str], ...]) -> Response:
    return shown(visit, FormPage(f"No sign-in with {issuer.provider.name}", lead, links=links), 400)
