"""The verifier that strangers run: one file that shares no code with this program, and goes into every pack."""

from __future__ import annotations

from importlib.resources import files


def verifier() -> bytes:
    """The program, as it stands in this release."""
    return files("clausewatch.evidence").joinpath("verify_pack.py").read_bytes()
