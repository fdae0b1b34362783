"""The one place where shells are chosen and joined."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from clausewatch.analysts import AdviserSettings, ModelAdviser, NoAdviser, Wire
from clausewatch.archive import ColumnFolder, FolderArchive
from clausewatch.config import FILE_NAME, TEMPLATE, Settings, database_address, load_settings
from clausewatch.drawing import open_artist
from clausewatch.errors import BadInputError
from clausewatch.evidence import (
    Authority,
    Cosigner,
    FolderLog,
    FolderStamps,
    FolderWitnesses,
    read_pinned,
)
from clausewatch.pipeline.clauses import choose_waiting
from clausewatch.pipeline.editions import EditionShelf, Shelf
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Caller, Clock, Courier, Fetcher
from clausewatch.proof.cosignature import parse_witness_key
from clausewatch.storage import Database, catalog
from clausewatch.typesetting import Limits, TypstTypesetter, installed
from clausewatch.wiring.key import instance_key
from clausewatch.wiring.later import LaterCaller, LaterCourier, LaterFetcher
from clausewatch.wiring.plans import load_plans

if TYPE_CHECKING:
    from clausewatch.capture import Check
    from clausewatch.catalog import Catalogue
    from clausewatch.pipeline.advise import Budget

# A page that alternates between a few states is read once for each.
_READINGS_AT_HAND = 6


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the demonstration sets differently: its clock, settings beside the file's, and how many processes read."""

    clock: Clock | None = None
    settings: Settings | None = None
    processes: int | None = None


def open_instance(
    home: Path, environment: Mapping[str, str], *, create: bool = False, overrides: Overrides | None = None
) -> Instance:
    """The instance at `home`, ready to work. `create` makes what is missing; else BadInputError says how to."""
    given = overrides or Overrides()
    if not home.is_dir() and not create:
        raise BadInputError(str(home), "no instance is there", "`clausewatch init --home DIR` makes one")
    _make_home(home)
    settings = given.settings or load_settings(home, environment)
    return _join(home, settings, environment, given)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        settings = home / FILE_NAME
        if not settings.exists():
            settings.write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise BadInputError(
            str(home),
            f"cannot be used as an instance's folder ({error.strerror})",
            "Choose a folder you may write",
        ) from error


def _join(home: Path, settings: Settings, environment: Mapping[str, str], given: Overrides) -> Instance:
    clock = given.clock or SystemClock()
    database = Database(database_address(home, settings))
    if not database.ready():
        database.migrate()
    choose_waiting(database)
    key = cache(partial(instance_key, home))
    bodies = FolderArchive(home / settings.instance.archive)
    return Instance(
        database=database,
        bodies=bodies,
        log=FolderLog(home / "log", home / "log.key"),
        clock=clock,
        fetcher=LaterFetcher(partial(_fetcher, settings, clock)),
        courier=_courier(settings),
        adviser=_adviser(settings),
        editions=EditionShelf(database, bodies),
        readings=Shelf(_READINGS_AT_HAND),
        reopen=partial(open_instance, home, dict(environment)),
        base_url=settings.instance.base_url,
        key=key,
        operator=settings.alerts.operator,
        plans=load_plans(home) if settings.instance.mode == "accounts" else (),
        failing_rounds=settings.alerts.failing_rounds,
        columns=ColumnFolder(home / "derived"),
        stamps=_stamps(home, settings),
        witnesses=_witnesses(home, settings),
        artist=open_artist(),
        threads=settings.capture.threads,
        processes=given.processes or os.cpu_count() or 1,
    )


def _fetcher(settings: Settings, clock: Clock) -> Fetcher:
    from clausewatch.wiring import network

    return network.fetcher(settings, clock)


def _stamps(home: Path, settings: Settings) -> FolderStamps:
    """What has the log's heads stamped. BadInputError where certificates that the settings name are none."""
    chosen = settings.evidence
    authorities = [
        Authority(each.name, each.url, read_roots(home / each.roots)) for each in chosen.authorities
    ]
    every = timedelta(minutes=chosen.stamp_minutes)
    return FolderStamps(home / "log" / "stamps", authorities, LaterCaller(partial(_caller, settings)), every)


def _witnesses(home: Path, settings: Settings) -> FolderWitnesses:
    chosen = [Cosigner(each.url, parse_witness_key(each.key)) for each in settings.evidence.witnesses]
    return FolderWitnesses(home / "log" / "stamps", chosen, LaterCaller(partial(_caller, settings)))


def read_roots(path: Path) -> bytes:
    """The certificates of a PEM file. BadInputError where it has none."""
    try:
        pem = path.read_bytes()
        read_pinned(pem)
    except (OSError, ValueError) as error:
        raise BadInputError(
            str(path), f"it holds no certificates in PEM ({error})", "Put the authority's root there"
        ) from error
    return pem


def _caller(settings: Settings) -> Caller:
    from clausewatch.wiring import network

    return network.caller(settings)


def _courier(settings: Settings) -> Courier:
    """Settings of mail that cannot work are told at once; without any, delivery is loaded when there is a message."""
    later = LaterCourier(partial(_couriers, settings))
    return _couriers(settings) if settings.mail.host else later


def _couriers(settings: Settings) -> Courier:
    from clausewatch.wiring import network

    # Receivers refuse stamps that are minutes off, so messages carry real time, also in the demonstration.
    return network.couriers(settings, SystemClock())


def check_browser(home: Path, environment: Mapping[str, str]) -> tuple[Check, ...]:
    """Whether the browser renders a page of our own, by the settings at `home`, whether or not an instance is there."""
    from clausewatch.wiring import network

    return network.check_browser(load_settings(home, environment), SystemClock())


def _adviser(settings: Settings) -> ModelAdviser | NoAdviser:
    chosen = settings.adviser
    if not chosen.model:
        return NoAdviser()
    return ModelAdviser(
        AdviserSettings(
            model=chosen.model,
            base_url=chosen.base_url,
            key=chosen.key,
            wire=Wire(chosen.wire),
            timeout_seconds=chosen.timeout_seconds,
            max_output_tokens=chosen.max_output_tokens,
        )
    )


def adviser_budget(home: Path, environment: Mapping[str, str]) -> Budget:
    """What the adviser of the instance at `home` may take."""
    from clausewatch.pipeline.advise import Budget

    chosen = load_settings(home, environment).adviser
    return Budget(
        daily_tokens=chosen.daily_tokens,
        per_minute=chosen.per_minute,
        daily_cost=chosen.daily_cost,
        input_price=chosen.input_price,
        output_price=chosen.output_price,
    )


def typesetter(seconds: float) -> TypstTypesetter | None:
    """What sets reports as PDF, each within that time; None where the extra `reports` is not installed."""
    return TypstTypesetter(Limits(seconds=seconds)) if installed() else None


def renew_catalogue(home: Path, instance: Instance) -> Catalogue:
    """Loads the shipped and the operator's declarations into the instance; the operator's win. Problems come back."""
    from clausewatch.catalog import Catalogue, load_catalogue, shipped

    settings = load_settings(home, os.environ)
    own = load_catalogue(home / settings.catalogue.folder)
    base = shipped() if settings.catalogue.shipped else Catalogue((), ())
    overridden = {each.id for each in own.platforms}
    merged = (*(each for each in base.platforms if each.id not in overridden), *own.platforms)
    with instance.database.write() as connection:
        catalog.save_platforms(connection, merged, watched=True)
        if not own.problems:
            kept = tuple(document.id for platform in merged for document in platform.documents)
            catalog.unwatch_missing(connection, kept)
    return Catalogue(merged, (*base.problems, *own.problems))
