"""Plays the first COUNT rounds of the story at HOME in a process of its own, for the tests that kill it.

usage: python -m tests.demo.rounds HOME COUNT
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from clausewatch.demo import load_story, rounds
from clausewatch.demo.play import play, stage
from clausewatch.pipeline.deliver import deliver


def main() -> None:
    story = load_story()
    with stage(story, Path(sys.argv[1]), "http://127.0.0.1:8300") as on:
        print("playing", flush=True)
        instants = rounds(story)[: int(sys.argv[2])]
        play(story, on, instants, lambda _done, _total: None)
        # What a killed deliverer had taken up is due again when its lease ends.
        on.clock.set(instants[-1] + timedelta(minutes=15))
        deliver(on.instance)
    print("done", flush=True)


if __name__ == "__main__":
    main()
