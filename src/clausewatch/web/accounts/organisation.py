"""An organisation: its plan and watches, members and roles, tokens for programs, and its log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from starlette.background import BackgroundTask
from starlette.responses import Response

from clausewatch.alert import listed_target, watch_words
from clausewatch.alert.plans import Refusal, plan_words, platforms_watched, without_feature
from clausewatch.errors import BadInputError
from clausewatch.nouns.account import (
    Account,
    ApiToken,
    Deed,
    Feature,
    Membership,
    Organisation,
    Pass,
    Plan,
    Role,
    TokenScope,
)
from clausewatch.nouns.subscription import Watch
from clausewatch.pipeline import identity
from clausewatch.pipeline.letters import send_letter
from clausewatch.pipeline.owned import plan_of
from clausewatch.pipeline.passwords import key_of, new_id, new_token
from clausewatch.pipeline.paused import paused
from clausewatch.storage import accounts, sessions, subscriptions
from clausewatch.web.accounts.entering import told
from clausewatch.web.accounts.gate import refused
from clausewatch.web.accounts.limits import LETTERS_BY_ACCOUNT, LETTERS_BY_ADDRESS
from clausewatch.web.accounts.visit import Visit, leads_to

_LOGGED = 200
_MOST_TOKENS = 20
_LASTS = (30, 90, 365)
_LAST_OWNER = (
    "An organisation",
    "keeps one owner at least who can sign in",
    "Make somebody else its owner first",
)
TOKEN_PREFIX = "cwt_"  # noqa: S105 (what a token begins with, so that scanners for leaked secrets find it)


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch with whom it tells (no secret) and what it asks for in words, and why it is paused, where it is."""

    watch: Watch
    target: str
    words: str
    paused: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What an organisation's page shows."""

    organisation: Organisation
    role: Role
    plan: Plan
    holds: str
    watched: int | None
    watches: tuple[WatchLine, ...]
    silent: int
    others: tuple[tuple[Plan, str], ...]
    csrf: str
    may_edit: bool
    has_api: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class MembersPage:
    """What the page of members shows."""

    organisation: Organisation
    members: tuple[tuple[Account, Membership], ...]
    me: str
    invited: tuple[Pass, ...]
    roles: tuple[Role, ...]
    csrf: str
    problem: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class TokensPage:
    """What the page of tokens shows. `fresh` is a token just made, shown this once."""

    organisation: Organisation
    tokens: tuple[ApiToken, ...]
    scopes: tuple[TokenScope, ...]
    lasts: tuple[int, ...]
    csrf: str
    refusal: str = ""
    problem: str = ""
    fresh: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """What the page of the audit log shows: each line with who did it."""

    organisation: Organisation
    lines: tuple[tuple[Deed, str], ...]


def here(visit: Visit) -> Organisation:
    """The organisation of this page."""
    with visit.desk.site.database.read() as connection:
        found = accounts.organisation(connection, visit.role.organisation)
    assert found is not None, "memberships are of organisations that are there"
    return found


def organisation_page(visit: Visit) -> Response:
    """GET /account/<organisation>/"""
    return organisation_shown(visit)


def organisation_shown(visit: Visit, said: str = "") -> Response:
    """The page, with what became of something that was just asked for."""
    plans = visit.members.plans
    with visit.desk.site.database.read() as connection:
        held = subscriptions.watches_of(connection, visit.role.organisation)
        plan = plan_of(connection, plans, visit.role.organisation)
        silent = paused(connection, plans, held)
    about = platforms_watched(each for each in held if each.id not in silent)
    lines = [
        WatchLine(each, listed_target(each), watch_words(each), _why(silent.get(each.id))) for each in held
    ]
    page = OrganisationPage(
        organisation=here(visit),
        role=visit.role.role,
        plan=plan,
        holds=plan_words(plan),
        watched=None if about is None else len(about),
        watches=tuple(lines),
        silent=len(silent),
        others=tuple((each, plan_words(each)) for each in plans if each != plan),
        csrf=visit.csrf,
        may_edit=visit.role.role.covers(Role.EDITOR),
        has_api=Feature.API in plan.features,
        said=said,
    )
    return visit.page("organisation.html", page.organisation.name, page)


def _why(refused: Refusal | None) -> str:
    return f"{refused.reason}. {refused.mend}" if refused else ""


def members_page(visit: Visit) -> Response:
    """GET /account/<organisation>/members/"""
    return _members(visit)


def _members(visit: Visit, problem: str = "", said: str = "") -> Response:
    with visit.desk.site.database.read() as connection:
        found = accounts.members(connection, visit.role.organisation)
        invited = sessions.invitations(connection, visit.role.organisation, visit.now)
    page = MembersPage(here(visit), found, visit.account.id, invited, tuple(Role), visit.csrf, problem, said)
    return visit.page("members.html", "Members", page, 400 if problem else 200)


def invite(visit: Visit) -> Response:
    """POST /account/<organisation>/members/invite/"""
    visit.form.only("email", "role")
    if often := visit.too_often("invite", visit.role.organisation, LETTERS_BY_ADDRESS):
        return often
    try:
        email = identity.email_of(visit.form.text("email", 300))
        role = _role(visit)
    except BadInputError as error:
        return _members(visit, told(error))
    if often := visit.too_often("letters", email, LETTERS_BY_ACCOUNT):
        return often
    link = identity.invite(
        visit.members.people, email, visit.role.organisation, role, visit.deed("invited", email)
    )
    answer = _members(
        visit,
        said=f"Where this instance sends mail, an invitation is on its way to {email}; it works for seven days. "
        "Where it sends none, its operator makes the link.",
    )
    instance = visit.members.instance
    answer.background = BackgroundTask(
        send_letter, instance.courier, link, visit.desk.site.base_url, visit.now
    )
    return answer


def end_invitation(visit: Visit) -> Response:
    """POST /account/<organisation>/invitations/<invitation>/end/"""
    visit.form.only()
    with visit.desk.site.database.write() as connection:
        ended = sessions.end_invitation(connection, visit.role.organisation, visit.named("invitation"))
        if ended:
            sessions.note(connection, visit.deed("withdrew an invitation"))
    if not ended:
        return refused(visit, 404, "This invitation", "is not there", "The list shows what is")
    return leads_to(f"/account/{visit.role.organisation}/members/")


def _role(visit: Visit) -> Role:
    given = visit.form.text("role", 40)
    if given not in [each.value for each in Role]:
        raise BadInputError(
            "The role", f"{given!r} is not known", f"Choose one of {', '.join(each.value for each in Role)}"
        )
    return Role(given)


def change_member(visit: Visit) -> Response:
    """POST /account/<organisation>/members/<account>/role/"""
    visit.form.only("role")
    try:
        role = _role(visit)
    except BadInputError as error:
        return _members(visit, told(error))
    return _with_member(visit, role)


def remove_member(visit: Visit) -> Response:
    """POST /account/<organisation>/members/<account>/remove/"""
    visit.form.only()
    return _with_member(visit, None)


def leave(visit: Visit) -> Response:
    """POST /account/<organisation>/leave/"""
    visit.form.only()
    of, me = visit.role.organisation, visit.account.id
    with visit.desk.site.database.write() as connection:
        accounts.hold(connection, of)
        last = visit.role.role is Role.OWNER and not accounts.owners(connection, of, me)
        if not last:
            accounts.remove_member(connection, of, me)
            sessions.note(connection, visit.deed("left the organisation"))
    if last:
        return refused(visit, 400, *_LAST_OWNER)
    return leads_to("/account/")


def _with_member(visit: Visit, role: Role | None) -> Response:
    """Gives the member the role, or none; the last owner stays one."""
    of = visit.role.organisation
    with visit.desk.site.database.write() as connection:
        accounts.hold(connection, of)
        found = accounts.membership(connection, of, visit.named("account"))
        if found is None:
            return refused(visit, 404, "This account", "is no member", "The list shows who is")
        others = accounts.owners(connection, of, found.account)
        last = found.role is Role.OWNER and role is not Role.OWNER and not others
        if not last:
            if role is None:
                accounts.remove_member(connection, of, found.account)
            else:
                accounts.save_member(connection, replace(found, role=role))
            what = f"made somebody {role.value}" if role else "removed a member"
            sessions.note(connection, visit.deed(what, found.account))
    if last:
        subject, reason, mend = _LAST_OWNER
        return _members(visit, f"{subject} {reason}. {mend}.")
    gone = role is None and visit.named("account") == visit.account.id
    still_owner = role is Role.OWNER or visit.named("account") != visit.account.id
    if gone or not still_owner:
        return leads_to("/account/")
    return leads_to(f"/account/{of}/members/")


def tokens_page(visit: Visit) -> Response:
    """GET /account/<organisation>/tokens/"""
    return _tokens(visit)


def _tokens(visit: Visit, problem: str = "", fresh: str = "") -> Response:
    with visit.desk.site.database.read() as connection:
        found = sessions.tokens(connection, visit.role.organisation)
        plan = plan_of(connection, visit.members.plans, visit.role.organisation)
    refusing = without_feature(visit.members.plans, plan, Feature.API)
    page = TokensPage(
        organisation=here(visit),
        tokens=found,
        scopes=tuple(TokenScope),
        lasts=_LASTS,
        csrf=visit.csrf,
        refusal=f"{refusing.reason[:1].upper()}{refusing.reason[1:]}. {refusing.mend}." if refusing else "",
        problem=problem,
        fresh=fresh,
    )
    return visit.page("tokens.html", "API tokens", page, 400 if problem else 200)


def make_token(visit: Visit) -> Response:
    """POST /account/<organisation>/tokens/"""
    visit.form.only("name", "scope", "days")
    name, scopes, days = visit.form.text("name", 100), visit.form.texts("scope"), visit.form.text("days", 10)
    known = [each.value for each in TokenScope]
    if not name or not name.isprintable():
        return _tokens(visit, "Give the token a name that says what uses it.")
    if not scopes or not set(scopes) <= set(known):
        return _tokens(visit, f"Choose what it may do: {' or '.join(known)}.")
    if days not in [str(each) for each in _LASTS]:
        return _tokens(visit, "Choose how long it lasts.")
    token = TOKEN_PREFIX + new_token()
    made = ApiToken(
        id=new_id(),
        key=key_of(token),
        organisation=visit.role.organisation,
        account=visit.account.id,
        name=name,
        scopes=tuple(dict.fromkeys(TokenScope(each) for each in scopes)),
        created_at=visit.now,
        expires_at=visit.now + timedelta(days=int(days)),
    )
    with visit.desk.site.database.write() as connection:
        accounts.hold(connection, made.organisation)
        plan = plan_of(connection, visit.members.plans, made.organisation)
        full = len(sessions.tokens(connection, made.organisation)) >= _MOST_TOKENS
        refusing = without_feature(visit.members.plans, plan, Feature.API)
        if not full and refusing is None:
            sessions.add_token(connection, made)
            sessions.note(connection, visit.deed("made a token", name))
    if refusing is not None:
        return refused(visit, 403, "A token", refusing.reason, refusing.mend)
    if full:
        return _tokens(visit, f"There are {_MOST_TOKENS} already. End one that is not needed.")
    return _tokens(visit, fresh=token)


def end_token(visit: Visit) -> Response:
    """POST /account/<organisation>/tokens/<token>/end/"""
    visit.form.only()
    with visit.desk.site.database.write() as connection:
        ended = sessions.end_token(connection, visit.role.organisation, visit.named("token"))
        if ended:
            sessions.note(connection, visit.deed("ended a token", visit.named("token")))
    if not ended:
        return refused(visit, 404, "This token", "is not there", "The list shows what is")
    return leads_to(f"/account/{visit.role.organisation}/tokens/")


def log_page(visit: Visit) -> Response:
    """GET /account/<organisation>/log/"""
    with visit.desk.site.database.read() as connection:
        found = sessions.deeds(connection, visit.role.organisation, _LOGGED)
        people = {each.account for each in found if each.account}
        known = {each: accounts.account(connection, each) for each in people}
        held = subscriptions.watches_of(connection, visit.role.organisation, active_only=False)
    named = {key: value.email for key, value in known.items() if value}
    watches = {each.id: f"“{each.name}”" for each in held if each.name}
    lines = tuple(
        (
            replace(each, about=watches.get(each.about, each.about)),
            named.get(each.account or "", "the operator or a former member"),
        )
        for each in found
    )
    return visit.page("account_log.html", "Log", LogPage(here(visit), lines))
