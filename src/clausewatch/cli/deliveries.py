"""`watch test`, `deliveries`, `retry`, `rotate`: whether messages arrive, and what to do where they do not."""

from __future__ import annotations

import secrets
import sys
from datetime import datetime, timedelta

import click

from clausewatch.alert import listed_target, webhook_secret
from clausewatch.cli.home import home_option, json_option, opened, print_lines
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.subscription import AlertState, Attempt, Channel, Delivery, Watch
from clausewatch.pipeline.deliver import send_trial
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import deliveries as log
from clausewatch.storage import subscriptions

_SHOWN = 100


def no_watch(identifier: str) -> UnknownNameError:
    """That there is no watch of that identifier."""
    return UnknownNameError(f"watch {identifier!r}", "there is none", "`clausewatch watch list` shows them")


def _known(instance: Instance, identifier: str) -> Watch:
    with instance.database.read() as connection:
        found = subscriptions.watch(connection, identifier)
    if found is None:
        raise no_watch(identifier)
    return found


@click.command("test")
@home_option
@click.argument("identifier")
def test_(identifier: str) -> None:
    """Send a message marked as a test to the watch of that IDENTIFIER; exit code 1 with the reason when it is not taken."""
    instance = opened()
    found = _known(instance, identifier)
    if found.channel is Channel.FEED:
        mend = f"Read it at {instance.base_url.rstrip('/')}/watch/{found.id}/feed.atom"
        raise BadInputError(f"watch {identifier!r}", "is a feed, which its readers fetch", mend)
    if not found.active:
        raise BadInputError(
            f"watch {identifier!r}",
            "has ended, so nothing is sent for it",
            "`clausewatch watch add` begins it anew",
        )
    said = send_trial(instance, found)
    where = f"{found.channel.value} {listed_target(found)}"
    if not said.ok:
        click.echo(f"not taken by {where}: {said.detail}", err=True)
        sys.exit(1)
    click.echo(f"sent to {where}: {said.detail}")


@click.command()
@home_option
@click.argument("identifier", required=False)
@click.option("--failed", is_flag=True, help="Only what was given up, or waits after a failure.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=_SHOWN, show_default=True)
@json_option
def deliveries(identifier: str | None, *, failed: bool, limit: int, as_json: bool) -> None:
    """List what was sent, newest first, with every try and its answer; of one watch where its IDENTIFIER is given."""
    instance = opened()
    if identifier is not None:
        _known(instance, identifier)
    with instance.database.read() as connection:
        found = log.deliveries(connection, identifier, limit, failed_only=failed)
    if as_json:
        print_lines(_line(each) for each in found)
        return
    for each in found:
        click.echo(_row(each))
        for tried in each.attempts:
            click.echo(f"    {_moment(tried.at)}  try {tried.number}: {_answer(tried)}")
    if not found:
        click.echo("nothing failed" if failed else "nothing was sent")


def _row(each: Delivery) -> str:
    alert = each.alert
    state = "given up" if alert.state is AlertState.GIVEN_UP else alert.state.value
    if alert.state is AlertState.PENDING and alert.next_attempt_at is not None:
        state = f"waits until {_moment(alert.next_attempt_at)}"
    watch = each.watch
    where = f"{watch.channel.value} {listed_target(watch)}  {watch.name}" if watch else "email, the operator"
    what = "" if alert.record else f"  {each.event}"
    return f"{alert.id}  {_moment(alert.created_at)}  {state}  {where}{what}"


def _answer(tried: Attempt) -> str:
    kept = "" if tried.delivered or not tried.permanent else " (not tried again)"
    return tried.detail + kept


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _line(each: Delivery) -> dict[str, object]:
    alert = each.alert
    return {
        "alert": alert.id,
        "digest": alert.digest,
        "watch": alert.watch,
        "channel": each.watch.channel.value if each.watch else "email",
        "target": listed_target(each.watch) if each.watch else "operator",
        "event": each.event,
        "record": alert.record or None,
        "created_at": alert.created_at.isoformat(),
        "state": alert.state.value,
        "next_attempt_at": alert.next_attempt_at.isoformat() if alert.next_attempt_at else None,
        "attempts": [
            {
                "number": tried.number,
                "at": tried.at.isoformat(),
                "delivered": tried.delivered,
                "permanent": tried.permanent,
                "detail": tried.detail,
            }
            for tried in each.attempts
        ],
    }


@click.command()
@home_option
@click.argument("alert", required=False)
@click.option("--all-failed", is_flag=True, help="Everything that was given up.")
def retry(alert: str | None, *, all_failed: bool) -> None:
    """Try once more what was given up: an ALERT, as `watch deliveries` names it, or everything. It goes with the next round."""
    if (alert is None) is not all_failed:
        raise click.UsageError("Give an ALERT or --all-failed")
    instance = opened()
    with instance.database.write() as connection:
        again = log.retry(connection, instance.clock.now(), alert)
    if not again and alert is not None:
        raise UnknownNameError(
            f"alert {alert!r}",
            "is none that was given up for a watch that goes on",
            "`clausewatch watch deliveries --failed` lists them",
        )
    click.echo(f"{again} alert{'' if again == 1 else 's'} will be tried again")


@click.command()
@home_option
@click.argument("identifier")
@click.option(
    "--keep-days",
    type=click.FloatRange(0, 90),
    default=7.0,
    show_default=True,
    help="How long the present secret signs as well.",
)
def rotate(identifier: str, keep_days: float) -> None:
    """Give the webhook of that IDENTIFIER a fresh secret and print it; for some days both sign, so nothing is missed."""
    instance = opened()
    found = _known(instance, identifier)
    if found.channel is not Channel.WEBHOOK:
        raise BadInputError(
            f"watch {identifier!r}",
            f"is told by {found.channel.value}, which is not signed",
            "Name a webhook's",
        )
    until = instance.clock.now() + timedelta(days=keep_days)
    fresh = webhook_secret(secrets.token_bytes(32))
    with instance.database.write() as connection:
        subscriptions.rotate_secret(connection, identifier, fresh, until)
    click.echo(fresh)
    kept = (
        f"the one before signs as well until {_moment(until)}"
        if keep_days
        else "the one before signs no more"
    )
    click.echo(f"Give it to the receiver, and to the file the watch is loaded from; {kept}.", err=True)
