"""An instance with something of everything that the API tells: analysed texts, rulings, watches, deliveries, baselines, a log."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import BEGIN, FIRST, FOURTH, NOW, SECOND, TERMS, THIRD, Builder, _platform

from clausewatch.alert.plans import shipped_plans
from clausewatch.archive import FolderArchive
from clausewatch.nouns.account import Account, ApiToken, Membership, Organisation, Role, TokenScope
from clausewatch.nouns.baseline import Acceptance
from clausewatch.nouns.change import Severity
from clausewatch.nouns.review import Decision, ItemKind, Matter, Ruling
from clausewatch.nouns.subscription import AlertState, Attempt, Channel, Watch
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.passwords import key_of, new_id, new_token
from clausewatch.pipeline.review import items_in, owned, rule
from clausewatch.storage import accounts as storage
from clausewatch.storage import baselines, sessions, subscriptions, versions
from clausewatch.text.markdown import read_markdown
from clausewatch.web import Site, create_app
from clausewatch.web.members import Members
from clausewatch.wiring import Overrides, open_instance

API = "/api/v1"
OTHER = "nettle/terms"
MAILED, HOOKED = "legal.team@birchwood.example", "https://hooks.birchwood.example/T00/B00/XyZzY?token=s3cret"
SECRET = "whsec_" + "c2VjcmV0" * 4


@dataclass
class HastyClock:
    """Twenty seconds later whenever one looks."""

    at: datetime = NOW

    def now(self) -> datetime:
        self.at += timedelta(seconds=20)
        return self.at


@dataclass(frozen=True)
class Whole:
    """The instance behind its application, and what the parts of addresses may be."""

    instance: Instance
    app: Starlette
    client: TestClient
    names: dict[str, list[str]]
    token: str = ""

    def get(self, path: str) -> Any:
        answer = self.client.get(f"{API}{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def whole(folder: Path, *, accounts: bool = False) -> Iterator[Whole]:
    """The instance, filled, with all that is gathered at a start.

    With `accounts` nothing of it is public, and every request brings the token of an organisation that has three watches.
    """
    instance = open_instance(folder / "home", {}, create=True, overrides=Overrides(clock=StillClock()))
    assert isinstance(instance.bodies, FolderArchive)
    (folder / "beside").mkdir()
    builder = Builder(folder / "beside")
    builder.database.close()
    builder.database, builder.bodies = instance.database, instance.bodies
    _fill(builder, instance)
    site = Site(instance.database, instance.bodies, StillClock(), BASE, log=instance.log)
    token = ""
    if accounts:
        token = _owned(instance)
        # Wrong tokens are asked about often; so much time goes by that none meets the limit.
        instance = replace(instance, clock=HastyClock())
        site = replace(site, members=Members(instance, shipped_plans(), public=False))
    app = create_app(site)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        if token:
            client.headers["authorization"] = f"Bearer {token}"
        made = Whole(instance, app, client, {}, token)
        made.names.update(_names(made))
        _gathered(made)
        yield made
    instance.close()


def _owned(instance: Instance) -> str:
    """Gives the watches to an organisation; the token of its owner."""
    token = "cwt_" + new_token()
    owner = Account(new_id(), MAILED, "none", NOW, NOW)
    made = Organisation(new_id(), "Legal", NOW)
    both = (TokenScope.READ, TokenScope.WATCH)
    with instance.database.write() as connection:
        storage.add_account(connection, owner)
        storage.add_organisation(connection, made)
        storage.save_member(connection, Membership(made.id, owner.id, Role.OWNER, NOW))
        storage.grant_plan(connection, made.id, "professional", NOW)
        kept = ApiToken(new_id(), key_of(token), made.id, owner.id, "ci", both, NOW, NOW + timedelta(30))
        sessions.add_token(connection, kept)
        for each in subscriptions.watches(connection):
            subscriptions.save_watch(connection, replace(each, organisation=made.id))
    return token


def _fill(builder: Builder, instance: Instance) -> None:
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")))
    builder.declare(_platform("nettle", "Nettle", (OTHER, "Terms")))
    for day, source in enumerate((FIRST, SECOND, THIRD, FOURTH)):
        builder.publish(TERMS, read_markdown(source), BEGIN + timedelta(days=20 * day))
    builder.publish(OTHER, read_markdown(FIRST.replace("30 days", "60 days")), BEGIN)
    builder.fail(OTHER, BEGIN + timedelta(days=12))
    for document in (TERMS, OTHER):
        analyse_current(instance, document)
    for channel, target in ((Channel.EMAIL, MAILED), (Channel.WEBHOOK, HOOKED), (Channel.FEED, "")):
        secret = SECRET if channel is Channel.WEBHOOK else ""
        name = f"Legal ({target})" if target else "Songbirds"
        builder.tell(
            Watch(f"by-{channel.value}", name, channel, target, (), (), Severity.NONE, BEGIN, secret=secret)
        )
    with instance.database.write() as connection:
        told = subscriptions.alerts(connection)
        for each in told:
            attempt = Attempt(
                each.id, 1, NOW, delivered=False, permanent=True, detail=f"{MAILED} is unknown at {HOOKED}"
            )
            subscriptions.save_attempt(connection, attempt, AlertState.GIVEN_UP, None)
        version = versions.version_at(connection, TERMS, BEGIN + timedelta(days=1))
        assert version is not None
        baselines.save(connection, Acceptance(TERMS, version.id, NOW, "Ada", "read by two"))
    _rule(instance)
    assert log_waiting(instance).faults == ()


def _rule(instance: Instance) -> None:
    found = items_in(instance.database, instance.editions.get, owned(instance.database)[0]) or ()
    item = next(each for each in found if each.kind is ItemKind.FINDING and each.subject == "history")
    values = ((Matter.SEVERITY, "high" if item.severity is not Severity.HIGH else "low"),)
    decision = Decision(Ruling.REPLACE, "Ada", "a broken word", values=values)
    rule(instance.database, instance.editions.get, item.id, decision, NOW)


def _names(on: Whole) -> dict[str, list[str]]:
    kept = on.get(f"/documents/{TERMS}/versions")["items"]
    provisions = on.get(f"/documents/{TERMS}/provisions")["items"]
    return {
        "platform": ["birchwood"],
        "document": [TERMS.partition("/")[2]],
        "version": [each["id"] for each in kept] + ["2026-03-01"],
        "provision": sorted((each["id"] for each in provisions), key=lambda each: each != "history"),
        "change": [each["id"] for each in on.get("/changes?all=true")["items"]],
        "topic": ["SHARE.retention", "DISPUTE.forum"],
        "regulation": [each["id"] for each in on.get("/regulations?limit=5")["items"]],
        "watch": [each["id"] for each in on.get("/watches")["items"]],
        "kind": ["version"],
        "subject": [each["id"] for each in kept],
    }


def _gathered(on: Whole) -> None:
    path = f"{API}/documents/{TERMS}/provisions/{on.names['provision'][0]}/comparison"
    for _ in range(1_200):
        if on.client.get(path).status_code != 503:
            return
        time.sleep(0.05)
    raise AssertionError("the comparison's provisions are never gathered")


# What an address needs beside its path to be answered.
ASKED = {
    "/search": "?q=messages",
    "/compare": "?p=birchwood,nettle&topic=SHARE.retention",
    "/documents/{platform}/{document}/diff": "?old=2026-01-06&new=2026-03-20&changed=true",
}


def addresses(on: Whole) -> dict[str, str]:
    """An address that is answered with 200, for every path that is described."""
    found = {}
    for path in json.loads(on.client.get(f"{API}/openapi.json").content)["paths"]:
        asked = path
        for name, known in on.names.items():
            asked = asked.replace(f"{{{name}}}", known[0])
        found[path] = asked + ASKED.get(path, "")
    return found
