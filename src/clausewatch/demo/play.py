"""Plays the story through the ordinary pipeline: capture, read, compare, alert, round after simulated round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from clausewatch.alert import make_watch
from clausewatch.config import (
    BrowserConfig,
    CaptureSettings,
    CatalogueSettings,
    InstanceSettings,
    MailSettings,
    Settings,
)
from clausewatch.demo.catalogue import platforms
from clausewatch.demo.clock import SimulatedClock
from clausewatch.demo.report import Found, StoryReport, compare_with_story
from clausewatch.demo.sink import MailSink
from clausewatch.demo.site import DemoSite
from clausewatch.demo.story import Story
from clausewatch.demo.timeline import rounds
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.identity import CaptureId, VersionId
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import run_round
from clausewatch.storage import captures, catalog, records, subscriptions
from clausewatch.storage.records import RecordFilter
from clausewatch.wiring import Overrides, open_instance

READER = "reader@clausewatch.example"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """An instance set up for the story: its clock, and where its mail arrives."""

    instance: Instance
    clock: SimulatedClock
    mail: MailSink


@contextmanager
def stage(story: Story, home: Path, base_url: str) -> Iterator[Stage]:
    """The demonstration's instance at `home` while the fictional site and the mail sink run beside it."""
    clock = SimulatedClock(rounds(story)[0])
    mail = MailSink(home / "mail")
    with DemoSite(story, clock) as site:
        port = site.start()
        settings = _settings(story, port, mail.start(), base_url)
        instance = open_instance(
            home, {}, create=True, overrides=Overrides(clock=clock, settings=settings, processes=1)
        )
        try:
            yield Stage(instance, clock, mail)
        finally:
            mail.stop()
            instance.close()


def _settings(story: Story, site_port: int, mail_port: int, base_url: str) -> Settings:
    return Settings(
        instance=InstanceSettings(title="Clausewatch demonstration", base_url=base_url),
        capture=CaptureSettings(
            contact="https://clausewatch.example/contact",
            gap_seconds=0,
            allow_networks=("127.0.0.1/32",),
            connect_to={f"{each.host}:80": f"127.0.0.1:{site_port}" for each in story.platforms},
        ),
        # The fictional pages are what their server sends; a shell among them is an outage, not a manner of building.
        browser=BrowserConfig(use=False),
        catalogue=CatalogueSettings(shipped=False),
        mail=MailSettings(
            host="127.0.0.1", port=mail_port, security="none", sender="clausewatch@clausewatch.example"
        ),
    )


def play(story: Story, on: Stage, instants: tuple[datetime, ...], progress: Progress) -> None:
    """Runs a round at each of these instants that was not run yet; after a crash, from the round that was cut off."""
    _prepare(story, on.instance, instants[0] - timedelta(days=1))
    with on.instance.database.read() as connection:
        reached = captures.latest(connection)
    for number, instant in enumerate(instants, 1):
        if reached is None or instant >= reached:
            on.clock.set(instant)
            run_round(on.instance)
        progress(number, len(instants))


def _prepare(story: Story, instance: Instance, began: datetime) -> None:
    """Declares the platforms and two watches: all that alerts by e-mail, and what is grave as a feed."""
    everything = {
        "name": "Everything that alerts", "channel": "email", "target": READER, "minimum": "none",
    }  # fmt: skip
    grave = {"name": "What is grave", "channel": "feed", "minimum": "high"}
    with instance.database.write() as connection:
        catalog.save_platforms(connection, platforms(story), watched=True)
        for fields in (everything, grave):
            subscriptions.save_watch(connection, make_watch(fields, "the demonstration", began))


def report(story: Story, instance: Instance) -> StoryReport:
    """What the pipeline found, held against the story."""
    return compare_with_story(story, tuple(_found(story, instance)))


def _found(story: Story, instance: Instance) -> Iterator[Found]:
    with instance.database.read() as connection:
        for document in story.documents:
            by_version, by_capture = _by_cause(
                records.records(connection, RecordFilter(document=document.id))
            )
            told: set[VersionId] = set()
            for capture, reading in reversed(captures.readings(connection, document.id, limit=None)):
                if capture.observed_at < document.states[0].at:
                    continue  # the story has not put this document up yet
                record = by_capture.get(capture.id)
                if record is None and reading.version not in told and reading.verdict.good:
                    record = by_version.get(reading.version or "")
                    told.add(reading.version or "")
                yield Found(document.id, capture.observed_at, record, reading.verdict)


def _by_cause(
    found: tuple[ChangeRecord, ...],
) -> tuple[dict[VersionId, ChangeRecord], dict[CaptureId, ChangeRecord]]:
    return (
        {each.to_version: each for each in found if each.to_version is not None},
        {each.capture: each for each in found if each.to_version is None and each.capture is not None},
    )
