"""A live document whose changes are told through real servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.delivery.delivery_kit import (
    SECRET,
    Guard,
    Mailbox,
    NowClock,
    Receiver,
    mail_server,
    webhook_server,
)
from tests.pipeline.live_kit import BEGIN, Live, live, page

from clausewatch.alert import watch_id
from clausewatch.delivery import (
    Couriers,
    Security,
    SmtpCourier,
    SmtpSettings,
    WebhookCourier,
    WebhookSettings,
)
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Scope, Timing, Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import Database, subscriptions

TERMS = ("payments", "refunds", "arbitration")


@dataclass
class Told:
    """The document with the servers that take what is sent."""

    live: Live
    box: Mailbox
    hooks: Receiver

    @property
    def instance(self) -> Instance:
        return self.live.instance

    def watch(
        self,
        name: str,
        channel: Channel = Channel.WEBHOOK,
        *,
        minimum: Severity = Severity.NONE,
        scope: Scope | None = None,
        timing: Timing | None = None,
        **more: object,
    ) -> Watch:
        """Keeps a watch that is told at an address of its own."""
        target = f"{name}@example.org" if channel is Channel.EMAIL else self.hook(name)
        made = Watch(
            id="",
            name=name,
            channel=channel,
            target="" if channel is Channel.FEED else target,
            minimum=minimum,
            created_at=BEGIN,
            secret=SECRET if channel is Channel.WEBHOOK else "",
            scope=scope or Scope(),
            timing=timing or Timing(),
            **{"platforms": (), "documents": (), **more},  # type: ignore[arg-type]
        )
        made = replace(made, id=watch_id(made))
        with self.instance.database.write() as connection:
            assert subscriptions.save_watch(connection, made)
        return made

    def hook(self, name: str) -> str:
        return f"http://hooks.example:{self.hooks.port}/{name}"

    def published(self, *topics: str) -> None:
        """The platform's page as it is from now on, and a round that finds it."""
        self.live.answers.pages[self.live.document.sources[0].url] = page(*topics)
        self.live.clock.advance(hours=12)
        self.live.round()

    def hooked(self) -> list[str]:
        """The names of the watches whose webhooks were called, in order."""
        return [each.path.strip("/") for each in self.hooks.got]

    def mailed(self) -> list[str]:
        return [address.partition("@")[0] for each in self.box.taken for address in each.rcpt_tos]


@contextmanager
def told(folder: Path, at: Database | None = None) -> Iterator[Told]:
    """A document that was seen once, with mail and webhooks that go to servers of the test's own."""
    with (
        mail_server(Mailbox()) as box,
        webhook_server(Receiver()) as hooks,
        live(folder, "terms", at=at) as found,
    ):
        settings = SmtpSettings(
            "127.0.0.1",
            port=box.port,
            security=Security.NONE,
            sender="alerts@watch.example",
            timeout_seconds=5,
        )
        webhooks = WebhookCourier(WebhookSettings(), Guard(), NowClock())
        couriers = Couriers(SmtpCourier(settings, NowClock()), webhooks)
        found.instance = replace(found.instance, courier=couriers)
        found.answers.pages[found.document.sources[0].url] = page(*TERMS)
        found.clock.advance(seconds=1)
        found.round()
        yield Told(found, box, hooks)
