"""Kills deliverers: `python kill_delivery.py FOLDER KILLS` forks one after another, ends each with SIGKILL at a random
moment, then delivers what is left. Prints how many were killed while at work."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from tests.delivery.delivery_kit import Guard, NowClock
from tests.pipeline.live_kit import BEGIN, Clock, live

from clausewatch.delivery import Couriers, WebhookCourier, WebhookSettings
from clausewatch.pipeline.deliver import deliver
from clausewatch.storage import Database


def main(folder: Path, kills: int) -> None:
    chance = random.Random(7)
    killed = 0
    turn = 0
    while killed < kills:
        turn += 1
        child = os.fork()
        if child == 0:
            _deliver(folder, turn)
            os._exit(0)
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    _deliver(folder, turn + 1)
    print(json.dumps({"killed": killed}))


def _deliver(folder: Path, turn: int) -> None:
    """Each a quarter of an hour later, when what the one before it had taken up is due again."""
    from dataclasses import replace

    with live(folder, "terms", at=Database(f"sqlite:///{folder}/rows.db")) as found:
        webhooks = WebhookCourier(WebhookSettings(), Guard(), NowClock())
        clock = Clock(BEGIN + timedelta(days=30, minutes=15 * turn))
        deliver(replace(found.instance, courier=Couriers(None, webhooks), clock=clock))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
