"""A kill at any moment: what `put` promised is there, nothing else is seen, and the next archive tidies up."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from clausewatch.archive import FolderArchive

SCRIPT = Path(__file__).with_name("putting.py")


def test_kill_at_random_moments(tmp_path: Path) -> None:
    moments = random.Random(20)
    promised: set[str] = set()
    for kill in range(12):
        # Two writers of overlapping bodies, both killed.
        writers = [
            subprocess.Popen(
                [sys.executable, SCRIPT, tmp_path, str(kill * 3)], stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        first = writers[0].stdout
        assert first is not None
        promised.add(first.readline().strip())
        time.sleep(moments.random() * 0.03)
        for writer in writers:
            writer.kill()
        for writer in writers:
            said, _ = writer.communicate()
            promised.update(line for line in said.splitlines() if len(line) == 64)
        archive = FolderArchive(tmp_path)
        assert list((tmp_path / "aside").iterdir()) == []
        assert list(archive.verify()) == []
        assert promised <= set(archive.keys())
    assert len(promised) >= 12
