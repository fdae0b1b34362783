"""Step: an organisation is granted a plan, and its owners hear by mail which watches that pauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clausewatch.alert.plans import Refusal
from clausewatch.nouns.account import Deed, OrganisationId, Plan, Role
from clausewatch.nouns.identity import WatchId
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.letters import Silenced, send_letter
from clausewatch.pipeline.paused import paused
from clausewatch.storage import Connection, accounts, sessions, subscriptions


@dataclass(frozen=True, slots=True)
class Granted:
    """The watches that are paused now, each with why, and what the owners are to be told of those that were not before."""

    paused: Mapping[WatchId, Refusal]
    letters: tuple[Silenced, ...]


def grant(connection: Connection, plans: Sequence[Plan], plan: str, by: Deed) -> Granted:
    """Gives the organisation of the deed the plan of that id, in place of the one it had."""
    of = by.organisation
    assert of is not None, "plans are organisations'"
    held = subscriptions.watches_of(connection, of)
    before = paused(connection, plans, held)
    accounts.grant_plan(connection, of, plan, by.at)
    sessions.note(connection, by)
    now = paused(connection, plans, held)
    fresh = tuple((each.name, now[each.id].reason) for each in held if each.id in now.keys() - before.keys())
    told = _owners(connection, of) if fresh else ()
    return Granted(now, tuple(Silenced(email, of, fresh) for email in told))


def tell_owners(instance: Instance, granted: Granted) -> None:
    """Sends each letter once; the pages say the same, so one that is lost is not sent again."""
    for each in granted.letters:
        send_letter(instance.courier, each, instance.base_url, instance.clock.now())


def _owners(connection: Connection, of: OrganisationId) -> tuple[str, ...]:
    return tuple(
        person.email
        for person, held in accounts.members(connection, of)
        if held.role is Role.OWNER and person.verified_at and not person.disabled
    )
