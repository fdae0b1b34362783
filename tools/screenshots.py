"""Pictures of every kind of page, wide and narrow, light and dark, and printed: `python -m tools.screenshots HOME`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import click
from playwright.sync_api import Browser, BrowserContext, FloatRect, sync_playwright
from tests.chromium import find
from tools.account_pages import served_accounts
from tools.tour import tour

from clausewatch.cli.reporting import SECONDS_IN_PAGES
from clausewatch.drawing import open_artist
from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import open_instance, typesetter

_WIDTHS = (1440, 390)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# A busy machine takes longer than the half minute that Playwright allows.
_MOST_MILLISECONDS = 180_000
# Of a page that is taller in all than a texture may be (16,384 pixels), Chromium without a graphics card makes no picture.
_WHOLE = 16_000
# A page of 60,000 words is no picture.
_TALLEST = 6000
# Pictures below the fold are loaded when one scrolls there, which nobody does here.
_LOADED = """async () => {
  const waiting = [...document.images].map((each) => { each.loading = "eager"; return each.decode().catch(() => 0); });
  await Promise.all(waiting);
}"""
_BEGIN = ("/", "/design/")
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
    """Serves the instance at HOME and takes its pictures; then those of account pages, of a small instance of its own."""
    browser_path = find()
    if browser_path is None:
        raise click.ClickException("no Chromium is here: run `make setup-browser`")
    out.mkdir(parents=True, exist_ok=True)
    more = dict(each.split("=", 1) for each in at)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        with _served(home, notice, day) as (url, pages):
            _take(_Camera(browser, url, out, view), {**pages, **_ALSO, **more}, only)
        with TemporaryDirectory() as folder, served_accounts(Path(folder)) as accounts:
            camera = _Camera(browser, accounts.url, out, view, accounts.cookie)
            _take(camera, {_name(path): at for path, at in accounts.inside.items()}, only)
            camera = _Camera(browser, accounts.url, out, view)
            _take(camera, {_name(path): at for path, at in accounts.outside.items()}, only)
        browser.close()


@dataclass(frozen=True, slots=True)
class _StillClock:
    """Always the same moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@contextmanager
def _served(home: Path, notice: str, day: datetime | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the instance is served, whole, and the address of each kind of page by the picture's name."""
    instance = open_instance(home, {})
    artist = open_artist()
    site = Site(
        instance.database,
        instance.bodies,
        _StillClock(day.replace(tzinfo=UTC)) if day else instance.clock,
        "http://127.0.0.1",
        notice,
        typesetter=typesetter(SECONDS_IN_PAGES),
        artist=artist,
        columns=instance.columns,
        key=instance.key,
        log=instance.log,
        stamps=instance.stamps,
        witnesses=instance.witnesses,
    )
    app = create_app(site)
    server = start_server(app, "127.0.0.1", 0)
    try:
        found = tour(app.routes, server.url, _BEGIN).pages
        yield server.url, {_name(route): path for route, path in found.items()}
    finally:
        server.stop()
        if artist is not None:
            artist.close()
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


@dataclass(frozen=True, slots=True)
class _Camera:
    """A browser before one site, perhaps signed in, and where its pictures go. `view`: as --view."""

    browser: Browser
    url: str
    out: Path
    view: bool
    cookie: Mapping[str, str] = field(default_factory=dict)

    def context(self, width: int, height: int, scheme: Literal["light", "dark"] = "light") -> BrowserContext:
        made = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        made.set_default_timeout(_MOST_MILLISECONDS)
        if self.cookie:
            made.add_cookies([{**self.cookie, "url": self.url}])  # type: ignore[typeddict-item]
        return made


def _take(camera: _Camera, pages: Mapping[str, str], only: str) -> None:
    for name, path in pages.items():
        if only in name:
            (_view if camera.view else _pictures)(camera, path, camera.out / name)
            click.echo(f"{name}: {path}")


def _view(camera: _Camera, path: str, stem: Path) -> None:
    with camera.context(1280, 1000) as context:
        page = context.new_page()
        page.goto(camera.url + path)
        page.screenshot(path=f"{stem}.png")


def _pictures(camera: _Camera, path: str, stem: Path) -> None:
    for width in _WIDTHS:
        for scheme in _SCHEMES:
            with camera.context(width, 900, scheme) as context:
                page = context.new_page()
                page.goto(camera.url + path)
                page.evaluate(_LOADED)
                whole = int(page.evaluate("document.documentElement.scrollHeight"))
                tall = max(min(whole, _TALLEST), 400)
                file = f"{stem}-{width}-{scheme}.png"
                if whole > _WHOLE:
                    page.set_viewport_size({"width": width, "height": tall})
                    page.screenshot(path=file)
                else:
                    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": tall}
                    page.screenshot(path=file, full_page=True, clip=clip)
    with camera.context(1280, 720) as context:
        page = context.new_page()
        page.goto(camera.url + path)
        page.evaluate(_LOADED)
        page.pdf(path=f"{stem}.pdf", format="A4")


if __name__ == "__main__":
    sys.exit(main())
