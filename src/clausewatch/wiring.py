"""The one place where shells are chosen and joined."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from clausewatch import capture
from clausewatch.analysts import AdviserSettings, ModelAdviser, NoAdviser, Wire
from clausewatch.archive import ColumnFolder, FolderArchive
from clausewatch.capture import (
    BrowserFetcher,
    BrowserSettings,
    Check,
    ChoosingFetcher,
    FetchSettings,
    HttpFetcher,
    SystemResolver,
    check_url,
    pin,
)
from clausewatch.catalog import Catalogue, load_catalogue, shipped
from clausewatch.config import FILE_NAME, TEMPLATE, Settings, database_address, load_settings
from clausewatch.delivery import (
    Couriers,
    Security,
    SmtpCourier,
    SmtpSettings,
    WebhookCourier,
    WebhookSettings,
)
from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Problem
from clausewatch.pipeline.advise import Budget
from clausewatch.pipeline.clauses import choose_waiting
from clausewatch.pipeline.editions import EditionShelf, Shelf
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Clock
from clausewatch.storage import Database, catalog
from clausewatch.typesetting import Limits, TypstTypesetter, installed

# A page that alternates between a few states is read once for each.
_READINGS_AT_HAND = 6
_NO_CONTACT = "https://localhost/clausewatch-contact-not-set"


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
    bodies = FolderArchive(home / settings.instance.archive)
    return Instance(
        database=database,
        bodies=bodies,
        clock=clock,
        fetcher=_fetcher(settings, clock),
        courier=_couriers(settings),
        adviser=_adviser(settings),
        editions=EditionShelf(database, bodies),
        readings=Shelf(_READINGS_AT_HAND),
        reopen=partial(open_instance, home, dict(environment)),
        base_url=settings.instance.base_url,
        columns=ColumnFolder(home / "derived"),
        threads=settings.capture.threads,
        processes=given.processes or os.cpu_count() or 1,
    )


def _fetcher(settings: Settings, clock: Clock) -> ChoosingFetcher:
    manners, resolver = _fetch_settings(settings), SystemResolver()
    http = HttpFetcher(manners, clock, resolver)
    browser = BrowserFetcher(http, manners, _browser_settings(settings), resolver)
    return ChoosingFetcher(http, browser if settings.browser.use else None)


def _browser_settings(settings: Settings) -> BrowserSettings:
    browser = settings.browser
    return BrowserSettings(
        executable=browser.executable,
        seconds=browser.timeout_seconds,
        max_memory_bytes=browser.max_memory_megabytes * 1_000_000,
        max_page_bytes=int(browser.max_page_megabytes * 1_000_000),
        max_responses=browser.max_responses,
        max_document_bytes=int(settings.capture.max_megabytes * 1_000_000),
        sandbox=browser.sandbox,
    )


def check_browser(home: Path, environment: Mapping[str, str]) -> tuple[Check, ...]:
    """Whether the browser renders a page of our own, by the settings at `home`, whether or not an instance is there."""
    settings = load_settings(home, environment)
    return capture.check_browser(_fetch_settings(settings), _browser_settings(settings), SystemClock())


def _fetch_settings(settings: Settings) -> FetchSettings:
    chosen = settings.capture
    return FetchSettings(
        contact=chosen.contact or _NO_CONTACT,
        total_seconds=chosen.timeout_seconds,
        max_bytes=int(chosen.max_megabytes * 1_000_000),
        gap_seconds=chosen.gap_seconds,
        obey_robots=chosen.obey_robots,
        allowed_networks=tuple(ipaddress.ip_network(each) for each in chosen.allow_networks),
        connect_to=tuple(sorted(chosen.connect_to.items())),
    )


@dataclass(frozen=True, slots=True)
class _Guard:
    """The capture room's address guard, for the couriers."""

    settings: FetchSettings

    def open_addresses(self, host: str, port: int) -> tuple[str, ...] | Problem:
        """The checked addresses of the host, or why it may not be called."""
        name = f"[{host}]" if ":" in host else host
        target = check_url(f"http://{name}:{port}/")
        route = target if isinstance(target, Problem) else pin(target, SystemResolver(), self.settings)
        return route if isinstance(route, Problem) else route.addresses


def _couriers(settings: Settings) -> Couriers:
    mail = settings.mail
    # Receivers refuse stamps that are minutes off, so messages carry real time, also in the demonstration.
    clock = SystemClock()
    smtp = SmtpSettings(
        host=mail.host,
        port=mail.port,
        security=Security(mail.security),
        user=mail.user,
        password=mail.password,
        sender=mail.sender,
    )
    webhook = WebhookCourier(WebhookSettings(), _Guard(_fetch_settings(settings)), clock)
    return Couriers(SmtpCourier(smtp, clock) if mail.host else None, webhook)


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
