"""Step: an organisation's watches, under its plan. Pages, API and command line all come through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch import alert
from clausewatch.alert.plans import Refusal, plan_named, refusal
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.account import Deed, OrganisationId, Plan
from clausewatch.nouns.identity import AlertId, WatchId
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.pipeline.inherit import inherit_all
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.paused import paused
from clausewatch.pipeline.watching import settled, snooze
from clausewatch.storage import Connection, accounts, deliveries, sessions, subscriptions

_MOST = 200
"""Watches of one organisation, whatever its plan: each is asked about every change."""


class PlanRefusedError(BadInputError):
    """The organisation's plan does not allow it. HTTP 403."""

    def __init__(self, subject: str, refused: Refusal) -> None:
        super().__init__(subject, refused.reason, refused.mend)


@dataclass(frozen=True, slots=True)
class Owner:
    """For which organisation something is done, under which plans, and what is written into its log."""

    organisation: OrganisationId
    plans: Sequence[Plan]
    deed: Deed


def plan_of(connection: Connection, plans: Sequence[Plan], organisation: OrganisationId) -> Plan:
    """The organisation's plan: what it was granted, or the first there is."""
    return plan_named(plans, accounts.granted_plan(connection, organisation))


def asked_watch(instance: Instance, owner: Owner, fields: Mapping[str, object]) -> Watch:
    """The watch that the fields describe, as the organisation's; nothing is kept. Raises BadInputError.

    Mail goes only to members, whose addresses were verified: nobody is written to who did not agree.
    """
    made = alert.make_watch(fields, "This watch", instance.clock.now())
    mine = replace(made, organisation=owner.organisation)
    (found,) = settled(instance, (replace(mine, id=alert.watch_id(mine)),))
    if found.channel is Channel.EMAIL:
        with instance.database.read() as connection:
            people = accounts.members(connection, owner.organisation)
        known = {person.email for person, _ in people if person.verified_at and not person.disabled}
        if found.target.lower() not in known:
            raise BadInputError(
                "This watch, key `target`",
                "is no address of a member",
                "Mail goes to members of the organisation; invite the person, or use a webhook or a feed",
            )
    return found


def check_plan(connection: Connection, owner: Owner, wanted: Watch, instead: WatchId = "") -> None:
    """Raises PlanRefusedError where the organisation may not have the watch, in place of `instead` where that is given.

    Watches that are paused, while `instead` is still there, use up nothing of the plan.
    """
    held = subscriptions.watches_of(connection, owner.organisation)
    without = tuple(each for each in held if each.id not in (instead, wanted.id))
    if len(without) >= _MOST:
        raise PlanRefusedError(
            "This watch", Refusal(f"there are {_MOST} already", "End one that is not needed")
        )
    silent = paused(connection, owner.plans, held)
    others = tuple(each for each in without if each.id not in silent)
    plan = plan_of(connection, owner.plans, owner.organisation)
    if refused := refusal(owner.plans, plan, others, wanted):
        raise PlanRefusedError("This watch", refused)


def save_owned(instance: Instance, owner: Owner, wanted: Watch, instead: WatchId = "") -> bool:
    """Keeps the watch; says whether it is new. Raises PlanRefusedError, UnknownNameError where `instead` is not theirs.

    With `instead` that watch becomes the wanted one, which keeps its beginning, its snooze and a secret that is being
    replaced: what waited for it is told if the wanted one hears of it, and its links lead on. One that was ended and is
    made again begins anew.
    """
    before: Watch | None = None
    with instance.database.write() as connection:
        accounts.hold(connection, owner.organisation)
        check_plan(connection, owner, wanted, instead)
        if instead:
            before = owned(connection, owner.organisation, instead)
            wanted = replace(wanted, created_at=before.created_at, snoozed_until=before.snoozed_until)
        ended = subscriptions.watch(connection, wanted.id)
        if before is not None:
            new = subscriptions.become(connection, before, wanted)
        else:
            new = subscriptions.save_watch(connection, wanted)
            if ended is not None and not ended.active:
                # Not from its old beginning: of what happened while it was ended, it tells nothing.
                subscriptions.go_on(connection, wanted, wanted)
        sessions.note(connection, replace(owner.deed, about=wanted.id))
    if before is not None and before.id != wanted.id:
        inherit_all(instance, before, wanted)
    return new


def owned(
    connection: Connection, organisation: OrganisationId, identifier: WatchId, *, ended: bool = False
) -> Watch:
    """The organisation's watch of that id, with `ended` also one that was ended. Raises UnknownNameError, the same for one
    that is another's."""
    found = subscriptions.watch(connection, identifier)
    if found is None or not organisation or found.organisation != organisation:
        found = None
    if found is None or not (found.active or ended):
        raise UnknownNameError(
            f"watch {identifier!r}", "there is none", "The list of your watches shows what there is"
        )
    return found


def end_owned(instance: Instance, owner: Owner, identifier: WatchId) -> None:
    """Ends the organisation's watch. Raises UnknownNameError."""
    with instance.database.write() as connection:
        owned(connection, owner.organisation, identifier)
        subscriptions.end_watch(connection, identifier)
        sessions.note(connection, replace(owner.deed, about=identifier))


def snooze_owned(instance: Instance, owner: Owner, identifier: WatchId, until: datetime | None) -> None:
    """Lets the organisation's watch wait until then, or wakes it. Raises UnknownNameError."""
    with instance.database.write() as connection:
        found = owned(connection, owner.organisation, identifier)
        snooze(connection, found, until, instance.clock.now())
        sessions.note(connection, replace(owner.deed, about=identifier))


def mute_owned(instance: Instance, owner: Owner, identifier: WatchId, muted: tuple[str, ...]) -> None:
    """Tells the organisation's watch nothing of these platforms and documents. Raises UnknownNameError."""
    with instance.database.read() as connection:
        found = owned(connection, owner.organisation, identifier)
    (checked,) = settled(instance, (replace(found, muted=muted, scope=type(found.scope)()),))
    with instance.database.write() as connection:
        owned(connection, owner.organisation, identifier)
        subscriptions.mute(connection, identifier, checked.muted)
        sessions.note(connection, replace(owner.deed, about=identifier))


def retry_owned(instance: Instance, owner: Owner, alert: AlertId) -> bool:
    """Lets what was given up for one of the organisation's watches be tried once more, with what went with it. Raises
    UnknownNameError; False where it was not given up."""
    with instance.database.write() as connection:
        watch = deliveries.told_watch(connection, alert)
        owned(connection, owner.organisation, watch or "")
        again = deliveries.retry(connection, instance.clock.now(), alert)
        if again:
            sessions.note(connection, replace(owner.deed, about=alert))
    return bool(again)
