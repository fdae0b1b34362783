"""Pictures of every kind of page, wide and narrow, light and dark, and printed: `python -m tools.screenshots HOME`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser, sync_playwright
from tests.chromium import find
from tools.tour import tour

from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import open_instance

_WIDTHS = (1440, 390)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# A page of 60,000 words is no picture.
_TALLEST = 6000
_ALSO = {"not-found": "/platform/nobody-of-that-name/", "bad-request": "/changes/?since=yesterday"}


@click.command()
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("screenshots"), show_default=True)
@click.option("--only", default="", help="Only pages whose name holds this.")
@click.option("--notice", default="", help="Shown above every page.")
@click.option("--view", is_flag=True, help="Only what is seen without scrolling, wide and light.")
@click.option(
    "--day",
    type=click.DateTime(),
    help="What the pages take for today; the demonstration's last is 2026-09-30.",
)
@click.option("--at", multiple=True, help="NAME=PATH: this page too.")
def main(  # noqa: PLR0913 (an option each)
    home: Path, out: Path, only: str, notice: str, at: tuple[str, ...], *, day: datetime | None, view: bool
) -> None:
    """Serves the instance at HOME and takes its pictures."""
    browser_path = find()
    if browser_path is None:
        raise click.ClickException("no Chromium is here: run `make setup-browser`")
    out.mkdir(parents=True, exist_ok=True)
    with _served(home, notice, day) as (url, pages), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        more = dict(each.split("=", 1) for each in at)
        for name, path in {**pages, **_ALSO, **more}.items():
            if only in name:
                (_view if view else _pictures)(browser, url + path, out / name)
                click.echo(f"{name}: {path}")
        browser.close()


@dataclass(frozen=True, slots=True)
class _StillClock:
    """Always the same moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@contextmanager
def _served(home: Path, notice: str, day: datetime | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the instance is served, and the address of each kind of page by the picture's name."""
    instance = open_instance(home, {})
    clock = _StillClock(day.replace(tzinfo=UTC)) if day else instance.clock
    site = Site(instance.database, instance.bodies, clock, "http://127.0.0.1", notice)
    app = create_app(site)
    server = start_server(app, "127.0.0.1", 0)
    try:
        yield server.url, {_name(route): path for route, path in tour(app.routes, server.url).pages.items()}
    finally:
        server.stop()
        instance.close()


def _name(route: str) -> str:
    """`/platform/{platform}/facts/` is platform-facts, `/platform/{platform}/{document}/` is platform-document."""
    parts = [part.strip("{}") for part in route.split("/") if part]
    return (
        "-".join(
            dict.fromkeys(part.replace("..", "-to-").replace("}", "").replace("{", "") for part in parts)
        )
        or "home"
    )


def _view(browser: Browser, url: str, stem: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, color_scheme="light")
    page.goto(url)
    page.screenshot(path=f"{stem}.png")
    page.close()


def _pictures(browser: Browser, url: str, stem: Path) -> None:
    for width in _WIDTHS:
        for scheme in _SCHEMES:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(url)
            tall = min(int(page.evaluate("document.documentElement.scrollHeight")), _TALLEST)
            clip = {"x": 0, "y": 0, "width": width, "height": max(tall, 400)}
            page.screenshot(path=f"{stem}-{width}-{scheme}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
            page.close()
    page = browser.new_page()
    page.goto(url)
    page.pdf(path=f"{stem}.pdf", format="A4")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
