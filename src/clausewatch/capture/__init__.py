"""The network in: sources fetched over HTTP or by a browser, guarded, polite, within limits."""

from __future__ import annotations

from clausewatch.capture.address import check_address
from clausewatch.capture.browser import BrowserFetcher
from clausewatch.capture.browser_settings import BrowserSettings
from clausewatch.capture.choosing import ChoosingFetcher
from clausewatch.capture.fetcher import HttpFetcher
from clausewatch.capture.guard import Route, Target, check_url, pin
from clausewatch.capture.resolver import Resolver, SystemResolver
from clausewatch.capture.selftest import Check, check_browser
from clausewatch.capture.settings import FetchSettings

__all__ = [
    "BrowserFetcher",
    "BrowserSettings",
    "Check",
    "ChoosingFetcher",
    "FetchSettings",
    "HttpFetcher",
    "Resolver",
    "Route",
    "SystemResolver",
    "Target",
    "check_address",
    "check_browser",
    "check_url",
    "pin",
]
