"""Another e-mail address for one's account: asked for by who signed in just now, and confirmed from the new address."""

from __future__ import annotations

from starlette.background import BackgroundTask, BackgroundTasks
from starlette.responses import Response

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import MOVED
from clausewatch.pipeline import moving
from clausewatch.pipeline.inherit import inherit_all
from clausewatch.pipeline.letters import Change, Changed, send_letter
from clausewatch.pipeline.moving import Unmoved
from clausewatch.web.accounts.entering import Field, FormPage, shown, told
from clausewatch.web.accounts.limits import LETTERS_BY_ACCOUNT, LETTERS_BY_ADDRESS, SIGN_IN_BY_ADDRESS
from clausewatch.web.accounts.telling import telling
from clausewatch.web.accounts.visit import Visit, leads_to

_ACCOUNT = ("Your account", "/account/")
_AGAIN = ("Ask for another link", "/account/email/")


def email_page(visit: Visit) -> Response:
    """GET /account/email/"""
    return shown(visit, _form(visit))


def _form(visit: Visit, email: str = "", problem: str = "") -> FormPage:
    return FormPage(
        "Change your e-mail address",
        f"You sign in with {visit.account.email}. A mail with a link goes to the new address; open it in this browser. Until then "
        "nothing changes. The address that you have is told.",
        visit.csrf,
        "/account/email/",
        "Send the link",
        (Field("email", "New e-mail address", "email", email, "email"),),
        problem,
        (_ACCOUNT,),
    )


def email(visit: Visit) -> Response:
    """POST /account/email/ (the same answer whether or not the address has an account)"""
    visit.form.only("email")
    given = visit.form.text("email", 300)
    try:
        address = moving.new_address(given, visit.account)
    except BadInputError as error:
        return shown(visit, _form(visit, given, told(error)), 400)
    for what, who, limit in (
        ("another address", visit.account.id, LETTERS_BY_ACCOUNT),
        ("another address by", "", LETTERS_BY_ADDRESS),
        ("letters", address, LETTERS_BY_ACCOUNT),
    ):
        if often := visit.too_often(what, who, limit):
            return often
    page = FormPage(
        "Look into your mail",
        "If that address can be yours, a mail is on its way to it, with a link that works once, within an hour, where you are signed "
        "in to this account.",
        links=(_ACCOUNT,),
    )
    answer = shown(visit, page)
    answer.background = BackgroundTask(_write, visit, address)
    return answer


def _write(visit: Visit, address: str) -> None:
    found = moving.ask_move(
        visit.members.people,
        visit.account,
        address,
        visit.browser,
        visit.deed("asked for another address"),
    )
    if found is None:
        return
    notice = Changed(visit.account.email, Change.EMAIL_ASKED, visit.now, where=visit.where)
    # First the address that it has: a new one that cannot be reached is not to keep the notice back.
    for each in (notice, found):
        send_letter(visit.members.instance.courier, each, visit.desk.site.base_url, visit.now)


def new_email_page(visit: Visit) -> Response:
    """GET /account/email/new/?token= (a form, because programs that look through mail open links)"""
    token = visit.request.query_params.get("token", "")[:200]
    if not token:
        lead = "Open the link in your mail again: now you are signed in."
        return shown(visit, FormPage("Your new address", lead, links=(_AGAIN, _ACCOUNT)))
    address = moving.asked_address(visit.members.people, token, visit.account)
    if address is None:
        return _unmoved(visit, Unmoved.OVER)
    page = FormPage(
        "Confirm your new address",
        f"From now on you sign in with {address} instead of {visit.account.email}, mail goes there, and your other sessions end.",
        visit.csrf,
        "/account/email/new/",
        "Change it",
        (Field("token", value=token),),
        links=(_ACCOUNT,),
        sends=True,
    )
    return shown(visit, page)


def new_email(visit: Visit) -> Response:
    """POST /account/email/new/"""
    visit.form.only("token")
    if often := visit.too_often("verify", "", SIGN_IN_BY_ADDRESS):
        return often
    token, by = visit.form.text("token", 200), visit.deed(MOVED, visit.account.email)
    done = moving.move(visit.members.people, token, visit.account, visit.browser, by)
    if isinstance(done, Unmoved):
        return _unmoved(visit, done)
    answer = telling(visit, leads_to("/account/"), Change.EMAIL, visit.account.id)
    # After the letter to the old address, which nothing may keep back; rounds hand on what is left.
    answer.background = BackgroundTasks(
        [
            *([answer.background] if answer.background else []),
            *(BackgroundTask(inherit_all, visit.members.instance, *each) for each in done.watches),
        ]
    )
    return answer


def _unmoved(visit: Visit, why: Unmoved) -> Response:
    links = (_AGAIN, _ACCOUNT)
    return shown(visit, FormPage("Your address stays as it is", why.value, links=links), 400)
