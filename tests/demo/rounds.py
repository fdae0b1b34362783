"""Plays the first COUNT rounds of the story at HOME in a process of its own, for the tests that kill it.

usage: python -m tests.demo.rounds HOME COUNT
"""

from __future__ import annotations

import sys
from pathlib import Path

from clausewatch.demo import load_story, rounds
from clausewatch.demo.play import play, stage


def main() -> None:
    story = load_story()
    with stage(story, Path(sys.argv[1]), "http://127.0.0.1:8300") as on:
        print("playing", flush=True)
        play(story, on, rounds(story)[: int(sys.argv[2])], lambda _done, _total: None)
    print("done", flush=True)


if __name__ == "__main__":
    main()
