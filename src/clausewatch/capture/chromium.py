"""Where the browser is, and with what it is started."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

MISSING = "install clausewatch[browser] (pip install 'clausewatch[browser]') and a Chromium"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def extra_is_installed() -> bool:
    """Whether the extra `[browser]` is there."""
    return importlib.util.find_spec("playwright") is not None


def find_chromium(setting: str, environment: Mapping[str, str]) -> str:
    """The browser's path: as set, $CLAUSEWATCH_CHROMIUM, a well-known name on PATH; empty for Playwright's own."""
    given = setting or environment.get("CLAUSEWATCH_CHROMIUM", "")
    if given:
        return given
    found = next((path for name in _NAMES if (path := shutil.which(name))), "")
    return found or (str(_MAC) if _MAC.exists() else "")


def sandboxed(wanted: bool) -> bool:
    """Whether Chromium's own sandbox is used: as wanted, but for root it does not start with one."""
    return wanted and os.geteuid() != 0


def switches(proxy_port: int) -> list[str]:
    """The command line by which nothing leaves the browser but through the proxy at that port of loopback.

    Names: none is resolved inside. Loopback is no exception. UDP (WebRTC, QUIC, WebTransport) has no way out at all.
    """
    return [
        f"--proxy-server=http://127.0.0.1:{proxy_port}",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-quic",
        "--dns-prefetch-disable",
        "--no-pings",
        "--disable-gpu",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--no-first-run",
        "--js-flags=--max-old-space-size=512",
    ]


# Several languages are spoken in many zones; what counts is that it is always the same one.
_ZONES = {
    "de": "Europe/Berlin",
    "es": "Europe/Madrid",
    "fr": "Europe/Paris",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "nl": "Europe/Amsterdam",
    "pl": "Europe/Warsaw",
    "pt": "Europe/Lisbon",
    "sv": "Europe/Stockholm",
    "zh": "Asia/Shanghai",
}


def place_of(language: str) -> tuple[str, str]:
    """Locale and time zone in which a page of that language (BCP 47) is asked for."""
    tag = language or "en"
    return tag, _ZONES.get(tag.partition("-")[0].lower(), "UTC")
