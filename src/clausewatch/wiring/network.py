"""The shells that call other machines, by the settings."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace

from clausewatch import capture
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
from clausewatch.config import Settings
from clausewatch.delivery import (
    ChatCourier,
    Couriers,
    HttpCaller,
    Security,
    SmtpCourier,
    SmtpSettings,
    WebhookCourier,
    WebhookSettings,
)
from clausewatch.nouns.evidence import Problem
from clausewatch.ports import Clock

_NO_CONTACT = "https://localhost/clausewatch-contact-not-set"


def fetcher(settings: Settings, clock: Clock) -> ChoosingFetcher:
    """What fetches sources: over HTTP, or by browser where a source says so and the settings have one."""
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


def check_browser(settings: Settings, clock: Clock) -> tuple[Check, ...]:
    """Whether the browser renders a page of our own, by these settings."""
    return capture.check_browser(_fetch_settings(settings), _browser_settings(settings), clock)


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


def caller(settings: Settings) -> HttpCaller:
    """What asks the addresses that the operator configured, which may be local: that is the operator's choice."""
    everywhere = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
    return HttpCaller(_Guard(replace(_fetch_settings(settings), allowed_networks=everywhere)))


def guarded_caller(settings: Settings, networks: tuple[str, ...]) -> HttpCaller:
    """What asks addresses that somebody else names: public ones, and those in the networks alone."""
    allowed = tuple(ipaddress.ip_network(each) for each in networks)
    return HttpCaller(_Guard(replace(_fetch_settings(settings), allowed_networks=allowed)))


def couriers(settings: Settings, clock: Clock) -> Couriers:
    """What takes messages out. BadInputError where the settings name no sender that can be one."""
    mail = settings.mail
    smtp = SmtpSettings(
        host=mail.host,
        port=mail.port,
        security=Security(mail.security),
        user=mail.user,
        password=mail.password,
        sender=mail.sender,
    )
    guard = _Guard(_fetch_settings(settings))
    return Couriers(
        SmtpCourier(smtp, clock) if mail.host else None,
        WebhookCourier(WebhookSettings(), guard, clock),
        ChatCourier(WebhookSettings(), guard, clock),
    )
