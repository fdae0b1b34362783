"""A source rendered by a headless browser: its final document and a picture of it, under the rules of a plain fetch."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from clausewatch.capture.browser_settings import BrowserSettings
from clausewatch.capture.chromium import MISSING, extra_is_installed, find_chromium, place_of, sandboxed
from clausewatch.capture.fetcher import HttpFetcher
from clausewatch.capture.guard import Target, check_url
from clausewatch.capture.processes import family, kill_family
from clausewatch.capture.proxy import FilteringProxy, Traffic
from clausewatch.capture.rendering import Facts, Job
from clausewatch.capture.resolver import Resolver
from clausewatch.capture.settings import PRODUCT, FetchSettings
from clausewatch.nouns.catalog import Render, Source
from clausewatch.nouns.evidence import Exchange, Failure, Hop, Problem, TlsFacts
from clausewatch.nouns.identity import digest
from clausewatch.ports import Fetched, Validators

_HTML = frozenset({"text/html", "application/xhtml+xml"})
# Statuses by which a host may turn away what is no browser and let one in.
_MAY_BE_FOR_BROWSERS = frozenset({403, 406})
_TICK = 0.25
_MOST_FACTS = 2_000_000
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PLAYWRIGHT_BROWSERS_PATH")
_PASSING = frozenset({Failure.TIMEOUT, Failure.CONNECT, Failure.DNS, Failure.PROTOCOL})


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What one run of the browser left: what it told or why it told nothing, the document, its picture, the traffic."""

    facts: Facts | Problem
    body: bytes
    picture: bytes
    traffic: Traffic


class BrowserFetcher:
    """`ports.Fetcher` by Chromium. Thread-safe; one browser runs at a time, in a process of its own, for one capture.

    The plain fetcher goes ahead: it follows the redirects, asks robots.txt and keeps the host's pauses, so that a browser is
    started only for an HTML page that may be fetched. A PDF needs none and comes as it is.
    """

    def __init__(
        self,
        http: HttpFetcher,
        settings: FetchSettings,
        browser: BrowserSettings,
        resolver: Resolver,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._settings = settings
        self._browser = browser
        self._resolver = resolver
        self._monotonic = monotonic
        self._one = threading.Lock()

    def fetch(self, source: Source, validators: Validators) -> Fetched:
        """The rendered document as the body, UTF-8, with a screenshot; or what kept it, in `exchange.problem`.

        Validators are not sent: a shell stays the same while its content changes. `exchange` is the main document's, with
        the headers that the browser sent; `renderer` names it.
        """
        del validators
        if not extra_is_installed():
            return unrendered(source, f"this page needs a browser: {MISSING}")
        plain = self._http.fetch(replace(source, render=Render.HTTP), Validators())
        if _settled(plain):
            return plain
        target = check_url(plain.exchange.final_url)
        if isinstance(target, Problem):
            return plain
        began = self._monotonic()
        with self._one, self._http.turn(target):
            rendered = self._render(source, target)
        elapsed = round((self._monotonic() - began) * 1000)
        problem = (
            rendered.facts if isinstance(rendered.facts, Problem) else self._elsewhere(rendered.facts, target)
        )
        if problem is not None:
            return _failed(source, plain, self._patient(problem), elapsed)
        assert isinstance(rendered.facts, Facts)
        exchange = _exchange(source, rendered.facts, rendered.traffic, elapsed)
        return Fetched(exchange, "text/html", "utf-8", rendered.body, rendered.picture or None)

    def close(self) -> None:
        """Nothing stays open between captures."""

    def _render(self, source: Source, target: Target) -> _Rendered:
        with (
            tempfile.TemporaryDirectory(prefix="clausewatch-browser-", ignore_cleanup_errors=True) as name,
            FilteringProxy(self._settings, self._resolver, self._browser.max_page_bytes) as proxy,
        ):
            folder = Path(name)
            facts = self._run(self._job(source, target, proxy), folder, proxy.traffic)
            body, picture = _read(folder / "document.html"), _read(folder / "page.png")
        if isinstance(facts, Facts) and facts.failure:
            facts = _problem(facts, proxy.traffic, target)
        return _Rendered(facts, body, picture, proxy.traffic)

    def _job(self, source: Source, target: Target, proxy: FilteringProxy) -> Job:
        locale, timezone = place_of(source.language)
        return Job(
            url=target.url,
            executable=find_chromium(self._browser.executable, os.environ),
            proxy_port=proxy.port,
            proxy_user=proxy.user,
            proxy_password=proxy.password,
            product=self._settings.user_agent,
            locale=locale,
            timezone=timezone,
            sandbox=sandboxed(self._browser.sandbox),
            seconds=self._browser.seconds,
            max_responses=self._browser.max_responses,
            max_document_bytes=self._browser.max_document_bytes,
        )

    def _run(self, job: Job, folder: Path, traffic: Traffic) -> Facts | Problem:
        """Runs the job in a process of its own, which ends here whatever the page does."""
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["TMPDIR"] = str(folder)
        with subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-P", "-m", "clausewatch.capture.rendering", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
            text=True,
        ) as process:
            assert process.stdin is not None
            try:
                process.stdin.write(json.dumps(asdict(job)) + "\n")
                process.stdin.flush()
                problem = self._watch(process, job, traffic)
            except BrokenPipeError:
                problem = None
            finally:
                kill_family(process.pid)
        return problem or _facts(folder, job.url)

    def _watch(self, process: subprocess.Popen[str], job: Job, traffic: Traffic) -> Problem | None:
        """Waits for the process to end; gives the bound that it broke, if it did."""
        end = self._monotonic() + self._browser.seconds
        while True:
            try:
                process.wait(_TICK)
            except subprocess.TimeoutExpired:
                pass
            else:
                return None
            if self._monotonic() > end:
                return Problem(
                    Failure.TIMEOUT,
                    f"{job.url}: the browser was not done after {self._browser.seconds:g} seconds. "
                    "It is tried again later",
                )
            if traffic.too_heavy:
                return Problem(
                    Failure.TOO_LARGE,
                    f"{job.url}: the page loads more than {self._browser.max_page_bytes} bytes. "
                    "Give the document's own address, or raise max_page_megabytes",
                )
            if sum(family(process.pid).values()) > self._browser.max_memory_bytes:
                return Problem(
                    Failure.TOO_LARGE,
                    f"{job.url}: the browser needed more than {self._browser.max_memory_bytes} bytes of memory. "
                    "Give the document's own address, or raise max_memory_megabytes",
                )

    def _elsewhere(self, facts: Facts, target: Target) -> Problem | None:
        """Why the page at which the browser ended may not be kept, where scripts or redirects led it elsewhere."""
        ended = check_url(facts.url.partition("#")[0])
        if isinstance(ended, Problem):
            return Problem(
                Failure.PROTOCOL,
                f"{target.url}: in a browser it leads to {facts.url[:200]!r}, which is no page",
            )
        return None if ended.url == target.url else self._http.barred(ended)

    def _patient(self, problem: Problem) -> Problem:
        if problem.retry_after_seconds is None and problem.failure in _PASSING:
            return replace(problem, retry_after_seconds=self._settings.transient_wait_seconds)
        return problem


def unrendered(source: Source, reason: str) -> Fetched:
    """The answer where there is no browser to ask."""
    problem = Problem(Failure.NEEDS_BROWSER, f"{source.url}: {reason}")
    return Fetched(
        Exchange(source.url, source.url, (), None, (), (), None, 0, problem=problem), "", None, None
    )


def _settled(plain: Fetched) -> bool:
    """Whether the plain answer is all there is to have: a failure, or something that is no HTML."""
    if plain.exchange.problem is not None:
        status = plain.exchange.status
        waits = plain.exchange.problem.retry_after_seconds is not None
        return (
            plain.exchange.problem.failure is not Failure.STATUS
            or waits
            or status not in _MAY_BE_FOR_BROWSERS
        )
    return plain.media_type not in _HTML


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _facts(folder: Path, url: str) -> Facts | Problem:
    path = folder / "facts.json"
    if not path.is_file() or path.stat().st_size > _MOST_FACTS:
        return Problem(
            Failure.PROTOCOL, f"{url}: the browser ended without an answer. It is tried again later"
        )
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name in ("request_headers", "headers", "chain"):
        told[name] = tuple(tuple(each) for each in told[name])
    return Facts(**told)


def _problem(facts: Facts, traffic: Traffic, target: Target) -> Problem:
    """The failure in our terms; where our own proxy refused the address, its reason."""
    if facts.failure == "launch":
        return Problem(
            Failure.NEEDS_BROWSER,
            f"{target.url}: the browser does not start ({facts.detail}). Install a Chromium, or give its path as "
            "`executable` under [browser] or in CLAUSEWATCH_CHROMIUM; `clausewatch browser-check` tests it",
        )
    if facts.failure == "timeout":
        return Problem(Failure.TIMEOUT, f"{target.url}: {facts.detail}. It is tried again later")
    if facts.failure == "too-large":
        return Problem(
            Failure.TOO_LARGE,
            f"{target.url}: {facts.detail}. Give the document's own address, or raise the limit",
        )
    failed = check_url(facts.failed_url)
    host = failed.host if isinstance(failed, Target) else ""
    if host in traffic.refused:
        return traffic.refused[host]
    failure = Failure.TLS if "ERR_CERT" in facts.detail or "ERR_SSL" in facts.detail else Failure.PROTOCOL
    return Problem(failure, f"{target.url}: {facts.detail}. Look at the address with a browser")


def _failed(source: Source, plain: Fetched, problem: Problem, elapsed: int) -> Fetched:
    """No document: what the plain request learned of the way stays."""
    exchange = replace(plain.exchange, url=source.url, problem=problem, elapsed_ms=elapsed)
    return Fetched(exchange, "", None, None)


def _exchange(source: Source, facts: Facts, traffic: Traffic, elapsed: int) -> Exchange:
    hops = []
    for url, status in facts.chain:
        asked = check_url(url)
        origin = asked.origin if isinstance(asked, Target) else ""
        hops.append(Hop(url, status, traffic.connected.get(origin, "")))
    tls = None
    if facts.tls is not None:
        protocol, cipher, certificate = facts.tls
        tls = TlsFacts(protocol, cipher, digest(base64.b64decode(certificate)) if certificate else "")
    problem = None
    if not 200 <= facts.status < 300:
        problem = Problem(
            Failure.STATUS,
            f"{facts.url}: answered {PRODUCT}'s browser with status {facts.status}. See whether the document has moved",
        )
    return Exchange(
        url=source.url,
        final_url=facts.url,
        request_headers=facts.request_headers,
        status=facts.status,
        headers=facts.headers,
        hops=tuple(hops),
        tls=tls,
        elapsed_ms=elapsed,
        wire_bytes=traffic.received,
        problem=problem,
        renderer=facts.renderer,
    )
