"""`account` and `plan`: what the operator does for people and their organisations."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

import click

from clausewatch.alert.plans import plan_words
from clausewatch.cli.home import home_option, home_path, json_option, opened, print_lines
from clausewatch.config import load_settings
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.account import Account, Deed, Organisation, Plan, Role
from clausewatch.pipeline import granting, identity, moving
from clausewatch.pipeline.identity import Link, People
from clausewatch.pipeline.inherit import inherit_all
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.letters import Change, Changed, link_address, send_letter
from clausewatch.pipeline.moving import Unmoved
from clausewatch.pipeline.owned import plan_of
from clausewatch.storage import Connection, accounts, sessions
from clausewatch.wiring.plans import load_plans


@click.group()
def account() -> None:
    """Invite people, list and disable accounts, make links to set a password."""


@click.group()
def plan() -> None:
    """List plans, and grant one to an organisation."""


def _opened() -> Instance:
    if load_settings(home_path(), os.environ).instance.mode != "accounts":
        raise BadInputError(
            str(home_path()), "this instance has no accounts", 'Set mode = "accounts" under [instance] first'
        )
    return opened()


def _people(instance: Instance) -> People:
    assert instance.key is not None, "an instance with accounts has a key"
    return People(instance.database, instance.clock, instance.key)


def _say(instance: Instance, link: Link, *, as_json: bool) -> None:
    address = link_address(link, instance.base_url)
    if as_json:
        print_lines([{"email": link.email, "link": address}])
        return
    click.echo(f"Give this link to {link.email}; it works once:")
    click.echo(address)


@account.command()
@home_option
@click.argument("email")
@click.option("--organisation", metavar="ID", help="Into this one. [default: one of their own]")
@click.option("--role", type=click.Choice([each.value for each in Role]), default="editor", show_default=True)
@json_option
def invite(email: str, organisation: str | None, role: str, *, as_json: bool) -> None:
    """Print a link with which the owner of EMAIL makes an account, or joins an organisation."""
    instance = _opened()
    if organisation is not None:
        with instance.database.read() as connection:
            _organisation(connection, organisation)
    address = identity.email_of(email)
    by = Deed(instance.clock.now(), "invited", address, organisation=organisation, where="operator")
    wanted = Role(role) if organisation else Role.OWNER
    link = identity.invite(_people(instance), address, organisation, wanted, by)
    _say(instance, link, as_json=as_json)


@account.command("list")
@home_option
@json_option
def list_(*, as_json: bool) -> None:
    """List accounts with their organisations and plans."""
    instance, plans = _opened(), load_plans(home_path())
    with instance.database.read() as connection:
        lines = [_line(connection, plans, each) for each in accounts.accounts(connection)]
    if as_json:
        print_lines(lines)
        return
    for line in lines:
        click.echo(f"{line['email']}  {line['state']}  {line['id']}")
        for each in line["organisations"]:  # type: ignore[attr-defined]
            click.echo(f"  {each['id']}  {each['role']}  {each['plan']}  {each['name']}")


def _line(connection: Connection, plans: Sequence[Plan], who: Account) -> dict[str, object]:
    held = []
    for each in accounts.memberships(connection, who.id):
        found = accounts.organisation(connection, each.organisation)
        granted = plan_of(connection, plans, each.organisation)
        name = found.name if found else ""
        held.append({"id": each.organisation, "name": name, "role": each.role.value, "plan": granted.id})
    state = "disabled" if who.disabled else "verified" if who.verified_at else "not verified"
    return {
        "id": who.id,
        "email": who.email,
        "state": state,
        "second_step": bool(who.totp),
        "created_at": who.created_at.isoformat(),
        "organisations": held,
    }


@account.command()
@home_option
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let the account be used again.")
@json_option
def disable(email: str, *, undo: bool, as_json: bool) -> None:
    """End all sessions of the account of EMAIL and let nobody sign in with it.

    EMAIL may be an address that the account had before, for who lost it to somebody that changed it, or the account's id.
    """
    instance = _opened()
    with instance.database.write() as connection:
        found = accounts.hold_account(connection, _meant(connection, email).id)
        if found is None:
            raise _no_account(email)
        accounts.change_account(connection, replace(found, disabled=not undo))
        sessions.end_sessions(connection, found.id)
        what = "was enabled" if undo else "was disabled"
        sessions.note(connection, Deed(instance.clock.now(), what, account=found.id, where="operator"))
    if as_json:
        print_lines([{"email": found.email, "disabled": not undo}])
        return
    click.echo(f"{found.email} {'can be used again' if undo else 'is disabled'}")


@account.command("reset-link")
@home_option
@click.argument("email")
@json_option
def reset_link(email: str, *, as_json: bool) -> None:
    """Print a link to set a new password for the account of EMAIL; it confirms the address as well."""
    instance = _opened()
    link = identity.ask_reset(_people(instance), email)
    if link is None:
        raise _no_account(email)
    _say(instance, link, as_json=as_json)


@account.command("end-second-step")
@home_option
@click.argument("email")
@json_option
def end_second_step(email: str, *, as_json: bool) -> None:
    """Let the owner of EMAIL sign in without the second step, and tell them by mail.

    For who lost the device and the recovery codes: be sure who asks. All sessions of the account end.
    """
    instance = _opened()
    now = instance.clock.now()
    with instance.database.write() as connection:
        found = accounts.hold_account(connection, _account(connection, email).id)
        if found is None:
            raise _no_account(email)
        had = bool(found.totp)
        if had:
            accounts.change_account(connection, replace(found, totp="", recovery=()))
            sessions.end_sessions(connection, found.id)
            sessions.note(connection, Deed(now, "lost the second step", account=found.id, where="operator"))
    if had:
        told = Changed(found.email, Change.NO_SECOND_STEP, now, where="this instance's operator")
        send_letter(instance.courier, told, instance.base_url, now)
    if as_json:
        print_lines([{"email": found.email, "second_step": False, "had_one": had}])
        return
    click.echo(f"{found.email} {'signs in without a second step now' if had else 'uses no second step'}")


@account.command("give-back")
@home_option
@click.argument("email")
@click.option("--account", "named", metavar="ID", help="Of several accounts that had EMAIL, this one.")
@json_option
def give_back(email: str, named: str | None, *, as_json: bool) -> None:
    """Undo a change of address: give EMAIL back to the account that had it, and print a link to set a new password.

    For who lost an account to somebody that changed its address, or changed it by mistake: be sure who asks. Every other way
    in ends with it: password, passkeys, linked sign-ins, second step, tokens, sessions, invitations by the account. The address that it loses is told.
    """
    instance = _opened()
    address, now = identity.email_of(email), instance.clock.now()
    with instance.database.read() as connection:
        before = _meant_before(connection, address, named)
    by = Deed(now, "", account=before.id, where="operator")
    done = moving.give_back(_people(instance), before.id, address, by)
    if done is Unmoved.TAKEN:
        raise BadInputError(
            f"address {address!r}",
            "another account has it",
            "Whoever owns that one deletes it first; `clausewatch account list` shows it",
        )
    if isinstance(done, Unmoved):
        raise BadInputError(f"account {before.id}", "it was changed meanwhile", "Try again")
    told = Changed(before.email, Change.EMAIL, now, before.id, "this instance's operator")
    mailed = send_letter(instance.courier, told, instance.base_url, now)
    for each in done.watches:
        inherit_all(instance, *each)
    link = identity.ask_reset(_people(instance), address)
    if not as_json:
        click.echo(f"{address} has the account {before.id} again, in place of {before.email}")
        if not mailed.ok:
            click.echo(f"{before.email} could not be told: {mailed.detail}")
    if link is not None:
        _say(instance, link, as_json=as_json)
    elif as_json:
        print_lines([{"email": address, "disabled": True}])
    else:
        click.echo(
            "It is disabled: `clausewatch account disable --undo` lets it be used, `reset-link` makes a link"
        )


@plan.command("list")
@home_option
@json_option
def list_plans(*, as_json: bool) -> None:
    """List the plans, from the least to the most; the first is what one has that was granted none."""
    found = load_plans(home_path())
    if as_json:
        print_lines(
            {
                "id": each.id,
                "name": each.name,
                "about": each.about,
                "platforms": each.platforms,
                "paces": [pace.value for pace in each.paces],
                "features": [feature.value for feature in each.features],
            }
            for each in found
        )
        return
    for each in found:
        click.echo(f"{each.id}  {each.name}: {plan_words(each)}")


@plan.command()
@home_option
@click.argument("organisation")
@click.argument("name", metavar="PLAN")
@json_option
def grant(organisation: str, name: str, *, as_json: bool) -> None:
    """Give the ORGANISATION (its id) the PLAN. Says which of its watches are paused now; the oldest that fit it go on.

    Its owners are told by mail of those that were not paused before.
    """
    instance, plans = _opened(), load_plans(home_path())
    wanted = next((each for each in plans if each.id == name), None)
    if wanted is None:
        listed = ", ".join(each.id for each in plans)
        raise UnknownNameError(f"plan {name!r}", "there is none", f"Plans here: {listed}")
    now = instance.clock.now()
    with instance.database.write() as connection:
        _organisation(connection, organisation)
        done = Deed(now, f"was granted the plan {wanted.id}", organisation=organisation, where="operator")
        found = granting.grant(connection, plans, wanted.id, done)
    granting.tell_owners(instance, found)
    if as_json:
        print_lines([{"organisation": organisation, "plan": wanted.id, "paused": list(found.paused)}])
        return
    click.echo(f"{organisation} has the plan {wanted.name}")
    for watch, refused in found.paused.items():
        click.echo(f"  watch {watch} is paused: {refused.reason}")


def _account(connection: Connection, email: str) -> Account:
    found = accounts.account_of(connection, email.strip().lower())
    if found is None:
        raise _no_account(email)
    return found


def _meant(connection: Connection, named: str) -> Account:
    """The account of that id, or that has or had that address. Raises BadInputError where several do."""
    if (found := accounts.account(connection, named.strip())) is not None:
        return found
    address = named.strip().lower()
    has, had = accounts.account_of(connection, address), accounts.accounts_before(connection, address)
    those = had if has is None else (has, *had)
    if not those:
        raise _no_account(named)
    if len(those) > 1:
        listed = ", ".join(f"{each.id} ({each.email})" for each in those)
        raise BadInputError(
            f"account {named!r}", "several have or had the address", f"Name one by its id: {listed}"
        )
    return those[0]


def _meant_before(connection: Connection, address: str, named: str | None) -> Account:
    """The account that had the address before, of several the one named."""
    had = [each for each in accounts.accounts_before(connection, address) if named in (None, each.id)]
    if not had:
        raise UnknownNameError(
            f"account {named or address!r}",
            f"none that had {address} before has another address now",
            "`clausewatch account list` shows the accounts",
        )
    if len(had) > 1:
        listed = ", ".join(f"{each.id} ({each.email})" for each in had)
        raise BadInputError(f"address {address!r}", "several accounts had it", f"Add --account, of {listed}")
    return had[0]


def _no_account(email: str) -> UnknownNameError:
    return UnknownNameError(
        f"account {email!r}", "there is none that can be used", "`clausewatch account list` shows them"
    )


def _organisation(connection: Connection, identifier: str) -> Organisation:
    found = accounts.organisation(connection, identifier)
    if found is None:
        raise UnknownNameError(
            f"organisation {identifier!r}", "there is none", "`clausewatch account list` shows their ids"
        )
    return found
