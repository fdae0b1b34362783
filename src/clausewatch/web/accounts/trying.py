"""A test message to a watch, at the wish of those who own it."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from clausewatch.alert import listed_target
from clausewatch.errors import BadInputError
from clausewatch.nouns.subscription import Channel
from clausewatch.pipeline import owned
from clausewatch.pipeline.deliver import send_trial
from clausewatch.pipeline.paused import paused
from clausewatch.storage import sessions, subscriptions
from clausewatch.web.accounts.gate import refused
from clausewatch.web.accounts.limits import TRIALS
from clausewatch.web.accounts.organisation import organisation_shown
from clausewatch.web.accounts.visit import Visit


def trial(visit: Visit) -> Response:
    """POST /account/<organisation>/watches/<watch>/test/: sends it at once and says what the other side said. To a
    watch that is paused nothing is sent: it may write to somebody who left."""
    visit.form.only()
    instance = visit.members.instance
    with instance.database.read() as connection:
        watch = owned.owned(connection, visit.role.organisation, visit.named("watch"))
        held = subscriptions.watches_of(connection, watch.organisation)
        silent = paused(connection, visit.members.plans, held).get(watch.id)
    if watch.channel is Channel.FEED:
        raise BadInputError(
            "This watch", "is a feed, which its readers fetch", "Open its feed to see what is in it"
        )
    if silent is not None:
        return refused(visit, 403, "This watch", f"is paused: {silent.reason}", silent.mend)
    if often := visit.too_often("test", visit.role.organisation, TRIALS):
        return often
    with instance.database.write() as connection:
        sessions.note(connection, replace(visit.owner("sent a test message").deed, about=watch.id))
    said = send_trial(instance, watch)
    where = f"{watch.channel.value} {listed_target(watch)}"
    if said.ok:
        return organisation_shown(visit, f"Test message sent to {where}: {said.detail}.")
    return organisation_shown(visit, f"The test message was not taken by {where}: {said.detail}.")
