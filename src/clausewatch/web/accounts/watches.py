"""An organisation's watches: made, previewed, changed, held back, ended."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from starlette.responses import Response

from clausewatch.alert import watch_id, webhook_secret
from clausewatch.alert.plans import plan_words
from clausewatch.errors import BadInputError
from clausewatch.meaning.taxonomy import Family, taxonomy
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.change import ChangeKind, Direction, Severity
from clausewatch.nouns.identity import DocumentId
from clausewatch.nouns.subscription import Channel, Pace, Watch
from clausewatch.pipeline import owned
from clausewatch.pipeline.watching import Preview, preview
from clausewatch.storage import accounts, catalog
from clausewatch.web.accounts.entering import told
from clausewatch.web.accounts.limits import PREVIEWS
from clausewatch.web.accounts.organisation import organisation_shown
from clausewatch.web.accounts.visit import Form, Visit, leads_to
from clausewatch.web.lookup import called

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHOWN = 10
_LISTS = ("platforms", "topics", "kinds", "directions")
_LINES = ("documents", "provisions", "regulations", "muted")
_TEXTS = (
    "name",
    "channel",
    "email",
    "webhook",
    "secret",
    "search",
    "minimum",
    "pace",
    "at",
    "weekday",
    "zone",
    "quiet",
)
_KEY = re.compile(r"This watch, key `(\w+)`")
_NAMED = re.compile(r"^watch '.*?'(?=,| names| asks)")
_TOML = re.compile(r"\b[a-z]+ = (?=\")")
_LABELS = {"target": "Address", "quiet": "Quiet hours", "zone": "Time zone", "muted": "Leave out"}
_FIELDS = (*_LISTS, *_LINES, *_TEXTS, "do")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of a watch offers."""

    platforms: tuple[Platform, ...]
    families: tuple[Family, ...]
    emails: tuple[str, ...]
    channels: tuple[tuple[str, str], ...] = (
        (Channel.EMAIL.value, "e-mail"),
        (Channel.WEBHOOK.value, "webhook, for a program"),
        (Channel.CHAT.value, "chat room (Slack, Teams, Discord and others)"),
        (Channel.FEED.value, "feed, which a reader fetches"),
    )
    severities: tuple[tuple[str, str], ...] = tuple(
        (each.value, "any, also none" if each is Severity.NONE else each.value) for each in Severity
    )
    kinds: tuple[ChangeKind, ...] = tuple(ChangeKind)
    directions: tuple[Direction, ...] = tuple(Direction)
    paces: tuple[tuple[str, str], ...] = (
        (Pace.IMMEDIATE.value, "at once"),
        (Pace.DAILY.value, "daily digest"),
        (Pace.WEEKLY.value, "weekly digest"),
    )
    days: tuple[tuple[str, str], ...] = tuple((each, each.capitalize()) for each in _DAYS)


@dataclass(frozen=True, slots=True)
class WatchPage:
    """What the form of a watch shows. `asked` holds a value for each field; `fixed` provisions stay as they were chosen."""

    title: str
    organisation: str
    action: str
    asked: dict[str, str]
    chosen: dict[str, tuple[str, ...]]
    choices: Choices
    csrf: str
    plan: str
    holds: str
    names: Mapping[DocumentId, str]
    fixed: int = 0
    problem: str = ""
    told: Preview | None = None
    shown: int = _SHOWN


def new_page(visit: Visit) -> Response:
    """GET /account/<organisation>/watches/new/"""
    asked = {"name": "", "channel": "email", "email": visit.account.email, "pace": "weekly", "minimum": "low"}
    return _page(visit, None, asked, {})


def change_page(visit: Visit) -> Response:
    """GET /account/<organisation>/watches/<watch>/"""
    found = _mine(visit)
    return _page(visit, found, _texts_of(found), _lists_of(found))


def _mine(visit: Visit) -> Watch:
    with visit.desk.site.database.read() as connection:
        return owned.owned(connection, visit.role.organisation, visit.named("watch"))


def _texts_of(watch: Watch) -> dict[str, str]:
    timing, by_mail = watch.timing, watch.channel is Channel.EMAIL
    quiet = (
        f"{_clock(timing.quiet_from)}-{_clock(timing.quiet_until)}"
        if timing.quiet_from != timing.quiet_until
        else ""
    )
    return {
        "name": watch.name,
        "channel": watch.channel.value,
        "email": watch.target if by_mail else "",
        "webhook": "" if by_mail else watch.target,
        "search": watch.scope.search,
        "minimum": watch.minimum.value,
        "pace": timing.pace.value,
        "at": _clock(timing.minute),
        "weekday": _DAYS[timing.weekday],
        "zone": timing.zone,
        "quiet": quiet,
        "documents": "\n".join(watch.documents),
        "regulations": "\n".join(watch.scope.regulations),
        "muted": "\n".join(watch.muted),
    }


def _lists_of(watch: Watch) -> dict[str, tuple[str, ...]]:
    scope = watch.scope
    return {
        "platforms": watch.platforms,
        "topics": scope.topics,
        "kinds": tuple(each.value for each in scope.kinds),
        "directions": tuple(each.value for each in scope.directions),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _page(
    visit: Visit,
    watch: Watch | None,
    asked: dict[str, str],
    chosen: dict[str, tuple[str, ...]],
    *,
    problem: str = "",
    told_: Preview | None = None,
) -> Response:
    of = visit.role.organisation
    with visit.desk.site.database.read() as connection:
        platforms = catalog.platforms(connection)
        people = accounts.members(connection, of)
        plan = owned.plan_of(connection, visit.members.plans, of)
    page = WatchPage(
        title="Change a watch" if watch else "A new watch",
        organisation=of,
        action=f"/account/{of}/watches/{watch.id if watch else 'new'}/",
        asked={key: asked.get(key, "") for key in (*_TEXTS, *_LINES)},
        chosen={key: chosen.get(key, ()) for key in _LISTS},
        choices=Choices(
            platforms, taxonomy().families, tuple(each.email for each, _ in people if each.verified_at)
        ),
        csrf=visit.csrf,
        plan=plan.name,
        holds=plan_words(plan),
        names=called(platforms),
        fixed=len(watch.scope.provisions) if watch else 0,
        problem=problem,
        told=told_,
    )
    return visit.page("watch_form.html", page.title, page, 400 if problem else 200)


def make(visit: Visit) -> Response:
    """POST /account/<organisation>/watches/new/ (do=preview or do=save)"""
    return _save(visit, None)


def change(visit: Visit) -> Response:
    """POST /account/<organisation>/watches/<watch>/ (do=preview or do=save)"""
    return _save(visit, _mine(visit))


def _save(visit: Visit, before: Watch | None) -> Response:
    form = visit.form
    form.only(*_FIELDS)
    asked = {key: form.text(key, 4_000) for key in (*_TEXTS, *_LINES)}
    chosen = {key: form.texts(key) for key in _LISTS}
    owner = visit.owner("changed a watch" if before else "made a watch")
    instance = visit.members.instance
    try:
        wanted = _wanted(visit, owner, form, before)
        if form.text("do") == "save":
            owned.save_owned(instance, owner, wanted, before.id if before else "")
            if wanted.secret and wanted.secret not in (form.text("secret"), before.secret if before else ""):
                made = f"“{wanted.name}” is kept. Its messages are signed with this secret, shown this once: {wanted.secret}"
                return organisation_shown(visit, made)
            return leads_to(f"/account/{visit.role.organisation}/")
        with visit.desk.site.database.read() as connection:
            owned.check_plan(connection, owner, wanted, before.id if before else "")
    except BadInputError as error:
        return _page(visit, before, asked, chosen, problem=_in_words(error))
    if often := visit.too_often("preview", visit.account.id, PREVIEWS):
        return often
    # What a feed would show is counted as what mail would have brought.
    heard = preview(instance, replace(wanted, channel=Channel.EMAIL))
    asked["secret"] = wanted.secret if before is None else ""
    return _page(visit, before, asked, chosen, told_=heard)


def _in_words(error: BadInputError) -> str:
    """The error as a sentence above the form. Files of watches name keys and are written as TOML; here fields have labels."""
    said = _KEY.sub(lambda found: f"“{_LABELS.get(found[1], found[1].capitalize())}”", told(error))
    return _TOML.sub("", _NAMED.sub("This watch", said))


def _wanted(visit: Visit, owner: owned.Owner, form: Form, before: Watch | None) -> Watch:
    """The watch that the form describes; one that is changed keeps its beginning, secret, and what the form does not ask:
    provisions and classes."""
    fields = _described(form)
    if fields["channel"] == Channel.WEBHOOK.value and "secret" not in fields:
        kept = before.secret if before else ""
        fields["secret"] = kept or webhook_secret(secrets.token_bytes(32))
    wanted = owned.asked_watch(visit.members.instance, owner, fields)
    if before is None:
        return wanted
    scope = wanted.scope
    if before.scope.provisions and not scope.provisions:
        scope = replace(scope, provisions=before.scope.provisions)
    scope = replace(scope, classes=before.scope.classes)
    made = replace(wanted, scope=scope, created_at=before.created_at)
    return replace(made, id=watch_id(made))


def _described(form: Form) -> dict[str, object]:
    """The form as the keys of a watch; what does not go with the chosen channel and pace is left out."""
    channel, pace = form.text("channel"), form.text("pace")
    fields: dict[str, object] = {"name": form.text("name", 200), "channel": channel, "pace": pace}
    if channel != Channel.FEED.value:
        fields["target"] = form.text("email" if channel == Channel.EMAIL.value else "webhook")
    if channel == Channel.WEBHOOK.value and form.text("secret"):
        fields["secret"] = form.text("secret")
    for key in _LISTS:
        fields[key] = form.texts(key)
    for key in _LINES:
        fields[key] = tuple(line.strip() for line in form.text(key, 4_000).splitlines() if line.strip())
    told_when = {
        Pace.IMMEDIATE.value: ("quiet",),
        Pace.DAILY.value: ("at",),
        Pace.WEEKLY.value: ("at", "weekday"),
    }
    for key in ("search", "minimum", "zone", *told_when.get(pace, ())):
        if value := form.text(key):
            fields[key] = value
    return fields


def snooze(visit: Visit) -> Response:
    """POST /account/<organisation>/watches/<watch>/snooze/ (days; 0 wakes it)"""
    visit.form.only("days")
    days = visit.form.text("days", 10)
    if days not in ("0", "1", "7", "30"):
        raise BadInputError("The number of days", f"is {days!r}", "Choose 0, 1, 7 or 30")
    until = visit.now + timedelta(days=int(days)) if int(days) else None
    owner = visit.owner("held back a watch" if until else "woke a watch")
    owned.snooze_owned(visit.members.instance, owner, visit.named("watch"), until)
    return leads_to(f"/account/{visit.role.organisation}/")


def mute(visit: Visit) -> Response:
    """POST /account/<organisation>/watches/<watch>/mute/ (names, one a line)"""
    visit.form.only("muted")
    names = tuple(
        dict.fromkeys(each.strip() for each in visit.form.text("muted").splitlines() if each.strip())
    )
    owned.mute_owned(visit.members.instance, visit.owner("muted a watch"), visit.named("watch"), names)
    return leads_to(f"/account/{visit.role.organisation}/")


def end(visit: Visit) -> Response:
    """POST /account/<organisation>/watches/<watch>/end/"""
    visit.form.only()
    owned.end_owned(visit.members.instance, visit.owner("ended a watch"), visit.named("watch"))
    return leads_to(f"/account/{visit.role.organisation}/")
