"""Signing in again, in place: what changes how somebody signs in, or ends the account, takes having done so just now."""

from __future__ import annotations

from starlette.responses import Response

from clausewatch.pipeline import identity
from clausewatch.pipeline.ways import ways_of
from clausewatch.web.accounts.entering import Field, FormPage, Other, shown, signed
from clausewatch.web.accounts.gate import local_path
from clausewatch.web.accounts.limits import SIGN_IN_BY_ACCOUNT
from clausewatch.web.accounts.visit import Visit

_LEAD = (
    "What changes how you sign in, or deletes the account, takes that you proved who you are within the last ten minutes, so "
    "that nobody does it who finds your browser open. Sign in again for it."
)


def confirm_page(visit: Visit) -> Response:
    """GET /account/confirm/?next="""
    return shown(visit, _form(visit, local_path(visit.request.query_params.get("next", ""))))


def _form(visit: Visit, after: str, problem: str = "") -> FormPage:
    account = visit.account
    with visit.desk.site.database.read() as connection:
        ways = ways_of(connection, account.id)
    sent = "next", after
    password = Field("password", "Your password", "password", fills="current-password")
    code = Field("code", "One-time code", fills="one-time-code", hint="Or one of your recovery codes.")
    asked = (password, *((code,) if account.totp else ()), Field(sent[0], value=after))
    others = []
    if visit.members.passkeys is not None and ways.passkeys:
        others.append(Other("Use a passkey", "/sign-in/passkey/", (sent,), "/sign-in/passkey/options/"))
    linked = {each.issuer for each in ways.links}
    others += [
        Other(f"Sign in with {each.provider.name}", f"/sign-in/with/{each.provider.id}/", (sent,))
        for each in visit.members.issuers
        if each.provider.issuer in linked
    ]
    links = [("Your account", "/account/")]
    if not ways.password:
        links.append(("Set a password by mail", "/reset/"))
    return FormPage(
        "Sign in again",
        _LEAD,
        visit.csrf,
        "/account/confirm/",
        "Go on",
        asked if ways.password else (),
        problem,
        tuple(links),
        others=tuple(others),
    )


def confirm(visit: Visit) -> Response:
    """POST /account/confirm/ (a fresh session takes the place of this one)"""
    visit.form.only("password", "code", "next")
    if often := visit.too_often("confirm", visit.account.id, SIGN_IN_BY_ACCOUNT):
        return often
    after = local_path(visit.form.text("next"))
    password, code = visit.form.secret("password"), visit.form.text("code", 40)
    found = identity.sign_in(visit.members.people, visit.account.email, password, code)
    if found is None or found.id != visit.account.id:
        problem = (
            "The password or the code does not fit." if visit.account.totp else "The password does not fit."
        )
        return shown(visit, _form(visit, after, problem), 400)
    return signed(visit, found, visit.proof("again"), after)
