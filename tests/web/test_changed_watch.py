"""A watch that is changed: what waited for it goes on, and so do the links it gave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient
from tests.web.accounts_kit import BASE, House, Visitor, house, words

from clausewatch.alert import match, watch_id
from clausewatch.nouns.account import Organisation, Role
from clausewatch.nouns.change import ChangeClass, Severity
from clausewatch.nouns.subscription import (
    Alert,
    AlertState,
    Channel,
    Message,
    Pace,
    Scope,
    Timing,
    Watch,
)
from clausewatch.pipeline import owned
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.notify import matter_of
from clausewatch.ports import Delivered
from clausewatch.storage import accounts, records, subscriptions
from clausewatch.storage.records import RecordFilter
from clausewatch.web import create_app

BEGIN = datetime(2025, 12, 31, 9, 30, 0, 123456, tzinfo=UTC)
FIELDS = {"name": "Birds", "channel": "email", "minimum": "low", "platforms": ["birchwood", "nettle"]}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("changed")) as made:
        deliver(made.members.instance)  # what is there beforehand
        yield made


@pytest.fixture
def at(lived: House) -> House:
    """Each test a week later, with an empty mailbox and organisations of its own."""
    lived.clock.later(days=7)
    lived.box.taken.clear()
    return lived


def member(at: House) -> tuple[Organisation, Visitor]:
    """An organisation, and Ann at an address of her own."""
    of = at.organisation("Birds")
    return of, at.visitor(at.person(f"ann@{of.id}.example", of))


def decided(at: House, watch: Watch) -> None:
    """The watch is asked about every change that the house knows."""
    instance = at.members.instance
    with instance.database.read() as connection:
        found = records.records(connection, RecordFilter(alerting=True))
    for record in found:
        matter = matter_of(instance, record, (watch,))
        assert matter is not None
        with instance.database.write() as connection:
            subscriptions.save_alerts(connection, match(matter, (watch,), at.clock.at, ZoneInfo))


def kept(at: House, of: Organisation, **more: object) -> Watch:
    """A daily watch of both platforms, from before the changes that the house knows."""
    base = Watch(
        id="",
        name="Birds",
        channel=Channel.EMAIL,
        target=f"ann@{of.id}.example",
        platforms=("birchwood", "nettle"),
        documents=(),
        minimum=Severity.LOW,
        created_at=BEGIN,
        timing=Timing(Pace.DAILY),
        organisation=of.id,
    )
    made = replace(base, **more)  # type: ignore[arg-type]
    made = replace(made, id=watch_id(made))
    with at.members.instance.database.write() as connection:
        subscriptions.save_watch(connection, made)
    return made


def alerts(at: House, watch: str) -> tuple[Alert, ...]:
    with at.members.instance.database.read() as connection:
        return subscriptions.alerts(connection, to=watch)


def only(at: House, of: Organisation) -> Watch:
    with at.members.instance.database.read() as connection:
        (found,) = subscriptions.watches_of(connection, of.id)
    return found


def changed(at: House, of: Organisation, visitor: Visitor, before: Watch, **fields: object) -> Watch:
    answer = visitor.post(
        f"/account/{of.id}/watches/{before.id}/",
        {**FIELDS, "email": f"ann@{of.id}.example", "pace": "daily", **fields, "do": "save"},
    )
    assert answer.status_code == 303, words(answer)
    return only(at, of)


def outside(at: House) -> TestClient:
    """A mail service, or whoever has the mail: no cookie, no session."""
    site = replace(at.site, key=at.members.instance.key)
    return TestClient(create_app(site), base_url=BASE, follow_redirects=False)


def mails(at: House) -> list[str]:
    found = []
    for taken in at.box.taken:
        assert isinstance(taken.content, bytes)
        body = message_from_bytes(taken.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        found.append(body.get_content())
    return found


def test_what_waits_for_a_watch_that_is_narrowed_is_told_as_far_as_it_still_asks_for_it(at: House) -> None:
    of, visitor = member(at)
    before = kept(at, of)
    decided(at, before)
    assert len(alerts(at, before.id)) == 3
    now = changed(at, of, visitor, before, platforms=["birchwood"])
    assert now.id != before.id
    assert now.created_at == BEGIN
    assert {each.state for each in alerts(at, before.id)} == {AlertState.WITHDRAWN}
    assert len(alerts(at, now.id)) == 2
    at.clock.later(days=1)
    assert deliver(at.members.instance).taken == 2
    (told,) = mails(at)
    assert told.startswith("2 changes: Birchwood")
    # And back: nothing is told again, and what was never told is not lost on the way.
    again = changed(at, of, visitor, now)
    assert again.id == before.id
    at.clock.later(days=2)
    assert deliver(at.members.instance).taken == 0
    assert len(mails(at)) == 1


def test_there_and_back_again_before_its_turn_loses_nothing(at: House) -> None:
    of, visitor = member(at)
    before = kept(at, of)
    decided(at, before)
    now = changed(at, of, visitor, before, minimum="medium")
    assert changed(at, of, visitor, now).id == before.id
    at.clock.later(days=1)
    assert deliver(at.members.instance).taken == 3


def test_an_alert_that_is_decided_while_the_watch_is_changed_follows_it(at: House) -> None:
    of, _ = member(at)
    before = kept(at, of)
    after = kept(at, of, minimum=Severity.MEDIUM)
    with at.members.instance.database.write() as connection:
        subscriptions.end_watch(connection, after.id)
    decided(at, before)
    with at.members.instance.database.write() as connection:
        subscriptions.save_watch(connection, after)
        subscriptions.hand_over(connection, before.id, after.id)
    at.clock.later(days=1)
    assert deliver(at.members.instance).taken == 0
    at.clock.later(days=1)
    assert deliver(at.members.instance).taken == 3
    assert {each.state for each in alerts(at, before.id)} == {AlertState.WITHDRAWN}


def test_the_link_in_an_older_mail_stops_what_the_watch_became(at: House) -> None:
    of, visitor = member(at)
    before = kept(at, of)
    decided(at, before)
    at.clock.later(days=1)
    assert deliver(at.members.instance).taken == 3
    found = re.search(rf"{BASE}(/watch/\S+)", mails(at)[-1])
    assert found is not None
    now = changed(at, of, visitor, before, platforms=["birchwood"])
    service = outside(at)
    asked = service.get(found[1])
    assert "Nothing changes until you press the button" in asked.text, "a prefetch ends nothing"
    assert only(at, of).active
    assert service.post(found[1], data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with at.members.instance.database.read() as connection:
        assert subscriptions.watches_of(connection, of.id) == ()
        assert subscriptions.left(connection, now.id)
    assert "It has ended" in service.get(found[1]).text


def test_the_link_ends_no_watch_that_writes_to_somebody_else(at: House) -> None:
    of, visitor = member(at)
    at.person("bob@elsewhere.example", of)
    before = kept(at, of)
    decided(at, before)
    at.clock.later(days=1)
    deliver(at.members.instance)
    found = re.search(rf"{BASE}(/watch/\S+)", mails(at)[-1])
    assert found is not None
    changed(at, of, visitor, before, email="bob@elsewhere.example")
    assert outside(at).post(found[1]).status_code == 200
    assert only(at, of).target == "bob@elsewhere.example"


def test_the_address_of_a_feed_leads_on_and_it_shows_what_it_showed(at: House) -> None:
    of, visitor = member(at)
    before = kept(at, of, channel=Channel.FEED, target="", timing=Timing())
    decided(at, before)
    entries = at.visitor().get(f"/watch/{before.id}/feed.json").json()["items"]
    assert len(entries) == 3
    changed(at, of, visitor, before, channel="feed", platforms=["birchwood"], pace="immediate")
    after = at.visitor().get(f"/watch/{before.id}/feed.json").json()["items"]
    assert [each["id"] for each in after] == [
        each["id"] for each in entries if "irchwood" in each["title"]
    ], "no reader sees an entry twice"
    assert len(after) == 2


def test_the_form_keeps_what_it_does_not_ask_and_clears_what_is_cleared(at: House) -> None:
    of, visitor = member(at)
    scope = Scope(classes=(ChangeClass.SUBSTANTIVE,))
    before = kept(at, of, scope=scope, muted=("nettle",))
    now = changed(at, of, visitor, before, minimum="medium", muted="")
    assert now.scope.classes == (ChangeClass.SUBSTANTIVE,)
    assert now.muted == ()


def test_a_secret_that_is_being_replaced_goes_on_being_so(at: House) -> None:
    of, visitor = member(at)
    secret, fresh = f"whsec_{'QUJD' * 11}", f"whsec_{'REVG' * 11}"
    before = kept(
        at, of, channel=Channel.WEBHOOK, target="https://hooks.example/x", secret=secret, timing=Timing()
    )
    until = at.clock.at + timedelta(days=1)
    with at.members.instance.database.write() as connection:
        subscriptions.rotate_secret(connection, before.id, fresh, until)
    now = changed(
        at,
        of,
        visitor,
        before,
        channel="webhook",
        webhook="https://hooks.example/x",
        pace="immediate",
        minimum="high",
    )
    assert (now.secret, now.previous_secret, now.previous_until) == (fresh, secret, until)


def test_a_test_message_is_sent_from_the_page_and_its_fate_is_told(at: House) -> None:
    of, visitor = member(at)
    watch = kept(at, of)
    assert "Send a test" in visitor.get(f"/account/{of.id}/").text
    path = f"/account/{of.id}/watches/{watch.id}/test/"
    said = visitor.post(path)
    assert said.status_code == 200
    assert f"Test message sent to email ann@{of.id}.example: taken by 127.0.0.1" in words(said)
    assert "no document changed" in " ".join(mails(at)[-1].split())
    assert alerts(at, watch.id) == ()
    for _ in range(9):
        visitor.post(path)
    assert visitor.post(path).status_code == 429
    assert len(mails(at)) == 10


def test_who_may_only_read_sees_no_address_that_lets_one_write(at: House) -> None:
    of, _ = member(at)
    room = "https://discord.com/api/webhooks/123456/sEcReT-room"
    kept(at, of, channel=Channel.CHAT, target=room)
    hook = "https://hooks.example/sEcReT-hook"
    kept(at, of, channel=Channel.WEBHOOK, target=hook, secret=f"whsec_{'QUJD' * 11}")
    reader = at.visitor(at.person(f"eve@{of.id}.example", of, Role.READER))
    shown = reader.get(f"/account/{of.id}/")
    assert "https://discord.com/…" in shown.text
    assert "https://hooks.example/…" in shown.text
    assert "sEcReT" not in shown.text
    assert "whsec_" not in shown.text


def test_a_test_of_a_feed_is_refused(at: House) -> None:
    of, visitor = member(at)
    watch = kept(at, of, channel=Channel.FEED, target="", timing=Timing())
    assert visitor.post(f"/account/{of.id}/watches/{watch.id}/test/").status_code == 400


def test_of_anothers_watch_nothing_goes_on(at: House) -> None:
    """Two watches made at the same instant by different organisations are not one that was changed."""
    of, _ = member(at)
    other = at.organisation("Others")
    mine, theirs = kept(at, of), kept(at, other)
    with at.members.instance.database.write() as connection:
        subscriptions.end_watch(connection, mine.id)
        assert subscriptions.heir(connection, mine) is None
        assert owned.owned(connection, other.id, theirs.id).active


def test_what_is_just_being_delivered_is_not_told_by_the_changed_watch_as_well(at: House) -> None:
    of, visitor = member(at)
    before = kept(at, of, timing=Timing())
    decided(at, before)
    instance = at.members.instance
    answers: list[Watch] = []

    class Meanwhile:
        """Changes the watch while its first message is being handed over."""

        def deliver(self, message: Message, watch: Watch) -> Delivered:
            if not answers:
                answers.append(changed(at, of, visitor, before, minimum="medium", pace="immediate"))
            return instance.courier.deliver(message, watch)

    done = deliver(replace(instance, courier=Meanwhile()))
    at.clock.later(minutes=5)
    done += deliver(instance)
    sent = [each for each in alerts(at, before.id) if each.state is AlertState.DELIVERED]
    told = [each for each in alerts(at, answers[0].id) if each.state is AlertState.DELIVERED]
    assert len(sent) == 1
    assert not {each.record for each in sent} & {each.record for each in told}
    assert len(mails(at)) == done.taken == len(sent) + len(told)


def test_a_watch_that_is_made_again_is_not_what_another_became(at: House) -> None:
    """It was changed into another, and is made anew beside that: the link of the other, pressed twice, leaves it alone."""
    of, visitor = member(at)
    first = kept(at, of)
    other = changed(at, of, visitor, first, platforms=["birchwood"])
    given = {**FIELDS, "email": f"ann@{of.id}.example", "pace": "daily", "do": "save"}
    assert visitor.post(f"/account/{of.id}/watches/new/", given).status_code == 303
    instance = at.members.instance
    with instance.database.write() as connection:
        held = subscriptions.watches_of(connection, of.id)
        assert [each.id for each in held] == [other.id, first.id], "the one that was made again is the newer"
        subscriptions.end_watch(connection, other.id)
        assert subscriptions.heir(connection, other) is None


def test_the_oldest_watch_can_be_changed_while_a_newer_one_is_paused(at: House) -> None:
    of, visitor = member(at)
    weekly = Timing(Pace.WEEKLY)
    oldest = kept(at, of, platforms=("birchwood",), timing=weekly)
    kept(at, of, platforms=("nettle",), timing=weekly, created_at=BEGIN + timedelta(days=1))
    with at.members.instance.database.write() as connection:
        accounts.grant_plan(connection, of.id, "reader", at.clock.at)
    given = {**FIELDS, "email": f"ann@{of.id}.example", "pace": "weekly", "do": "save"}
    path = f"/account/{of.id}/watches/{oldest.id}/"
    too_much = visitor.post(path, {**given, "platforms": ["birchwood", "nettle"]})
    assert "watches 1 platform, and with this it would be 2" in words(too_much)
    answer = visitor.post(path, {**given, "platforms": ["birchwood"], "minimum": "high"})
    assert answer.status_code == 303, words(answer)
    shown = words(visitor.get(f"/account/{of.id}/"))
    assert shown.count("with this it would be 2") == 1, "the newer one is paused as before"


def test_no_test_message_to_a_watch_that_is_paused(at: House) -> None:
    of, visitor = member(at)
    bob = at.person(f"bob@{of.id}.example", of)
    to_bob = kept(at, of, target=bob.email)
    daily = kept(at, of)
    with at.members.instance.database.write() as connection:
        accounts.remove_member(connection, of.id, bob.id)
    answer = visitor.post(f"/account/{of.id}/watches/{to_bob.id}/test/")
    assert (answer.status_code, mails(at)) == (403, [])
    assert "its receiver is no member" in words(answer)
    with at.members.instance.database.write() as connection:
        accounts.grant_plan(connection, of.id, "reader", at.clock.at)
    answer = visitor.post(f"/account/{of.id}/watches/{daily.id}/test/")
    assert (answer.status_code, mails(at)) == (403, [])
    assert "the plan" in words(answer)
