"""Step: take one capture of a source and keep it, whatever came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from clausewatch import alert
from clausewatch.nouns.catalog import Render, Source
from clausewatch.nouns.document import DateKind
from clausewatch.nouns.evidence import Capture, Exchange, Failure, Origin, Verdict
from clausewatch.nouns.identity import short_id
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Fetched, Validators
from clausewatch.storage import captures, catalog, versions
from clausewatch.storage.catalog import DueSource

_FIRST_RETRY = timedelta(minutes=30)
_SHELLS = frozenset({Verdict.SHELL, Verdict.EMPTY})


def take_capture(instance: Instance, due: DueSource) -> Capture:
    """Fetches the source, archives the body, then records the capture and the source's next turn together.

    The bytes are at rest before the row that names them, so a crash leaves at most an unnamed object.
    """
    now = instance.clock.now()
    with instance.database.read() as connection:
        previous = captures.last_with_body(connection, due.source.id)
        plain = captures.last_plain_verdicts(connection, due.source.id, 2)
        current = versions.version_at(connection, due.document, None)
    printed = current.dates if current else ()
    effective = [each.value for each in printed if each.kind is DateKind.EFFECTIVE and each.exact]
    fetched = _fetch(instance, due.source, _validators(previous), plain)
    capture = _record(instance, due, previous, fetched, now)
    problem = capture.exchange.problem
    # What lacks is a browser here, not an answer there: asking more often would not bring it.
    failed = problem is not None and problem.failure is not Failure.NEEDS_BROWSER
    with instance.database.write() as connection:
        captures.save_capture(connection, capture)
        catalog.note_attempt(
            connection,
            due.source.id,
            now,
            now + _pause(due, problem.retry_after_seconds)
            if failed and problem is not None
            else alert.next_turn(now, timedelta(hours=due.cadence_hours), effective),
            failed=failed,
        )
    return capture


def _fetch(instance: Instance, source: Source, validators: Validators, plain: tuple[Verdict, ...]) -> Fetched:
    """The source by browser where it is declared so or its plain captures proved to be shells, else over HTTP.

    Where no browser is at hand for a proved shell, the plain page comes with that problem: it may be whole again.
    """
    if source.render is Render.BROWSER:
        return instance.fetcher.fetch(source, Validators())
    over_http = replace(source, render=Render.HTTP)
    if source.render is Render.HTTP or not _proved_a_shell(plain):
        return instance.fetcher.fetch(over_http, validators)
    rendered = instance.fetcher.fetch(replace(source, render=Render.BROWSER), Validators())
    lacking = rendered.exchange.problem
    if lacking is None or lacking.failure is not Failure.NEEDS_BROWSER:
        return rendered
    fetched = instance.fetcher.fetch(over_http, validators)
    if fetched.exchange.problem is not None or fetched.body is None:
        return fetched
    return replace(fetched, exchange=replace(fetched.exchange, problem=lacking))


def _proved_a_shell(plain: tuple[Verdict, ...]) -> bool:
    """By the last two verdicts on plain captures, newest first: a shell, and not the first one after a good text."""
    return bool(plain) and plain[0] in _SHELLS and not (len(plain) > 1 and plain[1].good)


def _validators(previous: Capture | None) -> Validators:
    """What the previous answer allows to ask conditionally; a 304 stands for what it was asked with.

    An answer that came with an error is no state to ask about, nor is what a browser made of one.
    """
    if previous is None or previous.exchange.problem is not None or previous.exchange.renderer:
        return Validators()
    exchange = previous.exchange
    asked = {name.lower(): value for name, value in exchange.request_headers} if exchange.not_modified else {}
    return Validators(
        etag=exchange.header("ETag") or asked.get("if-none-match"),
        last_modified=exchange.header("Last-Modified") or asked.get("if-modified-since"),
        url=exchange.final_url,
    )


def _record(
    instance: Instance, due: DueSource, previous: Capture | None, fetched: Fetched, now: datetime
) -> Capture:
    body, size = None, 0
    media_type, charset = fetched.media_type, fetched.charset
    if fetched.body is not None:
        body = instance.bodies.put(fetched.body, like=previous.body if previous else None)
        size = len(fetched.body)
    elif fetched.exchange.not_modified and previous is not None:
        body, size = previous.body, previous.body_bytes
        media_type, charset = previous.media_type, previous.charset
    return Capture(
        id=short_id("capture", due.source.id, now.isoformat(), body or "", _outcome(fetched.exchange)),
        document=due.document,
        source=due.source.id,
        observed_at=now,
        origin=Origin.LIVE,
        origin_ref="",
        media_type=media_type,
        charset=charset,
        body=body,
        body_bytes=size,
        exchange=fetched.exchange,
        screenshot=instance.bodies.put(fetched.screenshot) if fetched.screenshot else None,
    )


def _outcome(exchange: Exchange) -> str:
    return exchange.problem.failure.value if exchange.problem else str(exchange.status)


def _pause(due: DueSource, asked: float | None) -> timedelta:
    """After a failure a doubling wait, never longer than the cadence unless asked."""
    cadence = timedelta(hours=due.cadence_hours)
    wait: timedelta = min(cadence, _FIRST_RETRY * 2 ** min(due.failures, 10))
    return max(wait, timedelta(seconds=asked)) if asked else wait
