"""`account` and `plan`: what the operator prints and grants."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from tests.databases import fresh_database

from clausewatch.cli import main
from clausewatch.cli.watching import members_of
from clausewatch.config import load_settings
from clausewatch.errors import BadInputError
from clausewatch.nouns.account import MOVED, Deed, Role
from clausewatch.pipeline import identity
from clausewatch.pipeline.identity import People
from clausewatch.storage import accounts, sessions
from clausewatch.wiring import open_instance

SETTINGS = '[instance]\nmode = "accounts"\nbase_url = "https://watch.example"\n'
PASSWORD = "correct horse battery"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "clausewatch.toml").write_text(SETTINGS)
    return tmp_path


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--home", str(home)])


def told(home: Path, *words: str) -> list[dict[str, object]]:
    result = run(home, *words, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def joined(home: Path, email: str) -> str:
    """Invites and joins; gives the id of the organisation."""
    (line,) = told(home, "account", "invite", email)
    address = urlsplit(str(line["link"]))
    assert (address.netloc, address.path) == ("watch.example", "/sign-up/")
    instance = open_instance(home, {})
    people = People(instance.database, instance.clock, instance.key or bytes)
    found = identity.join(people, address.query.removeprefix("token="), PASSWORD)
    assert found is not None
    with instance.database.read() as connection:
        (held,) = accounts.memberships(connection, found.id)
    assert held.role is Role.OWNER
    instance.close()
    return held.organisation


def test_an_instance_without_accounts_says_how_to_have_them(tmp_path: Path) -> None:
    (tmp_path / "clausewatch.toml").write_text("")
    result = run(tmp_path, "account", "list")
    assert result.exit_code == 2
    assert 'mode = "accounts"' in result.output


def test_from_invitation_to_plan(home: Path) -> None:
    of = joined(home, "Ada@example.org")
    (line,) = told(home, "account", "list")
    assert (line["email"], line["state"]) == ("ada@example.org", "verified")
    assert line["organisations"] == [{"id": of, "name": "ada@example.org", "role": "owner", "plan": "reader"}]
    assert told(home, "plan", "grant", of, "watcher") == [
        {"organisation": of, "plan": "watcher", "paused": []}
    ]
    assert "watcher" in run(home, "account", "list").output
    for wrong in (("nobody", "watcher"), (of, "golden")):
        result = run(home, "plan", "grant", *wrong)
        assert result.exit_code == 2
        assert "there is none" in result.output


def test_disabling_and_a_link_to_reset(home: Path) -> None:
    joined(home, "ada@example.org")
    instance = open_instance(home, {})
    people = People(instance.database, instance.clock, instance.key or bytes)
    assert run(home, "account", "disable", "ada@example.org").exit_code == 0
    assert identity.sign_in(people, "ada@example.org", PASSWORD, "") is None
    assert run(home, "account", "reset-link", "ada@example.org").exit_code == 2
    assert run(home, "account", "disable", "ada@example.org", "--undo").exit_code == 0
    (line,) = told(home, "account", "reset-link", "ada@example.org")
    token = str(line["link"]).partition("token=")[2]
    assert identity.reset(people, token, "another long password")
    assert identity.sign_in(people, "ada@example.org", "another long password", "") is not None
    instance.close()


def test_an_account_is_disabled_by_the_address_that_it_lost_or_its_id(home: Path) -> None:
    """Whoever changed it keeps the new one to themselves; the owner knows the old one."""
    joined(home, "ada@example.org")
    (line,) = told(home, "account", "list")
    instance = open_instance(home, {})
    with instance.database.write() as connection:
        (ada,) = accounts.accounts(connection)
        assert accounts.move_account(connection, ada, "eve@example.net")
        sessions.note(connection, Deed(ada.created_at, MOVED, ada.email, ada.id))
    instance.close()
    (done,) = told(home, "account", "disable", "Ada@example.org")
    assert done == {"email": "eve@example.net", "disabled": True}
    assert run(home, "account", "disable", ada.id, "--undo").exit_code == 0
    assert line["id"] == ada.id
    joined(home, "ada@example.org")
    result = run(home, "account", "disable", "ada@example.org")
    assert (result.exit_code, "several" in result.output, ada.id in result.output) == (2, True, True)
    assert [each["state"] for each in told(home, "account", "list")] == ["verified", "verified"]


def taken_over(home: Path, email: str, by: str) -> str:
    """Somebody gave the account another address; gives its id."""
    instance = open_instance(home, {})
    with instance.database.write() as connection:
        found = accounts.account_of(connection, email)
        assert found is not None
        assert accounts.move_account(connection, found, by)
        sessions.note(connection, Deed(found.created_at, MOVED, email, found.id))
    instance.close()
    return found.id


def test_an_address_is_given_back_to_the_account_that_had_it(home: Path) -> None:
    joined(home, "ada@example.org")
    ada = taken_over(home, "ada@example.org", "eve@example.net")
    (done,) = told(home, "account", "give-back", "Ada@example.org")
    assert done["email"] == "ada@example.org"
    assert str(done["link"]).startswith("https://watch.example/reset/new/?token=")
    (line,) = told(home, "account", "list")
    assert (line["id"], line["email"], line["state"]) == (ada, "ada@example.org", "verified")
    result = run(home, "account", "give-back", "ada@example.org")
    assert (result.exit_code, "has another address now" in result.output) == (2, True)


def test_of_several_that_had_the_address_one_is_named_and_who_has_it_keeps_it(home: Path) -> None:
    joined(home, "ada@example.org")
    first = taken_over(home, "ada@example.org", "eve@example.net")
    joined(home, "ada@example.org")
    result = run(home, "account", "give-back", "ada@example.org")
    assert (result.exit_code, "another account has it" in result.output) == (2, True)
    second = taken_over(home, "ada@example.org", "eve2@example.net")
    result = run(home, "account", "give-back", "ada@example.org")
    assert result.exit_code == 2
    assert all(each in result.output for each in ("several accounts had it", first, second))
    assert told(home, "account", "disable", second)
    output = run(home, "account", "give-back", "ada@example.org", "--account", second).output
    assert f"ada@example.org has the account {second} again, in place of eve2@example.net" in output
    assert "It is disabled" in output
    assert "eve2@example.net could not be told: " in output, "this instance has no mail"
    listed = {each["id"]: each["email"] for each in told(home, "account", "list")}
    assert listed == {first: "eve@example.net", second: "ada@example.org"}


def test_a_second_step_is_taken_away_for_who_lost_it(home: Path) -> None:
    joined(home, "ada@example.org")
    instance = open_instance(home, {})
    assert instance.key is not None
    people = People(instance.database, instance.clock, instance.key)
    with instance.database.write() as connection:
        found = accounts.account_of(connection, "ada@example.org")
        assert found is not None
        kept = identity.kept_secret(people, found.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        accounts.change_account(connection, replace(found, totp=kept, recovery=("spare",)))
    session = identity.begin_session(people, found, "a browser", "192.0.2.1", "")
    assert identity.sign_in(people, "ada@example.org", PASSWORD, "") is None
    for had in (True, False):
        assert told(home, "account", "end-second-step", "Ada@example.org") == [
            {"email": "ada@example.org", "second_step": False, "had_one": had}
        ]
    assert "uses no second step" in run(home, "account", "end-second-step", "ada@example.org").output
    assert identity.sign_in(people, "ada@example.org", PASSWORD, "") is not None
    assert identity.signed_in(people, session) is None
    with instance.database.read() as connection:
        assert [each.what for each in sessions.deeds_by(connection, found.id)].count(
            "lost the second step"
        ) == 1
    assert run(home, "account", "end-second-step", "nobody@example.org").exit_code == 2
    instance.close()


@pytest.mark.postgres
def test_disabling_brings_back_nothing_that_was_changed_meanwhile(home: Path, postgres_server: str) -> None:
    """On PostgreSQL the command waits for who is just setting a new password, and then keeps that one."""
    with fresh_database(postgres_server) as address:
        (home / "clausewatch.toml").write_text(f'{SETTINGS}database = "{address}"\n')
        joined(home, "ada@example.org")
        instance = open_instance(home, {})
        results: list[Result] = []
        disabling = threading.Thread(
            target=lambda: results.append(run(home, "account", "disable", "ada@example.org"))
        )
        with instance.database.write() as connection:
            found = accounts.account_of(connection, "ada@example.org")
            assert found is not None
            held = accounts.hold_account(connection, found.id)
            assert held is not None
            disabling.start()
            disabling.join(2)  # it has looked for the account by now, and waits
            accounts.change_account(connection, replace(held, password="the new one"))
        disabling.join()
        assert [each.exit_code for each in results] == [0]
        with instance.database.read() as connection:
            after = accounts.account(connection, found.id)
        assert after is not None
        assert (after.disabled, after.password) == (True, "the new one")
        instance.close()


@pytest.mark.parametrize(
    "words",
    [
        ("account", "invite", "no address"),
        ("account", "disable", "x@y.org"),
        ("account", "reset-link", "x@y.org"),
    ],
)
def test_bad_names_are_told(home: Path, words: tuple[str, ...]) -> None:
    result = run(home, *words)
    assert result.exit_code == 2
    assert result.output.startswith("error: ")


def test_the_operators_plans_stand_in_place_of_the_shipped(home: Path) -> None:
    assert [line["id"] for line in told(home, "plan", "list")] == ["reader", "watcher", "professional"]
    (home / "plans.toml").write_text('[[plan]]\nid = "team"\nname = "Team"\npaces = ["daily"]\n')
    assert run(home, "plan", "list").output == "team  Team: any number of platforms; told daily\n"
    (home / "plans.toml").write_text("[[plan]]\nid = 3\n")
    assert run(home, "plan", "list").exit_code == 2


def test_the_pages_get_what_the_settings_say(home: Path) -> None:
    instance = open_instance(home, {})
    given = load_settings(
        home, {"CLAUSEWATCH_PLAN_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}
    )
    made = members_of(home, instance, given)
    assert made is not None
    assert (made.open_sign_up, made.public, len(made.plans)) == (False, True, 3)
    assert "whsec_" not in repr(made)
    with pytest.raises(BadInputError, match="plan_secret"):
        members_of(home, instance, load_settings(home, {"CLAUSEWATCH_PLAN_SECRET": "guess"}))
    (home / "clausewatch.toml").write_text("")
    assert members_of(home, instance, load_settings(home, {})) is None
    instance.close()
