"""How fast a change finds its watches, and how fast what they are told is handed to a mail server.

usage: python -m benchmarks.watching [--watches 10000] [--mails 1000] [--json]

One substantive change of four provisions against so many watches with the filters people use, every fourth with a search;
then so many of them by e-mail to a real SMTP server on this machine. Seconds of this process's CPU and of the clock.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.pipeline.live_kit import page
from tests.pipeline.told_kit import Told, told

from clausewatch.alert import watch_id
from clausewatch.nouns.change import Direction, Severity
from clausewatch.nouns.subscription import Channel, Pace, Scope, Timing
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.local import analyse_waiting, capture_due, process_waiting
from clausewatch.pipeline.notify import notify
from clausewatch.storage import subscriptions

_SCOPES = (
    Scope(),
    Scope(topics=("DISPUTE.arbitration",)),
    Scope(directions=(Direction.STRICTER,)),
    Scope(search='surveillance OR "facial recognition" -cookies'),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--watches", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=1_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, told(Path(folder)) as scene:
        _prepare(scene, asked.watches, asked.mails)
        wall, cpu = time.perf_counter(), time.process_time()
        alerts = notify(scene.instance).alerts
        matched = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        wall, cpu = time.perf_counter(), time.process_time()
        sent = deliver(scene.instance).taken
        mailed = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    found = {
        "watches": asked.watches,
        "alerts": alerts,
        "matched_seconds": matched,
        "mails": sent,
        "mailed_seconds": mailed,
    }
    if asked.json:
        print(json.dumps(found))
        return
    print(
        f"{asked.watches:,} watches asked, {alerts:,} alerts kept: {matched['wall']:.2f} s ({matched['cpu']:.2f} s CPU)"
    )
    print(
        f"{sent:,} mails handed over: {mailed['wall']:.1f} s ({mailed['cpu']:.1f} s CPU, the mail server's included)"
    )


def _prepare(scene: Told, watches: int, mails: int) -> None:
    """A change that nobody was told of, and the watches: the first ones by mail at once, the others a digest's."""
    scene.published("payments", "refunds", "arbitration", "surveillance")
    usual = scene.watch("usual", Channel.EMAIL)
    with scene.instance.database.write() as connection:
        subscriptions.end_watch(connection, usual.id)
        for number in range(watches):
            at_once = number < mails
            made = replace(
                usual,
                target=f"reader-{number}@example.org",
                minimum=Severity.NONE,
                scope=Scope() if at_once else _SCOPES[number % len(_SCOPES)],
                timing=Timing() if at_once else Timing(Pace.DAILY, "Europe/Berlin"),
            )
            subscriptions.save_watch(connection, replace(made, id=watch_id(made)))
    url = scene.live.document.sources[0].url
    scene.live.answers.pages[url] = page("payments", "refunds", "arbitration", "surveillance", "biometrics")
    scene.live.clock.advance(hours=12)
    capture_due(scene.instance)
    process_waiting(scene.instance)
    analyse_waiting(scene.instance)


if __name__ == "__main__":
    main()
