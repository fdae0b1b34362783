"""Hostile statements cost no more than long ones: one process with a limit of CPU seconds reads them all."""

from __future__ import annotations

import resource
import subprocess
import sys

_SCRIPT = """
from clausewatch.meaning.rules import aliases, basis_of, beneficiary_of, facts_of, modality_of, party_of, severity_of
from clausewatch.nouns.document import Outline, Text
from clausewatch.nouns.finding import Asked

N = 20_000
PIECES = ["a", " ", "you ", "you, ", "if ", "A. ", '"', '"x" or ', "1", "1,", "1 ", "(", "we may ", "Aaa ", "Acme Act ", "Acme of ",
          "a.", "a@a", "neither ", "liability ", "not ", "may violate ", "Settings > Aaa ", "really ", "twenty-", "except ", "1 Aaa ",
          "-", "http://", "+1 23 ", '"a" "b" and ', "train opt ", "we and our ", "the terms will ", "making decisions ",
          "you agree that ", "we agree that you agree that ", "by using ", "use continues ", "may result in ", "claim within years "]
read = 0
for piece in PIECES:
    text = (piece * N)[:N]
    for lead in ("", text):
        asked = Asked(text, (text[:500],), lead, "Acceptable Use Policy", "Quillon")
        modality, party = modality_of(asked), party_of(asked)
        beneficiary_of(asked, modality, party), basis_of(asked), severity_of(asked, (), modality, party), facts_of(asked)
        read += 1
    aliases(Text((piece * N)[: 10 * N]), Outline(()), "Quillon", "")
print(read)
"""
# 82 readings of 20,000 characters: 4 to 6 seconds on the machine this was written on; 0.2 s each would be 16.
_CPU_SECONDS = 60


def test_adversarial_statements_end_within_their_limit() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS)),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) == 82
