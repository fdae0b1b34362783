"""A person's own account: organisations, sessions, second step, one's data, and the end of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.responses import Response

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Account, Organisation, Purpose, Role, Session
from clausewatch.nouns.ways import Provider
from clausewatch.pipeline.identity import check_password, kept_secret
from clausewatch.pipeline.letters import Change
from clausewatch.pipeline.passwords import (
    fits,
    hashed,
    key_of,
    new_recovery_codes,
    new_totp,
    totp_address,
    totp_step,
)
from clausewatch.pipeline.ways import Ways, ways_of
from clausewatch.storage import Connection, accounts, sessions
from clausewatch.web.accounts.entering import Field, FormPage, shown, told
from clausewatch.web.accounts.gate import confirming, give_cookie
from clausewatch.web.accounts.kept import kept_of
from clausewatch.web.accounts.limits import SIGN_IN_BY_ACCOUNT
from clausewatch.web.accounts.telling import telling
from clausewatch.web.accounts.visit import Visit, leads_to

_SECOND_STEP = "/account/second-step/"
_PASSWORD = Field("password", "Your password", "password", fills="current-password")
_MEANWHILE = "Your account was changed meanwhile. Try again."


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What the page of one's account shows."""

    account: Account
    organisations: tuple[tuple[Organisation, Role], ...]
    sessions: tuple[Session, ...]
    here: str
    csrf: str
    ways: Ways
    names: dict[str, str]
    providers: tuple[Provider, ...]
    passkeys: bool


def account_page(visit: Visit) -> Response:
    """GET /account/"""
    with visit.desk.site.database.read() as connection:
        held = accounts.memberships(connection, visit.account.id)
        known = [(accounts.organisation(connection, each.organisation), each.role) for each in held]
        open_now = sessions.sessions(connection, visit.account.id)
        ways = ways_of(connection, visit.account.id)
    mine = tuple((each, role) for each, role in known if each is not None)
    providers = tuple(each.provider for each in visit.members.issuers)
    linked = {each.issuer for each in ways.links}
    page = AccountPage(
        visit.account,
        mine,
        open_now,
        visit.session.key,
        visit.csrf,
        ways,
        {each.issuer: each.name for each in providers},
        tuple(each for each in providers if each.issuer not in linked),
        visit.members.passkeys is not None,
    )
    return visit.page("account.html", "Your account", page)


def end_sessions(visit: Visit) -> Response:
    """POST /account/sessions/end/ (all but this one)"""
    visit.form.only()
    with visit.desk.site.database.write() as connection:
        sessions.end_sessions(connection, visit.account.id, visit.session.key)
        sessions.note(connection, visit.deed("ended the other sessions"))
    return leads_to("/account/#sessions")


def password_page(visit: Visit) -> Response:
    """GET /account/password/ (who has one gives it; who has none has signed in just now)"""
    if not visit.account.password and not visit.fresh:
        return leads_to(confirming("/account/password/"))
    return shown(visit, _password_form(visit))


def _password_form(visit: Visit, problem: str = "") -> FormPage:
    chosen = Field("new", "New password", "password", fills="new-password", hint="10 to 128 characters.")
    there = bool(visit.account.password)
    return FormPage(
        "Change your password" if there else "Set a password",
        "Your other sessions then end.",
        visit.csrf,
        "/account/password/",
        "Change it" if there else "Set it",
        (*((_PASSWORD,) if there else ()), chosen),
        problem,
        (("Your account", "/account/"),),
    )


def password(visit: Visit) -> Response:
    """POST /account/password/"""
    visit.form.only("password", "new")
    if often := visit.too_often("confirm", visit.account.id, SIGN_IN_BY_ACCOUNT):
        return often
    there = bool(visit.account.password)
    if not there and not visit.fresh:
        return leads_to(confirming("/account/password/"))
    if there and not fits(visit.account, visit.form.secret("password")):
        return shown(visit, _password_form(visit, "The password does not fit."), 400)
    chosen = visit.form.secret("new")
    try:
        check_password(chosen, visit.account.email)
    except BadInputError as error:
        return shown(visit, _password_form(visit, told(error)), 400)
    kept = hashed(chosen)
    with visit.desk.site.database.write() as connection:
        if not _change(connection, visit, lambda fresh: replace(fresh, password=kept)):
            return shown(visit, _password_form(visit, _MEANWHILE), 400)
        sessions.end_sessions(connection, visit.account.id, visit.session.key)
        for purpose in (Purpose.RESET, Purpose.EMAIL):
            sessions.drop_passes(connection, visit.account.id, purpose)
        sessions.note(connection, visit.deed("changed the password"))
    return telling(visit, leads_to("/account/"), Change.PASSWORD)


def _change(connection: Connection, visit: Visit, change: Callable[[Account], Account]) -> bool:
    """Changes the account as it is now; False where its password is no longer the one that was given, or it is disabled."""
    fresh = accounts.hold_account(connection, visit.account.id)
    if fresh is None or fresh.disabled or fresh.password != visit.account.password:
        return False
    accounts.change_account(connection, change(fresh))
    return True


def second_step_page(visit: Visit) -> Response:
    """GET /account/second-step/"""
    return shown(visit, _off_form(visit) if visit.account.totp else _on_form(visit, new_totp()))


def _on_form(visit: Visit, secret: str, problem: str = "") -> FormPage:
    address = totp_address(secret, visit.account.email, "Clausewatch")
    return FormPage(
        "Use a second step",
        "Give the key to an authenticator app, or the address; then write the code that it shows.",
        visit.csrf,
        _SECOND_STEP,
        "Use it",
        (Field("secret", value=secret), Field("code", "One-time code", fills="one-time-code")),
        problem,
        (("Your account", "/account/"),),
        (("Key", secret), ("Address", address)),
    )


def _off_form(visit: Visit, problem: str = "") -> FormPage:
    lead = "You sign in with a one-time code beside your password or a provider. A passkey needs none."
    links = (("Your account", "/account/"),)
    return FormPage(
        "Your second step",
        lead,
        visit.csrf,
        _SECOND_STEP,
        "Use none",
        problem=problem,
        links=links,
        sends=True,
    )


def second_step(visit: Visit) -> Response:
    """POST /account/second-step/"""
    visit.form.only("secret", "code")
    if often := visit.too_often("confirm", visit.account.id, SIGN_IN_BY_ACCOUNT):
        return often
    if visit.account.totp:
        if not _keep(visit, lambda fresh: replace(fresh, totp="", recovery=()), "gave up the second step"):
            return shown(visit, _off_form(visit, _MEANWHILE), 400)
        return telling(visit, leads_to("/account/"), Change.NO_SECOND_STEP)
    secret = visit.form.text("secret", 64)
    if len(secret) != len(new_totp()) or not set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        return shown(visit, _on_form(visit, new_totp(), "The key was not one of ours; here is another."), 400)
    step = totp_step(secret, visit.form.text("code", 20).replace(" ", ""), visit.now, 0)
    if step is None:
        return shown(visit, _on_form(visit, secret, "The code does not fit."), 400)
    kept = kept_secret(visit.members.people, visit.account.id, secret)
    codes = new_recovery_codes()
    recovery = tuple(key_of(each) for each in codes)
    if not _keep(
        visit,
        lambda fresh: replace(fresh, totp=kept, totp_step=step, recovery=recovery),
        "set up a second step",
    ):
        return shown(visit, _on_form(visit, secret, _MEANWHILE), 400)
    page = FormPage(
        "Your second step",
        "It is set up. Keep these codes where you find them without your device; each stands in for one code, once. "
        "They are not shown again.",
        links=(("Your account", "/account/"),),
        keys=tuple((f"Code {number}", code) for number, code in enumerate(codes, start=1)),
    )
    return telling(visit, shown(visit, page), Change.SECOND_STEP)


def _keep(visit: Visit, change: Callable[[Account], Account], what: str) -> bool:
    with visit.desk.site.database.write() as connection:
        done = _change(connection, visit, change)
        if done:
            sessions.note(connection, visit.deed(what))
    return done


def export(visit: Visit) -> Response:
    """GET /account/export.json: everything that is kept of the person, but for digests of secrets."""
    with visit.desk.site.database.read() as connection:
        data = kept_of(connection, visit.account)
    body = json.dumps(data, ensure_ascii=False, indent=2)
    named = {"content-disposition": 'attachment; filename="clausewatch-account.json"'}
    return Response(body, media_type="application/json", headers=named)


def delete_page(visit: Visit) -> Response:
    """GET /account/delete/"""
    return shown(visit, _delete_form(visit))


def _delete_form(visit: Visit, problem: str = "") -> FormPage:
    return FormPage(
        "Delete your account",
        "Your address, sessions, tokens and memberships are deleted at once, and cannot be brought back. "
        "Organisations that nobody else is in go with them, and their watches end.",
        visit.csrf,
        "/account/delete/",
        "Delete it",
        problem=problem,
        links=(("Your account", "/account/"),),
        sends=True,
    )


def delete(visit: Visit) -> Response:
    """POST /account/delete/"""
    visit.form.only()
    with visit.desk.site.database.write() as connection:
        held = accounts.hold_memberships(connection, visit.account.id)
        for each in held:
            alone = len(accounts.members(connection, each.organisation)) == 1
            others = accounts.owners(connection, each.organisation, visit.account.id)
            if each.role is Role.OWNER and not alone and not others:
                problem = "You are the only owner of an organisation with other members. Make one of them its owner first."
                return shown(visit, _delete_form(visit, problem), 400)
        fresh = accounts.hold_account(connection, visit.account.id)
        if fresh is not None and set(accounts.memberships(connection, fresh.id)) != set(held):
            return shown(visit, _delete_form(visit, _MEANWHILE), 400)
        if fresh is not None:
            accounts.forget_account(connection, fresh)
    answer = leads_to("/")
    give_cookie(visit.desk, answer, "")
    return answer
