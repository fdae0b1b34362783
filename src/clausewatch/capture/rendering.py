"""Renders one page, in a process of its own: the job comes as JSON on standard input, the outcome goes to files.

usage: python -m clausewatch.capture.rendering FOLDER < job.json

The process that started this one keeps standard input open and bounds time and memory; when that pipe closes, this process
and its browser end. What a page does here can at worst lose the capture.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausewatch.capture.chromium import switches

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright, Response, Route

VIEWPORT = (1280, 900)
_TALLEST = 12_000
_LARGEST_PICTURE = 6_000_000
_LOAD_SHARE = 0.5
_IDLE_MS = 8_000
_QUIET_MS = 600
_SETTLE_MS = 5_000
_UNFOLD_MOST = 60
_DIALOGS_MOST = 3
_SCRIPT_MS = 15_000
# Without these a page has no way to ask for UDP; the browser's switches forbid it all the same.
_NO_PEERS = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) {
  try { delete globalThis[name]; } catch (error) { globalThis[name] = undefined; }
}
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What to render and within which bounds."""

    url: str
    executable: str
    proxy_port: int
    proxy_user: str
    proxy_password: str
    product: str
    locale: str
    timezone: str
    sandbox: bool
    seconds: float
    max_responses: int
    max_document_bytes: int


@dataclass(slots=True)
class Facts:
    """What came of it. `failure` is empty when the document is there; `failed_url` is the address that failed."""

    failure: str = ""
    detail: str = ""
    failed_url: str = ""
    url: str = ""
    status: int = 0
    renderer: str = ""
    refused_consent: str = ""
    unfolded: int = 0
    responses: int = 0
    request_headers: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    chain: tuple[tuple[str, int], ...] = ()
    tls: tuple[str, str, str] | None = None


class _Page:
    """A page with our functions in an isolated world of its main frame."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self._functions = (files("clausewatch.capture") / "scripts" / "page.js").read_text(encoding="utf-8")
        self.cdp.send("Network.enable")
        self.security: dict[str, Any] = {}
        self.cdp.on("Network.responseReceived", self._note_security)

    def _note_security(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Document" and event["response"].get("securityDetails"):
            self.security[event["response"]["url"]] = event["response"]["securityDetails"]

    def ask(self, name: str, **given: Any) -> Any:  # noqa: ANN401
        """What our function of that name gives; None where the page went away meanwhile."""
        from playwright.sync_api import Error

        try:
            frame = self.cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
            world = self.cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "clausewatch"})
            answer = self.cdp.send(
                "Runtime.evaluate",
                {
                    "expression": f"({self._functions})().{name}({json.dumps(given)})",
                    "contextId": world["executionContextId"],
                    "returnByValue": True,
                    "awaitPromise": True,
                    "timeout": _SCRIPT_MS,
                },
            )
        except Error:
            return None
        return answer["result"].get("value")

    def certificate(self, origin: str) -> str:
        """The DER certificate of the origin in base64; empty where there is none."""
        from playwright.sync_api import Error

        try:
            names = self.cdp.send("Network.getCertificate", {"origin": origin})["tableNames"]
        except Error:
            return ""
        return str(names[0]) if names else ""


def render(job: Job, folder: Path) -> Facts:
    """Renders the job's page; document and picture lie in the folder when the facts name no failure."""
    from playwright.sync_api import Error, sync_playwright

    facts = Facts()
    with sync_playwright() as playwright:
        # 1. A browser and a profile of this capture's own.
        try:
            browser = _launch(playwright, job)
        except Error as error:
            facts.failure, facts.detail = "launch", _first_line(error)
            return facts
        facts.renderer = f"Chromium {browser.version}"
        context = _context(browser, job)
        page = context.new_page()
        _keep_alone(context, page)
        _count_responses(page, job, facts, folder)
        inner = _Page(page)
        # 2. The page, until it is quiet.
        began = time.monotonic()
        response = _goto(page, job, facts)
        if response is None:
            return facts
        _wait_for_quiet(inner)
        # 3. What stands before the text is refused; the page is pictured as it stands then.
        page.route("**/*", _no_leaving(page))
        _refuse_dialogs(inner, facts)
        facts.url = page.url
        _keep_picture(inner, folder, job.seconds - (time.monotonic() - began))
        # 4. The document with what was folded up, and how it came.
        _keep_document(_unfolded(inner, facts), job, facts, folder)
        _tell(inner, facts, response)
        browser.close()
    return facts


def _launch(playwright: Playwright, job: Job) -> Browser:
    return playwright.chromium.launch(
        executable_path=job.executable or None,
        headless=True,
        chromium_sandbox=job.sandbox,
        args=switches(job.proxy_port),
        proxy={
            "server": f"http://127.0.0.1:{job.proxy_port}",
            "bypass": "<-loopback>",
            "username": job.proxy_user,
            "password": job.proxy_password,
        },
        timeout=job.seconds * 1000,
    )


def _context(browser: Browser, job: Job) -> BrowserContext:
    major = browser.version.partition(".")[0]
    agent = (
        f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 "
        f"Safari/537.36 {job.product}"
    )
    context = browser.new_context(
        user_agent=agent,
        locale=job.locale,
        timezone_id=job.timezone,
        viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
        device_scale_factor=1,
        reduced_motion="reduce",
        accept_downloads=False,
        service_workers="block",
        permissions=[],
    )
    context.add_init_script(_NO_PEERS)
    return context


def _keep_alone(context: BrowserContext, page: Page) -> None:
    """No second windows, no questions."""
    context.on("page", lambda other: other.close() if other is not page else None)
    page.on("dialog", lambda dialog: dialog.dismiss())


def _count_responses(page: Page, job: Job, facts: Facts, folder: Path) -> None:
    def count(_: object) -> None:
        facts.responses += 1
        if facts.responses > job.max_responses:
            facts.failure = "too-large"
            facts.detail = f"the page makes more than {job.max_responses} requests"
            _write(folder, facts)
            os._exit(0)

    page.on("response", count)


def _goto(page: Page, job: Job, facts: Facts) -> Response | None:
    """The main document's answer, or None with the failure told."""
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as Late

    failed: list[str] = []

    def note(request: Any) -> None:  # noqa: ANN401
        if request.is_navigation_request() and request.frame == page.main_frame:
            failed.append(request.url)

    page.on("requestfailed", note)
    try:
        response = page.goto(job.url, wait_until="domcontentloaded", timeout=job.seconds * _LOAD_SHARE * 1000)
    except Late:
        facts.failure, facts.detail = "timeout", "the page did not come in time"
    except Error as error:
        facts.failure, facts.detail = "navigation", _first_line(error)
        facts.failed_url = failed[-1] if failed else job.url
    else:
        if response is not None:
            return response
        facts.failure, facts.detail = "navigation", "the address leads to no page"
    return None


def _wait_for_quiet(inner: _Page) -> None:
    """Until the network is idle and the document at rest, or long enough."""
    from playwright.sync_api import Error

    with contextlib.suppress(Error):
        inner.page.wait_for_load_state("networkidle", timeout=_IDLE_MS)
    if inner.ask("settle", quiet=_QUIET_MS, most=_SETTLE_MS) is None:
        # The page moved on while it was watched; what it moved to is the page.
        inner.ask("settle", quiet=_QUIET_MS, most=_SETTLE_MS)


def _refuse_dialogs(inner: _Page, facts: Facts) -> None:
    for _ in range(_DIALOGS_MOST):
        name = inner.ask("refuse")
        if not name:
            return
        facts.refused_consent = facts.refused_consent or str(name)
        inner.ask("settle", quiet=_QUIET_MS, most=2_000)


def _unfolded(inner: _Page, facts: Facts) -> str:
    """The document after folded parts were opened; as it was before that, where it suffered."""
    before, plain = inner.ask("measure"), str(inner.ask("serialise") or "")
    facts.unfolded = int(inner.ask("unfold", most=_UNFOLD_MOST) or 0)
    if not facts.unfolded:
        return plain
    inner.ask("settle", quiet=_QUIET_MS, most=3_000)
    after = inner.ask("measure")
    if not before or not after or after["address"] != before["address"] or after["words"] < before["words"]:
        facts.unfolded = 0
        return plain
    return str(inner.ask("serialise") or plain)


def _no_leaving(page: Page) -> Callable[[Route], None]:
    def decide(route: Route) -> None:
        request = route.request
        if request.is_navigation_request() and request.frame == page.main_frame:
            # "Aborted" leaves the page that is there; any other failure would put an error page in its place.
            route.abort("aborted")
        else:
            route.continue_()

    return decide


def _keep_document(document: str, job: Job, facts: Facts, folder: Path) -> None:
    body = document.encode("utf-8", "replace")
    if not body:
        facts.failure, facts.detail = "navigation", "the page left before it could be read"
    elif len(body) > job.max_document_bytes:
        facts.failure = "too-large"
        facts.detail = f"the document is larger than {job.max_document_bytes} bytes"
    else:
        (folder / "document.html").write_bytes(body)


def _keep_picture(inner: _Page, folder: Path, left: float) -> None:
    picture = _picture(inner, left)
    if picture:
        (folder / "page.png").write_bytes(picture)


def _picture(inner: _Page, left: float) -> bytes:
    """A PNG of the whole page, less of it where that would be too tall or too large; empty where there is none."""
    from playwright.sync_api import Error

    size = inner.ask("measure") or {"height": VIEWPORT[1]}
    height = max(VIEWPORT[1], min(int(size["height"]), _TALLEST))
    while height >= VIEWPORT[1] and left > 1:
        try:
            picture = inner.page.screenshot(
                full_page=True,
                clip={"x": 0, "y": 0, "width": VIEWPORT[0], "height": height},
                animations="disabled",
                timeout=min(10.0, left / 2) * 1000,
            )
        except Error:
            return b""
        if len(picture) <= _LARGEST_PICTURE:
            return picture
        height //= 2
    return b""


def _tell(inner: _Page, facts: Facts, response: Response) -> None:
    """How the main document came: its address, headers, redirects, and the certificate of its host."""
    from playwright.sync_api import Error

    facts.status = response.status
    try:
        facts.headers = tuple((each["name"], each["value"]) for each in response.headers_array())
        facts.request_headers = tuple(
            (each["name"], each["value"]) for each in response.request.headers_array()
        )
    except Error:
        facts.request_headers = tuple(response.request.headers.items())
    chain = [(response.url, response.status)]
    request = response.request.redirected_from
    while request is not None:
        answer = request.response()
        chain.append((request.url, answer.status if answer else 0))
        request = request.redirected_from
    facts.chain = tuple(reversed(chain))
    security = inner.security.get(response.url)
    if security:
        origin = "/".join(response.url.split("/", 3)[:3])
        facts.tls = (str(security["protocol"]), str(security["cipher"]), inner.certificate(origin))


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "it gave no reason")[:400]


def _write(folder: Path, facts: Facts) -> None:
    aside = folder / "facts.part"
    aside.write_text(json.dumps(asdict(facts)), encoding="utf-8")
    aside.rename(folder / "facts.json")


def _end_with_the_pipe() -> None:
    sys.stdin.read()
    os._exit(1)


def main() -> None:
    folder = Path(sys.argv[1])
    job = Job(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    _write(folder, render(job, folder))


if __name__ == "__main__":
    main()
